"""Checks refuse what should be refused, and say by how much."""

import numpy as np
import pytest

from fabcast.calibration import Check, headline_check
from fabcast.calibration._checks import effective_share, r_hat


def normal(seed: int, shift: float = 0.0, size: int = 2000) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((size, 50)) + shift


def test_populations_of_one_distribution_have_no_excess_spread() -> None:
    assert r_hat([normal(1), normal(2)]).max() < 1.01


def test_a_large_shift_is_seen_as_spread_and_a_small_one_as_few_members() -> None:
    """R-hat alone would pass a shift of a fifth of a deviation; the effective members do not."""
    assert r_hat([normal(1), normal(2, 0.4)]).min() > 1.01
    assert effective_share([normal(1), normal(2, 0.2)]) < 0.1


def test_a_drift_within_one_population_is_seen() -> None:
    drifting = normal(1) + np.linspace(0.0, 1.0, 2000)[:, None]
    assert r_hat([drifting, drifting]).min() > 1.01


def test_independent_members_count_in_full() -> None:
    assert effective_share([normal(3), normal(4)]) == pytest.approx(1.0, abs=0.6)


def test_members_that_stand_for_each_other_count_less() -> None:
    few = [np.repeat(normal(seed, size=100), 20, axis=0) for seed in (5, 6)]
    assert effective_share(few) < 0.15


def test_contrasts_of_one_distribution_agree() -> None:
    rng = np.random.default_rng(7)
    assert headline_check([rng.lognormal(size=2000), rng.lognormal(size=2000)]).passed


def test_contrasts_that_differ_do_not() -> None:
    rng = np.random.default_rng(8)
    found = headline_check([rng.lognormal(size=2000), 1.3 * rng.lognormal(size=2000)])
    assert not found.passed
    assert found.sentence().startswith("headline is ")


def test_equal_contrasts_have_no_difference() -> None:
    same = np.zeros(100)
    assert headline_check([same, same]).value == 0.0


@pytest.mark.parametrize(
    ("value", "at_least", "passed"), [(2.0, True, True), (0.5, True, False), (0.5, False, True)]
)
def test_a_bound_has_a_side(value: float, at_least: bool, passed: bool) -> None:
    assert Check("x", value, 1.0, at_least=at_least, means="X").passed is passed


def test_an_unknown_value_does_not_pass() -> None:
    assert not Check("x", float("nan"), 1.0, at_least=True, means="X").passed
    assert not Check("x", float("nan"), 1.0, at_least=False, means="X").passed
