"""Figures as Vega-Lite specifications: plain dictionaries, one function a kind.

Each is about 370 pixels wide, so that text stays readable on a telephone; pages lay them
out side by side where there is room. Every axis carries its unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from fabcast.analysis import BindingShares

from . import _theme as theme
from ._content import Bound, Fan, Parity
from ._format import Scale, scale_for
from ._marks import (
    MEDIAN_DASH,
    WIDTH,
    Spec,
    chart,
    decimal_year,
    filled,
    line,
    outlined,
    percent_axis,
    time_axis,
    unit_title,
    value_axis,
)

WRAPPED = "split(datum.label, '\\n')"
"""Vega expression: a label with line ends becomes lines."""
LOG_WHEN_OVER = 30.0
"""A level whose median grows by more than this factor over the window is drawn on a log axis."""


def levels(fan: Fan) -> Spec:
    """Draw both scenarios as fans of 90 % and 50 %: the scenario filled, the base in dashed outline.

    Two filled fans that nearly agree mix into mud; an outline over a fill stays readable, also in grey.
    """
    scale = _fan_scale(fan.outcome.unit, fan.scenario, fan.against)
    y = value_axis(fan.outcome.unit, scale, log=_wants_log(fan.outcome.unit, fan.scenario, fan.against))
    ours, base = fan.scenario / scale.factor, fan.against / scale.factor
    return chart(
        [*filled(fan.quarters, ours, theme.SCENARIO, y), *outlined(fan.quarters, base, theme.BASE, y)]
    )


def contrasts(fan: Fan) -> Spec:
    """Draw the paired contrast as one fan around zero."""
    scale = _fan_scale(fan.outcome.unit, fan.contrast, difference=True)
    y = value_axis(fan.outcome.unit, scale, difference=True)
    # One empty row: a rule without data is not drawn inside layers that bring their own.
    zero: Spec = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": theme.INK},
        "encoding": {"y": {"datum": 0}},
    }
    return chart([*filled(fan.quarters, fan.contrast / scale.factor, theme.CONTRAST, y), zero])


def parity(data: Parity) -> Spec:
    """Draw the share of draws in which parity has come, over time."""
    ours = line(data.quarters, 100.0 * data.scenario, theme.SCENARIO, percent_axis())
    base = line(data.quarters, 100.0 * data.against, theme.BASE, percent_axis(), dash=MEDIAN_DASH)
    return chart([ours, base])


def binding(shares: BindingShares, window: slice) -> Spec:
    """Stack the share of draws in which each input binds, over time."""
    quarters, cut = shares.quarters[window], shares.shares[:, window]
    shown = [i for i in range(len(shares.inputs)) if cut[i].max() > 0.0]
    names = [in_words(shares.inputs[i]) for i in shown]
    colors = [theme.BINDING[i % len(theme.BINDING)] for i in shown]
    color: Spec = {"field": "input", "type": "nominal", "scale": {"domain": names, "range": colors}}
    color["legend"] = {"columns": 2, "symbolType": "square", "labelLimit": 170}
    y: Spec = {"field": "share", "stack": "zero", **percent_axis()}
    area: Spec = {
        "data": {"values": _binding_rows(quarters, cut, shown, names)},
        "mark": {"type": "area", "interpolate": "step-before", "opacity": 1},
        "encoding": {"x": time_axis(), "y": y, "color": color, "order": {"field": "order"}},
    }
    return chart([area])


def bounds(main: Bound, beside: Sequence[Bound], outcome: str, unit: str) -> Spec:
    """Draw the contrast of each scenario and year as a point with its 50 % and 90 % interval."""
    rows = [(b, c) for b in (main, *beside) for c in b.contrasts if c.outcome == outcome and c.year]
    size = max((abs(v) for _, c in rows for v in (c.contrast.p5, c.contrast.p95)), default=1.0)
    scale = scale_for(unit, size, difference=True)
    values = [
        {"name": _wrapped(b.scenario.title), "year": f"End of {c.year}", **_spread(c.contrast, scale)}
        for b, c in rows
    ]
    header = {"labelOrient": "top", "labelAnchor": "start", "labelColor": theme.INK}
    offset = -8 if all("\n" in str(row["name"]) for row in values) else 0
    return {
        "data": {"values": values},
        "facet": {"row": {"field": "year", "type": "ordinal", "title": None, "header": header}},
        "spec": _intervals(f"change, {unit_title(scale)}", 1 + len(beside), offset),
        "spacing": 6,
        "config": theme.CONFIG,
    }


def in_words(name: str) -> str:
    """Write an id as words.

    >>> in_words("hbm_stacks")
    'HBM stacks'
    """
    return name.replace("_", " ").replace("hbm", "HBM")


def _wrapped(title: str) -> str:
    """Break a long name into short lines.

    >>> _wrapped("H200 licensed, and China lets all in").splitlines()
    ['H200 licensed, and', 'China lets all in']
    """
    return "\n".join(wrap(title, 20))


def _intervals(title: str, scenarios: int, offset: int) -> Spec:
    """Layers of one panel of intervals: 90 % thin, 50 % thick, median a point, zero a line."""
    x: Spec = {
        "type": "quantitative",
        "title": title,
        "axis": {"grid": True, "tickCount": 5, "format": ",~r"},
    }
    colors = [theme.SCENARIO, *[theme.NEUTRAL] * (scenarios - 1)]
    shared: Spec = {
        "y": {
            "field": "name",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"labelExpr": WRAPPED, "labelOffset": offset},
        },
        "color": {"field": "name", "scale": {"range": colors}, "sort": None, "legend": None},
    }
    thin, thick = {"type": "rule", "strokeWidth": 1.5}, {"type": "rule", "strokeWidth": 5}
    point = {"type": "point", "filled": True, "size": 60, "opacity": 1}
    layers: list[Spec] = [
        {"mark": thin, "encoding": {**shared, "x": {"field": "p5", **x}, "x2": {"field": "p95"}}},
        {"mark": thick, "encoding": {**shared, "x": {"field": "p25", **x}, "x2": {"field": "p75"}}},
        {"mark": point, "encoding": {**shared, "x": {"field": "p50", **x}}},
        {"mark": {"type": "rule", "color": theme.INK}, "encoding": {"x": {"datum": 0}}},
    ]
    return {"layer": layers, "width": WIDTH - 90, "height": {"step": 32}}


def _spread(spread: object, scale: Scale) -> dict[str, float]:
    return {k: getattr(spread, k) / scale.factor for k in ("p5", "p25", "p50", "p75", "p95")}


def _binding_rows(
    quarters: Sequence[str], cut: NDArray[np.float64], shown: Sequence[int], names: Sequence[str]
) -> list[Spec]:
    return [
        {"t": decimal_year(q), "input": name, "share": round(100.0 * float(cut[i, k]), 2), "order": i}
        for i, name in zip(shown, names, strict=True)
        for k, q in enumerate(quarters)
    ]


def _fan_scale(unit: str, *arrays: NDArray[np.float64], difference: bool = False) -> Scale:
    size = max((float(np.nanmax(np.abs(a))) for a in arrays if np.isfinite(a).any()), default=1.0)
    return scale_for(unit, size, difference=difference)


def _wants_log(unit: str, *arrays: NDArray[np.float64]) -> bool:
    lows, middle = (np.concatenate([a[k][np.isfinite(a[k])] for a in arrays]) for k in (0, 2))
    if unit in {"percent", "year", "months"} or middle.size == 0 or lows.min() <= 0.0:
        return False
    return bool(middle.max() / middle.min() > LOG_WHEN_OVER)
