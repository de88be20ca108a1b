"""The history check: recorded series against the model's actual path, point by point.

The calibration room maps each recorded series to a quantity of the model (`history_lines`). Each
report becomes a `Point` with two verdicts:

in_range
    the central draw lies inside the reported range; a single bound is a floor or ceiling;
    unknown where the report gives none
in_band
    the report lies inside the prior's 5-95 % of the model; of a bare range, any part of it

Forecasts, targets and superseded reports are left out. Several reports of one line and period
are rivals, as are lines that say so: they are shown, and may contradict each other. A main
point with a verdict of no is a *miss* and needs a reason in ``data/history_misses.csv``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from fabcast.calibration import HistoryLine, HistoryRuns, Report, history_lines, reports, span_of
from fabcast.facts import load_table


class Reason(BaseModel):
    """Why a main point misses; `period` blank means all misses of the line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    period: str = ""
    cause: Literal["definition", "input", "model", "record", "unexplained"]
    reason: str


def history_tally(points: Sequence[Point]) -> dict[str, int]:
    """Count series, points and verdicts; told series and rivals apart.

    `in_range` and `ranged` count main points with a reported range, `in_band` and `main` all main points.
    """
    main = [p for p in points if not p.rival]
    found = [p for p in main if p.line.input != "yes"]
    return {
        "series": len({p.line.id for p in main}),
        "found_series": len({p.line.id for p in found}),
        "rivals": len(points) - len(main),
        "main": len(found),
        "in_band": sum(p.in_band for p in found),
        "ranged": sum(p.in_range is not None for p in found),
        "in_range": sum(p.in_range is True for p in found),
        "misses": sum(p.missed for p in main),
    }


@dataclass(frozen=True, slots=True)
class Point:
    """One report against the model, in the line's unit."""

    line: HistoryLine
    report: Report
    rival: bool
    model: float
    p5: float
    p95: float
    in_range: bool | None
    in_band: bool

    @property
    def missed(self) -> bool:
        """Whether a verdict is no and the report is not a rival."""
        return not self.rival and (self.in_range is False or not self.in_band)


@cache
def miss_reasons() -> tuple[Reason, ...]:
    """Reasons of misses, as reviewed."""
    return load_table(_data("history_misses.csv"), Reason)


def history(runs: HistoryRuns, lines: Sequence[HistoryLine] | None = None) -> tuple[Point, ...]:
    """Compare every report with the model.

    Parameters
    ----------
    runs
        The actual path: `history_runs`.
    lines
        Lines to compare; default all.
    """
    return tuple(point for line in (lines or history_lines()) for point in _points(line, runs))


def reason_for(point: Point) -> Reason | None:
    """Reason of a miss: that of its period, else that of its line."""
    mine = [r for r in miss_reasons() if r.id == point.line.id and r.period in {point.report.period, ""}]
    return max(mine, key=lambda r: r.period, default=None)


def point_row(point: Point) -> dict[str, object]:
    """Return a point as plain values: one row of the table, None where unknown."""
    line, report, reason = point.line, point.report, reason_for(point) if point.missed else None
    return {
        "id": line.id,
        "group": line.group,
        "title": line.title,
        "record": line.record,
        "period": report.period,
        "unit": line.unit,
        "low": report.low,
        "central": report.central,
        "high": report.high,
        "grade": report.grade,
        "kind": report.kind,
        "source_ids": list(report.sources),
        "rival": point.rival,
        "model": point.model,
        "p5": point.p5,
        "p95": point.p95,
        "in_range": point.in_range,
        "in_band": point.in_band,
        "missed": point.missed,
        "input": line.input,
        "why_input": line.why,
        "cause": reason.cause if reason else None,
        "reason": reason.reason if reason else None,
    }


def _data(name: str) -> Path:
    return Path(str(files("fabcast.analysis"))) / "data" / name


def _points(line: HistoryLine, runs: HistoryRuns) -> list[Point]:
    found = reports(line.table, line.record, line.entity, line.periods, line.combine, line.scale)
    often = Counter(report.period for report in found)
    return [_point(line, r, line.role == "rival" or often[r.period] > 1, runs) for r in found]


def _point(line: HistoryLine, report: Report, rival: bool, runs: HistoryRuns) -> Point:
    model, p5, p95 = model_range(line, report.period, runs)
    return Point(line, report, rival, model, p5, p95, in_range(report, model), in_band(report, p5, p95))


def model_range(line: HistoryLine, period: str, runs: HistoryRuns) -> tuple[float, float, float]:
    """Central draw and prior 5 and 95 % of what the model says for a period, in the line's unit."""
    values = line.factor * runs.find(line.model).read(line.reading, span_of(period))
    known = values[1:][np.isfinite(values[1:])]
    low, high = np.percentile(known, (5.0, 95.0)) if known.size else (np.nan, np.nan)
    return float(values[0]), float(low), float(high)


def in_range(report: Report, model: float) -> bool | None:
    """Whether the model lies inside what is reported; None where no bound is.

    >>> in_range(Report("2025", 1.0, 2.0, 3.0), 2.5), in_range(Report("2025", None, 2.0, None), 2.5)
    (True, None)
    """
    if report.low is None and report.high is None:
        return None
    above = report.low is None or model >= report.low
    return above and (report.high is None or model <= report.high)


def in_band(report: Report, p5: float, p95: float) -> bool:
    """Whether the report can lie inside the prior's 5-95 % of the model.

    The central value decides; without one, or with a floor or ceiling alone, any part of the range.

    >>> in_band(Report("2025", None, 2.0, None), 1.0, 3.0), in_band(Report("2025", 4.0, None, 6.0), 1.0, 3.0)
    (True, False)
    """
    both = report.low is not None and report.high is not None
    bare = report.low is None and report.high is None
    if report.central is not None and (both or bare):
        return p5 <= report.central <= p95
    return (report.low is None or p95 >= report.low) and (report.high is None or p5 <= report.high)
