"""`_missing` over columns: for many rows, which blank columns would settle what is unknown.

A set of columns is a bit mask; the bits are those of the columns that a plan can name, so that they fit 63
bits.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from fabcast.rules._columns import settles
from fabcast.rules._columnwise import Judgement, Sheet, value_of
from fabcast.rules._conditions import (
    All,
    Always,
    AnyOf,
    Classified,
    Condition,
    In,
    Meets,
    Negated,
    Reading,
    Unsettled,
)
from fabcast.rules._law import Bound
from fabcast.rules._logic import UNKNOWN, YES

__all__ = ["Bits", "missing_masks"]

Masks: TypeAlias = "npt.NDArray[np.int64] | int"


class Bits:
    """Numbers columns in the order in which they are met."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def bit(self, name: str) -> int:
        """Return the bit of a column."""
        return 1 << self.of.setdefault(name, len(self.of))

    def names(self, mask: int) -> list[str]:
        """Return the columns of a mask."""
        return [name for name, index in self.of.items() if mask >> index & 1]


class _Search:
    """One walk over the clauses of a sheet."""

    def __init__(self, sheet: Sheet, bits: Bits) -> None:
        self.sheet, self.bits = sheet, bits
        self.done: dict[str, Masks] = {}

    def clause(self, name: str) -> Masks:
        if name not in self.done:
            self.done[name] = 0
            bound = self.sheet.day.clause(name)
            if bound is not None:
                self.done[name] = _where_unknown(self.sheet.meets(name), self._inside(bound))
        return self.done[name]

    def _inside(self, bound: Bound) -> Masks:
        found: Masks = 0
        for limb in bound.limbs:
            found = found | self.condition(limb.when)
        if bound.unless is not None:
            found = found | self.condition(bound.unless)
        for higher in bound.version.after:
            found = found | self.clause(higher)
        return found

    def condition(self, condition: Condition) -> Masks:
        value = value_of(condition, self.sheet)
        if isinstance(value, int) and value != UNKNOWN:
            return 0
        return _where_unknown(value, self._parts(condition))

    def _parts(self, condition: Condition) -> Masks:  # noqa: PLR0911 -- one a form
        match condition:
            case All(parts=parts) | AnyOf(parts=parts):
                return _union(self.condition(part) for part in parts)
            case Negated(part=part):
                return self.condition(part)
            case Meets(clause=name):
                return self.clause(name)
            case Classified(clauses=names):
                return _union(self.classified(name) for name in names)
            case Reading() | Unsettled() | Always():
                return 0
            case In(column=column):
                return self._where_blank(column, self.blanks(column, stated=False))
            case _:
                return self.blanks(condition.column)

    def classified(self, name: str) -> Masks:
        bound = self.sheet.day.clause(name)
        if bound is None or name not in self.sheet.plan.relevant:
            return 0
        inside = self.clause(name)
        if bound.elsewhere is not None:
            inside = inside | self.condition(bound.elsewhere)
        return _where_unknown(self.sheet.classified(name), inside)

    def blanks(self, column: str, *, stated: bool = True) -> Masks:
        """Return the columns that settle a test and are blank; `stated`: or are stated to be unknown."""
        return _union(self._blank(name, certain=stated and name == column) for name in settles(column))

    def _where_blank(self, column: str, mask: Masks) -> Masks:
        codes = self.sheet.columns.codes.get(column)
        return mask if codes is None else np.where(codes < 0, mask, 0)

    def _blank(self, name: str, *, certain: bool) -> Masks:
        bit = self.bits.bit(name)
        columns = self.sheet.columns
        if certain:
            return bit
        if name in columns.numbers:
            return np.isnan(columns.numbers[name]).astype(np.int64) * bit
        if name in columns.codes:
            return (columns.codes[name] < 0).astype(np.int64) * bit
        return bit


def _union(masks: Any) -> Masks:
    found: Masks = 0
    for mask in masks:
        found = found | mask
    return found


def _where_unknown(value: Judgement, mask: Masks) -> Masks:
    if isinstance(mask, int) and mask == 0:
        return 0
    if isinstance(value, int):
        return mask if value == UNKNOWN else 0
    return np.where(value == UNKNOWN, mask, 0)


def missing_masks(sheet: Sheet, reviews: list[Any], exceptions: list[Judgement], bits: Bits) -> Masks:
    """Return for each row the columns that would settle its unknowns; see `_missing.scalar_missing`."""
    search, plan = _Search(sheet, bits), sheet.plan
    found = _union(search.classified(bound.clause.id) for bound in plan.classifying)
    demands = [sheet.meets(bound.clause.id) for bound in plan.demands]
    asked = _union(search.clause(bound.clause.id) for bound in plan.demands)
    settled: Any = False
    for hit in demands:
        settled = settled | (hit == YES)
    found = found | np.where(settled, 0, asked)
    for bound, mask, ambiguous in zip(plan.reviews, reviews, plan.ambiguous, strict=True):
        inside = _union(search.condition(row.when) for row in bound.rows)
        found = found | np.where(np.array(ambiguous)[mask], inside, 0)
    for bound, hit in zip(plan.exceptions, exceptions, strict=True):
        found = found | np.where(np.asarray(hit) == UNKNOWN, search.clause(bound.clause.id), 0)
    return found
