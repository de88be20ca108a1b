"""Outcome measures against hand calculations."""

import types

import jax.numpy as jnp
import numpy as np
import pytest

from fabcast.model import HEADLINES, OUTCOMES, QUARTERS
from fabcast.model._outcomes import lead, parity, year_sum
from fabcast.model._time import MID_QUARTER


def test_lead_of_the_worked_example() -> None:
    """R = 9, κ = 0.55, γC = ln 4.5, γA = ln 2.9, l_A = 0.28: 8.9 months (model document §2.11)."""
    p = types.SimpleNamespace(alg_growth=2.9, frontier_ratio_scale=0.55, alg_diff_lag=0.28, train_growth=4.5)
    months = lead(p, jnp.asarray([9.0, 18.0]), jnp.asarray([1.0, 1.0]))  # type: ignore[arg-type]
    assert float(months[0]) == pytest.approx(8.9, abs=0.05)
    assert float(months[1] - months[0]) == pytest.approx(3.2, abs=0.05)


def test_parity_needs_four_quarters_in_a_row() -> None:
    ratio = np.full(len(QUARTERS), 2.0)
    ratio[50:53] = 0.9
    assert np.isnan(parity(jnp.asarray(ratio)))
    ratio[60:] = 1.0
    assert float(parity(jnp.asarray(ratio))) == MID_QUARTER[60]


def test_year_sum_is_a_moving_sum() -> None:
    flow = np.random.default_rng(1).random(len(QUARTERS))
    np.testing.assert_allclose(year_sum(jnp.asarray(flow))[3:], np.convolve(flow, np.ones(4), "valid"))


def test_every_outcome_is_defined_for_readers() -> None:
    for outcome in OUTCOMES.values():
        assert outcome.definition.endswith(".")
        assert outcome.leaves_out.endswith(".")
        assert outcome.unit
    assert len(HEADLINES) == 12
