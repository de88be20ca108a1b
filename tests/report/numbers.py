"""The headline numbers of the JSON brief as every other form must write them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from fabcast.analysis import Spread
from fabcast.report._format import change


def written(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """List each headline number, with its interval, as text without any space."""
    for one in data["outcomes"]:
        told = one["contrast"]
        if told["probability_zero"] < 0.95 and told["p50"] is not None and math.isfinite(told["p50"]):
            spread = Spread(told["p5"], told["p5"], told["p50"], told["p95"], told["p95"], told["mean"])
            yield f"{one['id']} {one['year']}", unspaced(change(spread, one["unit"]))


def unspaced(text: str) -> str:
    """Drop all spaces and line ends, which each form sets as it must."""
    return "".join(text.split())
