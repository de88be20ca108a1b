"""Judges conditions for many rows at once: `_evaluate` over NumPy columns of one day's law.

A judgement is an int8 array (no 0, unknown 1, yes 2) or a plain int where every row has the same. ``and`` is
the minimum, ``or`` the maximum. Numbers are float64, as thresholds are exact. Words and places are small
codes into a vocabulary, so that a test of a word is one look-up.
"""

from collections.abc import Callable
from math import isnan
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

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
from fabcast.rules._evaluate import SILENT
from fabcast.rules._law import Bound
from fabcast.rules._logic import NO, UNKNOWN, YES
from fabcast.rules._plan import Plan, Switches
from fabcast.rules._rows import Columns

__all__ = ["STATED_UNKNOWN", "Judgement", "Sheet", "lowest", "opposite_of", "value_of"]

Int8: TypeAlias = npt.NDArray[np.int8]
Judgement: TypeAlias = "Int8 | int"
STATED_UNKNOWN = -1.0
"""Stands in a party's number for the word unknown; such numbers are never negative."""


class Sheet:
    """Rows of one kind of item under one day's law and one setting of the switches."""

    def __init__(
        self, plan: Plan, columns: Columns, switches: Switches, memo: dict[str, Judgement] | None = None
    ):
        self.plan, self.day, self.columns, self.switches = plan, plan.day, columns, switches
        self.memo: dict[str, Judgement] = memo or {}
        self._leaves: dict[Condition, Judgement] = {}
        self._blank: dict[str, Int8 | None] = {}

    def meets(self, name: str) -> Judgement:
        """Return whether a clause holds."""
        if name not in self.memo:
            bound = self.day.clause(name)
            self.memo[name] = NO if bound is None else self._judge(bound)
        return self.memo[name]

    def _judge(self, bound: Bound) -> Judgement:
        found: Judgement = NO
        for limb in bound.limbs:
            found = highest(found, value_of(limb.when, self))
        if bound.unless is not None:
            found = lowest(found, opposite_of(value_of(bound.unless, self)))
        for higher in bound.version.after:
            found = lowest(found, opposite_of(self.meets(higher)))
        return found

    def classified(self, name: str) -> Judgement:
        """Return whether a clause holds and classifies this kind of item."""
        bound = self.day.clause(name)
        if bound is None or name not in self.plan.relevant:
            return NO
        if bound.elsewhere is None:
            return self.meets(name)
        return lowest(opposite_of(value_of(bound.elsewhere, self)), self.meets(name))

    def leaf(self, node: Condition, judge: Callable[[], Judgement]) -> Judgement:
        """Return a leaf's judgement, worked out once."""
        if node not in self._leaves:
            self._leaves[node] = judge()
        return self._leaves[node]

    def blank(self, name: str) -> Int8 | None:
        """Return 1 where a number is blank; ``None`` if it is blank nowhere."""
        if name not in self._blank:
            mask = np.isnan(self.columns.numbers[name])
            self._blank[name] = mask.view(np.int8) if mask.any() else None
        return self._blank[name]

    def with_switch(self, switch: str, setting: str) -> "Sheet":
        """Return the same rows under another setting, keeping what does not lean on the switch."""
        kept = {name: found for name, found in self.memo.items() if name not in self.plan.leaning[switch]}
        return Sheet(self.plan, self.columns, self.switches | {switch: setting}, kept)


def lowest(one: Judgement, other: Judgement) -> Judgement:
    """Return the ``and`` of two judgements."""
    if isinstance(one, int):
        one, other = other, one
    if isinstance(other, int):
        if other == YES:
            return one
        return (
            NO
            if other == NO
            else min(one, other)
            if isinstance(one, int)
            else np.minimum(one, np.int8(other))
        )
    return np.minimum(one, other)


def highest(one: Judgement, other: Judgement) -> Judgement:
    """Return the ``or`` of two judgements."""
    if isinstance(one, int):
        one, other = other, one
    if isinstance(other, int):
        if other == NO:
            return one
        return (
            YES
            if other == YES
            else max(one, other)
            if isinstance(one, int)
            else np.maximum(one, np.int8(other))
        )
    return np.maximum(one, other)


def opposite_of(found: Judgement) -> Judgement:
    """Return the negation."""
    return YES - found if isinstance(found, int) else np.int8(YES) - found


def value_of(condition: Condition, sheet: Sheet) -> Judgement:
    """Judge a condition for every row."""
    return _JUDGES[condition.__class__](condition, sheet)


_COMPARE = {">=": np.greater_equal, ">": np.greater, "<": np.less, "<=": np.less_equal}


def _compare(node: Compare, sheet: Sheet) -> Judgement:
    numbers = sheet.columns.numbers.get(node.column)
    if isnan(node.value):
        return NO
    if numbers is None:
        return _blank_number(node, sheet)
    found = _COMPARE[node.operator](numbers, node.value).view(np.int8) << np.int8(1)
    if node.column in PARTY:
        found[numbers == STATED_UNKNOWN] = UNKNOWN
        return found
    blank = sheet.blank(node.column)
    if blank is not None:
        found |= blank
        _raise_floor(node, sheet, found)
    return found


def _blank_number(node: Compare, sheet: Sheet) -> Judgement:
    if node.column in PARTY:
        return NO
    if node.column not in sheet.columns.floors:
        return UNKNOWN
    found = np.full(sheet.columns.size, UNKNOWN, np.int8)
    _raise_floor(node, sheet, found)
    return found


def _raise_floor(node: Compare, sheet: Sheet, found: Int8) -> None:
    """Settle blanks that a known lower bound already settles."""
    floor = sheet.columns.floors.get(node.column)
    if floor is not None and node.operator in {">=", "<"}:
        sure = (found == UNKNOWN) & (floor >= node.value)
        found[sure] = YES if node.operator == ">=" else NO


def _look_up(column: str, sheet: Sheet, blank: int, judge: Callable[[Any], int]) -> Judgement:
    codes = sheet.columns.codes.get(column)
    if codes is None:
        return blank
    table = np.array([*(judge(word) for word in sheet.columns.words[column]), blank], np.int8)
    if (table == table[0]).all():
        return int(table[0])
    found: Int8 = table[codes]
    return found


def _is(node: Is, sheet: Sheet) -> Judgement:
    if node.column == "item_class":
        return YES if node.word == sheet.plan.item_class else NO
    blank = NO if node.column in SILENT else UNKNOWN
    return _look_up(
        node.column,
        sheet,
        blank,
        lambda word: YES if word == node.word else UNKNOWN if word == "unknown" else NO,
    )


def _has(node: Has, sheet: Sheet) -> Judgement:
    return _look_up(
        node.column,
        sheet,
        NO,
        lambda flags: YES if node.word in flags else UNKNOWN if "unknown" in flags else NO,
    )


def _in(node: In, sheet: Sheet) -> Judgement:
    members = node.members or {}
    return _look_up(node.column, sheet, UNKNOWN, lambda place: members.get(place, NO))


def _stated(node: Stated, sheet: Sheet) -> Judgement:
    return _look_up(node.column, sheet, UNKNOWN, lambda word: UNKNOWN if word == "unknown" else YES)


def _reading(node: Reading, sheet: Sheet) -> Judgement:
    setting = sheet.switches[node.switch]
    return UNKNOWN if setting is None else YES if setting == node.value else NO


def _classified(node: Classified, sheet: Sheet) -> Judgement:
    found: Judgement = NO
    for name in node.clauses:
        found = highest(found, sheet.classified(name))
    return found


def _all(node: All, sheet: Sheet) -> Judgement:
    found: Judgement = YES
    for part in node.parts:
        found = lowest(found, value_of(part, sheet))
        if not (found if isinstance(found, int) else found.any()):
            return NO
    return found


def _any(node: AnyOf, sheet: Sheet) -> Judgement:
    found: Judgement = NO
    for part in node.parts:
        found = highest(found, value_of(part, sheet))
        if isinstance(found, int) and found == YES:
            return YES
    return found


_JUDGES: dict[type, Callable[[Any, Sheet], Judgement]] = {
    Compare: lambda node, sheet: sheet.leaf(node, lambda: _compare(node, sheet)),
    Is: lambda node, sheet: sheet.leaf(node, lambda: _is(node, sheet)),
    Has: lambda node, sheet: sheet.leaf(node, lambda: _has(node, sheet)),
    In: lambda node, sheet: sheet.leaf(In(node.column, node.places), lambda: _in(node, sheet)),
    Reading: _reading,
    Stated: lambda node, sheet: sheet.leaf(node, lambda: _stated(node, sheet)),
    Meets: lambda node, sheet: sheet.meets(node.clause),
    Classified: _classified,
    Unsettled: lambda _node, _sheet: UNKNOWN,
    Always: lambda _node, _sheet: YES,
    All: _all,
    AnyOf: _any,
    Negated: lambda node, sheet: opposite_of(value_of(node.part, sheet)),
}
