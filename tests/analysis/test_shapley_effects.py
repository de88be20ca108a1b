"""Shapley effects of dependent inputs, and the copula that they are drawn from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from fabcast.analysis._copula import Copula, Normal
from fabcast.analysis._shapley_effects import ShapleyEffects, parts_of_walks, shapley_effects, walks
from fabcast.calibration import Beliefs
from fabcast.ensemble import sample_inputs

from .truths import fewest_hits, ishigami, linear_shapley

RNG = np.random.default_rng
BETA = np.array([1.0, 1.0, 2.0, 0.0])
TIED = np.array([[1.0, 0.7, 0.0, 0.0], [0.7, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.6], [0.0, 0.0, 0.6, 1.0]])
SINGLES = [[0], [1], [2], [3]]


def effects(seed: int, count: int = 400, players: list[list[int]] | None = None) -> ShapleyEffects:
    made = walks(Normal(TIED), players or SINGLES, count, RNG(seed))
    return shapley_effects(parts_of_walks(made, made.scores @ BETA), RNG(seed + 1000))


def test_linear_normal_inputs_have_their_closed_form() -> None:
    found = effects(1, 8000)
    assert [one.value for one in found.shares] == pytest.approx(linear_shapley(BETA, TIED), abs=0.025)
    assert found.variance.value == pytest.approx(BETA @ TIED @ BETA, rel=0.05)


def test_the_closed_form_for_two_inputs() -> None:
    """Iooss and Prieur (2019): φ₁ = β₁² (1 − ρ²/2) + ρ β₁ β₂ + β₂² ρ²/2, over the variance."""
    rho, one, two = 0.5, 1.0, 2.0
    variance = one**2 + two**2 + 2 * rho * one * two
    first = one**2 * (1 - rho**2 / 2) + rho * one * two + two**2 * rho**2 / 2
    found = linear_shapley(np.array([one, two]), np.array([[1.0, rho], [rho, 1.0]]))
    assert found == pytest.approx([first / variance, 1.0 - first / variance])


def test_an_input_outside_the_function_counts_by_what_it_tells_of_one_inside() -> None:
    found = effects(2, 4000)
    assert found.shares[3].low > 0.0
    assert linear_shapley(BETA, TIED)[3] == pytest.approx(0.36 * 2.0 / 7.4)  # β₃² ρ² / 2 over the variance


def test_intervals_hold_the_truth_at_their_rate() -> None:
    trials, truth = 60, linear_shapley(BETA, TIED)
    hits = np.zeros(4)
    for seed in range(trials):
        hits += [one.low <= t <= one.high for one, t in zip(effects(seed).shares, truth, strict=True)]
    assert hits.min() >= fewest_hits(trials, 0.93)  # a percentile bootstrap of 400 skewed walks: nearly 95 %
    assert hits.mean() < trials


@given(st.integers(0, 1000))
def test_parts_add_up_exactly(seed: int) -> None:
    made = walks(Normal(TIED), [[0, 3], [1], [2]], 16, RNG(seed))
    y = ishigami(made.scores)
    parts = parts_of_walks(made, y)
    assert parts.sum(axis=1) == pytest.approx((y[-1] - y[0]) ** 2 / 2.0, abs=1e-9)
    assert sum(one.value for one in shapley_effects(parts, RNG(1)).shares) == pytest.approx(1.0)


def test_names_do_not_matter() -> None:
    swap = [2, 0, 3, 1]
    plain = effects(5, 3000)
    made = walks(Normal(TIED[np.ix_(swap, swap)]), SINGLES, 3000, RNG(6))
    other = shapley_effects(parts_of_walks(made, made.scores @ BETA[swap]), RNG(7))
    for place, name in enumerate(swap):
        assert not plain.shares[name].apart(other.shares[place])


def test_for_independent_inputs_it_lies_between_first_and_total() -> None:
    from .truths import ISHIGAMI_FIRST, ISHIGAMI_TOTAL

    made = walks(Normal(np.eye(3)), SINGLES[:3], 8000, RNG(8))
    found = shapley_effects(parts_of_walks(made, ishigami(made.scores)), RNG(9))
    middle = (np.array(ISHIGAMI_FIRST) + np.array(ISHIGAMI_TOTAL)) / 2.0  # pairs alone: half each
    assert [one.value for one in found.shares] == pytest.approx(middle, abs=0.03)


@pytest.mark.parametrize("replaced", [[1], [0, 1, 3], [0, 2]])
def test_a_redrawn_score_follows_the_conditional_law(replaced: list[int]) -> None:
    """Both ways of solving: few redrawn and most redrawn give the joint law back."""
    law, rng = Normal(TIED), RNG(1)
    mask = np.zeros((40_000, 4), dtype=bool)
    mask[:, replaced] = True
    start = law.sample(40_000, rng)
    out = law.redraw(start, law.sample(40_000, rng), mask)
    kept = np.flatnonzero(~mask[0])
    assert (out[:, kept] == start[:, kept]).all()
    assert np.corrcoef(out.T) == pytest.approx(TIED, abs=0.02)
    both = np.corrcoef(out[:, replaced].T, start[:, replaced].T)[: len(replaced), len(replaced) :]
    told = TIED[replaced][:, kept] @ np.linalg.solve(TIED[kept][:, kept], TIED[kept][:, replaced])
    assert both == pytest.approx(told, abs=0.02)


def test_the_copula_of_the_priors_is_the_priors() -> None:
    beliefs = Beliefs.from_facts()
    copula = Copula.of_priors(beliefs.priors, beliefs.shocks)
    made = copula.inputs(copula.normal.sample(4000, RNG(1)))
    drawn = sample_inputs(4000, seed=1)
    assert set(made) == set(drawn)
    for name in ("cn_gate_post2026", "y_alpha", "milestone_n7.deposition"):
        assert np.quantile(made[name], (0.1, 0.5, 0.9)) == pytest.approx(
            np.quantile(drawn[name], (0.1, 0.5, 0.9)), rel=0.08
        )
    pair = ("milestone_n7.deposition", "milestone_n7.implant_thermal")
    ties = [spearmanr(one[pair[0]], one[pair[1]]).statistic for one in (made, drawn)]
    assert ties[0] == pytest.approx(ties[1], abs=0.05)
    assert ties[0] > 0.2


def test_the_copula_of_members_keeps_their_values_and_correlations() -> None:
    z = Normal(TIED).sample(3000, RNG(1))
    members = {"a": np.exp(z[:, 0]), "b": z[:, 1] ** 3, "still": np.full(3000, 7.0)}
    copula = Copula.of_members(members)
    made = copula.inputs(copula.normal.sample(3000, RNG(2)))
    assert copula.names == ("a", "b")
    assert copula.normal.correlation[0, 1] == pytest.approx(0.7, abs=0.04)
    assert (made["still"] == 7.0).all()
    assert np.quantile(made["a"], (0.05, 0.5)) == pytest.approx(
        np.quantile(members["a"], (0.05, 0.5)), rel=0.12
    )
    assert members["a"].min() <= made["a"].min()
    assert made["a"].max() <= members["a"].max()
