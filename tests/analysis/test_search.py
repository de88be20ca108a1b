"""Searches with known fronts, regret by hand, and scenarios that come back as they were written."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fabcast.analysis import (
    LeverRange,
    Objective,
    Searched,
    SearchTask,
    check_task,
    hypervolume,
    on_front,
    policy_search,
    read_objective,
    read_range,
    regret,
    scenario_yaml,
    search,
)
from fabcast.analysis._pareto import spread_out
from fabcast.analysis._search_levers import settle
from fabcast.errors import BadInput
from fabcast.scenario import load, resolve

VALUES = arrays.arrays(
    float,
    st.tuples(st.integers(1, 5), st.integers(1, 6), st.integers(2, 3)),
    elements=st.integers(-9, 9).map(float),
)


def zdt1(x: np.ndarray) -> np.ndarray:
    """The first test problem of Zitzler, Deb and Thiele (2000); its front is f2 = 1 − √f1."""
    rest = 1.0 + 9.0 * x[:, 1:].mean(axis=1)
    return np.stack([x[:, 0], rest * (1.0 - np.sqrt(x[:, 0] / rest))], axis=1)


def two_wishes(x: np.ndarray) -> np.ndarray:
    """Distances from two points: the front is the line between them, inside the box."""
    ends = np.array([[0.2, 0.5], [0.8, 0.5]])
    return np.asarray(((x[:, None, :] - ends) ** 2).sum(axis=-1))


def test_the_front_of_a_published_problem_is_reached() -> None:
    tried = search(zdt1, np.zeros(3), np.ones(3), objectives=2, budget=300, seed=1)
    front = tried.values[tried.front]
    assert len(tried.values) == 300
    assert np.abs(front[:, 1] - (1.0 - np.sqrt(front[:, 0]))).max() < 0.1
    reached = hypervolume(front, np.array([1.1, 1.1]))
    assert reached > 0.97 * (1.1**2 - 1.0 / 3.0)  # under f2 = 1 − √f1 lies a third


def test_a_front_inside_the_box_is_reached() -> None:
    tried = search(two_wishes, np.zeros(2), np.ones(2), objectives=2, budget=200, seed=2)
    front = tried.settings[tried.front]
    assert np.abs(front[:, 1] - 0.5).max() < 0.12
    assert front[:, 0].min() > 0.08
    assert front[:, 0].max() < 0.92
    assert np.ptp(front[:, 0]) > 0.4


def test_the_same_seed_gives_the_same_settings_and_none_is_paid_for_twice() -> None:
    asked: list[np.ndarray] = []

    def counted(x: np.ndarray) -> np.ndarray:
        asked.append(x)
        return zdt1(x)

    runs = [search(counted, np.zeros(2), np.ones(2), objectives=2, budget=50, seed=7) for _ in range(2)]
    assert np.array_equal(runs[0].settings, runs[1].settings)
    once = np.concatenate(asked)[:50]
    assert len(np.unique(once, axis=0)) == len(once)
    assert not np.array_equal(
        runs[0].settings, search(zdt1, np.zeros(2), np.ones(2), objectives=2, budget=50, seed=8).settings
    )


def test_a_search_ends_when_the_grid_holds_nothing_new() -> None:
    tried = search(two_wishes, np.zeros(1), np.zeros(1) + 1e-9, objectives=2, budget=500, seed=1)
    assert len(tried.values) <= 101


@settings(max_examples=40)
@given(VALUES)
def test_somebody_has_no_regret_on_each_objective_of_each_draw(values: np.ndarray) -> None:
    given_away = regret(values)
    assert (given_away >= 0.0).all()
    assert (given_away.min(axis=1) == 0.0).all()
    assert (values - given_away == values.min(axis=1, keepdims=True)).all()


@settings(max_examples=40)
@given(VALUES)
def test_every_point_off_the_front_is_beaten_by_one_on_it(values: np.ndarray) -> None:
    inside = on_front(values)
    assert inside.any(axis=1).all()
    for points, front in zip(values, inside, strict=True):
        for point in points[~front]:
            assert ((points[front] <= point).all(axis=1) & (points[front] < point).any(axis=1)).any()


def test_volume_of_a_front_by_hand() -> None:
    assert hypervolume(np.array([[0.0, 2.0], [1.0, 1.0]]), np.array([2.0, 3.0])) == 3.0


def test_points_far_apart_hold_the_ends() -> None:
    x = np.linspace(0.0, 1.0, 50)
    chosen = spread_out(np.stack([x, 1.0 - x], axis=1), 5)
    assert chosen[0] == 0
    assert chosen[-1] == 49
    assert np.diff(chosen).min() >= 8


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("licence_grants.H200=0..1", "--lever: no lever 'licence_grants'; they are listed in the manual"),
        ("licence_grant=0..1", "--lever: licence_grant is set by chip: write licence_grant.A100, or"),
        ("enforcement.H200=0..1", "--lever: enforcement has one value; write it without .H200"),
        ("enforcement=2", "--lever: 'enforcement=2' has no bounds; write enforcement=0..1"),
        ("licence_grant.H200=0..2", "bounds of licence_grant must rise within 0 to 1, but are 0..2"),
        ("licence_grant.H200=1..0", "bounds of licence_grant must rise within 0 to 1, but are 1..0"),
        ("enforcement=one..2", "--lever: 'one' is no bound for enforcement; write a number"),
        ("volume_cap.H200=0..1", "--lever: volume_cap cannot be searched; choose one with a number"),
        ("us_chip_rules=0..1", "--lever: us_chip_rules cannot be searched"),
    ],
)
def test_a_lever_that_makes_no_sense_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_range(text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("compute:min", "--objective: outcome 'compute' is not known"),
        ("china_compute_stock", "say what is wanted of china_compute_stock: china_compute_stock:min or"),
        ("year_of_compute_parity:max", "year_of_compute_parity is a date that may never come"),
    ],
)
def test_an_objective_that_makes_no_sense_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_objective(text)
    assert says in str(refused.value)


def test_a_front_needs_two_to_four_wishes_and_a_lever_and_no_doubles() -> None:
    one, lever = Objective("china_compute_stock", "min"), read_range("licence_grant.all=0..1")
    with pytest.raises(BadInput, match="a front needs 2 to 4 objectives, but 1 is given"):
        check_task([one], [lever])
    two = [one, Objective("nvidia_china_revenue", "max")]
    with pytest.raises(BadInput, match="nothing to search; give a lever with bounds"):
        check_task(two, [])
    with pytest.raises(BadInput, match="--lever: licence_grant H200 is given twice; give it once"):
        check_task(two, [lever, read_range("licence_grant.H200=0..1")])
    with pytest.raises(BadInput, match="--objective: china_compute_stock is given twice"):
        check_task([one, Objective("china_compute_stock", "max")], [lever])


@pytest.mark.parametrize("base", ["actual", "h200_open"])
def test_a_point_comes_back_from_its_file_as_it_was(base: str, tmp_path: Path) -> None:
    ranges = [
        read_range("licence_grant.H200=0..1"),
        read_range("import_permission.all=0..1"),
        read_range("unit_cap.H200=0..500000"),
    ]
    made = settle(load(base), ranges, [0.333333333, 0.25, 123456.789], date(2027, 1, 1), "front-1")
    file = tmp_path / "front-1.yaml"
    file.write_text(scenario_yaml(made, base, "Point: one", "A point."), encoding="utf-8")
    back = load(file)
    assert back.title == "Point: one"
    for field in fields(resolve(made)):
        assert np.array_equal(getattr(resolve(back), field.name), getattr(resolve(made), field.name)), (
            field.name
        )


def test_a_lever_that_changes_nothing_is_not_written() -> None:
    ranges = [read_range("enforcement=0..9"), read_range("import_discouragement=0..1")]
    actual = load("actual")
    same = float(resolve(actual).enforcement[-1])
    text = scenario_yaml(settle(actual, ranges, [same, 0.123], date(2030, 1, 1), "x"), "actual", "T", "D")
    assert "import_discouragement" in text
    assert "enforcement" not in text


@pytest.fixture(scope="module")
def found() -> Searched:
    """A search on the simulator: the licence share moves both wishes against each other, the fee none."""
    task = SearchTask(
        load("h200_open"),
        (LeverRange("licence_grant", "H200", 0.0, 1.0), LeverRange("us_fee", "H200", 0.0, 0.5)),
        (Objective("china_compute_stock", "min"), Objective("nvidia_china_revenue", "max")),
        date(2027, 1, 1),
        2029,
    )
    return policy_search(task, budget=8, draws=24, fresh_draws=32, seed=3)


def test_the_front_of_the_simulator_runs_from_no_licence_to_every_licence(found: Searched) -> None:
    grants = [point.settings[0] for point in found.points]
    assert grants[0] == 0.0
    assert grants[-1] == 1.0
    assert [point.found[1].p50 for point in found.points] == sorted(p.found[1].p50 for p in found.points)


def test_a_lever_that_moves_no_wish_is_told_and_left_alone(found: Searched) -> None:
    assert [one.id for one in found.inert] == ["us_fee.H200"]
    assert all(point.settings[1] is None for point in found.points)
    assert all("us_fee" not in {s.lever for s in point.scenario.settings} for point in found.points)


def test_the_answer_is_told_on_fresh_draws(found: Searched) -> None:
    from fabcast.ensemble import run_scenarios
    from fabcast.model import year_end_index

    best = found.points[-1]
    again = run_scenarios([best.scenario], 32, 4, outcomes=["nvidia_china_revenue"])
    values = again.values["nvidia_china_revenue"][0][:, year_end_index(2029)]
    assert best.found[1].p50 == pytest.approx(float(np.median(values)))
    assert (found.seed, found.fresh_seed) == (3, 4)


def test_regret_is_zero_for_the_best_of_each_wish(found: Searched) -> None:
    assert found.points[0].regret[0].p95 == 0.0
    assert found.points[-1].regret[1].p95 == 0.0
    assert found.points[0].regret[1].p50 > 0.0
