"""Drivers: a linear Gaussian model has known variance shares; noise has none."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis import rank_drivers
from fabcast.errors import BadInput

N = 4000


def gaussians(count: int, seed: int = 3) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {f"x{i}": rng.normal(size=N) for i in range(count)}


def test_a_linear_gaussian_model_gives_its_known_shares() -> None:
    x = gaussians(12)
    ranking = rank_drivers(x, 3.0 * x["x0"] - 2.0 * x["x1"] + 1.0 * x["x2"])
    assert [d.parameter for d in ranking.top(3)] == ["x0", "x1", "x2"]
    shares = [d.share for d in ranking.top(3)]
    assert shares == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.035)
    assert [np.sign(d.rank_correlation) for d in ranking.top(3)] == [1, -1, 1]
    assert all(d.above_noise for d in ranking.top(3))
    assert not any(d.above_noise for d in ranking.drivers[3:])


def test_pure_noise_stays_under_the_floor_in_nineteen_of_twenty_cases() -> None:
    x = gaussians(60)
    rng = np.random.default_rng(11)
    false_alarms = sum(rank_drivers(x, rng.normal(size=N)).drivers[0].above_noise for _ in range(20))
    assert false_alarms <= 4


def test_a_parameter_that_only_correlates_with_a_driver_carries_its_share() -> None:
    x = gaussians(5)
    x["twin"] = 0.6 * x["x0"] + 0.8 * x["x1"]
    ranking = {d.parameter: d.share for d in rank_drivers(x, x["x0"]).drivers}
    assert ranking["x0"] == pytest.approx(1.0, abs=0.02)
    assert ranking["twin"] == pytest.approx(0.36, abs=0.05)


def test_a_symmetric_effect_is_found_although_its_rank_correlation_is_nil() -> None:
    x = gaussians(5)
    first = rank_drivers(x, x["x3"] ** 2).drivers[0]
    assert first.parameter == "x3"
    assert first.share > 0.9
    assert abs(first.rank_correlation) < 0.05


def test_result_does_not_change_with_a_monotone_scale() -> None:
    x = gaussians(5)
    y = x["x0"] + 0.5 * x["x1"]
    assert rank_drivers(x, y) == rank_drivers(x, np.exp(3.0 * y))


def test_same_seed_same_floor() -> None:
    x = gaussians(5)
    assert rank_drivers(x, x["x0"], seed=4) == rank_drivers(x, x["x0"], seed=4)


def test_constants_are_left_out_and_an_unmoved_contrast_has_no_driver() -> None:
    x = gaussians(3) | {"fixed": np.ones(N)}
    assert "fixed" not in {d.parameter for d in rank_drivers(x, x["x0"]).drivers}
    assert rank_drivers(x, np.zeros(N)).drivers == ()


def test_two_valued_parameters_are_kept_whole() -> None:
    x = gaussians(3) | {"switch": (gaussians(1, seed=9)["x0"] > 0).astype(float)}
    first = rank_drivers(x, x["switch"] + 0.01 * x["x0"]).drivers[0]
    assert first.parameter == "switch"
    assert first.share > 0.7


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(BadInput, match="at least 50 draws with a defined contrast, got 10; raise --draws"):
        rank_drivers({"x": np.arange(10.0)}, np.arange(10.0))
