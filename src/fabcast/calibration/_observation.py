"""Observations: reports of the record as numbers that a likelihood can take.

Amounts are compared on a log scale, shares (in percent) on log-odds. The error of a report is
that of its grade, or the one its line names, and never below what its own 5-95 % range says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fabcast.model import QUARTERS, quarter_index

from ._lines import HistoryLine, history_lines, line_named
from ._periods import Span, span_of
from ._record import Report, reports
from ._targets import REPORTER, Form, Scale, Target, error_of, targets

Array = NDArray[np.float64]
WIDTH = 2 * 1.6448536269514722
"""Distance of the 5 and 95 % points of a normal, in standard deviations."""
_SMALLEST = 1e-3
"""On a log scale a prediction counts as at least this share of what was reported."""
_LEAST = 1e-6
"""The same where nothing is reported yet, in the line's unit."""
_EDGE = 0.01
"""On log-odds a prediction counts as at least this, and at most 100 less this, percent."""
_KINDS = {"observed", "estimate"}


@dataclass(frozen=True, slots=True)
class Observation:
    """One report, ready for the fit.

    `quantity` and `reading` name what the model answers with, over the quarters `span` (first and
    the one after the last), times `factor`. `value` is in the line's unit; `error` is a standard
    deviation on `scale`, and `reporter_error` the part that all reports of one reporter share.
    """

    id: str
    line: str
    quantity: str
    reading: str
    span: Span
    factor: float
    scale: Scale
    value: float
    error: float
    form: Form
    reporter: str
    reporter_error: float
    grade: str
    mixture: str
    published: str
    """Date of the report where the record has it; blank otherwise."""

    @property
    def until(self) -> str:
        """Last quarter that the report covers."""
        return QUARTERS[self.span[1] - 1]

    @property
    def year(self) -> float:
        """Date of the end of what it covers, decimal years."""
        return 2014.0 + 0.25 * self.span[1]

    def scaled(self, natural: Array | float) -> Array:
        """Put values in the line's unit on the scale of the comparison.

        Nothing and unknown count as the smallest value that the comparison tells apart.

        >>> from fabcast.calibration import observations
        >>> one = observations()[0]
        >>> bool(one.scaled(one.value) == np.log(one.value))
        True
        """
        values = np.nan_to_num(np.asarray(natural, dtype=np.float64), nan=0.0)
        if self.scale == "log":
            least = _LEAST if np.isnan(self.value) else _SMALLEST * self.value
            return np.asarray(np.log(np.maximum(values, least)))
        share = np.clip(values, _EDGE, 100.0 - _EDGE) / 100.0
        return np.asarray(np.log(share / (1.0 - share)))


def observations(until: str | None = None, lines: Sequence[str] | None = None) -> tuple[Observation, ...]:
    """Reports that the model is fitted to, in the order of the history.

    Parameters
    ----------
    until
        Last quarter that a report may cover, such as ``2022Q4``; default all.
    lines
        History lines to take, fitted or not: for scores. Default: those that the fit uses.

    Returns
    -------
    tuple of Observation
        Observed values and estimates; never forecasts, targets or judgement.

    Examples
    --------
    >>> {o.until for o in observations("2022Q4")} <= {"2020Q4", "2021Q4", "2022Q4"}
    True
    """
    chosen = [line_named(name) for name in lines] if lines else _fitted()
    found = (one for line in chosen for one in _of_line(line, targets()[line.id]))
    last = len(QUARTERS) if until is None else quarter_index(until) + 1
    return tuple(one for one in found if one.span[1] <= last)


def upcoming(year: str) -> tuple[Observation, ...]:
    """What each main series of the history would report for a year: with its error, without a value.

    A quantity that several series count appears once; amounts counted from a date become yearly ones.

    >>> all(np.isnan(o.value) for o in upcoming("2027"))
    True
    """
    lines = {(line.model, line.reading.partition(" ")[0]): line for line in reversed(history_lines())}
    main = [line for line in history_lines() if line.role == "main" and line in lines.values()]
    return tuple(_expected(line, targets()[line.id], year) for line in main)


def _expected(line: HistoryLine, target: Target, year: str) -> Observation:
    found = reports(line.table, line.record, line.entity, line.periods, line.combine, line.scale)
    reading = "sum" if line.reading.startswith("since") else line.reading
    blank = replace(found[-1], period=year, low=None, central=float("nan"), high=None, as_of="")
    return _observation(line, target.model_copy(update={"form": "point"}), blank, span_of(year), reading, 0)


def _fitted() -> list[HistoryLine]:
    return [line for line in history_lines() if targets()[line.id].use == "fit"]


def _of_line(line: HistoryLine, target: Target) -> Iterator[Observation]:
    kept = _kept(line, target)
    known = kept if target.form != "increment" else list(_increments(kept))
    for number, (report, span, reading) in enumerate(_spans(line, target, known)):
        yield _observation(line, target, report, span, reading, number)


def _kept(line: HistoryLine, target: Target) -> list[Report]:
    wanted = {p for p in target.periods.split("|") if p}
    left_out = set(target.skip.split("|"))
    found = reports(line.table, line.record, line.entity, line.periods, line.combine, line.scale)
    return [
        r
        for r in found
        if r.kind in _KINDS and (not wanted or r.period in wanted) and not left_out & set(r.sources)
    ]


def _increments(found: Sequence[Report]) -> Iterator[Report]:
    """Increase from report to report; its variance is the difference of theirs (independent parts)."""
    before: Report | None = None
    for report in found:
        yield report if before is None else _difference(report, before)
        before = report


def _difference(now: Report, before: Report) -> Report:
    """Increase between two cumulative reports.

    >>> _difference(Report("2025", 6.0, 9.0, 12.0), Report("2024", 4.0, 5.0, 6.0)).central
    4.0
    """
    if now.central is None or before.central is None:
        return Report(now.period, None, None, None, now.grade, now.kind, now.sources, now.as_of)
    middle = now.central - before.central
    spread = _log_spread(now, before, middle)
    low, high = (None, None) if spread is None else (middle / spread, middle * spread)
    return Report(now.period, low, middle, high, now.grade, now.kind, now.sources, now.as_of)


def _log_spread(now: Report, before: Report, middle: float) -> float | None:
    if None in (now.low, now.high, before.low, before.high):
        return None
    widths = [float(r.high or 0) - float(r.low or 0) for r in (now, before)]
    half = 0.5 * max(widths[0] ** 2 - widths[1] ** 2, 0.0) ** 0.5
    return float(np.exp(half / middle))


def _spans(line: HistoryLine, target: Target, found: Sequence[Report]) -> Iterator[tuple[Report, Span, str]]:
    first = 0
    for report in found:
        span = span_of(report.period)
        if target.form != "increment":
            yield report, span, line.reading
            continue
        start = quarter_index(line.reading.removeprefix("since "))
        span = (max(first, start), span[1])
        first = span[1]
        yield report, span, "sum"


def _observation(
    line: HistoryLine, target: Target, report: Report, span: Span, reading: str, number: int
) -> Observation:
    scale: Scale = "logit" if line.unit == "percent" else "log"
    form, value = _value(report, target.form, scale)
    base = error_of(target.error or report.grade, scale)
    return Observation(
        id=f"{line.id}.{report.period.replace(' ', '_')}.{number}",
        line=line.id,
        quantity=line.model,
        reading=reading,
        span=span,
        factor=line.factor,
        scale=scale,
        value=value,
        error=max(base, _ranged(report, scale)),
        form=form,
        reporter=_reporter(report, target),
        reporter_error=error_of(REPORTER, scale) if target.reporter else 0.0,
        grade=report.grade,
        mixture=target.mixture,
        published=report.as_of,
    )


def _reporter(report: Report, target: Target) -> str:
    source = report.sources[0] if report.sources else ""
    return source if target.reporter in {"", "each"} else target.reporter


def _value(report: Report, wanted: str, scale: Scale) -> tuple[Form, float]:
    """Form and value of a report; a bare range counts by its middle on the scale.

    >>> _value(Report("2025", None, None, 5.0), "", "log"), _value(Report("2025", 4.0, None, 9.0), "", "log")
    (('ceiling', 5.0), ('range', 6.0))
    """
    low, central, high = report.low, report.central, report.high
    if wanted == "ceiling" and (high or central) is not None:
        return "ceiling", float(high or central or 0.0)
    if wanted == "floor" and (low or central) is not None:
        return "floor", float(low or central or 0.0)
    if central is not None:
        return "point", central
    if low is not None and high is not None:
        return "range", _middle(low, high, scale)
    return ("floor", float(low)) if low is not None else ("ceiling", float(high or 0.0))


def _middle(low: float, high: float, scale: Scale) -> float:
    """Middle of a range: geometric, or of log-odds for shares in percent."""
    if scale == "log":
        return float(np.sqrt(low * high))
    odds = float(np.sqrt(low / (100.0 - low) * high / (100.0 - high)))
    return 100.0 * odds / (1.0 + odds)


def _ranged(report: Report, scale: Scale) -> float:
    """Error that the reported range stands for; zero without one."""
    low, high = report.low, report.high
    if low is None or high is None or low <= 0.0 or (scale == "logit" and high >= 100.0):
        return 0.0
    ends = np.array([low, high])
    placed = np.log(ends) if scale == "log" else np.log(ends / (100.0 - ends))
    return float(np.ptp(placed)) / WIDTH
