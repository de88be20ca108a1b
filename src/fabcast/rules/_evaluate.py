"""Judges conditions for one row under one day's law. Small, exact, three-valued.

A `View` is one row, one day's law and one setting of the switches. Clause values are kept, as many clauses
lean on the same few. `_bulk` does the same over columns; a test holds the two equal.
"""

import operator as _operator
from collections.abc import Callable
from math import isnan
from typing import Any

from fabcast.rules._columns import PARTY
from fabcast.rules._conditions import (
    All,
    Always,
    AnyOf,
    Classified,
    Compare,
    Condition,
    Has,
    In,
    Is,
    Meets,
    Negated,
    Reading,
    Stated,
    Unsettled,
)
from fabcast.rules._law import Bound, Day
from fabcast.rules._logic import NO, UNKNOWN, YES

__all__ = ["View", "value"]

Case = dict[str, Any]
_HOLDS = {">=": _operator.ge, ">": _operator.gt, "<": _operator.lt, "<=": _operator.le}
SILENT = PARTY | {"item"}


class View:
    """One row under one day's law."""

    __slots__ = ("case", "day", "memo", "switches", "touched")

    def __init__(self, case: Case, day: Day, switches: dict[str, str | None]) -> None:
        self.case, self.day, self.switches = case, day, switches
        self.memo: dict[str, int] = {}
        self.touched: set[str] = set()

    def meets(self, name: str) -> int:
        """Return whether a clause holds, whatever the item is; a clause not in force does not hold."""
        known = self.memo.get(name)
        if known is None:
            bound = self.day.clause(name)
            known = self.memo[name] = NO if bound is None else self._judge(bound)
        return known

    def _judge(self, bound: Bound) -> int:
        found = NO
        for limb in bound.limbs:
            found = max(found, value(limb.when, self))
            if found == YES:
                break
        if found and bound.unless is not None:
            found = min(found, YES - value(bound.unless, self))
        for higher in bound.version.after:
            if found:
                found = min(found, YES - self.meets(higher))
        return found

    def classified(self, name: str) -> int:
        """Return whether a clause holds and the item is of the kind that it classifies."""
        bound = self.day.clause(name)
        if bound is None or self.case["item_class"] not in bound.clause.items:
            return NO
        gate = YES if bound.elsewhere is None else YES - value(bound.elsewhere, self)
        return min(gate, self.meets(name)) if gate else NO


def value(condition: Condition, view: View) -> int:
    """Judge a condition: NO, UNKNOWN or YES."""
    return _JUDGES[condition.__class__](condition, view)


def _compare(node: Compare, view: View) -> int:
    number = view.case[node.column]
    operator, line = node.operator, node.value
    if isnan(line):  # no such threshold in force on this day
        return NO
    if number is None:
        return _silent(node, view)
    if isnan(number):  # stated to be unknown
        return UNKNOWN
    return YES if _HOLDS[operator](number, line) else NO


def _silent(node: Compare, view: View) -> int:
    """Judge without the number: a party column is not tested, and a floor may already settle it."""
    if node.column in PARTY:
        return NO
    floor = view.case["floors"].get(node.column)
    if floor is None:
        return UNKNOWN
    if node.operator == ">=" and floor >= node.value:
        return YES
    if node.operator == "<" and floor >= node.value:
        return NO
    return UNKNOWN


def _is(node: Is, view: View) -> int:
    word = view.case[node.column]
    if word is None:
        return NO if node.column in SILENT else UNKNOWN
    return YES if word == node.word else UNKNOWN if word == "unknown" else NO


def _has(node: Has, view: View) -> int:
    flags = view.case[node.column]
    if flags is None:
        return NO
    return YES if node.word in flags else UNKNOWN if "unknown" in flags else NO


def _in(node: In, view: View) -> int:
    place = view.case[node.column]
    if place is None:
        return UNKNOWN
    return node.members.get(place, NO) if node.members else NO


def _reading(node: Reading, view: View) -> int:
    view.touched.add(node.switch)
    setting = view.switches[node.switch]
    return UNKNOWN if setting is None else YES if setting == node.value else NO


def _classified(node: Classified, view: View) -> int:
    found = NO
    for name in node.clauses:
        found = max(found, view.classified(name))
        if found == YES:
            break
    return found


def _all(node: All, view: View) -> int:
    found = YES
    for part in node.parts:
        found = min(found, _JUDGES[part.__class__](part, view))
        if not found:
            break
    return found


def _any(node: AnyOf, view: View) -> int:
    found = NO
    for part in node.parts:
        found = max(found, _JUDGES[part.__class__](part, view))
        if found == YES:
            break
    return found


_JUDGES: dict[type, Callable[[Any, View], int]] = {
    Compare: _compare,
    Is: _is,
    Has: _has,
    In: _in,
    Reading: _reading,
    Stated: lambda node, view: UNKNOWN if view.case[node.column] in {None, "unknown"} else YES,
    Meets: lambda node, view: view.meets(node.clause),
    Classified: _classified,
    Unsettled: lambda _node, _view: UNKNOWN,
    Always: lambda _node, _view: YES,
    All: _all,
    AnyOf: _any,
    Negated: lambda node, view: YES - value(node.part, view),
}
