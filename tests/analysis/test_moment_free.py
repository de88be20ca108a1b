"""δ of Borgonovo: known limits, a known law, never as a value, coverage."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis._moment_free import delta, delta_value, outcome_classes

from .truths import fewest_hits

RNG = np.random.default_rng


def test_an_inert_input_comes_out_at_zero_on_average() -> None:
    rng = RNG(1)
    found = [delta_value(rng.normal(size=1000), rng.normal(size=1000), rng) for _ in range(100)]
    assert np.mean(found) == pytest.approx(0.0, abs=4.0 * float(np.std(found)) / 10.0)
    assert np.std(found) < 0.05


def test_an_input_that_decides_all_comes_near_one_less_its_share_of_a_class() -> None:
    """Ten classes: knowing which one moves 1 − 1/10 of the probability."""
    x = RNG(1).normal(size=4000)
    assert delta(x, np.exp(x), RNG(2)).value == pytest.approx(0.9, abs=0.01)


def test_a_rising_change_of_scale_changes_nothing() -> None:
    rng = RNG(1)
    x = rng.normal(size=800)
    y = x + rng.normal(size=800)
    assert delta(x, y, RNG(2)) == delta(np.exp(x), y**3, RNG(2))


def test_never_is_a_value() -> None:
    """A date that comes only if a coin falls so: half of the probability moves; its year tells nothing."""
    rng = RNG(1)
    coin, year = rng.integers(2, size=4000), 2030.0 + rng.random(4000)
    found = delta(coin.astype(float), np.where(coin == 1, year, np.inf), RNG(2))
    assert found.value == pytest.approx(0.5, abs=0.02)
    assert set(outcome_classes(np.array([np.inf, -np.inf, 2030.0]))) == {0, 1, 2}


def test_intervals_hold_the_truth_at_their_rate() -> None:
    """P(never) is 0.3 or 0.5 by a coin: δ = 0.1."""
    trials, hits = 100, 0
    for seed in range(trials):
        rng = RNG(seed)
        x = rng.integers(2, size=1000)
        y = np.where(rng.random(1000) < 0.3 + 0.2 * x, np.inf, 2030.0)
        found = delta(x.astype(float), y, rng)
        hits += found.low <= 0.1 <= found.high
    assert fewest_hits(trials) <= hits


def test_two_normal_numbers_with_a_correlation() -> None:
    """Ten classes each by ten bins: the truth is a sum over cells of the joint law."""
    from scipy.special import ndtri
    from scipy.stats import multivariate_normal

    rho, edges = 0.7, np.clip(ndtri(np.linspace(0.0, 1.0, 11)), -8.0, 8.0)
    joint = multivariate_normal([0.0, 0.0], [[1.0, rho], [rho, 1.0]])
    corners = joint.cdf(np.stack(np.meshgrid(edges, edges), axis=-1))
    truth = np.abs(np.diff(np.diff(corners, axis=0), axis=1) - 0.01).sum() / 2.0
    x, noise = RNG(1).normal(size=(2, 8000))
    found = delta(x, rho * x + np.sqrt(1.0 - rho**2) * noise, RNG(2))
    assert found.value == pytest.approx(truth, abs=0.02)
    assert found.value < truth + 0.01
