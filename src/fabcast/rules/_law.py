"""The law in force on a day: clauses with their thresholds, places and groups filled in.

Between two dates on which anything changes the law is constant, so a day's law is bound once a window and
kept. A clause binds from its compliance date where it asks something of people (a licence, a notice) and
from its effective date where it only defines or classifies.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from fabcast.rules import _places
from fabcast.rules._clauses import Clause, Limb, Row, Rulebook, Version
from fabcast.rules._columns import COLUMNS
from fabcast.rules._conditions import All, AnyOf, Classified, Compare, Condition, In, Is, Negated
from fabcast.rules._read import HERE, read_files

__all__ = ["FIRST_DAY", "Bound", "Day", "Law", "current"]

FIRST_DAY = date(2022, 8, 26)
FOREVER = date(9999, 12, 31)
FLAG_WORDS: dict[str | bool, bool] = {"true": True, "false": False}
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """A clause on a day, its numbers and places filled in."""

    clause: Clause
    version: Version
    limbs: tuple[Limb, ...]
    unless: Condition | None
    elsewhere: Condition | None
    rows: tuple[Row, ...]
    notice_when: Condition | None


class Law:
    """A rulebook with its calendar.

    >>> law = current()
    >>> [bound.clause.id for bound in law.on(date(2024, 6, 1)).classifying("accelerator")]
    ['3A090.a', '3A090.b', 'dot_z.a', 'dot_z.b']
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.starts = sorted({FIRST_DAY, *(day for day in _changes(book) if day > FIRST_DAY)})
        self._days: dict[int, Day] = {}
        self.groups = _groups(book)

    def window(self, day: date) -> int:
        """Return the number of the window that a day falls in."""
        return bisect_right(self.starts, day) - 1

    def on(self, day: date) -> "Day":
        """Return the law in force on a day."""
        index = self.window(day)
        if index not in self._days:
            self._days[index] = Day(self, self.starts[index])
        return self._days[index]


class Day:
    """The law between two changes. Clauses are bound when first asked for."""

    def __init__(self, law: Law, start: date) -> None:
        self.law, self.start = law, start
        self._bound: dict[str, Bound | None] = {}
        self._places: dict[str, dict[str, int]] = {}
        self._kinds: dict[tuple[str, ...], tuple[Bound, ...]] = {}
        self._classifying: dict[str, tuple[Bound, ...]] = {}

    def clause(self, name: str) -> Bound | None:
        """Return a clause if it is in force."""
        if name not in self._bound:
            self._bound[name] = self._bind(self.law.book.clauses[name])
        return self._bound[name]

    def of_kind(self, *kinds: str) -> tuple[Bound, ...]:
        """Return the clauses of some kinds that are in force, in the order of the files."""
        if kinds not in self._kinds:
            named = [clause.id for clause in self.law.book.clauses.values() if clause.kind in kinds]
            self._kinds[kinds] = tuple(bound for name in named if (bound := self.clause(name)) is not None)
        return self._kinds[kinds]

    def classifying(self, item_class: str) -> tuple[Bound, ...]:
        """Return the classification clauses in force for a kind of item."""
        if item_class not in self._classifying:
            named = [
                clause.id
                for clause in self.law.book.clauses.values()
                if clause.kind == "classification" and item_class in clause.items
            ]
            self._classifying[item_class] = tuple(
                bound for name in named if (bound := self.clause(name)) is not None
            )
        return self._classifying[item_class]

    def threshold(self, name: str) -> float:
        """Return the value of a threshold; a plain number stands for itself; NaN if none is in force."""
        threshold = self.law.book.thresholds.get(name)
        if threshold is None:
            return float(name)
        for value in threshold.versions:
            if value.source.effective <= self.start <= (value.source.until or FOREVER):
                return value.value
        return float("nan")

    def places(self, name: str) -> dict[str, int]:
        """Return the members of a set of places."""
        if name not in self._places:
            self._places[name] = _places.places_on(self.law.book, name, self.start)
        return self._places[name]

    def _bind(self, clause: Clause) -> Bound | None:
        for version in clause.versions:
            if clause.starts(version) <= self.start <= (version.source.until or FOREVER):
                return self._fill(clause, version)
        return None

    def _fill(self, clause: Clause, version: Version) -> Bound:
        return Bound(
            clause=clause,
            version=version,
            limbs=tuple(replace(limb, when=self._condition(limb.when)) for limb in version.limbs),
            unless=self._optional(version.unless),
            elsewhere=self._optional(clause.elsewhere),
            rows=tuple(replace(row, when=self._condition(row.when)) for row in version.rows),
            notice_when=self._optional(version.notice_when),
        )

    def _optional(self, condition: Condition | None) -> Condition | None:
        return None if condition is None else self._condition(condition)

    def _condition(self, condition: Condition) -> Condition:  # noqa: PLR0911 -- one a form
        match condition:
            case Compare():
                return Compare(
                    condition.column,
                    condition.operator,
                    condition.threshold,
                    self.threshold(condition.threshold),
                )
            case Is() if condition.word in FLAG_WORDS and COLUMNS[condition.column].kind == "flag":
                return Is(condition.column, FLAG_WORDS[condition.word])
            case In():
                return In(condition.column, condition.places, self.places(condition.places))
            case Classified(name=name, is_group=True):
                return Classified(name, is_group=True, clauses=self.law.groups.get(name, ()))
            case All():
                return All(tuple(self._condition(part) for part in condition.parts))
            case AnyOf():
                return AnyOf(tuple(self._condition(part) for part in condition.parts))
            case Negated():
                return Negated(self._condition(condition.part))
            case _:
                return condition


def _groups(book: Rulebook) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for clause in book.clauses.values():
        for group in clause.groups:
            found[group] = (*found.get(group, ()), clause.id)
    return found


def _changes(book: Rulebook) -> Iterator[date]:
    """Every day on which something starts or has just ended."""
    for clause in book.clauses.values():
        for version in clause.versions:
            yield clause.starts(version)
            if version.source.until is not None:
                yield version.source.until + _ONE
    for threshold in book.thresholds.values():
        for value in threshold.versions:
            yield value.source.effective
            if value.source.until is not None:
                yield value.source.until + _ONE
    for places in book.places.values():
        yield from (version.effective for version in places.versions)
    for move in book.moves:
        yield move.effective
        if move.unsettled_from is not None:
            yield move.unsettled_from


@lru_cache(maxsize=8)
def _law_of(folder: Path) -> Law:
    return Law(read_files(sorted(folder.glob("*.yaml"))))


def current() -> Law:
    """Return the law as the record has it, read once.

    >>> current().book.thresholds["tpp_line"].versions[0].value
    4800.0
    """
    return _law_of(HERE)
