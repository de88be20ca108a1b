"""Have I run enough: intervals of quantiles and shares, and what doubling moves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from fabcast.analysis import enough
from fabcast.analysis._enough import quantile_estimate, share_estimate
from fabcast.errors import BadInput

from .truths import fewest_hits


@pytest.mark.parametrize("p", [0.05, 0.5, 0.95])
def test_intervals_of_quantiles_hold_the_truth_at_least_at_their_rate(p: float) -> None:
    trials, truth = 400, float(np.exp(ndtri(p)))
    hits = 0
    for seed in range(trials):
        found = quantile_estimate(np.exp(np.random.default_rng(seed).normal(size=150)), p)
        hits += found.low <= truth <= found.high
    assert hits >= fewest_hits(trials)


def test_intervals_of_shares_hold_the_truth_at_least_at_their_rate() -> None:
    counts = np.random.default_rng(1).binomial(80, 0.03, size=400)
    hits = sum(one.low <= 0.03 <= one.high for one in (share_estimate(int(c), 80) for c in counts))
    assert hits >= fewest_hits(400)


def test_each_row_is_the_first_part_of_the_draws() -> None:
    values = np.random.default_rng(1).normal(size=1100)
    found = enough(values)
    assert [row.draws for row in found.rows] == [137, 275, 550, 1100]
    assert found.rows[1].middle.value == np.median(values[:275])
    assert found.rows[-1].positive.value == (values > 0).mean()


def test_four_times_the_draws_halve_the_error() -> None:
    values = np.random.default_rng(1).normal(size=32_000)
    few, many = enough(values[:8000]), enough(values)
    assert many.error_of_middle == pytest.approx(few.error_of_middle / 2.0, rel=0.2)


def test_a_constant_has_no_width_and_no_error() -> None:
    found = enough(np.zeros(300))
    assert np.isnan(found.error_of_ends)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(BadInput, match="249 draws are too few to double; ask for at least 250"):
        enough(np.zeros(249))
