"""The whole catalogue on every day of the record to six places: no crash, every change explained."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from fabcast.facts import AS_OF, chips, events
from fabcast.rules import classify, classify_table
from fabcast.rules._history import causes
from fabcast.rules._law import FIRST_DAY, current

PLACES = ("CN", "MO", "AE", "MY", "TW", "DE")
HOME = {"CN": "CN", "MO": "MO", "AE": "AE", "MY": "MY", "TW": "TW", "DE": "DE"}
FIELDS = ("eccn", "licence_required", "review_policy")


@cache
def every_day() -> tuple[list[str], list[date], dict[str, Any]]:
    names = list(chips())
    days = [FIRST_DAY + timedelta(days=n) for n in range((AS_OF - FIRST_DAY).days + 1)]
    grid = [(name, place) for name in names for place in PLACES]
    table = {
        "on": np.tile(np.array(days, "datetime64[D]"), len(grid)),
        "name": np.repeat(np.array([name for name, _ in grid]), len(days)),
        "to": np.repeat(np.array([place for _, place in grid]), len(days)),
        "hq": np.repeat(np.array([HOME[place] for _, place in grid]), len(days)),
    }
    found = classify_table(table, fields=(*FIELDS, "error"))
    return names, days, {name: np.asarray(column) for name, column in found.items()}


def test_every_chip_on_every_day_to_every_place_has_a_finding() -> None:
    names, days, found = every_day()
    assert len(found["eccn"]) == len(names) * len(PLACES) * len(days)
    assert not any(found["error"])
    assert set(found["licence_required"]) <= {"yes", "no", "unknown"}


def test_no_finding_contradicts_itself() -> None:
    _, _, found = every_day()
    free = found["licence_required"] == "no"
    assert (found["review_policy"][free] == "not_applicable").all()
    assert (found["review_policy"][~free] != "not_applicable").all()


def test_findings_change_only_on_days_on_which_the_law_changes() -> None:
    names, days, found = every_day()
    starts = set(current().starts)
    for field in FIELDS:
        block = np.asarray(found[field]).reshape(len(names) * len(PLACES), len(days))
        moved = np.flatnonzero((block[:, 1:] != block[:, :-1]).any(axis=0)) + 1
        assert {days[int(day)] for day in moved} <= starts


def test_every_change_of_status_is_explained_by_an_event_of_the_facts() -> None:
    law, known = current(), events()
    unsaid = {"not read", "doc 2026-02262"}  # moves of country groups that have a citation and no event
    names, days, found = every_day()
    shape = (len(names) * len(PLACES), len(days))
    moved = np.zeros((shape[0], shape[1] - 1), bool)
    for field in FIELDS:
        block = found[field].reshape(shape)
        moved |= block[:, 1:] != block[:, :-1]
    grid = [(name, place) for name in names for place in PLACES]
    for row, column in np.argwhere(moved):
        (name, place), day = grid[row], days[int(column) + 1]
        sides = [classify(name, on=when, to=place, hq=HOME[place]) for when in (days[int(column)], day)]
        why = causes(law, day, *sides)
        assert why, (name, place, day)
        assert set(why) <= known.keys() | unsaid, (name, place, day, why)
