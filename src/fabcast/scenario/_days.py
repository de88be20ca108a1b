"""From dated steps to quarters: what holds on each day, then its mean or its middle value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
from jaxtyping import Float, Int

from fabcast.model import QUARTERS

Days = Float[np.ndarray, " day"]
Quarters = Float[np.ndarray, " quarter"]


def _quarter_start(index: int) -> date:
    years, q = divmod(index, 4)
    return date(int(QUARTERS[0][:4]) + years, 3 * q + 1, 1)


STARTS: Int[np.ndarray, " edge"] = np.array([_quarter_start(i).toordinal() for i in range(len(QUARTERS) + 1)])
"""Ordinal of the first day of each quarter, and of the day after the last one."""
DAYS: Int[np.ndarray, " day"] = np.arange(STARTS[0], STARTS[-1])
_LENGTHS = np.diff(STARTS)
_MIDDLES = STARTS[:-1] + _LENGTHS // 2


def by_day(steps: Iterable[tuple[date, float]], default: float) -> Days:
    """Value on each day of the time axis; ``default`` before the first step.

    >>> bool((by_day([], 0.5) == 0.5).all())
    True
    """
    dated = list(steps)
    starts = np.array([start.toordinal() for start, _ in dated], dtype=np.int64)
    values = np.array([default, *(value for _, value in dated)], dtype=np.float64)
    return values[np.searchsorted(starts, DAYS, side="right")]


def mean(days: Days) -> Quarters:
    """Mean over the days of each quarter; exact where the value does not change in it.

    >>> float(mean(by_day([(date(2022, 10, 8), 1.0)], 0.0))[35].round(4))  # 85 of 92 days
    0.9239
    """
    at = STARTS[:-1] - STARTS[0]
    low, high = np.minimum.reduceat(days, at), np.maximum.reduceat(days, at)
    constant = low == high
    total = np.add.reduceat(np.where(np.isfinite(days), days, 0.0), at)
    return np.where(constant, low, total / _LENGTHS)


def middle(days: Days) -> Quarters:
    """Value on the middle day of each quarter.

    >>> float(middle(by_day([(date(2022, 10, 8), 1.0)], 0.0))[35])
    1.0
    """
    return np.asarray(days[_MIDDLES - STARTS[0]])


def first_quarter(day: date) -> int:
    """Index of the first quarter whose middle lies on or after the day.

    >>> QUARTERS[first_quarter(date(2025, 12, 8))], QUARTERS[first_quarter(date(2022, 10, 7))]
    ('2026Q1', '2022Q4')
    """
    return int(np.searchsorted(_MIDDLES, day.toordinal(), side="left"))


READERS: dict[str, Callable[[Days], Quarters]] = {"mean": mean, "middle": middle}
