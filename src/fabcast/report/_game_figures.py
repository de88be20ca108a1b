"""The payoff map: each pair of postures as a point, one government across, the other up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fabcast.analysis import GAME_NAMES, Played
from fabcast.scenario import Posture

from . import _theme as theme
from ._marks import WIDTH

_HEIGHT = 300


def payoff_map(game: Played, us: Sequence[Posture], cn: Sequence[Posture]) -> dict[str, Any]:
    """Draw median payoffs of both with their 90 % intervals; equilibria of the expected game are filled.

    Labels name Washington's posture, then Beijing's. Pairs with the same payoffs share a label.
    """
    stable = {(e.rows.index(max(e.rows)), e.columns.index(max(e.columns))) for e in game.equilibria if e.pure}
    points = [
        _point(game, i, j, f"{mine.id} / {theirs.id}", stable=(i, j) in stable)
        for i, mine in enumerate(us)
        for j, theirs in enumerate(cn)
    ]
    x = _axis("x", "p50", f"{GAME_NAMES['us']}’s payoff")
    y = _axis("y", "p50", f"{GAME_NAMES['cn']}’s payoff")
    thin = {"type": "rule", "strokeWidth": 1, "color": theme.NEUTRAL, "opacity": 0.5}
    dot = {"type": "point", "size": 70, "opacity": 1, "stroke": theme.SCENARIO, "strokeWidth": 1.5}
    text = {"type": "text", "align": "left", "dx": 7, "dy": -7, "fontSize": 11, "color": theme.INK}
    layers: list[dict[str, Any]] = [
        _rule({"x": {"datum": 0}}),
        _rule({"y": {"datum": 0}}),
        {"mark": thin, "encoding": {"x": _axis("x", "p5"), "x2": {"field": "x_p95"}, "y": y}},
        {"mark": thin, "encoding": {"x": x, "y": _axis("y", "p5"), "y2": {"field": "y_p95"}}},
        {"mark": {**dot, "filled": False}, "encoding": {"x": x, "y": y}},
        {
            "transform": [{"filter": "datum.stable"}],
            "mark": {**dot, "fill": theme.SCENARIO},
            "encoding": {"x": x, "y": y},
        },
        {"mark": text, "encoding": {"x": x, "y": y, "text": {"field": "name"}}},
    ]
    return {
        "data": {"values": _one_label(points)},
        "layer": layers,
        "width": WIDTH,
        "height": _HEIGHT,
        "config": theme.CONFIG,
    }


def _point(game: Played, row: int, column: int, name: str, *, stable: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"name": name, "stable": stable}
    for k, axis in enumerate("xy"):
        spread = game.spread(k, row, column)
        values |= {f"{axis}_{q}": getattr(spread, q) for q in ("p5", "p50", "p95")}
    return values


def _one_label(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write the names of pairs that fall together on one point once, and mark it if one is stable."""
    found: dict[tuple[float, float], dict[str, Any]] = {}
    for point in points:
        place = (round(point["x_p50"], 3), round(point["y_p50"], 3))
        here = found.setdefault(place, {**point, "name": ""})
        here["name"] += f"{', ' if here['name'] else ''}{point['name']}"
        here["stable"] = here["stable"] or point["stable"]
    return list(found.values())


def _axis(axis: str, quantile: str, title: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "field": f"{axis}_{quantile}",
        "type": "quantitative",
        "axis": {"grid": True, "tickCount": 5, "format": ",~r"},
    }
    return made if title is None else {**made, "title": title}


def _rule(encoding: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"values": [{}]}, "mark": {"type": "rule", "color": theme.INK}, "encoding": encoding}
