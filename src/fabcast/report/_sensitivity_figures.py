"""Figures of a sensitivity: weights with intervals, shares over time, numbers against draws."""

from __future__ import annotations

from textwrap import wrap

from fabcast.analysis import Enough, OverTime, Sensitivity

from . import _theme as theme
from ._figures import WRAPPED
from ._format import Scale, scale_for
from ._marks import WIDTH, Spec, decimal_year, rounded, time_axis, unit_title
from ._sensitivity_page import AMOUNT, METHODS, SensitivityPage, input_label, player_label

_LINE = 34
"""Letters in a line of a label."""
DRAWN = 8
"""Players in a figure; its table has more."""
_COLORS = (theme.SCENARIO, theme.BASE)
_SERIES = ("#24599c", "#a85c17", "#3d7a6e", "#6e4b7e", "#6aa5d8", "#56616b")


def weights(page: SensitivityPage, found: Sensitivity) -> Spec:
    """Draw each player's weight as a point with its 95 % interval; the heaviest on top."""
    method = METHODS[found.method]
    kind = method.measures[method.shown[0]].kind
    rows = [*found.named()[:DRAWN], *(row for row in found.rows if row.player.kind == "rest")]
    size = max(abs(row.measures[name].high) for row in rows for name in method.shown if name in row.measures)
    scale = scale_for(page.unit, size, difference=True) if kind == AMOUNT else Scale(0.01)
    values = [
        {
            "input": _short(player_label(row.player), place),
            "measure": method.measures[name].title,
            **_ends(one, scale),
        }
        for place, row in enumerate(rows)
        for name in method.shown
        if (one := row.measures.get(name)) is not None
    ]
    what = unit_title(scale) if kind == AMOUNT else "% of the variance"
    title = {"delta": "δ, % of the probability"}.get(found.method, what)
    return _dots(values, [method.measures[name].title for name in method.shown], title)


def _dots(values: list[Spec], series: list[str], title: str) -> Spec:
    x: Spec = {
        "type": "quantitative",
        "title": title,
        "axis": {"grid": True, "tickCount": 5, "format": ",~r"},
    }
    several = len(series) > 1
    domain, colors = series, list(_COLORS[: len(series)])
    color: Spec = {"field": "measure", "scale": {"domain": domain, "range": colors}, "sort": None}
    color["legend"] = {"symbolType": "circle"} if several else None
    axis = {"labelExpr": WRAPPED, "labelLimit": 0, "labelLineHeight": 13, "labelOffset": -6}
    shared: Spec = {
        "y": {"field": "input", "type": "nominal", "sort": None, "title": None, "axis": axis},
        "color": color,
        **({"yOffset": {"field": "measure", "sort": domain}} if several else {}),
    }
    rule: Spec = {"type": "rule", "strokeWidth": 1.5}
    point: Spec = {"type": "point", "filled": True, "size": 60, "opacity": 1}
    layers: list[Spec] = [
        {"mark": rule, "encoding": {**shared, "x": {"field": "low", **x}, "x2": {"field": "high"}}},
        {"mark": point, "encoding": {**shared, "x": {"field": "value", **x}}},
        {"mark": {"type": "rule", "color": theme.INK}, "encoding": {"x": {"datum": 0}}},
    ]
    return {
        "data": {"values": values},
        "layer": layers,
        "width": WIDTH - 110,
        "height": {"step": 20 if several else 38},
        "config": theme.CONFIG,
    }


def _ends(one: object, scale: Scale) -> Spec:
    return {name: rounded(getattr(one, name) / scale.factor) for name in ("value", "low", "high")}


def _short(label: str, place: int) -> str:
    """Two lines of a label; signs without width keep apart two that begin alike."""
    return "\n".join(wrap(label, _LINE, max_lines=2, placeholder=" …")) + "\u200b" * place


def over_time(found: OverTime) -> Spec:
    """Draw first-order shares over time, one line an input, its interval a band."""
    labels = [input_label(name) for name in found.inputs]
    rows = [
        {"t": decimal_year(quarter), "input": label, **_ends(one, Scale(0.01))}
        for label, shares in zip(labels, found.shares, strict=True)
        for quarter, one in zip(found.quarters, shares, strict=True)
    ]
    color: Spec = {"field": "input", "type": "nominal", "sort": None}
    color["scale"] = {"domain": labels, "range": list(_SERIES)}
    color["legend"] = {"columns": 1, "symbolType": "square", "symbolOpacity": 1, "labelLimit": 0}
    y: Spec = {"type": "quantitative", "title": "% of the variance", "axis": {"tickCount": 5, "format": "d"}}
    band: Spec = {"mark": {"type": "area", "opacity": 0.16}, "encoding": {}}
    band["encoding"] = {"x": time_axis(), "y": {"field": "low", **y}, "y2": {"field": "high"}, "color": color}
    line: Spec = {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {}}
    line["encoding"] = {"x": time_axis(), "y": {"field": "value", **y}, "color": color}
    return {
        "data": {"values": rows},
        "layer": [band, line],
        "width": WIDTH + 60,
        "height": 220,
        "config": theme.CONFIG,
    }


def enough(page: SensitivityPage, found: Enough) -> Spec:
    """Draw the median and both ends of the 90 % interval against the number of draws, with 95 % intervals."""
    size = max(abs(v) for row in found.rows for one in (row.low, row.high) for v in (one.low, one.high))
    scale = scale_for(page.unit, size, difference=page.against is not None)
    names = ("95 % point", "Median", "5 % point")
    values = [
        {"draws": f"{row.draws:,}", "what": name, **_ends(one, scale)}
        for row in found.rows
        for name, one in zip(names, (row.high, row.middle, row.low), strict=True)
    ]
    color: Spec = {"field": "what", "type": "nominal", "sort": None}
    color["scale"] = {"domain": list(names), "range": [theme.BASE, theme.INK, theme.SCENARIO]}
    y: Spec = {"type": "quantitative", "title": unit_title(scale), "axis": {"tickCount": 6, "format": ",~r"}}
    x: Spec = {"field": "draws", "type": "ordinal", "sort": None, "title": "draws", "axis": {"labelAngle": 0}}
    rule: Spec = {"mark": {"type": "rule", "strokeWidth": 1.5}}
    rule["encoding"] = {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}, "color": color}
    point: Spec = {"mark": {"type": "point", "filled": True, "size": 55, "opacity": 1}}
    point["encoding"] = {"x": x, "y": {"field": "value", **y}, "color": color}
    line: Spec = {"mark": {"type": "line", "strokeWidth": 1}}
    line["encoding"] = {"x": x, "y": {"field": "value", **y}, "color": color}
    return {
        "data": {"values": values},
        "layer": [line, rule, point],
        "width": WIDTH,
        "height": 220,
        "config": theme.CONFIG,
    }
