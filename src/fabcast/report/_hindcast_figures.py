"""Figures of the hindcasts as Vega-Lite specifications: forecasts against outcomes, and the PIT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import _theme as theme
from ._hindcast_tables import title
from ._marks import Spec

if TYPE_CHECKING:
    from fabcast.calibration import HindcastRow, HindcastSummary

COLUMNS = 3
SIZE = {"width": 215, "height": 120}
ORIGIN_COLORS = (theme.NEUTRAL, theme.BASE, theme.SCENARIO, "#3d7a6e")
"""One colour an origin, oldest first."""
_APART = 0.16
"""Years between intervals of different origins for one period."""


def forecasts(summary: HindcastSummary) -> Spec:
    """Draw a panel a series: 90 % and 50 % intervals and medians by origin, outcomes as black points."""
    series = list(dict.fromkeys(row.series for row in summary.rows))
    rows = [series[i : i + COLUMNS] for i in range(0, len(series), COLUMNS)]
    panels = [[_panel(name, summary) for name in names] for names in rows]
    return {
        "vconcat": [{"hconcat": names, "spacing": 24} for names in panels],
        "spacing": 18,
        "config": theme.CONFIG,
    }


def _panel(series: str, summary: HindcastSummary) -> Spec:
    mine = [row for row in summary.rows if row.series == series]
    values = [_values(row, summary.origins) for row in mine]
    share = mine[0].scale == "logit"
    scale: Spec = {"domain": [0, 100]} if share else {"type": "log", "nice": True}
    axis: Spec = {"tickCount": 4, "format": "~s", "titleFontSize": 11, "labelOverlap": True}
    y: Spec = {"type": "quantitative", "title": mine[0].unit, "scale": scale, "axis": axis}
    spread: Spec = {"nice": False, "domain": [2021.8, 2027.0]}
    x_axis = {"values": [2022, 2023, 2024, 2025, 2026, 2027], "format": "d"}
    x: Spec = {"field": "t", "type": "quantitative", "title": None, "scale": spread, "axis": x_axis}
    color: Spec = {
        "field": "origin",
        "type": "nominal",
        "scale": {"domain": list(summary.origins), "range": list(_colors(summary.origins))},
        "legend": {"title": None, "symbolType": "stroke", "columns": 4},
    }
    thin, thick = {"type": "rule", "strokeWidth": 1.3}, {"type": "rule", "strokeWidth": 4}
    middle = {"type": "point", "shape": "circle", "filled": True, "size": 28, "opacity": 1}
    outcome = {
        "type": "point",
        "shape": "diamond",
        "filled": True,
        "size": 55,
        "opacity": 1,
        "color": theme.INK,
    }
    return {
        "title": title(series),
        "data": {"values": values},
        "layer": [
            {
                "mark": thin,
                "encoding": {"x": x, "y": {"field": "p5", **y}, "y2": {"field": "p95"}, "color": color},
            },
            {
                "mark": thick,
                "encoding": {"x": x, "y": {"field": "p25", **y}, "y2": {"field": "p75"}, "color": color},
            },
            {"mark": middle, "encoding": {"x": x, "y": {"field": "p50", **y}, "color": color}},
            {"mark": outcome, "encoding": {"x": {**x, "field": "at"}, "y": {"field": "outcome", **y}}},
        ],
        **SIZE,
    }


def _colors(origins: Sequence[str]) -> tuple[str, ...]:
    return ORIGIN_COLORS[-len(origins) :]


def _values(row: HindcastRow, origins: Sequence[str]) -> dict[str, float | str]:
    """Place a forecast at the end of its period, origins side by side."""
    at = int(row.origin[:4]) + 0.25 * (int(row.origin[-1]) + row.quarters)
    shift = _APART * (origins.index(row.origin) - 0.5 * (len(origins) - 1))
    points = {name: getattr(row, name) for name in ("p5", "p25", "p50", "p75", "p95", "outcome")}
    return {"t": round(at + shift, 3), "at": at, "origin": row.origin, **points}


def pit(summary: HindcastSummary) -> Spec:
    """Draw how many outcomes fell into each tenth of the predictive distribution."""
    counts = summary.pit
    values = [{"tenth": f"{10 * i}-{10 * (i + 1)}", "n": n, "order": i} for i, n in enumerate(counts)]
    even: Spec = {
        "mark": {"type": "rule", "color": theme.INK, "strokeDash": [4, 3]},
        "encoding": {"y": {"datum": sum(counts) / len(counts)}},
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
    return {"layer": [bars, even], "width": 340, "height": 160, "config": theme.CONFIG}
