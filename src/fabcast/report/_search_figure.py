"""The front of a search over its first two objectives."""

from __future__ import annotations

from typing import Any

import numpy as np

from fabcast.analysis import Objective, Searched
from fabcast.model import OUTCOMES

from . import _theme as theme
from ._format import Scale, scale_for
from ._marks import WIDTH, unit_title

Spec = dict[str, Any]


def front_figure(found: Searched) -> Spec:
    """Draw every setting tried, the front among them, its numbered points, and the scenario as it is.

    Medians on the draws of the search; of more than two objectives the first two.
    """
    pair = found.task.objectives[:2]
    signs = np.array([one.sign for one in pair])
    tried = found.tried.values[:, :2] * signs
    scales = [_scale(one, tried[:, k]) for k, one in enumerate(pair)]
    x, y = (_axis(axis, one, scale) for axis, one, scale in zip("xy", pair, scales, strict=True))
    front = tried[found.tried.front]
    points = [_row(point.hoped[:2], scales) | {"name": str(n)} for n, point in enumerate(found.points, 1)]
    base = [_row(found.base_hoped[:2], scales)]
    dot: Spec = {"type": "point", "filled": True, "opacity": 1}
    text = {"type": "text", "dx": 10, "dy": 0, "align": "left", "fontSize": 12, "color": theme.INK}
    layers: list[Spec] = [
        _layer(
            [_row(v, scales) for v in tried],
            {**dot, "size": 22, "color": theme.NEUTRAL, "opacity": 0.45},
            x,
            y,
        ),
        _layer([_row(v, scales) for v in front], {**dot, "size": 26, "color": theme.SCENARIO}, x, y),
        _layer(points, {**dot, "size": 70, "color": theme.SCENARIO}, x, y),
        _layer(base, {**dot, "size": 80, "color": theme.BASE, "shape": "diamond"}, x, y),
        _layer(points, text, x, y, text={"field": "name"}),
    ]
    return {"layer": layers, "width": WIDTH, "height": 280, "config": theme.CONFIG}


def _scale(objective: Objective, values: np.ndarray) -> Scale:
    return scale_for(OUTCOMES[objective.outcome].unit, float(np.abs(values).max()))


def _axis(axis: str, objective: Objective, scale: Scale) -> Spec:
    wanted = "less" if objective.sense == "min" else "more"
    label = f"{OUTCOMES[objective.outcome].label}, {unit_title(scale)} ({wanted} is wanted)"
    made: Spec = {"field": axis, "type": "quantitative", "title": label, "scale": {"zero": False}}
    return made | {"axis": {"grid": True, "tickCount": 5, "format": ",~r"}}


def _row(values: Any, scales: list[Scale]) -> dict[str, Any]:
    return {axis: float(v) / s.factor for axis, v, s in zip("xy", values, scales, strict=True)}


def _layer(rows: list[dict[str, Any]], mark: Spec, x: Spec, y: Spec, **more: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y, **more}}
