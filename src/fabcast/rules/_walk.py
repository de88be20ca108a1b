"""Walks over bound clauses: what a clause leans on, near or far."""

from collections.abc import Callable
from typing import Any

from fabcast.rules._conditions import All, AnyOf, Classified, Compare, Condition, In, Meets, Negated, Reading
from fabcast.rules._law import Bound, Day

__all__ = ["switches_of", "write"]

Live = Callable[[str], bool]


def write(bound: Bound, day: Day, seen: dict[str, Any], live: Live = lambda _name: True) -> None:
    """Note a clause and all that it leans on, by name; clauses that are not `live` are passed over."""
    if bound.clause.id in seen:
        return
    seen[bound.clause.id] = id(bound.version)
    seen[f"notice {bound.clause.id}"] = day.threshold(bound.version.notice or "0")
    conditions = [limb.when for limb in bound.limbs] + [row.when for row in bound.rows]
    conditions += [part for part in (bound.unless, bound.elsewhere, bound.notice_when) if part is not None]
    for condition in conditions:
        _write_condition(condition, day, seen, live)


def _write_condition(condition: Condition, day: Day, seen: dict[str, Any], live: Live) -> None:
    match condition:
        case Compare(threshold=name, value=line):
            seen[f"line {name}"] = repr(line)
        case In(places=name, members=members):
            seen[f"places {name}"] = frozenset((members or {}).items())
        case Meets(clause=name):
            _write_all((name,), day, seen, live)
        case Classified(clauses=names):
            _write_all(names, day, seen, live)
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                _write_condition(part, day, seen, live)
        case Negated(part=part):
            _write_condition(part, day, seen, live)
        case _:
            pass


def _write_all(names: tuple[str, ...], day: Day, seen: dict[str, Any], live: Live) -> None:
    for name in names:
        inner = day.clause(name)
        if inner is not None and live(name):
            write(inner, day, seen, live)


def _leans(bound: Bound, day: Day, seen: set[str]) -> list[str]:
    if bound.clause.id in seen:
        return []
    seen.add(bound.clause.id)
    parts = [limb.when for limb in bound.limbs] + [row.when for row in bound.rows]
    parts += [part for part in (bound.unless, bound.notice_when) if part is not None]
    return [name for part in parts for name in _switches(part, day, seen)]


def _switches(condition: Condition, day: Day, seen: set[str]) -> list[str]:
    match condition:
        case Reading(switch=switch):
            return [switch]
        case Meets(clause=name):
            return switches_of(name, day, seen)
        case Classified(clauses=names):
            return [found for name in names for found in switches_of(name, day, seen)]
        case All(parts=parts) | AnyOf(parts=parts):
            return [found for part in parts for found in _switches(part, day, seen)]
        case Negated(part=part):
            return _switches(part, day, seen)
        case _:
            return []


def switches_of(name: str, day: Day, seen: set[str]) -> list[str]:
    """Return the switches that a clause leans on."""
    bound = day.clause(name)
    return [] if bound is None else _leans(bound, day, seen)
