"""The pieces that figures are made of: axes, filled bands, outlined bands, lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _theme as theme
from ._format import Scale

Spec = dict[str, Any]
WIDTH = 340
HEIGHT = 200
MEDIAN_DASH = (6, 3)
POWERS_OF_TEN = [10.0**k for k in range(-4, 7)]
_FILLS = (("q0", "q4", 0.16), ("q1", "q3", 0.26))
_EDGES = ((0, (1, 3), 0.9), (1, (3, 2), 1.0), (3, (3, 2), 1.0), (4, (1, 3), 0.9))
"""Lower edge to upper edge of an outlined fan: quantile, dash, width."""


def decimal_year(quarter: str) -> float:
    """Place a quarter's end on the time axis.

    >>> decimal_year("2027Q4")
    2028.0
    """
    return int(quarter[:4]) + int(quarter[5]) / 4.0


def time_axis() -> Spec:
    """Make the horizontal axis: quarters as decimal years."""
    return {
        "field": "t",
        "type": "quantitative",
        "title": "end of quarter, year",
        "axis": {"format": "d", "tickCount": 7},
        "scale": {"zero": False, "nice": False},
    }


def value_axis(unit: str, scale: Scale, *, log: bool = False, difference: bool = False) -> Spec:
    """Make the vertical axis of an outcome, with its unit as the title."""
    title = f"{'change, ' if difference else ''}{unit_title(scale)}{' (log scale)' if log else ''}"
    axis: Spec = {"tickCount": 5, "format": ",~r"} | (
        {"values": POWERS_OF_TEN, "labelOverlap": False} if log else {}
    )
    linear: Spec = {"zero": unit != "months" and not difference, "nice": True}
    scaling: Spec = {"type": "log", "nice": False} if log else linear
    return {"type": "quantitative", "title": title, "axis": axis, "scale": scaling}


def percent_axis() -> Spec:
    """Make the vertical axis of a share of draws."""
    scale, axis = {"domain": [0, 100]}, {"format": "d", "tickCount": 5}
    return {"type": "quantitative", "title": "% of draws", "scale": scale, "axis": axis}


def unit_title(scale: Scale) -> str:
    """Write the unit for an axis.

    >>> unit_title(Scale(before="$", after=" bn per year")), unit_title(Scale())
    ('$ bn per year', 'ratio')
    """
    return f"{scale.before} {scale.after.strip()}".strip() or "ratio"


def filled(quarters: Sequence[str], bands: NDArray[np.float64], color: str, y: Spec) -> list[Spec]:
    """Fill the 90 % and 50 % bands and draw the median."""
    rows = [_band_row(quarter, bands[:, i]) for i, quarter in enumerate(quarters)]
    areas: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "area", "color": color, "opacity": opacity},
            "encoding": {"x": time_axis(), "y": {"field": low, **y}, "y2": {"field": high}},
        }
        for low, high, opacity in _FILLS
    ]
    return [*areas, line(quarters, bands[2], color, y)]


def outlined(quarters: Sequence[str], bands: NDArray[np.float64], color: str, y: Spec) -> list[Spec]:
    """Outline the 90 % and 50 % bands and draw the median, all dashed."""
    edges = [line(quarters, bands[k], color, y, dash=dash, width=width) for k, dash, width in _EDGES]
    return [*edges, line(quarters, bands[2], color, y, dash=MEDIAN_DASH)]


def line(
    quarters: Sequence[str],
    values: NDArray[np.float64],
    color: str,
    y: Spec,
    *,
    dash: Sequence[int] = (),
    width: float = 2.0,
) -> Spec:
    """Draw one line over time."""
    mark: Spec = {"type": "line", "color": color, "strokeWidth": width}
    mark |= {"strokeDash": list(dash)} if dash else {}
    rows = [{"t": decimal_year(q), "v": rounded(v)} for q, v in zip(quarters, values, strict=True)]
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": time_axis(), "y": {"field": "v", **y}}}


def rounded(value: float) -> float | None:
    """Keep six digits, which no eye can tell from more; None where there is no value."""
    return float(f"{value:.6g}") if np.isfinite(value) else None


def chart(layers: list[Spec]) -> Spec:
    """Put layers into one figure of the common size and look."""
    return {"layer": layers, "width": WIDTH, "height": HEIGHT, "config": theme.CONFIG}


def _band_row(quarter: str, values: NDArray[np.float64]) -> Spec:
    return {"t": decimal_year(quarter), **{f"q{k}": rounded(value) for k, value in enumerate(values)}}
