"""A condition reads as it is written, prints as it reads, and judges one row as the words say."""

from datetime import date
from typing import Any

import pytest

from fabcast.rules._case import BLANK
from fabcast.rules._conditions import All, AnyOf, Classified, Compare, Condition, Has, In, Is, Negated, leaf
from fabcast.rules._evaluate import View, value
from fabcast.rules._law import current
from fabcast.rules._logic import NO, UNKNOWN, YES, opposite

LINES = [
    "tpp >= tpp_line",
    "tpp <= tpp_line",
    "tpp > tpp_line",
    "tpp < tpp_line",
    "end_use is supercomputer",
    "entity_flags has footnote_5",
    "to in macau_or_d5",
    "meets 3A090.a",
    "classified 3A090.a",
    "classified group tight_list",
    "reading diffusion_regime is de_jure",
    "stated end_use",
    "unsettled",
    "always",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_prints_as_it_is_written(line: str) -> None:
    assert str(leaf(line)) == line


def test_a_flag_prints_as_a_word() -> None:
    assert [str(Is("datacenter", flag)) for flag in (True, False)] == [
        "datacenter is true",
        "datacenter is false",
    ]


def test_a_tree_prints_its_parts() -> None:
    parts = (leaf("tpp >= tpp_line"), leaf("unsettled"))
    assert str(All(parts)) == "all of (tpp >= tpp_line; unsettled)"
    assert str(AnyOf(parts)) == "any of (tpp >= tpp_line; unsettled)"
    assert str(Negated(parts[0])) == "not tpp >= tpp_line"


def test_a_paragraph_stands_for_itself_and_a_group_for_its_members() -> None:
    assert leaf("classified 3A090.a") == Classified("3A090.a", clauses=("3A090.a",))
    assert leaf("classified group tight_list") == Classified("tight_list", is_group=True)
    assert leaf("otherwise") == leaf("always")


@pytest.mark.parametrize(
    "line",
    [
        "meets",
        "meets 3A090.a twice",
        "stated",
        "stated end_use here",
        "classified",
        "classified 3A090.a also",
        "classified group tight_list also",
        "reading diffusion_regime de_jure",
        "reading diffusion_regime was de_jure",
        "reading a is b c",
        "tpp =! tpp_line",
        "tpp >= tpp_line now",
        "otherwise not",
    ],
)
def test_a_line_of_no_known_form_says_which_there_are(line: str) -> None:
    with pytest.raises(ValueError, match=f"condition '{line}' has no form known here; write 'column >= thr"):
        leaf(line)


def judged(condition: Condition, **case: Any) -> int:
    """Judge one condition on a row that holds only `case`."""
    day = current().on(date(2026, 6, 1))
    row = {**BLANK, "floors": {}, **case}
    return value(condition, View(row, day, {"regime": "old", "open": None}))


LINE = 10.0
FLOORS = [
    (">=", 10.0, YES),
    (">=", 9.9, UNKNOWN),
    ("<", 10.0, NO),
    ("<", 9.9, UNKNOWN),
    (">", 11.0, UNKNOWN),
    ("<=", 11.0, UNKNOWN),
]


@pytest.mark.parametrize(("operator", "floor", "found"), FLOORS)
def test_a_floor_settles_what_it_can(operator: str, floor: float, found: int) -> None:
    assert judged(Compare("tpp", operator, "line", LINE), floors={"tpp": floor}) == found


def test_a_blank_number_is_unknown_and_a_blank_of_the_parties_is_not_tested() -> None:
    assert judged(Compare("tpp", ">=", "line", LINE)) == UNKNOWN
    assert judged(Compare("owned_pct", ">=", "line", LINE)) == NO
    assert judged(Compare("owned_pct", ">=", "line", LINE), owned_pct=float("nan")) == UNKNOWN


@pytest.mark.parametrize(("number", "found"), [(9.9, NO), (10.0, YES), (10.1, YES)])
def test_a_number_meets_its_line_from_the_line_on(number: float, found: int) -> None:
    assert judged(Compare("tpp", ">=", "line", LINE), tpp=number) == found


def test_a_line_that_is_not_in_force_is_met_by_nothing() -> None:
    assert judged(Compare("tpp", ">=", "line"), tpp=1e9) == NO
    assert judged(Compare("tpp", ">=", "line")) == NO


def test_words_flags_and_places() -> None:
    assert [judged(Is("datacenter", True), datacenter=flag) for flag in (True, False, None)] == [
        YES,
        NO,
        UNKNOWN,
    ]
    assert judged(Is("end_use", "none"), end_use="unknown") == UNKNOWN
    flags = [frozenset({"footnote_5"}), frozenset({"footnote_1"}), frozenset({"unknown"}), None]
    assert [judged(Has("entity_flags", "footnote_5"), entity_flags=f) for f in flags] == [
        YES,
        NO,
        UNKNOWN,
        NO,
    ]


def test_a_place_is_in_a_set_out_of_it_unsettled_or_unknown() -> None:
    places = In("to", "set", {"CN": YES, "HK": UNKNOWN})
    assert [judged(places, to=place) for place in ("CN", "HK", "US", None)] == [YES, UNKNOWN, NO, UNKNOWN]
    assert judged(In("to", "empty", {}), to="CN") == NO
    assert judged(In("to", "unbound"), to="CN") == NO


def test_the_opposite_turns_the_scale_round() -> None:
    assert [opposite(v) for v in (NO, UNKNOWN, YES)] == [YES, UNKNOWN, NO]
