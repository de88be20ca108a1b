"""An address is the state: there and back, whatever is moved."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.errors import BadInput
from fabcast.report import FANS
from fabcast.scenario import LEVERS, load, names, resolve
from fabcast.web._levers import SHOWN, rows
from fabcast.web._positions import Place, dated, first_day, on_step, position, span
from fabcast.web._scenarios import idle, moved, pair
from fabcast.web._state import FIRST, LAST, Move, State, read

DAYS = (first_day(LAST) - first_day(FIRST)).days


def values(place: Place) -> st.SearchStrategy[float | str]:
    lever = LEVERS[place[0]]
    if lever.unit == "rules":
        return st.sampled_from(["in_force", "off"])
    low, high, step = span(lever)
    return st.integers(0, round((high - low) / step)).map(lambda k: on_step(lever, low + k * step))


@st.composite
def moves(draw: st.DrawFn) -> Move:
    place = draw(st.sampled_from(SHOWN))
    day = first_day(FIRST) + timedelta(days=draw(st.integers(0, DAYS)))
    return Move(draw(st.sampled_from(["a", "b"])), *place, day, draw(values(place)))


states = st.builds(
    State,
    a=st.sampled_from(names()),
    b=st.sampled_from(names()),
    outcome=st.sampled_from(FANS),
    year=st.integers(2026, 2040),
    side=st.sampled_from(["a", "b"]),
    moves=st.lists(moves(), max_size=6, unique_by=lambda m: m.name).map(lambda found: tuple(sorted(found))),
)


@given(states)
def test_an_address_gives_the_state_back(state: State) -> None:
    assert read(parse_qsl(state.query())).state == state


def test_levers_at_rest_are_not_moved() -> None:
    base = load("h200_licensed")
    form = [("a", base.id)]
    for _, group in rows(base, base, (), "a"):
        for row in group:
            value = row.value if isinstance(row.value, str) else f"{row.value:g}"
            form += [(f"v.{row.name}", value), (f"q.{row.name}", str(row.quarter))]
    assert read(form).state.moves == ()


def test_positions_count_against_the_scenario_that_they_were_laid_out_for() -> None:
    form = [("a", "h200_denied"), ("was.a", "h200_licensed")]
    rest = position(dated(load("h200_licensed")), ("licence_grant", "H200"))
    form += [("v.a.licence_grant.H200", "1"), ("q.a.licence_grant.H200", str(rest.quarter))]
    assert read(form).state.moves == ()


def test_a_moved_scenario_is_its_parent_until_the_day() -> None:
    base = load("h200_denied")
    changed = moved(base, (Move("a", "us_fee", "H200", date(2028, 1, 1), 0.9),), "a")
    before, after = resolve(base).us_fee, resolve(changed).us_fee
    differs = (before != after).any(axis=1).nonzero()[0]
    assert differs.min() == 56  # 2028Q1


def test_beijings_fixed_answer_takes_the_place_of_the_drawn_one() -> None:
    changed = moved(
        load("h200_licensed"), (Move("a", "import_permission", "H200", date(2027, 1, 1), 1.0),), "a"
    )
    assert resolve(changed).cn_gate_drawn[-1, 6] == 0.0
    assert idle(changed) == frozenset()


def test_too_many_moves_are_refused() -> None:
    many = [(f"a.us_fee.{chip}", "0.1@2027-01-01") for chip in LEVERS["us_fee"].keys]
    many += [(f"b.us_fee.{chip}", "0.1@2027-01-01") for chip in LEVERS["us_fee"].keys]
    many += [(f"a.volume_cap.{chip}", "1@2027-01-01") for chip in LEVERS["us_fee"].keys]
    with pytest.raises(BadInput, match="27 levers are moved; move at most 24 at once"):
        read(many)


def test_the_same_on_both_sides_is_refused_unless_a_lever_is_moved() -> None:
    with pytest.raises(BadInput, match="'actual' stands on both sides"):
        pair(State(a="actual", b="actual"))
    ours, base = pair(State("actual", "actual", moves=(Move("a", "enforcement", "", date(2027, 1, 1), 2.0),)))
    assert (ours.id, base.id) == ("actual_changed", "actual")
