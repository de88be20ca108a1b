"""Drivers of many contrasts at once: the shares of one by one, a floor that holds, what cannot be ranked."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis import rank_drivers, rank_each

N = 1000


def gaussians(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    return {f"x{i}": rng.normal(size=N) for i in range(count)}


def test_shares_are_those_of_one_by_one() -> None:
    x = gaussians(8)
    cells = {"a": 3.0 * x["x0"] + x["x1"], "b": np.exp(x["x2"]) - x["x3"]}
    found = rank_each(x, cells)
    for key, contrast in cells.items():
        alone = rank_drivers(x, contrast)
        assert [d.parameter for d in found[key].drivers] == [d.parameter for d in alone.drivers]
        assert [d.share for d in found[key].drivers] == pytest.approx([d.share for d in alone.drivers])
        assert found[key].noise_floor == pytest.approx(alone.noise_floor, abs=0.01)


def test_noise_stays_under_the_floor_in_nineteen_of_twenty_cells() -> None:
    x, rng = gaussians(40), np.random.default_rng(2)
    found = rank_each(x, {i: rng.normal(size=N) for i in range(40)})
    assert sum(ranking.drivers[0].above_noise for ranking in found.values()) <= 6


def test_a_partly_defined_contrast_is_ranked_on_its_defined_draws() -> None:
    x = gaussians(5)
    y = np.where(x["x4"] > 0.0, x["x1"], np.nan)
    found = rank_each(x, {"date": y})["date"]
    assert found.drivers[0].parameter == "x1"
    assert found.draws == np.isfinite(y).sum()


def test_what_cannot_be_ranked_is_empty() -> None:
    x = gaussians(3)
    few = np.where(np.arange(N) < 20, x["x0"], np.nan)
    found = rank_each(x, {"few": few, "flat": np.zeros(N)})
    assert [ranking.drivers for ranking in found.values()] == [(), ()]
    assert rank_each({"a": np.arange(9.0)}, {"short": np.arange(9.0)})["short"].drivers == ()
    assert rank_each(x, {}) == {}


def test_same_draws_same_ranking() -> None:
    x = gaussians(6)
    assert rank_each(x, {"a": x["x0"]}) == rank_each(x, {"a": x["x0"]})
