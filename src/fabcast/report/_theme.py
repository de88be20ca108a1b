"""The look of figures: one quiet palette, readable by the colour-blind, in grey and on paper.

Blue and ochre differ in lightness as well as in hue, and the base scenario is also dashed.
Figures are made once in the light colours; the page's style sheet swaps each of them for its
dark twin, so `DARK` must name every colour that is used.
"""

from __future__ import annotations

from typing import Any

INK = "#22303c"
SOFT = "#5b6b79"
GRID = "#e3e8ec"
SCENARIO = "#1f5fa8"
BASE = "#b5651d"
CONTRAST = "#3f4f5e"
NEUTRAL = "#8a97a3"

BINDING = (
    "#c9d1d8",
    "#a85c17",
    "#e3b577",
    "#24599c",
    "#3d7a6e",
    "#9dcabf",
    "#6e4b7e",
    "#c3a8cf",
    "#6aa5d8",
    "#56616b",
)
"""Colours of binding inputs by code: dark and light by turns, so that neighbours differ in grey too."""

DARK = {
    INK: "#e6ebf0",
    SOFT: "#a6b3bf",
    GRID: "#2e3942",
    SCENARIO: "#6ea8e6",
    BASE: "#e09a54",
    CONTRAST: "#b9c6d2",
    NEUTRAL: "#7d8a96",
    "#c9d1d8": "#45525d",
    "#a85c17": "#c27f3d",
    "#e3b577": "#b3925e",
    "#24599c": "#4a7fc0",
    "#3d7a6e": "#3f8577",
    "#9dcabf": "#7fb0a5",
    "#6e4b7e": "#83639a",
    "#c3a8cf": "#a992b5",
    "#6aa5d8": "#86aecf",
    "#56616b": "#6d7984",
}
"""Light colour → the one that stands for it on a dark page."""

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": NEUTRAL,
        "tickColor": NEUTRAL,
        "tickSize": 4,
        "labelPadding": 4,
    },
    "axisX": {"grid": False, "titlePadding": 6},
    "axisY": {
        "domain": False,
        "ticks": False,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleY": -14,
        "titlePadding": 30,
    },
    "title": {"color": INK, "fontSize": 13, "fontWeight": "bold", "anchor": "start", "offset": 10},
    "legend": {
        "labelColor": INK,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "orient": "bottom",
        "title": None,
        "symbolSize": 90,
        "columnPadding": 14,
    },
}
"""Vega-Lite configuration shared by all figures."""


def dark_rules(scope: str) -> str:
    """CSS that swaps every light colour for its dark twin inside `scope`.

    >>> dark_rules(".figure").splitlines()[0]
    '.figure [fill="#22303c"] { fill: #e6ebf0; }'
    """
    lines = []
    for light, dark in DARK.items():
        lines += [f'{scope} [{kind}="{light}"] {{ {kind}: {dark}; }}' for kind in ("fill", "stroke")]
    return "\n".join(lines)


_EITHER = {
    INK: "currentColor",
    SOFT: "currentColor",
    GRID: "rgba(128,128,128,0.3)",
    SCENARIO: "#3b82d0",
    BASE: "#c4762c",
    CONTRAST: "#75838f",
    'opacity="0.16"': 'opacity="0.28"',
    'opacity="0.26"': 'opacity="0.35"',
}


def either_way(text: str) -> str:
    """Swap colours for ones that can be read on light and on dark, where no style sheet tells which it is.

    >>> either_way('<path stroke="#1f5fa8"/><text fill="#22303c">')
    '<path stroke="#3b82d0"/><text fill="currentColor">'
    """
    for light, both in _EITHER.items():
        text = text.replace(light, both)
    return text
