"""Figures of the page on the fit: inputs before and after, ranks, and what a new report is worth."""

from typing import Any

from fabcast.report import _theme as theme
from fabcast.report._gather import input_words

Spec = dict[str, Any]
SHOWN = 15
WIDE = 90


def _config() -> Spec:
    return theme.CONFIG | {"background": "#ffffff", "padding": 10}


def moved_figure(told: Spec) -> Spec:
    """Mean and ± one deviation of each input's score: prior grey, posterior blue."""
    words = input_words()
    rows = [
        {
            "input": _short(words[one["input"]].description if one["input"] in words else one["input"]),
            "shift": one["shift"],
            "low": one["shift"] - max(1.0 - one["contraction"], 0.0) ** 0.5,
            "high": one["shift"] + max(1.0 - one["contraction"], 0.0) ** 0.5,
        }
        for one in told["lessons"][:SHOWN]
    ]
    order = {"field": "input", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 420}}
    x: Spec = {"type": "quantitative", "title": "prior standard deviations", "scale": {"domain": [-2, 2]}}
    prior = [{"input": row["input"], "low": -1.0, "high": 1.0} for row in rows]
    return {
        "width": 360,
        "height": {"step": 22},
        "config": _config(),
        "layer": [
            _bar(prior, order, x, "#d5d8dc", 12),
            _bar(rows, order, x, "#3b6fb6", 5),
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "size": 45, "color": "#12305c", "opacity": 1},
                "encoding": {"y": order, "x": x | {"field": "shift"}},
            },
        ],
    }


def _bar(rows: list[Spec], y: Spec, x: Spec, colour: str, size: int) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": size, "color": colour, "cornerRadius": 2},
        "encoding": {"y": y, "x": x | {"field": "low"}, "x2": {"field": "high"}},
    }


def _short(text: str) -> str:
    return text if len(text) <= WIDE else f"{text[: WIDE - 1].rstrip()}…"


def rank_figure(found: Spec) -> Spec:
    """Histograms of ranks, one small panel a score, inside their binomial band."""
    low, high = found["bounds99"]
    rows = [
        {"input": row["input"], "bin": bin_, "count": count, "low": low, "high": high}
        for row in found["rows"]
        for bin_, count in enumerate(row["counts"])
    ]
    x = {"field": "bin", "type": "ordinal", "axis": None}
    y: Spec = {"type": "quantitative", "title": None, "scale": {"domain": [0, max(high + 4, 30)]}}
    return {
        "data": {"values": rows},
        "config": _config(),
        "facet": {
            "field": "input",
            "type": "nominal",
            "sort": None,
            "header": {"title": None, "labelLimit": 165, "labelFontSize": 10},
        },
        "columns": 5,
        "spacing": {"row": 14, "column": 14},
        "spec": {
            "width": 150,
            "height": 60,
            "layer": [
                {
                    "mark": {"type": "bar", "color": "#9db7d9"},
                    "encoding": {"x": x, "y": y | {"field": "count", "axis": {"tickCount": 3}}},
                },
                _rule("low"),
                _rule("high"),
            ],
        },
    }


def _rule(field: str) -> Spec:
    return {
        "mark": {"type": "rule", "color": "#a8580f", "strokeDash": [4, 3]},
        "encoding": {"y": {"aggregate": "min", "field": field, "type": "quantitative"}},
    }


def worth_figure(told: Spec) -> Spec:
    """Expected narrowing of the headline interval by a report on each series."""
    rows = [{"series": one["title"], "share": one["narrower"]} for one in told["worths"][:SHOWN]]
    return {
        "data": {"values": rows},
        "width": 520,
        "height": {"step": 20},
        "config": _config(),
        "mark": {"type": "bar", "color": "#3b6fb6", "height": 10},
        "encoding": {
            "y": {
                "field": "series",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelLimit": 420, "minExtent": 240},
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": "narrower by",
                "axis": {"format": "%"},
                "scale": {"domainMin": 0},
            },
        },
    }
