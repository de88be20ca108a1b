"""Checks the rule record: one check, one function, a sentence for each failure; and finds gaps and overlaps.

Problems make the check fail. Notes are for a reader of the law: limbs that overlap, and stretches that a
clause leaves out between two that it covers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from fabcast.rules._clauses import Clause, Rulebook, Threshold, Version
from fabcast.rules._columns import COLUMNS, DERIVED
from fabcast.rules._conditions import (
    All,
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
)
from fabcast.rules._law import FIRST_DAY, FOREVER, Law, current
from fabcast.rules._read import HERE, read_files

__all__ = ["Note", "check", "leaves"]


@dataclass(frozen=True)
class Note:
    """What a check found, and where."""

    kind: str
    where: str
    sentence: str


def check(*paths: Path) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """Check the rules, with further files laid beside them; return problems and notes.

    Raises
    ------
    BadInput
        If a file cannot be read as rules; the sentence names file and line.

    Examples
    --------
    >>> problems, notes = check()
    >>> problems, any(note.kind == "gap" for note in notes)
    ((), True)
    """
    from fabcast.rules._gaps import gaps_and_overlaps

    law = Law(read_files([*sorted(HERE.glob("*.yaml")), *paths])) if paths else current()
    problems = tuple(note for test in CHECKS for note in test(law.book))
    return problems, () if problems else tuple(gaps_and_overlaps(law))


def leaves(condition: Condition) -> Iterator[Condition]:
    """Return the leaves of a condition."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from leaves(part)
        case Negated(part=part):
            yield from leaves(part)
        case _:
            yield condition


def conditions(version: Version) -> Iterator[Condition]:
    """Return every condition of a version."""
    yield from (limb.when for limb in version.limbs)
    yield from (row.when for row in version.rows)
    yield from (part for part in (version.unless, version.notice_when) if part is not None)


def _tests(book: Rulebook) -> Iterator[tuple[Clause, Version, Condition]]:
    for clause in book.clauses.values():
        for version in clause.versions:
            for condition in conditions(version):
                for leaf in leaves(condition):
                    yield clause, version, leaf


def _records(book: Rulebook) -> list[Clause | Threshold]:
    return [*book.clauses.values(), *book.thresholds.values()]


def _at(clause: Clause | Threshold) -> str:
    return f"{clause.file} line {clause.line}"


def names_exist(book: Rulebook) -> Iterator[Note]:
    """Every column, threshold, set, clause and switch that a condition names must exist."""
    groups = {group for clause in book.clauses.values() for group in clause.groups}
    for clause, _, leaf in _tests(book):
        wrong = _unknown_name(leaf, book, groups)
        if wrong:
            yield Note("name", _at(clause), f"{clause.id}: '{leaf}' names {wrong}, which does not exist.")
    for clause in book.clauses.values():
        named = [*clause.lifts, *clause.reviews, *(name for v in clause.versions for name in v.after)]
        for name in named:
            if name not in book.clauses:
                yield Note(
                    "name", _at(clause), f"{clause.id} names the clause '{name}', which does not exist."
                )


def _unknown_name(leaf: Condition, book: Rulebook, groups: set[str]) -> str:  # noqa: PLR0911 -- one a form
    match leaf:
        case Compare(column=column, threshold=name):
            return _unknown_column(column) or (
                "" if name in book.thresholds or _number(name) else f"'{name}'"
            )
        case In(column=column, places=name):
            return _unknown_column(column) or ("" if name in book.places else f"'{name}'")
        case Is(column=column) | Has(column=column) | Stated(column=column):
            return _unknown_column(column)
        case Meets(clause=name):
            return "" if name in book.clauses else f"'{name}'"
        case Classified(name=name, is_group=grouped):
            return "" if name in (groups if grouped else book.clauses) else f"'{name}'"
        case Reading(switch=name, value=value):
            known = name in book.switches and value in book.switches[name].values
            return "" if known else f"'{name}' or its value"
        case _:
            return ""


def _unknown_column(name: str) -> str:
    return "" if name in COLUMNS or name in DERIVED else f"the column '{name}'"


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def events_exist(book: Rulebook) -> Iterator[Note]:
    """Every clause and threshold must cite an event of the facts."""
    from fabcast.facts import events

    known = events()
    for record in _records(book):
        for version in record.versions:
            for name in (version.source.event, version.source.ended_by):
                if name and name not in known:
                    yield Note(
                        "event",
                        _at(record),
                        f"{record.id} cites the event '{name}', which is not in the facts.",
                    )


def no_threshold_twice(book: Rulebook) -> Iterator[Note]:
    """A number of the law stands in one place: as a threshold, or once in a condition."""
    seen: dict[tuple[str, float], str] = {}
    for threshold in book.thresholds.values():
        for value in threshold.versions:
            yield from _twice(seen, (threshold.parameter, value.value), threshold.id, _at(threshold))
    for clause, _, leaf in _tests(book):
        if isinstance(leaf, Compare) and leaf.threshold not in book.thresholds and _number(leaf.threshold):
            yield from _twice(seen, (leaf.column, float(leaf.threshold)), clause.id, _at(clause))


def _twice(
    seen: dict[tuple[str, float], str], key: tuple[str, float], owner: str, where: str
) -> Iterator[Note]:
    first = seen.setdefault(key, owner)
    if first != owner:
        yield Note(
            "twice",
            where,
            f"{key[0]} {key[1]:g} stands in {first} and in {owner}; name it once and use the name.",
        )


def thresholds_cover_their_use(book: Rulebook) -> Iterator[Note]:
    """A threshold must be in force wherever a clause that uses it is."""
    for clause, version, leaf in _tests(book):
        threshold = book.thresholds.get(leaf.threshold) if isinstance(leaf, Compare) else None
        if threshold is None:
            continue
        start, end = clause.starts(version), version.source.until or FOREVER
        if not _covered(threshold, max(start, FIRST_DAY), end):
            yield Note(
                "cover",
                _at(clause),
                f"{clause.id} ({version.form}) uses {threshold.id} on days when it has no value.",
            )


def _covered(threshold: Threshold, start: date, end: date) -> bool:
    day = start
    for value in threshold.versions:
        if value.source.effective <= day:
            last = value.source.until or FOREVER
            if last >= end:
                return True
            day = max(day, last + timedelta(days=1))
    return False


def dates_are_in_order(book: Rulebook) -> Iterator[Note]:
    """Compliance is never before the effective date."""
    for record in _records(book):
        for version in record.versions:
            source = version.source
            if source.compliance < source.effective:
                yield Note(
                    "dates", _at(record), f"{record.id}: compliance {source.compliance} is before effective."
                )


CHECKS: tuple[Callable[[Rulebook], Iterator[Note]], ...] = (
    names_exist,
    events_exist,
    no_threshold_twice,
    thresholds_cover_their_use,
    dates_are_in_order,
)
