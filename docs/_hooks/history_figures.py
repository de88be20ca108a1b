"""Figures of the history check: one file a group, a panel a quantity.

Blue is the model: the central draw over the prior's 5-95 %. Points are reports with their
ranges, darker the better the grade; hollow ones are rival reports; a triangle is a bare bound.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from fabcast.analysis import HistoryLine, HistoryRuns, Point, model_range
from fabcast.calibration._periods import span_of
from fabcast.model import OUTCOMES, QUARTERS
from fabcast.report import _theme as theme

Spec = dict[str, Any]

GRADES = {"A": "#6b3306", "B": "#a8580f", "C": "#cf8a3c", "D": "#e0b888"}
LAST_QUARTER = "2026Q3"
LOG_WHEN_OVER = 30.0
COLUMNS = 3
SIZE = {"width": 235, "height": 130}


def figures(points: Sequence[Point], runs: HistoryRuns) -> dict[str, Spec]:
    """Group → specification, panels in the order of the table."""
    return {group: figure(list(rows), runs) for group, rows in groupby(points, key=lambda p: p.line.group)}


def figure(points: Sequence[Point], runs: HistoryRuns) -> Spec:
    """Small multiples of one group."""
    names = list(dict.fromkeys(p.line.panel for p in points))
    panels = [_panel([p for p in points if p.line.panel == name], runs) for name in names]
    config = theme.CONFIG | {"background": "#ffffff", "padding": 10}
    config["axisY"] = {"domain": False, "ticks": False, "title": None}
    config["title"] = {"anchor": "start", "color": theme.INK, "fontSize": 12, "subtitleColor": theme.SOFT}
    return {
        "concat": panels,
        "columns": COLUMNS,
        "bounds": "flush",
        "align": "each",
        "spacing": {"row": 78, "column": 58},
        "resolve": {"scale": {"color": "shared", "x": "independent", "y": "independent"}},
        "config": config,
    }


def _panel(points: Sequence[Point], runs: HistoryRuns) -> Spec:
    line = points[0].line
    model = list(_model(line, points, runs))
    reports = [_report(p) for p in points]
    x, y, bottom = _time(is_level(line), model, reports), *_scale(model, reports)
    for row in (*model, *reports):
        row["low"] = max(row["low"], bottom)
    return {
        "title": {"text": line.title, "subtitle": _subtitle(line), "offset": 6, "frame": "group"},
        **SIZE,
        "layer": [*_model_layers(model, x, y), *_report_layers(reports, x, y)],
    }


def _subtitle(line: HistoryLine) -> str:
    return line.unit + {"yes": " · told to the model", "partly": " · partly told", "no": ""}[line.input]


def is_level(line: HistoryLine) -> bool:
    """Whether a value belongs to a moment, not to a stretch of time."""
    kind = OUTCOMES[line.model].kind if line.model in OUTCOMES else "level"
    return line.reading.startswith("since") or (line.reading == "end" and kind not in {"flow", "share"})


def date_of(line: HistoryLine, period: str) -> float:
    """Where a period stands on the time axis: its end for levels, its middle for flows."""
    first, stop = span_of(period)
    return 2014.0 + (stop / 4.0 if is_level(line) else (first + stop) / 8.0)


def _model(line: HistoryLine, points: Sequence[Point], runs: HistoryRuns) -> Iterator[Spec]:
    for period in _grid(line, points):
        central, low, high = model_range(line, period, runs)
        if np.isfinite([central, low, high]).all():
            yield {"t": date_of(line, period), "central": central, "low": low, "high": high}


def _grid(line: HistoryLine, points: Sequence[Point]) -> list[str]:
    """Periods to draw: quarters for levels, years for flows."""
    starts = [span_of(p.report.period)[0] // 4 + 2014 for p in points]
    first = min(*starts, 2022)
    if line.reading.startswith("since "):
        first = int(line.reading.split()[1][:4])
    if not is_level(line):
        return [str(year) for year in range(max(first, 2014), 2026 + (max(starts) > 2025))]
    last = QUARTERS.index(LAST_QUARTER if max(starts) > 2025 else "2025Q4")
    return list(QUARTERS[max(first - 2014, 0) * 4 : last + 1])


def _report(point: Point) -> Spec:
    report = point.report
    bounds = [v for v in (report.low, report.high) if v is not None]
    bare = report.central is None or (len(bounds) == 1 and report.central == bounds[0])
    ranged = len(bounds) == 2 and bounds[0] < bounds[1]
    shape = "circle"
    if bare and not ranged:
        shape = "triangle-up" if report.low is not None else "triangle-down"
    value = sum(bounds) / len(bounds) if report.central is None else report.central
    return {
        "t": date_of(point.line, report.period),
        "value": value,
        "low": report.low if ranged else value,
        "high": report.high if ranged else value,
        "grade": report.grade,
        "rival": point.rival,
        "shape": shape,
    }


def _scale(model: Sequence[Spec], reports: Sequence[Spec]) -> tuple[Spec, float]:
    """Vertical axis, and the lowest value that it shows: log where the panel spans a wide range."""
    values = [row["central"] for row in model] + [row["value"] for row in reports]
    seen = [v for v in values if v > 0.0]
    if min(values) > 0.0 and max(seen) / min(seen) > LOG_WHEN_OVER:
        low = int(np.floor(np.log10(min(seen))))
        high = int(np.ceil(np.log10(max(*(row["high"] for row in (*model, *reports)), *seen))))
        axis: Spec = {"values": [10.0**k for k in range(low, high + 1)], "format": ",~r"}
        scale = {"type": "log", "domain": [10.0**low, 10.0**high], "nice": False}
        return {"type": "quantitative", "title": None, "axis": axis, "scale": scale}, 10.0**low
    plain: Spec = {"tickCount": 4, "format": ",~r"}
    wide = {"zero": True, "nice": 4}
    return {"type": "quantitative", "title": None, "axis": plain, "scale": wide}, -np.inf


def _time(level: bool, *rows: Sequence[Spec]) -> Spec:
    """Time axis: years under their middle for flows, year ends for levels."""
    dates = [row["t"] for part in rows for row in part]
    first, last = min(dates), max(dates)
    margin = 0.04 * max(last - first, 0.5)
    scale = {"domain": [first - margin, last + margin], "zero": False, "nice": False}
    axis = {**_ticks(level, first, last), "title": None}
    return {"field": "t", "type": "quantitative", "scale": scale, "axis": axis}


def _ticks(level: bool, first: float, last: float) -> Spec:
    """A few labelled dates, the last one among them; ends of quarters where no year ends."""
    shift, most = (1.0, 3) if level else (0.5, 5)
    years = range(int(np.floor(first)) - 1, int(np.ceil(last)) + 1)
    found = [y + shift for y in years if first - 1e-6 <= y + shift <= last + 1e-6]
    if not found:
        year = int(first)
        quarters = [year + q / 4.0 for q in (1, 2, 3)]
        return {"values": quarters, "labelExpr": f"'{year} Q' + (datum.value - {year}) * 4"}
    words = "'end ' + (datum.value - 1)" if level else "'' + (datum.value - 0.5)"
    return {"values": found[:: -1 * -(-len(found) // most)], "labelExpr": words}


def _model_layers(rows: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    data = {"values": list(rows)}
    band = {"y": {"field": "low", **y}, "y2": {"field": "high"}, "x": x}
    line = {"y": {"field": "central", **y}, "x": x}
    return [
        {
            "data": data,
            "mark": {"type": "area", "color": theme.SCENARIO, "opacity": 0.18, "clip": True},
            "encoding": band,
        },
        {
            "data": data,
            "mark": {"type": "line", "color": theme.SCENARIO, "strokeWidth": 2, "clip": True},
            "encoding": line,
        },
    ]


def _report_layers(rows: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    legend = {"title": "Grade of the report", "symbolType": "circle"}
    color: Spec = {
        "field": "grade",
        "type": "nominal",
        "legend": legend,
        "scale": {"domain": list(GRADES), "range": list(GRADES.values())},
    }
    shape = {"field": "shape", "type": "nominal", "scale": None, "legend": None}
    at = {"x": x, "color": color}
    layers: list[Spec] = []
    for rival in (True, False):
        data = {"values": [row for row in rows if row["rival"] is rival]}
        dash: Spec = {"strokeDash": [3, 2]} if rival else {}
        bar = {"mark": {"type": "rule", "strokeWidth": 1.6, **dash}}
        layers.append(
            {"data": data, **bar, "encoding": {**at, "y": {"field": "low", **y}, "y2": {"field": "high"}}}
        )
        fill: Spec = {"filled": not rival, "size": 42, "opacity": 1}
        mark = {"type": "point", "strokeWidth": 1.6, **fill}
        layers.append(
            {"data": data, "mark": mark, "encoding": {**at, "shape": shape, "y": {"field": "value", **y}}}
        )
    return layers
