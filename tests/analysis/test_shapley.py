"""Shares that add up exactly, known games, and scenarios between two scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fabcast import ensemble
from fabcast.analysis import Explanation, between, channels, explain_channels, explain_levers, mixed, shapley
from fabcast.analysis._shapley_levers import parts_of
from fabcast.errors import BadInput
from fabcast.model import ROWS, year_end_index
from fabcast.scenario import Scenario, library, load, names, resolve

YEARS = (2027, 2030)


@given(
    st.integers(1, 4).flatmap(
        lambda n: arrays.arrays(float, (1 << n, 3), elements=st.floats(-1e6, 1e6, width=32))
    )
)
def test_shares_add_up_in_every_draw(worth: np.ndarray) -> None:
    assert shapley(worth).sum(axis=0) == pytest.approx(worth[-1] - worth[0], abs=1e-6)


def test_a_part_that_adds_nothing_gets_nothing() -> None:
    worth = np.array([float(row & 1) for row in range(8)])
    assert shapley(worth).tolist() == pytest.approx([1.0, 0.0, 0.0])


def test_the_glove_game() -> None:
    """One left glove, two right ones: the left is worth two thirds, each right one a sixth."""
    pair = np.array([float(row & 1 and row & 6 != 0) for row in range(8)])
    assert shapley(pair).tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_like_parts_share_alike() -> None:
    size = np.array([float(int(row).bit_count() ** 2) for row in range(16)])
    assert shapley(size).tolist() == pytest.approx([4.0] * 4)


@pytest.mark.parametrize("name", names())
def test_a_scenario_without_changes_is_itself(name: str) -> None:
    """All levers of one scenario, written without parent or branch date, give its own arrays."""
    one = load(name)
    same, own = resolve(mixed(one, one, [], "x")), resolve(one)
    for field in ROWS:
        assert np.array_equal(getattr(same, field), getattr(own, field)), field
    assert mixed(one, one, [], "x").reacting() == one.reacting()


@pytest.mark.parametrize(
    ("first", "second"), [("h200_open", "h200_denied"), ("actual", "no_controls"), ("match_act", "b30a_open")]
)
def test_the_ends_are_the_two_scenarios(first: str, second: str) -> None:
    a, b = library()[first], library()[second]
    made = between(a, b)
    assert len(made.rows) == 1 << len(made.parts)
    for row, end in ((0, b), (-1, a)):
        found = resolve(made.scenarios[made.rows[row]])
        for field in ROWS:
            assert np.array_equal(getattr(found, field), getattr(resolve(end), field))


def test_more_than_eight_parts_are_grouped_by_who_sets_them() -> None:
    found = parts_of(load("actual"), load("no_controls"))
    assert [part.id for part in found][:3] == ["united_states", "united_states_and_allies", "china"]
    assert {"import_permission", "import_permission_drawn"} <= {k for part in found for k in part.levers}


def test_levers_bound_to_each_other_are_one_part() -> None:
    found = parts_of(load("h200_open"), load("h200_denied"))
    gate = next(part for part in found if part.id == "import_permission")
    assert gate.levers == ("import_permission", "import_permission_drawn")


def test_two_equal_scenarios_have_nothing_to_explain() -> None:
    with pytest.raises(BadInput) as caught:
        parts_of(load("status_quo"), load("controls_as_is"))
    assert str(caught.value) == (
        "'status_quo' and 'controls_as_is' differ in no lever; choose two different scenarios."
    )


def run(scenarios: Sequence[Scenario]) -> ensemble.RunSet:
    return ensemble.run_scenarios(
        scenarios, 16, 3, outcomes=("china_compute_stock", "year_of_compute_parity")
    )


@cache
def explained() -> Explanation:
    return explain_levers(load("h200_open"), load("h200_denied"), "china_compute_stock", YEARS, run)


def test_levers_add_up_to_the_contrast_that_compare_gives() -> None:
    made = explained()
    assert made.draws_by_part.sum(axis=0) == pytest.approx(made.whole, rel=1e-9, abs=1e-3)
    direct = run([load("h200_open"), load("h200_denied")])
    stock = direct.values["china_compute_stock"]
    for k, year in enumerate(YEARS):
        difference = stock[0, :, year_end_index(year)] - stock[1, :, year_end_index(year)]
        assert made.whole[:, k] == pytest.approx(difference, rel=1e-9)


def test_a_licence_without_permission_and_permission_without_licence_do_little_alone() -> None:
    """Each gate is worth nothing to an importer while the other is shut, so both share the effect."""
    shares = {one.part: one.share_of_mean for one in explained().shares if one.year == 2027}
    assert shares["licence_grant"] is not None
    assert shares["import_permission"] is not None
    assert 0.2 < shares["licence_grant"] < 0.8
    assert 0.2 < shares["import_permission"] < 0.8


def test_a_date_has_no_parts() -> None:
    with pytest.raises(BadInput, match="is a date and has no parts that add up"):
        explain_levers(load("china_blocks"), load("h200_licensed"), "year_of_compute_parity", YEARS, run)


def test_channels_add_up_with_what_is_left_without_them() -> None:
    cuts = [loop for loop in channels() if loop.id in ("line_time", "galvanise")]
    inputs = {name: np.array([0.2, 0.4, 0.6]) for loop in cuts for name, _ in loop.sets}

    def contrast(values: Mapping[str, np.ndarray]) -> np.ndarray:
        product = (1.0 + values["line_time_gain"]) * (2.0 + values["demand_pull_elast"])
        return np.asarray(product)[:, None]

    parts, whole, shares = explain_channels(contrast, inputs, cuts)
    assert [name for name, _ in parts] == ["direct", *(loop.id for loop in cuts)]
    assert shares.sum(axis=0) == pytest.approx(whole)
    assert shares[0] == pytest.approx(2.0)


def test_offsetting_parts_have_no_share_of_the_whole() -> None:
    ones = np.ones((4, 1))
    made = Explanation(
        "a", "b", "o", "O", "ratio", (2030,), "lever", 0.1 * ones, np.stack([5.1 * ones, -5 * ones]),
        (("x", "X"), ("y", "Y")),
    )  # fmt: skip
    assert [one.share_of_mean for one in made.shares] == [None, None]
    assert made.shares[0].probability_positive == 1.0
