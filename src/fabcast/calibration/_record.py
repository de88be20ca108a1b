"""Reports of the record for one line of the history, from the facts, in the line's unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fabcast import facts
from fabcast.errors import BadInput

from ._periods import calendar_year, span_of

_KINDS = {"observed", "estimate", "judgement"}


@dataclass(frozen=True, slots=True)
class Report:
    """One report: a period, three points (None where unknown), its grade and sources."""

    period: str
    low: float | None
    central: float | None
    high: float | None
    grade: str = ""
    kind: str = ""
    sources: tuple[str, ...] = ()
    as_of: str = ""

    def scaled(self, scale: float) -> Report:
        """Return the report in another unit.

        >>> Report("2025", None, 2.0, 3.0).scaled(10).high
        30.0
        """
        low, central, high = (None if v is None else v * scale for v in (self.low, self.central, self.high))
        return replace(self, low=low, central=central, high=high)


def reports(
    table: str, record: str, entity: str, periods: str, combine: str, scale: float
) -> tuple[Report, ...]:
    """Collect the reports of one line.

    Parameters
    ----------
    table, record
        Table of the facts and id in it: ``series``, ``path``, or ``parameter`` (dated by `periods`).
    entity
        Text that the entity holds; blank for all.
    periods
        Periods to keep, with bars between; blank for all.
    combine
        ``year`` adds the quarters of each calendar year; ``year ceiling`` also takes the sum as an
        upper bound only; ``floor`` adds all reports to one lower bound.

    Raises
    ------
    BadInput
        If nothing is left: the facts and the history have come apart.
    """
    kept = tuple(p for p in periods.split("|") if p)
    found = _collect(table, record, entity, kept)
    if combine.startswith("year"):
        found = _by_year(found)
    if kept:
        found = [r for r in found if r.period in kept]
    if combine == "year ceiling":
        found = [_ceiling(r) for r in found]
    if combine == "floor":
        found = [_floor(found)] if found else []
    if not found:
        raise BadInput(f"history.csv: the facts hold no report for '{record}'; correct the line's filters")
    return tuple(r.scaled(scale) for r in sorted(found, key=lambda r: span_of(r.period)))


def _collect(table: str, record: str, entity: str, periods: Sequence[str]) -> list[Report]:
    if table == "parameter":
        one = facts.parameters()[record]
        shared = (one.low, one.central, one.high, str(one.grade), str(one.kind), one.source_ids)
        return [Report(period, *shared) for period in periods]
    if table == "path":
        path = facts.paths()[record]
        about = (str(path.grade), str(path.kind), path.source_ids)
        return [Report(row.period, row.low, row.central, row.high, *about) for row in path.rows]
    return [_report(o) for o in facts.series()[record] if _usable(o) and entity in o.entity]


def _usable(o: facts.Observation) -> bool:
    return o.has_number and not o.superseded_by and str(o.kind) in _KINDS


def _report(o: facts.Observation) -> Report:
    return Report(o.period, o.low, o.central, o.high, str(o.grade), str(o.kind), o.source_ids, o.as_of)


def _by_year(found: Iterable[Report]) -> list[Report]:
    """Add the quarters of each calendar year; a report of a whole year stands where no quarter does."""
    years: dict[str, list[Report]] = {}
    for report in found:
        years.setdefault(calendar_year(span_of(report.period)) or "", []).append(report)
    return [_added(year, _quarters_or_all(rows)) for year, rows in years.items() if year]


def _quarters_or_all(rows: list[Report]) -> list[Report]:
    quarters = [r for r in rows if "Q" in r.period]
    return quarters or rows


def _added(period: str, rows: Sequence[Report]) -> Report:
    """Sum of reports; bounds are added too, as if all erred together, which is the widest case.

    >>> _added("2024", [Report("2024Q1", 1, 2, 4), Report("2024Q2", None, 3, None)]).high
    7
    """
    central = _sum([r.central for r in rows])
    low, high = (_sum([_or(getattr(r, end), r.central) for r in rows]) for end in ("low", "high"))
    point = low == central == high
    first = rows[0]
    grade = max(r.grade for r in rows)
    bounds = (None, None) if point else (low, high)
    return Report(period, bounds[0], central, bounds[1], grade, first.kind, first.sources)


def _or(value: float | None, other: float | None) -> float | None:
    return other if value is None else value


def _sum(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) else None


def _ceiling(report: Report) -> Report:
    return replace(report, low=None, central=None, high=_or(report.high, report.central))


def _floor(found: Sequence[Report]) -> Report:
    last = max(found, key=lambda r: span_of(r.period))
    total = _sum([r.central for r in found])
    return replace(last, low=total, central=None, high=None)
