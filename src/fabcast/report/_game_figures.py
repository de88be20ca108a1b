"""Payoffs of each pair of postures with their intervals, one panel a government."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fabcast.analysis import GAME_NAMES, Played
from fabcast.scenario import Posture

from . import _theme as theme

Spec = dict[str, Any]
_PANEL, _STEP = 130, 24


def payoff_figure(game: Played, us: Sequence[Posture], cn: Sequence[Posture]) -> Spec:
    """Draw the median and 90 % of draws of each payoff; equilibria of the expected game are filled.

    Rows name Washington's posture, then Beijing's.
    """
    stable = {(e.rows.index(max(e.rows)), e.columns.index(max(e.columns))) for e in game.equilibria if e.pure}
    rows = [
        _row(game, k, i, j, f"{mine.id} / {theirs.id}", stable=(i, j) in stable)
        for i, mine in enumerate(us)
        for j, theirs in enumerate(cn)
        for k in (0, 1)
    ]
    panels = [_panel(GAME_NAMES[who], first=who == "us") for who in ("us", "cn")]
    return {"data": {"values": rows}, "hconcat": panels, "spacing": 14, "config": theme.CONFIG}


def _row(game: Played, government: int, i: int, j: int, name: str, *, stable: bool) -> Spec:
    spread = game.spread(government, i, j)
    values = {q: getattr(spread, q) for q in ("p5", "p50", "p95")}
    return {"name": name, "who": list(GAME_NAMES.values())[government], "stable": stable, **values}


def _panel(who: str, *, first: bool) -> Spec:
    labels: Spec = {} if first else {"labels": False, "ticks": False}
    y: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": labels}
    x: Spec = {
        "type": "quantitative",
        "title": f"{who}’s payoff",
        "axis": {"grid": True, "tickCount": 4, "format": ",~r"},
    }
    dot = {"type": "point", "size": 55, "opacity": 1, "stroke": theme.SCENARIO, "strokeWidth": 1.5}
    thin = {"type": "rule", "strokeWidth": 1.5, "color": theme.SCENARIO}
    middle = {"x": {"field": "p50", **x}, "y": y}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "color": theme.INK}, "encoding": {"x": {"datum": 0}}},
        {"mark": thin, "encoding": {"x": {"field": "p5", **x}, "x2": {"field": "p95"}, "y": y}},
        {"mark": {**dot, "fill": theme.GRID}, "encoding": middle},
        {
            "transform": [{"filter": "datum.stable"}],
            "mark": {**dot, "fill": theme.SCENARIO},
            "encoding": middle,
        },
    ]
    return {
        "transform": [{"filter": f"datum.who == '{who}'"}],
        "layer": layers,
        "width": _PANEL,
        "height": {"step": _STEP},
    }
