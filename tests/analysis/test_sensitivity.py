"""Sensitivity of the model: relations that hold whatever the fit, and what is refused."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm

from fabcast.analysis import SENSITIVITY_METHODS, Sensitivity, SensitivityQuestion, over_time, sensitivity
from fabcast.analysis._by_quarter import first_order
from fabcast.analysis._drivers import bin_count
from fabcast.analysis._players import independent, reduced, scores
from fabcast.calibration import Beliefs, prior_basis
from fabcast.ensemble import varying
from fabcast.errors import BadInput
from fabcast.scenario import load

from .truths import fewest_hits

RUNS = 1024
GATE = "cn_gate_post2026"
"""What Beijing lets in decides most of what licences change: so in every fit so far, and by the equations."""


def question(outcome: str = "china_compute_stock", year: int = 2030) -> SensitivityQuestion:
    return SensitivityQuestion(load("h200_licensed"), load("h200_denied"), outcome, year)


@cache
def ask(method: str, runs: int = RUNS) -> Sensitivity:
    return sensitivity(question(), method, runs, 1, prior_basis())


@pytest.mark.parametrize("method", ["morris", "sobol", "shapley", "delta"])
def test_the_gate_comes_first_by_every_method(method: str) -> None:
    found = ask(method)
    assert found.named()[0].player.id == GATE
    first = [next(iter(row.measures.values())).value for row in found.named()]
    assert first == sorted(first, reverse=True)


def test_the_same_seed_gives_the_same_numbers() -> None:
    again = sensitivity(question(), "morris", RUNS, 1, prior_basis())
    assert again == ask("morris")
    assert again != sensitivity(question(), "morris", RUNS, 2, prior_basis())


def test_shapley_shares_sum_to_one_and_every_input_is_in_one_player() -> None:
    found = ask("shapley")
    assert sum(row.measures["share"].value for row in found.rows) == pytest.approx(1.0)
    names = [name for row in found.rows for name in row.player.inputs]
    assert sorted(names) == sorted(varying(prior_basis().draw(64, 1, 0)))


def test_a_date_takes_only_the_measure_without_moments() -> None:
    asked = SensitivityQuestion(load("actual"), None, "year_of_compute_parity", 2030)
    assert sensitivity(asked, "delta", RUNS, 1, prior_basis()).checks["never"] > 0.0
    for method in set(SENSITIVITY_METHODS) - {"delta"}:
        with pytest.raises(
            BadInput, match="is a date and may never come, so it has no variance and no slope"
        ):
            sensitivity(asked, method, RUNS, 1, prior_basis())


def test_never_equals_never_and_is_later_than_any_date() -> None:
    from fabcast.analysis._question import _dates

    ours, base = np.array([np.nan, np.nan, 2030.0, 2031.0]), np.array([np.nan, 2030.0, np.nan, 2030.0])
    assert _dates(ours, base).tolist() == [0.0, np.inf, -np.inf, 1.0]
    assert _dates(ours, None).tolist() == [np.inf, np.inf, 2030.0, 2031.0]


@pytest.mark.parametrize(
    ("method", "runs", "says"),
    [
        ("guess", RUNS, "method 'guess' is not known; choose one of morris, sobol, shapley, delta, gradient"),
        ("sobol", 1023, "1023 runs are too few for a sensitivity; ask for at least 1024"),
    ],
)
def test_what_cannot_be_asked_is_refused(method: str, runs: int, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        ask(method, runs)


@pytest.mark.parametrize("method", ["shapley", "morris"])
def test_an_outcome_that_nothing_moves_is_refused(method: str) -> None:
    with pytest.raises(BadInput, match="the outcome is the same in every draw: nothing moves it"):
        sensitivity(question(year=2015), method, RUNS, 1, prior_basis())


def test_players_are_all_scores_or_independent_families() -> None:
    beliefs = Beliefs.from_facts()
    each, free = scores(beliefs), independent(beliefs)
    assert [one.columns for one in each] == [(k,) for k in range(beliefs.size)]
    assert sorted(c for one in free for c in one.columns) == list(range(beliefs.size))
    family = next(one for one in free if one.id == "family:tool_milestones")
    assert {beliefs.names[c].partition(":")[0] for c in family.columns} == {"group", "parameter"}
    kept = reduced(free, {one.id: float(k) for k, one in enumerate(free)}, 3)
    assert [one.id for one in kept[:3]] == [one.id for one in free[:-4:-1]]
    assert sorted(c for one in kept for c in one.columns) == list(range(beliefs.size))


def test_first_order_shares_hold_the_truth_at_their_rate() -> None:
    """Y = 2 X₁ + X₂ with correlation 0.5: X₁ has 25/28 of the variance and X₂ 4/7, less what bins hide."""
    trials, hits, draws = 60, np.zeros(2), 600
    edges = ndtri(np.linspace(0.0, 1.0, bin_count(draws) + 1))
    between = float((np.diff(norm.pdf(edges)) ** 2).sum()) * bin_count(draws)
    truth = between * np.array([25 / 28, 4 / 7])
    assert 0.9 < between < 1.0
    for seed in range(trials):
        z = np.random.default_rng(seed).normal(size=(draws, 2))
        x = np.stack([z[:, 0], 0.5 * z[:, 0] + np.sqrt(0.75) * z[:, 1]], axis=1)
        found = first_order(x, 2.0 * x[:, 0] + x[:, 1])
        hits += [one.low <= t <= one.high for one, t in zip(found, truth, strict=True)]
    assert hits.min() >= fewest_hits(trials)


def test_over_time_follows_the_same_draws() -> None:
    found = over_time(question(), 512, 1, prior_basis())
    assert found.inputs[0] == GATE
    assert found.quarters[-1] == "2040Q4"
    assert all(len(shares) == len(found.quarters) for shares in found.shares)
    at = found.quarters.index("2030Q4")
    assert found.shares[0][at].value > 0.2
    with pytest.raises(BadInput, match="is a date and has no quarters; leave out --by-quarter"):
        over_time(question("year_of_compute_parity"), 512, 1, prior_basis())
