"""Finds gaps and overlaps between the limbs of a paragraph, over its parameter space and over time.

The law is constant between its lines, so one point below, on and above each line stands for the whole space.
Two limbs *overlap* where both hold at a point. A clause has a *gap* where, as the years pass with all else
kept, it holds, then does not, then holds again.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, pairwise, product
from math import inf, isnan, nextafter
from typing import Any

from fabcast.rules._case import BLANK
from fabcast.rules._check import Note, leaves
from fabcast.rules._classify import switch_settings
from fabcast.rules._clauses import Clause
from fabcast.rules._conditions import Compare, Is
from fabcast.rules._evaluate import View, value
from fabcast.rules._law import Bound, Day, Law
from fabcast.rules._logic import YES

__all__ = ["gaps_and_overlaps"]

Point = dict[str, Any]
LARGEST = 4096


def gaps_and_overlaps(law: Law) -> Iterator[Note]:
    """Return a note for every overlap of two limbs and for every gap of a paragraph or clause."""
    for family in _families(law):
        yield from _overlaps(law, family)
        yield from _gaps_in_time(law, family)


def _families(law: Law) -> list[list[Clause]]:
    """Group classification clauses by entry, and let each definition with several limbs stand alone."""
    entries: dict[str, list[Clause]] = {}
    for clause in law.book.clauses.values():
        if clause.kind == "classification" and not clause.yields:
            entries.setdefault(clause.file, []).append(clause)
        elif clause.kind == "definition" and any(len(version.limbs) > 1 for version in clause.versions):
            entries[clause.id] = [clause]
    return list(entries.values())


def _overlaps(law: Law, family: list[Clause]) -> Iterator[Note]:
    said: set[tuple[str, str]] = set()
    tried: set[tuple[str, str]] = set()
    for start in law.starts:
        day = law.on(start)
        limbs = [
            (bound, limb) for clause in family if (bound := day.clause(clause.id)) for limb in bound.limbs
        ]
        for (one, left), (two, right) in combinations(limbs, 2):
            pair = (repr(left), repr(right))
            if pair in tried or _apart(one, two, left.when, right.when):
                continue
            tried.add(pair)
            names = (f"{one.clause.id}, limb {left.id}", f"{two.clause.id}, limb {right.id}")
            point = None if names in said else _both(day, left.when, right.when)
            if point is not None:
                said.add(names)
                yield Note("overlap", family[0].file, _overlap_sentence(one, two, names, point))


def _apart(one: Bound, two: Bound, left: Any, right: Any) -> bool:
    """Say at once that two limbs are about different kinds of item or of tool."""
    if one.clause.items and two.clause.items and not set(one.clause.items) & set(two.clause.items):
        return True
    first, second = _tools(left), _tools(right)
    return bool(first and second and not first & second)


def _tools(condition: Any) -> set[Any]:
    return {leaf.word for leaf in leaves(condition) if isinstance(leaf, Is) and leaf.column == "tool"}


def _overlap_sentence(one: Bound, two: Bound, names: tuple[str, str], point: Point) -> str:
    if one.clause.id in two.version.after or two.clause.id in one.version.after:
        settled = "one gives way to the other by the order of the paragraph"
    elif one.clause.id == two.clause.id:
        settled = "both lead to the same paragraph"
    else:
        settled = "both paragraphs apply"
    return f"{names[0]} and {names[1]} both hold at {_words(point)}; {settled}."


def _both(day: Day, left: Any, right: Any) -> Point | None:
    for point in _points([left, right]):
        view = _view(point, day)
        if value(left, view) == YES and value(right, view) == YES:
            return point
    return None


def _points(conditions: list[Any]) -> Iterator[Point]:
    """Return one point below, on and above each line, and each word, for the columns that are named."""
    axes: dict[str, list[Any]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, Compare) and not isnan(leaf.value):
                axes.setdefault(leaf.column, []).append(leaf.value)
            elif isinstance(leaf, Is):
                axes.setdefault(leaf.column, []).append(leaf.word)
    cells = {name: _cells(marks) for name, marks in axes.items()}
    size = 1
    for marks in cells.values():
        size *= len(marks)
    if size <= LARGEST:
        for point in product(*cells.values()):
            yield dict(zip(cells, point, strict=True))


def _cells(marks: list[Any]) -> list[Any]:
    if isinstance(marks[0], bool):
        return [False, True]
    if isinstance(marks[0], str):
        return sorted(set(marks))
    lines = sorted(set(marks))
    return sorted(
        {number for line in lines for number in (nextafter(line, -inf), line, nextafter(line, inf))}
    )


def _view(point: Point, day: Day) -> View:
    return View({**BLANK, "floors": {}, **point}, day, switch_settings(day.law))


def _gaps_in_time(law: Law, family: list[Clause]) -> Iterator[Note]:
    """Look for points that a clause covers, then leaves out, then covers again as the years pass."""
    for clause in family:
        if len(clause.versions) < 3:
            continue
        conditions = [limb.when for start in law.starts for limb in _limbs(law.on(start), clause.id)]
        for point in _points(conditions):
            spans = _spans(law, clause, point)
            if spans is not None:
                yield Note("gap", clause.file, _gap_sentence(law, clause, point, *spans))
                break


def _limbs(day: Day, name: str) -> tuple[Any, ...]:
    bound = day.clause(name)
    return () if bound is None else bound.limbs


def _spans(law: Law, clause: Clause, point: Point) -> tuple[int, int, int] | None:
    """Return the windows of a yes, a later not-yes, and a yes after that."""
    held = [(index, _holds(law.on(start), clause.id, point)) for index, start in enumerate(law.starts)]
    held = [(index, hit) for index, hit in held if hit is not None]
    yes = [position for position, (_, hit) in enumerate(held) if hit]
    for first, second in pairwise(yes):
        if second > first + 1:
            return held[first][0], held[first + 1][0], held[second][0]
    return None


def _holds(day: Day, name: str, point: Point) -> bool | None:
    bound = day.clause(name)
    if bound is None:
        return None
    view = _view(point, day)
    return any(value(limb.when, view) == YES for limb in bound.limbs)


def _gap_sentence(law: Law, clause: Clause, point: Point, before: int, gap: int, after: int) -> str:
    forms = [
        bound.version.form if (bound := law.on(law.starts[i]).clause(clause.id)) else ""
        for i in (before, after)
    ]
    end = law.starts[after] - timedelta(days=1)
    return (
        f"{clause.id} holds under '{forms[0]}' and again under '{forms[1]}', "
        f"but not from {law.starts[gap]} to {end}, at {_words(point)}."
    )


def _words(point: Point) -> str:
    return ", ".join(f"{name} {_word(mark)}" for name, mark in point.items())


def _word(mark: Any) -> str:
    if isinstance(mark, bool):
        return str(mark).lower()
    return f"{mark:.10g}" if isinstance(mark, float) else str(mark)
