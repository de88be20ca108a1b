"""What the record says about a claim: reports of a series at the horizon, as ranges.

Reports settle a claim only if they cover its horizon, are no forecasts or targets, do not rest on
the claim's own source, and all fall on one side of the threshold. Otherwise they are told, and
settle nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.facts import Observation

from ._claims_formula import evaluate, names_in
from ._claims_truth import Range

_NO_EVIDENCE = {"forecast", "target"}
_QUOTED = re.compile(r"series\('([^']+)'\)")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Report:
    """A range that the record gives for a quantity, with its reports."""

    range: Range
    central: float
    period: str
    covers: bool
    """Whether it is about the horizon, not an earlier time."""
    rows: tuple[Observation, ...]

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the reports, each once."""
        return tuple(dict.fromkeys(s for row in self.rows for s in row.source_ids))


def reports_at(formula: str, year: int, without: tuple[str, ...] = ()) -> tuple[Report, ...]:
    """Read a formula over series of the record at a year.

    Parameters
    ----------
    formula
        Names are ids of series; ``grown(x)`` is the gain over the year of a cumulative series,
        ``entity(x, 'name')`` one entity of a series, ``series('a-b')`` a series with a hyphen in its id.
    year
        Year of the horizon; where nothing covers it, the latest earlier reports are given.
    without
        Sources that do not count: those of the claim itself.

    Returns
    -------
    tuple of Report
        One for each combination of rival reports; empty if the record has nothing.

    Examples
    --------
    >>> reports_at("cn.domestic.share_units", 2025)[0].central
    41.0
    """
    for back in range(11):
        found = _at(formula, year - back, without)
        if found:
            return tuple(replace(one, covers=back == 0) for one in found)
    return ()


def _at(formula: str, year: int, without: tuple[str, ...]) -> tuple[Report, ...]:
    """Work the formula out for every choice of one report a series."""
    names = (*names_in(formula), *_QUOTED.findall(formula))
    choices = [_reports(name, year, without) for name in names]
    found = []
    for chosen in product(*choices):
        picked = dict(zip(names, chosen, strict=True))
        made = _work(formula, year, picked, without)
        if made is not None:
            found.append(made)
    return tuple(found)


def _work(formula: str, year: int, picked: dict[str, Observation], without: tuple[str, ...]) -> Report | None:
    """Work the formula out on ranges and on middles; None if the record lacks a part."""
    used = dict.fromkeys(picked.values())
    try:
        whole = _evaluated(formula, year, picked, without, range_of, used)
        middle = _evaluated(formula, year, picked, without, central_of, used)
    except _Unknown:
        return None
    periods = ", ".join(dict.fromkeys(row.period for row in picked.values()))
    return Report(whole, float(middle), periods, True, tuple(used))


def _evaluated(
    formula: str,
    year: int,
    picked: dict[str, Observation],
    without: tuple[str, ...],
    part: Callable[[Observation], Any],
    used: dict[Observation, None],
) -> Any:
    """Work the formula out on one part of each report; reports of the year before are noted as used."""

    def value(name: str) -> Any:
        return part(picked[name])

    def grown(name: str) -> Any:
        before = _reports(name, year - 1, without)
        if not before and _starts_before(name, year):
            raise _Unknown
        used.update(dict.fromkeys(before[:1]))
        return value(name) - part(before[0]) if before else value(name)

    def entity(name: str, who: str) -> Any:
        if picked[name].entity != who:
            raise _Unknown
        return value(name)

    return evaluate(formula, value, {"grown": grown, "entity": entity, "series": value})


class _Unknown(Exception):
    """The record lacks a part of the formula for this choice of reports."""


def _reports(name: str, year: int, without: tuple[str, ...]) -> list[Observation]:
    known = facts.series()
    if name not in known:
        raise BadInput(f"series '{name}' is not in the facts")
    return [row for row in known[name] if _counts(row, without) and _covers(row.period, year)]


def _counts(row: Observation, without: tuple[str, ...]) -> bool:
    """Whether a report is evidence, and not the claim's own."""
    own = set(row.source_ids) & set(without)
    return row.has_number and not row.superseded_by and row.kind.value not in _NO_EVIDENCE and not own


def _covers(period: str, year: int) -> bool:
    """Whether a period is the whole year, or stands at its end.

    >>> [_covers(p, 2025) for p in ("2025", "2025Q4", "cumulative to 2025", "2025-12", "2025H1", "2024")]
    [True, True, True, True, False, False]
    """
    return period in {str(year), f"{year}Q4", f"{year}-12", f"cumulative to {year}"}


def _starts_before(name: str, year: int) -> bool:
    """Whether a cumulative series holds anything before a year."""
    years = (int(found) for row in facts.series()[name] for found in _YEAR.findall(row.period))
    return min(years, default=year) < year


def range_of(row: Observation) -> Range:
    """Give the range of a report; a bare bound leaves the other side open.

    >>> from fabcast import facts
    >>> range_of(facts.series()["cn.domestic.share_units"][0]).low
    30.0
    """
    low, middle, high = row.low, row.central, row.high
    if middle is None and low is not None and high is None:
        return Range(low, float("inf"), open_low=True)
    if middle is None and high is not None and low is None:
        return Range(float("-inf"), high, open_high=True)
    known = [point for point in (low, middle, high) if point is not None]
    return Range(min(known), max(known))


def central_of(row: Observation) -> float:
    """Give the middle of a report: as reported, or that of its range, or its only bound."""
    if row.central is not None:
        return row.central
    known = [point for point in (row.low, row.high) if point is not None]
    return sum(known) / len(known)
