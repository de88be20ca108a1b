"""Figures of the hindcasts as Vega-Lite specifications: forecasts against outcomes, and the PIT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import _theme as theme
from ._marks import WIDTH, Spec

if TYPE_CHECKING:
    from fabcast.calibration import HindcastRow, HindcastSummary

ORIGIN_COLORS = (theme.NEUTRAL, theme.BASE, theme.SCENARIO, "#3d7a6e")
"""One colour an origin, oldest first."""
_APART = 0.14
"""Years between intervals of different origins for one period."""
_HEIGHT = 150
_STEPS = [m * 10.0**k for k in range(-2, 5) for m in (1, 2, 5)]


def forecasts(summary: HindcastSummary, series: str) -> Spec:
    """Draw one series: 90 % and 50 % intervals and medians by origin, outcomes as black diamonds."""
    mine = [row for row in summary.rows if row.series == series]
    share = mine[0].scale == "logit"
    scale: Spec = {"zero": True, "nice": True} if share else {"type": "log", "domain": _domain(mine)}
    axis: Spec = {"tickCount": 4, "format": ",~r", "labelOverlap": True}
    axis |= {} if share else {"values": _STEPS}
    unit = mine[0].unit if share else f"{mine[0].unit} (log scale)"
    y: Spec = {"type": "quantitative", "title": unit, "scale": scale, "axis": axis}
    color: Spec = {
        "field": "origin",
        "type": "nominal",
        "scale": {"domain": list(summary.origins), "range": list(_colors(summary.origins))},
        "legend": {"title": "forecast at the end of", "symbolType": "stroke", "columns": 4},
    }
    where: Spec = {"x": _time(mine), "color": color}
    return {
        "data": {"values": [_values(row, summary.origins) for row in mine]},
        "layer": [*_intervals(where, y), _outcome(where, y)],
        "width": WIDTH,
        "height": _HEIGHT,
        "config": theme.CONFIG,
    }


def _domain(rows: Sequence[HindcastRow]) -> list[float]:
    """Ends of a log axis: all that is drawn, with a little room."""
    values = [v for row in rows for v in (row.p5, row.p95, row.outcome)]
    return [0.8 * min(values), 1.25 * max(values)]


def _time(rows: Sequence[HindcastRow]) -> Spec:
    """Axis over the years in which outcomes fell; a year stands in its middle."""
    places = [_place(row) for row in rows]
    years = sorted({int(place) for place in places})
    axis: Spec = {"values": [year + 0.5 for year in years], "labelExpr": "floor(datum.value)"}
    scale: Spec = {"nice": False, "domain": [min(places) - 0.6, max(places) + 0.6]}
    title = "year of the outcome"
    return {"field": "t", "type": "quantitative", "title": title, "scale": scale, "axis": axis}


def _intervals(where: Spec, y: Spec) -> list[Spec]:
    spans = (("p5", "p95", 1.3), ("p25", "p75", 5.0))
    rules: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": width},
            "encoding": {**where, "y": {"field": low, **y}, "y2": {"field": high}},
        }
        for low, high, width in spans
    ]
    middle = {"type": "point", "shape": "circle", "filled": True, "size": 34, "opacity": 1}
    return [*rules, {"mark": middle, "encoding": {**where, "y": {"field": "p50", **y}}}]


def _outcome(where: Spec, y: Spec) -> Spec:
    mark = {"type": "point", "shape": "diamond", "filled": True, "size": 60, "opacity": 1, "color": theme.INK}
    return {
        "mark": mark,
        "encoding": {"x": {**where["x"], "field": "at"}, "y": {"field": "outcome", **y}},
    }


def _place(row: HindcastRow) -> float:
    """Half a year before the end of what the report covers."""
    return int(row.origin[:4]) + 0.25 * (int(row.origin[-1]) + row.quarters) - 0.5


def _colors(origins: Sequence[str]) -> tuple[str, ...]:
    return ORIGIN_COLORS[-len(origins) :]


def _values(row: HindcastRow, origins: Sequence[str]) -> dict[str, float | str]:
    """Place a forecast, origins side by side."""
    at = _place(row)
    shift = _APART * (origins.index(row.origin) - 0.5 * (len(origins) - 1))
    points = {name: getattr(row, name) for name in ("p5", "p25", "p50", "p75", "p95", "outcome")}
    return {"t": round(at + shift, 3), "at": at, "origin": row.origin, **points}


def pit(summary: HindcastSummary) -> Spec:
    """Draw how many outcomes fell into each tenth of the predictive distribution."""
    counts = summary.pit
    values = [{"tenth": f"{10 * i}-{10 * (i + 1)}", "n": n, "order": i} for i, n in enumerate(counts)]
    even: Spec = {
        "data": {"values": [{"even": sum(counts) / len(counts)}]},
        "mark": {"type": "rule", "color": theme.INK, "strokeDash": [4, 3]},
        "encoding": {"y": {"field": "even", "type": "quantitative"}},
    }
    x: Spec = {
        "field": "tenth",
        "type": "ordinal",
        "sort": {"field": "order"},
        "title": "tenth of the predictive distribution, %",
        "axis": {"labelAngle": 0, "labelFontSize": 10},
    }
    y: Spec = {"field": "n", "type": "quantitative", "title": "outcomes", "axis": {"tickMinStep": 1}}
    bars: Spec = {
        "data": {"values": values},
        "mark": {"type": "bar", "color": theme.SCENARIO},
        "encoding": {"x": x, "y": y},
    }
    return {"layer": [bars, even], "width": WIDTH, "height": _HEIGHT, "config": theme.CONFIG}
