"""What a cut would cost beside the share held, chokepoint by chokepoint: a share is rarely worth itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fabcast.analysis import Chokepoint, Spread

from . import _theme as theme

Spec = dict[str, Any]
_WIDTH, _STEP = 250, 26
_PANELS = (("us", "U.S. alone"), ("coalition", "U.S., Japan, Netherlands"), ("other", "others"))
_READ = (("share", "share held", -0.2, theme.BASE), ("loss", "lost if cut", 0.2, theme.SCENARIO))


def leverage_figure(points: Sequence[Chokepoint]) -> Spec:
    """Draw the share held and the share lost if it is cut, medians with 90 % of draws, by who holds it."""
    rows = [row for one in points for row in _rows(one)]
    held = {str(row["panel"]) for row in rows}
    panels = [_panel(key, title) for key, title in _PANELS if key in held]
    return {"data": {"values": rows}, "vconcat": panels, "spacing": 8, "config": theme.CONFIG}


def _rows(one: Chokepoint) -> list[Spec]:
    panel = one.holder if one.holder in ("us", "coalition") else "other"
    made = []
    for name, words, _, _ in _READ:
        spread: Spread = getattr(one, name)
        values = {q: 100.0 * getattr(spread, q) for q in ("p5", "p50", "p95")}
        made.append({"name": one.label, "panel": panel, "what": words, **values})
    return made


def _panel(key: str, title: str) -> Spec:
    y: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None}
    y["axis"] = {"labelLimit": 200}
    offset = {"field": "what", "type": "nominal", "sort": [words for _, words, _, _ in _READ]}
    color: Spec = {
        "field": "what",
        "type": "nominal",
        "sort": [words for _, words, _, _ in _READ],
        "scale": {"domain": [w for _, w, _, _ in _READ], "range": [c for _, _, _, c in _READ]},
    }
    x: Spec = {
        "type": "quantitative",
        "title": "% of supply, % of use" if key == "other" else None,
        "axis": {"grid": True, "tickCount": 5, "format": "d"},
        "scale": {"domain": [0, 100]},
    }
    shared = {"y": y, "yOffset": offset, "color": color}
    return {
        "title": {"text": title, "fontWeight": "normal", "fontSize": 12, "offset": 4},
        "transform": [{"filter": f"datum.panel == '{key}'"}],
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 1.5},
                "encoding": {"x": {"field": "p5", **x}, "x2": {"field": "p95"}, **shared},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                "encoding": {"x": {"field": "p50", **x}, **shared},
            },
        ],
        "width": _WIDTH,
        "height": {"step": _STEP / 2},
    }
