"""Dated values spread over quarters.

Each helper takes rows of (period, low, central, high) and returns an array (3, quarter).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from jaxtyping import Float

from fabcast.model import QUARTERS, quarter_index

Range = Float[np.ndarray, "3 quarter"]
MID = 2014 + 0.25 * (np.arange(len(QUARTERS)) + 0.5)
END = MID + 0.125


class Dated(Protocol):
    """A value with a period, as the facts room gives it."""

    @property
    def period(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def central(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def points(rows: Iterable[Dated]) -> tuple[list[str], Float[np.ndarray, "3 row"]]:
    """Periods and values, in time order; a missing low or high takes the central value."""
    known = sorted((r for r in rows if r.central is not None), key=lambda r: r.period)
    table = [[_or(r.low, r.central), r.central, _or(r.high, r.central)] for r in known]
    return [r.period for r in known], np.array(table, dtype=float).T


def _or(value: float | None, other: float | None) -> float | None:
    return other if value is None else value


def middle(period: str) -> float:
    """Date of a period's middle, decimal years.

    >>> middle("2024"), middle("2024Q3"), middle("2025H1")
    (2024.5, 2024.625, 2025.25)
    """
    year = float(period[:4])
    if "Q" in period:
        return year + 0.25 * (int(period[-1]) - 0.5)
    if "H" in period:
        return year + 0.5 * (int(period[-1]) - 0.5)
    return year + 0.5


def level(
    dates: Sequence[float], values: Float[np.ndarray, "3 row"], *, before: float | None = None
) -> Range:
    """Interpolate linearly between dated values, flat after; before the first: flat or a value."""
    out = np.stack([np.interp(MID, dates, row) for row in values])
    if before is not None:
        out[:, dates[0] - 0.5 > MID] = before
    return out


def stock(dates: Sequence[float], values: Float[np.ndarray, "3 row"]) -> Range:
    """Interpolate a growing stock on a log scale, read at quarter ends; flat outside."""
    return np.asarray(np.exp(np.stack([np.interp(END, dates, row) for row in np.log(values)])))


def flow(dates: Sequence[float], values: Float[np.ndarray, "3 row"], *, before: float | None = 0.0) -> Range:
    """Turn yearly amounts into quarterly ones that add up to them; the last year's pace goes on.

    Quarters follow the line between mid-years, then each dated year is scaled to its amount.

    >>> spread = flow([2024.5, 2025.5], np.array([[4.0, 8.0]] * 3))
    >>> round(float(spread[1, 40:44].sum()), 9), round(float(spread[1, 44:48].sum()), 9)
    (4.0, 8.0)
    """
    out = level(dates, values, before=before) / 4.0
    for date, amount in zip(dates, values.T, strict=True):
        year = np.floor(MID) == np.floor(date)
        total = out[:, year].sum(axis=1, keepdims=True)
        out[:, year] *= np.where(total > 0, amount[:, None] / np.where(total > 0, total, 1.0), 1.0)
    last = np.floor(MID) > np.floor(dates[-1])
    out[:, last] = values[:, -1:] / 4.0
    return out


def by_quarter(periods: Sequence[str], values: Float[np.ndarray, "3 row"]) -> Range:
    """Place quarterly amounts in their quarters; nothing elsewhere."""
    out = np.zeros((3, len(QUARTERS)))
    for period, column in zip(periods, values.T, strict=True):
        out[:, quarter_index(period)] += column
    return out


def stepped(periods: Sequence[str], values: Float[np.ndarray, "3 row"]) -> Range:
    """Hold each yearly value through its year; flat outside."""
    years = np.floor(MID)
    dated = np.array([float(p[:4]) for p in periods])
    index = np.clip(np.searchsorted(dated, years, side="right") - 1, 0, len(periods) - 1)
    return np.asarray(values[:, index])
