"""Scenario discovery: known boxes found, judged honestly, and conditions that cannot be used refused."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis import (
    CART,
    PRIM,
    Condition,
    Futures,
    Proportion,
    Recipe,
    conditions,
    discover,
    find_condition,
    futures_of,
    make_condition,
    needed_by,
    with_scenarios,
)
from fabcast.analysis._discover_condition import margin
from fabcast.errors import BadInput
from tests.synthetic import synthetic_runs


def futures(draws: int = 1500, inside: float = 0.85, seed: int = 3) -> Futures:
    """Twelve inputs; two of them make a box in which cases are frequent."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(draws, 12))
    held = (x[:, 2] > 0.5) & (x[:, 7] < 0.3)
    cases = rng.random(draws) < np.where(held, inside, 0.03)
    return Futures(tuple(f"x{i}" for i in range(12)), x, np.asarray(cases - 0.5, dtype=np.float64), cases)


@pytest.mark.parametrize("recipe", [PRIM, CART], ids=lambda one: one.name)
def test_a_known_box_is_found_and_its_worth_told_on_draws_left_out(recipe: Recipe) -> None:
    found = discover(futures(), recipe, resamples=8)
    limits = {limit.name: limit for limit in found.boxes[0].limits}
    assert {"x2", "x7"} <= set(limits)
    assert limits["x2"].low == pytest.approx(0.5, abs=0.15)
    assert limits["x7"].high == pytest.approx(0.3, abs=0.15)
    assert limits["x2"].stability == 1.0
    assert found.helps
    assert found.left_out.density.value == pytest.approx(0.85, abs=0.1)
    assert dict(found.restricted)["x2"] == 1.0


def test_the_same_seed_finds_the_same() -> None:
    one, two = (discover(futures(600), PRIM, resamples=3, seed=5) for _ in range(2))
    assert one == two


def test_noise_is_not_sold_as_a_box() -> None:
    """On draws left out a search among noise does no better than chance, whatever it looked like."""
    rng = np.random.default_rng(0)
    helped = []
    for _ in range(4):
        cases = rng.random(600) < 0.1
        noise = Futures(
            tuple("abcdefgh"), rng.normal(size=(600, 8)), np.asarray(cases - 0.5, dtype=np.float64), cases
        )
        found = discover(noise, PRIM, resamples=1)
        helped.append(found.helps)
        assert found.left_out.density.low <= found.rate.high
    assert not any(helped)


def test_few_cases_are_refused_with_what_to_do() -> None:
    few = futures(400, inside=0.03)
    few = Futures(few.names, few.x, few.margin, np.arange(400) < 7)
    with pytest.raises(BadInput, match="holds in 7 of 400 draws, and a box needs at least 20; raise --draws"):
        discover(few, PRIM)


def test_draws_of_one_member_stay_in_one_fold() -> None:
    one = futures(300)
    twice = Futures(one.names, np.tile(one.x, (2, 1)), np.tile(one.margin, 2), np.tile(one.cases, 2))
    assert (twice.fold[:300] == twice.fold[300:]).all()
    assert set(twice.fold) == {0, 1, 2, 3, 4}


def test_near_draws_hold_the_cases_and_no_draw_that_is_infinitely_far() -> None:
    value = np.array([3.0, 1.0, -1.0, -2.0, -np.inf, -np.inf])
    one = Futures(("a",), np.arange(6.0)[:, None], value, value > 0)
    assert one.near(0.5).tolist() == [True, True, True, False, False, False]
    assert one.near(1.0).tolist() == [True, True, True, True, False, False]
    assert (one.near(0.1) == one.cases).all()


@pytest.mark.parametrize("p", [0.01, 0.3])
def test_intervals_of_shares_hold_the_truth_as_often_as_they_say(p: float) -> None:
    draws = np.random.default_rng(1).binomial(2000, p, size=1000)
    held = [one.low <= p <= one.high for one in (Proportion.of(int(k), 2000) for k in draws)]
    assert np.mean(held) == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize("name", conditions())
def test_a_named_condition_needs_what_it_reads(name: str) -> None:
    scenarios, outcomes = needed_by(find_condition(name))
    assert 1 <= len(scenarios) <= 2
    assert len(outcomes) == 1


def test_draws_are_sorted_by_the_paired_contrast() -> None:
    runs = synthetic_runs(draws=60)
    found = futures_of(find_condition("h200_lowers_compute"), runs)
    a, b = (runs.values["china_compute_stock"][i][:, runs.quarters.index("2030Q4")] for i in (0, 1))
    assert (found.cases == (a < b)).all()
    assert found.margin == pytest.approx(100.0 * (b - a) / b)


def test_a_date_that_never_comes_is_infinitely_far() -> None:
    runs = synthetic_runs(draws=60, scenarios=("h200_open",))
    runs.values["year_of_compute_parity"] = np.where(np.arange(60) < 5, 2034.9, np.nan)[None, :]
    found = futures_of(with_scenarios(find_condition("parity_before_2035"), "h200_open", None), runs)
    assert found.cases.sum() == 5
    assert np.isneginf(found.margin[5:]).all()


def test_margins_are_positive_inside() -> None:
    values = np.array([1.0, 2.0, 4.0, np.inf])
    for comparator, threshold in (("<", "3"), ("<=", "2"), (">", "1.5"), ("within", "2..4")):
        condition = Condition.of(comparator, threshold)
        assert ((margin(condition, values) >= 0.0) == condition.holds(values)).all()


def test_other_scenarios_may_be_asked_the_same() -> None:
    asked = with_scenarios(find_condition("h200_lowers_compute"), "h200_open", None)
    assert asked.scenario_pair == "h200_open|h200_denied"
    assert asked.claim == ""


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("china_compute", "<", "1", "actual|-"), "the model does not speak to 'china_compute'"),
        (("china_compute_stock", "<", "many", "actual|-"), "--threshold: 'many' is not a number"),
        (("china_compute_stock", "<>", "1", "actual|-"), "--comparator: '<>' is none of"),
        (("delta_china_compute_stock", "<", "1", "actual|-"), "needs two, such as h200_open"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(parts: tuple[str, str, str, str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        make_condition(*parts)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean parity_before_2035"):
        find_condition("parity_before_2036")
