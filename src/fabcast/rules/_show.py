"""Rules as text: lists of clauses, and one clause, threshold or switch in full on a day."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from fabcast.errors import BadInput
from fabcast.rules._assemble import filled
from fabcast.rules._clauses import Clause, Source, Switch, Threshold, Version
from fabcast.rules._conditions import All, AnyOf, Compare, Condition, Negated
from fabcast.rules._history import event_title
from fabcast.rules._law import Day, Law

__all__ = ["list_lines", "show_lines"]


def list_lines(law: Law, day: date | None = None) -> Iterator[str]:
    """Return one line a clause, by file; with a day only clauses in force."""
    for name, title in law.book.titles.items():
        clauses = [clause for clause in law.book.clauses.values() if clause.file == f"{name}.yaml"]
        if day is not None:
            clauses = [clause for clause in clauses if law.on(day).clause(clause.id) is not None]
        if clauses:
            yield f"{name}  {title}"
            yield from (f"  {clause.id:<26} {clause.kind:<15} {clause.title}" for clause in clauses)


def show_lines(law: Law, name: str, day: date | None = None) -> list[str]:
    """Return a clause, threshold, switch or set of places in full.

    Raises
    ------
    BadInput
        If nothing has that name; near names are offered.
    """
    book = law.book
    if name in book.clauses:
        return list(_clause_lines(law, book.clauses[name], day))
    if name in book.thresholds:
        return list(_threshold_lines(book.thresholds[name]))
    if name in book.switches:
        return list(_switch_lines(book.switches[name]))
    if name in book.places:
        members = sorted(law.on(day or law.starts[-1]).places(name).items())
        words = [place if value == 2 else f"{place} (unsettled)" for place, value in members]
        return [f"{name}  {book.places[name].title}", f"  {' '.join(words)}"]
    known = [*book.clauses, *book.thresholds, *book.switches, *book.places]
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "'fabcast rules list' shows them."
    raise BadInput(f"no clause, threshold, switch or set of places is called '{name}'; {hint}")


def _clause_lines(law: Law, clause: Clause, day: date | None) -> Iterator[str]:
    yield f"{clause.id}  {clause.title}"
    if clause.text:
        yield f"  {clause.text}"
    yield f"  {clause.kind}; file {clause.file}, line {clause.line}"
    for version in _versions(law, clause, day):
        start = clause.starts(version)
        until = f" to {version.source.until}" if version.source.until else ""
        yield f"\n{version.form}, from {start}{until}"
        yield from _source_lines(version.source)
        yield from _version_lines(law.on(max(start, law.starts[0])), version)


def _versions(law: Law, clause: Clause, day: date | None) -> list[Version]:
    if day is None:
        return list(clause.versions)
    bound = law.on(day).clause(clause.id)
    if bound is None:
        raise BadInput(f"{clause.id} is not in force on {day}; leave --on out to see every version.")
    return [bound.version]


def _source_lines(source: Source) -> Iterator[str]:
    yield f"  {source.citation}; confidence {source.confidence}"
    yield f"  published {source.published}, effective {source.effective}, compliance {source.compliance}"
    yield f"  last checked {source.last_checked}"
    yield f"  event {source.event}: {event_title(source.event)}"
    if source.ended_by:
        yield f"  ended by {source.ended_by}: {event_title(source.ended_by)}"


def _version_lines(day: Day, version: Version) -> Iterator[str]:
    for limb in version.limbs:
        yield from _tree(limb.when, day, f"limb {limb.id}: " if limb.id else "", 1)
    if version.unless is not None:
        yield from _tree(version.unless, day, "unless: ", 1)
    if version.after:
        yield f"  gives way to {', '.join(version.after)}"
    for row in version.rows:
        yield f"  {row.title} → {row.policy}"
        yield from _tree(row.when, day, "", 2)
        yield from (f"      - {filled(day, text)}" for text in row.conditions)
    yield from (f"  condition: {text}" for text in version.conditions)
    if version.note:
        yield f"  note: {version.note}"


def _tree(condition: Condition, day: Day, head: str, depth: int) -> Iterator[str]:
    pad = "  " * depth
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            yield f"{pad}{head}{'all of' if isinstance(condition, All) else 'any of'}"
            for part in parts:
                yield from _tree(part, day, "", depth + 1)
        case Negated(part=part):
            yield from _tree(part, day, f"{head}not ", depth)
        case Compare(column=column, operator=operator, threshold=name):
            yield f"{pad}{head}{column} {operator} {day.threshold(name):g}" + (
                f"  ({name})" if name in day.law.book.thresholds else ""
            )
        case _:
            yield f"{pad}{head}{condition}"


def _threshold_lines(threshold: Threshold) -> Iterator[str]:
    yield f"{threshold.id}  {threshold.title or threshold.parameter}"
    yield f"  file {threshold.file}, line {threshold.line}"
    for value in threshold.versions:
        until = f" to {value.source.until}" if value.source.until else ""
        since = f"from {value.source.effective}{until}"
        yield f"\n{threshold.parameter} {value.value:g} {threshold.unit}, {since}"
        yield from _source_lines(value.source)


def _switch_lines(switch: Switch) -> Iterator[str]:
    yield f"{switch.id}  {switch.title}"
    yield f"  values {', '.join(switch.values)}; default {switch.default or 'none: both readings are shown'}"
    if switch.note:
        yield f"  {switch.note}"
