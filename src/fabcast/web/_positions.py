"""Where a lever stands at rest: the value that its scenario gives it, and from when one would move it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fabcast.facts import AS_OF
from fabcast.model import QUARTERS
from fabcast.scenario import LEVERS, Lever, Scenario, dated_values

Place = tuple[str, str]
"""Lever and key; the key is empty for a lever without keys."""
Dated = dict[Place, tuple[tuple[date, float | str], ...]]
"""Values of every lever with the day from which each holds."""

_TOPS = {"enforcement": 4.0, "state_support": 3.0, "unit_cap": 1_000_000.0, "chip_price": 100.0}
"""Where a slider ends, for levers whose own range is open or far too wide."""
_STEPS = ((1.0, 0.05), (10.0, 0.1), (1000.0, 1.0))
"""Step of a slider by how far it reaches; a hundredth of the reach beyond that."""


@dataclass(frozen=True, slots=True)
class Position:
    """A lever's value as the slider shows it, and the quarter from which it would be moved."""

    value: float | str
    quarter: int


def first_day(quarter: str) -> date:
    """First day of a quarter.

    >>> first_day("2027Q2")
    datetime.date(2027, 4, 1)
    """
    return date(int(quarter[:4]), 3 * int(quarter[5]) - 2, 1)


def quarter_index(quarter: str) -> int:
    """Place of a quarter on the model's time axis."""
    return QUARTERS.index(quarter)


def next_quarter(day: date) -> int:
    """First quarter that begins after a day.

    >>> QUARTERS[next_quarter(date(2026, 11, 23))]
    '2027Q1'
    """
    return next(i for i, quarter in enumerate(QUARTERS) if first_day(quarter) > day)


def span(lever: Lever) -> tuple[float, float, float]:
    """Lower end, upper end and step of a slider.

    >>> span(LEVERS["us_fee"])
    (0.0, 1.0, 0.05)
    """
    top = _TOPS.get(lever.id, lever.high if math.isfinite(lever.high) else 1.0)
    if lever.unit == "0 or 1":
        return 0.0, 1.0, 1.0
    step = next((step for reach, step in _STEPS if top <= reach), top / 100.0)
    return lever.low, top, step


@lru_cache(maxsize=512)
def dated(scenario: Scenario) -> Dated:
    """Dated values of every lever of a scenario, kept."""
    return dated_values(scenario)


def value_on(values: Dated, place: Place, day: date) -> float | str:
    """Value that a lever has on a day."""
    return [value for start, value in values[place] if start <= day][-1]


def position(values: Dated, place: Place) -> Position:
    """Position of a lever that nobody moved.

    >>> from fabcast.scenario import load
    >>> position(dated(load("h200_denied")), ("licence_grant", "H200")).value
    0.0
    """
    quarter = next_quarter(AS_OF)
    value = value_on(values, place, first_day(QUARTERS[quarter]))
    return Position(value if isinstance(value, str) else on_step(LEVERS[place[0]], value), quarter)


def on_step(lever: Lever, value: float) -> float:
    """Value at the nearest step of the slider, as a browser would show it.

    >>> on_step(LEVERS["us_fee"], 0.27)
    0.25
    """
    low, high, step = span(lever)
    if not math.isfinite(value):
        return high if value > 0 else low
    return float(f"{min(max(low + round((value - low) / step) * step, low), high):.6g}")
