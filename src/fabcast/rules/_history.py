"""Law over time: what changed on a day, how an item's status moved and which event moved it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from fabcast.rules._classify import classify
from fabcast.rules._clauses import Source
from fabcast.rules._finding import Finding
from fabcast.rules._law import FIRST_DAY, Law, current
from fabcast.rules._plan import decided_by
from fabcast.rules._reform import Reform
from fabcast.rules._values import read_day

__all__ = [
    "Change",
    "Shift",
    "causes",
    "change_days",
    "changes",
    "diff",
    "effect",
    "event_title",
    "headline",
    "history",
    "status",
]

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """One thing that starts or ends in the law on a day."""

    day: date
    what: str
    how: str
    form: str
    event: str
    citation: str

    @property
    def sentence(self) -> str:
        """The change in words."""
        return f"{self.day}  {self.what} {self.how}: {self.form} ({self.citation}; {self.event})"


@dataclass(frozen=True)
class Shift:
    """A change of an item's status on a day, with the events that made it."""

    day: date
    before: Finding | None
    after: Finding
    events: tuple[str, ...]


def changes(law: Law) -> tuple[Change, ...]:
    """Return everything that starts or ends, by day.

    >>> [change.what for change in changes(current()) if change.day == date(2026, 1, 15)][:2]
    ['review_tpp_ceiling', 'review_dram_ceiling']
    """
    return tuple(sorted(_changes(law), key=lambda change: change.day))


def _changes(law: Law) -> Iterator[Change]:
    for threshold in law.book.thresholds.values():
        for value in threshold.versions:
            form = f"{threshold.parameter} {value.value:g} {threshold.unit}"
            yield from _span(threshold.id, form, value.source.effective, value.source)
    for clause in law.book.clauses.values():
        for version in clause.versions:
            yield from _span(clause.id, version.form, clause.starts(version), version.source)
    for places in law.book.places.values():
        for member in places.versions:
            yield Change(member.effective, places.id, "is drawn anew", places.title, member.event, "")
    for move in law.book.moves:
        form = f"{move.place} {'joins' if move.before == 'out' else 'is out of'} {move.group}"
        start = move.unsettled_from or move.effective
        yield Change(start, f"group {move.group}", "changes", form, move.event, move.citation)
        if start != move.effective:
            yield Change(move.effective, f"group {move.group}", "is settled", form, move.event, move.citation)


def _span(what: str, form: str, start: date, source: Source) -> Iterator[Change]:
    yield Change(start, what, "starts", form, source.event, source.citation)
    if source.until is not None:
        yield Change(source.until + _ONE, what, "ends", form, source.ended_by, source.citation)


def change_days(reform: Reform | None = None) -> tuple[date, ...]:
    """Return the days on which anything in the law changes, the first day of the record included.

    >>> change_days()[:2]
    (datetime.date(2022, 8, 26), datetime.date(2022, 10, 7))
    """
    return tuple((reform.law if reform else current()).starts)


def status(finding: Finding) -> tuple[Any, ...]:
    """Return the parts of a finding that make up an item's legal status."""
    return (
        finding.eccn,
        finding.limb,
        finding.licence_required,
        finding.grounds,
        tuple((item["id"], item["available"]) for item in finding.exceptions),
        finding.review_policy,
        tuple((item["id"], item["review_policy"]) for item in finding.overlays),
        finding.eccn_possible,
        finding.grounds_possible,
        tuple((item["switch"], item["value"], item["licence_required"]) for item in finding.readings),
        finding.conditions,
    )


def history(
    item: Any,
    *,
    to: str | None = "CN",
    start: str | date = FIRST_DAY,
    end: str | date | None = None,
    reform: Reform | None = None,
    **facts: Any,
) -> tuple[Shift, ...]:
    """Return every change of an item's status with the events that made it; the first entry is the start.

    Examples
    --------
    >>> [(shift.day.isoformat(), shift.after.review_policy) for shift in history("H20", end="2026-01-01")]
    [('2022-08-26', 'not_applicable'), ('2025-04-09', 'unknown'), ('2025-07-14', 'case_by_case')]
    """
    law = reform.law if reform else current()
    last = read_day(end) if end is not None else _as_of()
    first = read_day(start)
    found: list[Shift] = []
    for day in [first, *(day for day in law.starts if first < day <= last)]:
        finding = classify(item, on=day, to=to, reform=reform, **facts)
        before = found[-1].after if found else None
        if before is None or status(finding) != status(before):
            found.append(Shift(day, before, finding, causes(law, day, before, finding) if before else ()))
    return tuple(found)


def causes(law: Law, day: date, before: Finding, after: Finding) -> tuple[str, ...]:
    """Return the events behind a change: of the clauses, numbers and places that decided."""
    decisive = decided_by(before.basis.plan, before.basis.view) | decided_by(
        after.basis.plan, after.basis.view
    )
    groups = any(name.startswith("places ") for name in decisive)
    found = [
        change.event or change.citation
        for change in _on(law, day)
        if {change.what, f"line {change.what}", f"places {change.what}"} & decisive
        or (groups and change.what.startswith("group "))
    ]
    return tuple(dict.fromkeys(found))


def _on(law: Law, day: date) -> list[Change]:
    made: dict[date, list[Change]] | None = law.__dict__.get("changes_by_day")
    if made is None:
        made = {}
        for change in changes(law):
            made.setdefault(change.day, []).append(change)
        law.__dict__["changes_by_day"] = made
    return made.get(day, [])


def _as_of() -> date:
    from fabcast.facts import AS_OF

    return AS_OF


@cache
def event_title(name: str) -> str:
    """Return an event's title from the facts, or the name itself.

    >>> event_title("us-2022-10-07-ifr")[:27]
    'Additional export controls,'
    """
    from fabcast.facts import events

    event = events().get(name)
    return event.title if event is not None else name


def headline(finding: Finding) -> tuple[Any, ...]:
    """Return the parts of a status that a reader sees first."""
    return (
        finding.eccn,
        finding.eccn_possible,
        finding.licence_required,
        finding.review_policy,
        tuple((item["id"], item["available"]) for item in finding.exceptions if item["available"] != "no"),
    )


EFFECT_FIELDS = ("eccn", "licence_required", "review_policy")


def effect(
    reform: Reform, on: str | date, to: str = "CN", **facts: Any
) -> dict[str, dict[str, dict[str, str]]]:
    """Return the catalogue items that a reform moves on a day: before and after, by chip.

    Examples
    --------
    >>> moved = effect(Reform("lower", thresholds={"tpp_middle": 2300.0}), "2024-06-01")
    >>> moved["nvidia-h20-96gb"]["after"]["eccn"]
    '3A090.b'
    >>> effect(Reform("same", thresholds={"tpp_middle": 2400.0}), "2024-06-01")
    {}
    """
    from fabcast.facts import chips
    from fabcast.rules._table import classify_table

    names = list(chips())
    given = {"on": str(read_day(on)), "to": to, **facts}
    table = {"name": names} | {key: [value] * len(names) for key, value in given.items() if value is not None}
    old, new = (classify_table(table, reform=law, fields=EFFECT_FIELDS) for law in (None, reform))
    found = {}
    for index, name in enumerate(names):
        before, after = ({field: str(side[field][index]) for field in EFFECT_FIELDS} for side in (old, new))
        if before != after:
            found[name] = {"before": before, "after": after}
    return found


def diff(one: str | date, other: str | date, to: str = "CN", **facts: Any) -> dict[str, Any]:
    """Return what changed in the law between two days and which catalogue items moved.

    Returns
    -------
    ``{"changes": (Change, …), "moved": {chip: (Finding, Finding)}}``; changes after the first day up to the
    second.

    Examples
    --------
    >>> "nvidia-a800-sxm4-80gb" in diff("2023-11-16", "2023-11-17")["moved"]
    True
    """
    from fabcast.facts import chips

    early, late = sorted((read_day(one), read_day(other)))
    found = tuple(change for change in changes(current()) if early < change.day <= late)
    moved = {}
    for name in chips():
        pair = tuple(classify(name, on=day, to=to, **facts) for day in (early, late))
        if headline(pair[0]) != headline(pair[1]):
            moved[name] = pair
    return {"changes": found, "moved": moved}
