"""Finds the columns that would settle what is unknown about a row."""

from fabcast.rules._assemble import BIT
from fabcast.rules._columns import settles
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
from fabcast.rules._evaluate import View, value
from fabcast.rules._law import Bound
from fabcast.rules._logic import UNKNOWN, YES
from fabcast.rules._plan import Codes, Plan

__all__ = ["scalar_missing"]


def scalar_missing(plan: Plan, codes: Codes, view: View) -> int:
    """Return a bit mask of the columns that would settle the unknowns of a row."""
    found = 0
    seen: set[str] = set()
    for bound, hit in zip(plan.classifying, codes.classified, strict=True):
        if hit == UNKNOWN:
            found |= _clause(bound.clause.id, view, seen) | _gate(bound, view, seen)
    if YES not in codes.demands:
        for bound, hit in zip(plan.demands, codes.demands, strict=True):
            found |= _clause(bound.clause.id, view, seen) if hit == UNKNOWN else 0
    for bound, mask, ambiguous in zip(plan.reviews, codes.reviews, plan.ambiguous, strict=True):
        if ambiguous[mask]:
            for row in bound.rows:
                found |= _columns(row.when, view, seen)
    for bound, hit in zip(plan.exceptions, codes.exceptions, strict=True):
        found |= _clause(bound.clause.id, view, seen) if hit == UNKNOWN else 0
    return found


def _clause(name: str, view: View, seen: set[str]) -> int:
    bound = view.day.clause(name)
    if bound is None or name in seen or view.meets(name) != UNKNOWN:
        return 0
    seen.add(name)
    found = 0
    for limb in bound.limbs:
        found |= _columns(limb.when, view, seen)
    if bound.unless is not None:
        found |= _columns(bound.unless, view, seen)
    for higher in bound.version.after:
        found |= _clause(higher, view, seen)
    return found


def _gate(bound: Bound, view: View, seen: set[str]) -> int:
    return 0 if bound.elsewhere is None else _columns(bound.elsewhere, view, seen)


def _columns(condition: Condition, view: View, seen: set[str]) -> int:  # noqa: PLR0911 -- one a form
    if value(condition, view) != UNKNOWN:
        return 0
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            found = 0
            for part in parts:
                found |= _columns(part, view, seen)
            return found
        case Negated(part=part):
            return _columns(part, view, seen)
        case Meets(clause=name):
            return _clause(name, view, seen)
        case Classified(clauses=names):
            return _classes(names, view, seen)
        case Reading() | Unsettled() | Always():
            return 0
        case In(column=column) if view.case[column] is not None:
            return 0  # the place is known; it is its membership that is not settled
        case _:
            return blank_bits(condition.column, view)


def _classes(names: tuple[str, ...], view: View, seen: set[str]) -> int:
    found = 0
    for name in names:
        if view.classified(name) == UNKNOWN:
            bound = view.day.clause(name)
            found |= _clause(name, view, seen) | (_gate(bound, view, seen) if bound is not None else 0)
    return found


def blank_bits(column: str, view: View) -> int:
    """Return the bits of the blank columns that would settle a test."""
    found = 0
    for name in settles(column):
        if name == column or view.case[name] is None:
            found |= 1 << BIT[name]
    return found
