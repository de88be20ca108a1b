"""The content of *How good is it*: the recorded years beside the model, series by series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from fabcast import analysis
from fabcast.analysis import HistoryRuns, Point
from fabcast.report import tables, theme

from ._figure import Figure

GROUPS = {
    "chips": "Chinese accelerators",
    "fabs": "Advanced fabs",
    "memory": "Memory",
    "trade": "Imports, smuggling and sales",
    "compute": "Installed compute",
    "tools": "Chip tools",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One recorded series beside the model."""

    id: str
    group: str
    title: str
    unit: str
    told: str
    """Whether the model was told the series: ``yes``, ``partly``, ``no``."""
    points: tuple[Point, ...]

    @property
    def judged(self) -> tuple[int, int]:
        """Reports inside the model's 90 % range, and all reports that are no rivals."""
        main = [p for p in self.points if not p.rival]
        return sum(bool(p.in_band) for p in main), len(main)


@dataclass(frozen=True, slots=True)
class Record:
    """All series, and the tally over them."""

    lines: tuple[Line, ...]
    tally: dict[str, int]
    rows: tuple[dict[str, Any], ...]


@cache
def _runs() -> HistoryRuns:
    return analysis.history_runs()


@cache
def record() -> Record:
    """Set the record beside the model; computed once a server, in seconds."""
    points = analysis.history(_runs(), analysis.history_lines())
    return Record(
        lines=tuple(_lines(points)),
        tally=dict(analysis.history_tally(points)),
        rows=tuple(analysis.point_row(point) for point in points),
    )


def _lines(points: Sequence[Point]) -> Iterator[Line]:
    for name in dict.fromkeys(point.line.id for point in points):
        mine = tuple(point for point in points if point.line.id == name)
        line = mine[0].line
        yield Line(name, line.group, line.title, line.unit, line.input, mine)


def share_inside(found: Record) -> tuple[int, int]:
    """Reports inside the model's 90 % range, of those that the model was not told whole."""
    return int(found.tally["in_band"]), int(found.tally["main"])


def figure(line: Line) -> Figure:
    """Draw one series: the model's range and central draw, the reports with theirs."""
    return Figure(
        line.id,
        line.title,
        "Band: 90 % of the model's draws; tick: its central draw. Points: reports, with range.",
        _spec(line),
        _table(line),
    )


def _spec(line: Line) -> dict[str, Any]:
    rows = [_row(p) for p in line.points]
    x = {
        "field": "period",
        "type": "ordinal",
        "title": "period",
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }
    y = {"type": "quantitative", "title": line.unit, "axis": {"format": ",~r", "tickCount": 5}}
    return {
        "data": {"values": rows},
        "width": 340,
        "height": 170,
        "config": theme.CONFIG,
        "encoding": {"x": x},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 14, "opacity": 0.25, "color": theme.SCENARIO},
                "encoding": {"y": {"field": "p5", **y}, "y2": {"field": "p95"}},
            },
            {
                "mark": {
                    "type": "tick",
                    "width": 14,
                    "thickness": 2,
                    "color": theme.SCENARIO,
                    "orient": "horizontal",
                },
                "encoding": {"y": {"field": "model", **y}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 1.5, "color": theme.BASE},
                "encoding": {"y": {"field": "low", **y}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1, "color": theme.BASE},
                "encoding": {"y": {"field": "central", **y}},
            },
        ],
    }


def _row(point: Point) -> dict[str, Any]:
    report = point.report
    found = {"low": report.low, "central": report.central, "high": report.high, "model": point.model}
    found |= {"p5": point.p5, "p95": point.p95}
    finite = {
        name: None if v is None or not np.isfinite(v) else float(f"{v:.6g}") for name, v in found.items()
    }
    return {"period": report.period, **finite}


def _table(line: Line) -> tables.Table:
    columns = ("Period", "Report", "Grade", "Model", "90 % of draws", "Inside")
    return tables.Table(f"{line.title}, {line.unit}", columns, tuple(_cells(point) for point in line.points))


def _cells(point: Point) -> tuple[str, ...]:
    report = point.report
    middle = "–" if report.central is None else f"{report.central:,.4g}"
    span = (
        f" ({report.low:,.4g} to {report.high:,.4g})"
        if report.low is not None and report.high is not None
        else ""
    )
    inside = {True: "yes", False: "no"}.get(point.in_band, "–")
    rival = f"({report.period})" if point.rival else report.period
    return (
        rival,
        middle + span,
        report.grade,
        f"{point.model:,.4g}",
        f"{point.p5:,.3g} to {point.p95:,.3g}",
        inside,
    )
