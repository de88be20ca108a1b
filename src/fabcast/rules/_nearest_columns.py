"""`_nearest` over columns: the nearest line of many rows, and the distance to it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.rules._columnwise import Judgement, Sheet
from fabcast.rules._nearest import plan_lines
from fabcast.rules._plan import Plan, Switches
from fabcast.rules._rows import Columns

__all__ = ["nearest_lines"]

FAR = 1e290
"""Puts lines that turn nothing behind all that turn the classification."""


def nearest_lines(
    plan: Plan, columns: Columns, settings: Switches
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], tuple[tuple[str, float], ...]]:
    """Return for each row the nearest line and the distance to it; see `_nearest.nearest`."""
    lines = tuple(line for line in plan_lines(plan) if line[0] in columns.numbers)
    line, best = np.full(columns.size, -1), np.full(columns.size, np.inf)
    rank = np.full(columns.size, np.inf)
    base = Sheet(plan, columns, settings)
    here = [base.classified(bound.clause.id) for bound in plan.classifying]
    for index, (name, value) in enumerate(lines):
        number = columns.numbers[name]
        turns = _turns(plan, columns, settings, here, name, value)
        with np.errstate(over="ignore"):  # a density over almost no area: infinitely far
            size = np.where(turns, np.abs(number - value), FAR * (1.0 + np.abs(number / value - 1)))
        closer = size < rank
        line, rank = np.where(closer, index, line), np.where(closer, size, rank)
        best = np.where(closer, number - value, best)
    return line, np.where(line < 0, np.nan, best), lines


def _turns(
    plan: Plan, columns: Columns, settings: Switches, here: list[Judgement], name: str, line: float
) -> Any:
    number = columns.numbers[name]
    across = np.where(number >= line, np.nextafter(line, -np.inf), line)
    across[np.isnan(number)] = np.nan
    moved = Sheet(plan, columns.moved(name, across), settings)
    changed: Any = np.zeros(columns.size, bool)
    for bound, before in zip(plan.classifying, here, strict=True):
        changed = changed | (moved.classified(bound.clause.id) != before)
    return changed
