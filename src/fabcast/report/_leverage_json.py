"""Chokepoints as plain data; see ``schemas/leverage.schema.json``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fabcast.analysis import Chokepoint, Spread

from ._leverage_page import LeveragePage

Plain = dict[str, Any]


def leverage_json(page: LeveragePage, words: Sequence[str]) -> Plain:
    """Give chokepoints as plain data.

    Returns
    -------
    dict
        See ``schemas/leverage.schema.json``; what is unknown is null.
    """
    return {
        "because": list(words),
        "scenario": page.scenario,
        "year": page.year,
        "draws": page.draws,
        "seed": page.seed,
        "basis": page.basis,
        "chokepoints": [_plain_point(one) for one in page.points],
    }


def _plain_point(one: Chokepoint) -> Plain:
    names = ("share", "power", "loss", "cost_share", "concentration", "months", "stock_months")
    return {
        "id": one.id,
        "label": one.label,
        "held_by": one.holder,
        **{name: _spread(getattr(one, name)) for name in names},
        "probability_power_is_lower_bound": one.capped,
        "probability_not_rebuilt_by_2040": one.never,
        "note": one.note,
    }


def _spread(spread: Spread | None) -> Plain | None:
    if spread is None or not math.isfinite(spread.p50):
        return None
    return {name: getattr(spread, name) for name in ("p5", "p50", "p95", "mean")}
