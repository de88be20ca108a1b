"""Naive rivals of the model: last value, log-linear trend, damped trend.

Equations, on the target's scale (log, or log-odds), years from the last value h:
    last value   y(T)
    log trend    y(T) + g h,   g = (y(T) − y(1)) / (T − t₁)
    damped trend y(T) + g (1 − φ^h) / (−ln φ),   φ = 0.8 a year
    variance     s² (h + d² / (T − t₁)),   d the multiple of g that is added; 0 for the last value
These are a random walk, one with drift, and one whose drift fades; d² / (T − t₁) is what an
estimated drift leaves open. With one value only, drift is zero and all three are the last value.

Spread: s² is the mean square of a rival's own one-step errors so far, each over its gap in years,
pulled towards the pool: (n s² own + 2 s² pool) / (n + 2), the pool being the median over all series
of that origin, at least 0.05². Nothing after the origin is read. Without any past error s is 0.4 a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ._scores import Predictive

Rival = Literal["last_value", "log_trend", "damped_trend"]
RIVALS: tuple[Rival, ...] = get_args(Rival)
DAMPING = 0.8
"""Part of the drift that a year leaves: the middle of the usual range of 0.7-0.9 for yearly data."""
PSEUDO_ERRORS = 2
"""Weight of the pool, in errors."""
NO_ERRORS_SD = 0.4
"""Spread a year where no series has a past error."""
LEAST_SD = 0.05
"""Least spread a year of the pool: a past without errors makes nobody sure."""


@dataclass(frozen=True, slots=True)
class Past:
    """Values of one series up to an origin: decimal years of the periods' middles, values on the scale."""

    dates: tuple[float, ...]
    values: tuple[float, ...]

    def until(self, count: int) -> Past:
        """Return the first `count` values."""
        return Past(self.dates[:count], self.values[:count])


def central(rival: Rival, past: Past, date: float) -> float:
    """Central forecast of a rival for a date.

    >>> central("log_trend", Past((2020.0, 2021.0), (0.0, 1.0)), 2023.0)
    3.0
    """
    return past.values[-1] + _drift(past) * _stretch(rival, date - past.dates[-1])


def forecast(rival: Rival, past: Past, date: float, pool: float) -> Predictive:
    """Forecast of a rival for a date, with the spread of its own past errors.

    Parameters
    ----------
    pool
        Mean square error a year that stands in for errors not yet made (`pooled`).
    """
    ahead, span = date - past.dates[-1], past.dates[-1] - past.dates[0]
    errors = squared_errors(rival, past)
    own = (sum(errors) + PSEUDO_ERRORS * pool) / (len(errors) + PSEUDO_ERRORS)
    open_drift = _stretch(rival, ahead) ** 2 / span if span > 0.0 else 0.0
    return Predictive(np.array([central(rival, past, date)]), float(np.sqrt(own * (ahead + open_drift))))


def squared_errors(rival: Rival, past: Past) -> list[float]:
    """Squared one-step errors so far, each over its gap in years.

    A trend is first judged on its third value: with one value before it, it is the last value.

    >>> squared_errors("last_value", Past((2020.0, 2022.0), (0.0, 2.0)))
    [2.0]
    """
    first = 1 if rival == "last_value" else 2
    found = []
    for n in range(first, len(past.dates)):
        known, date = past.until(n), past.dates[n]
        miss = past.values[n] - central(rival, known, date)
        found.append(miss * miss / (date - known.dates[-1]))
    return found


def pooled(rival: Rival, pasts: Mapping[str, Past]) -> float:
    """Median over series of the mean square one-step error a year."""
    means = [float(np.mean(errors)) for p in pasts.values() if (errors := squared_errors(rival, p))]
    return max(float(np.median(means)), LEAST_SD**2) if means else NO_ERRORS_SD**2


def forecasts(
    pasts: Mapping[str, Past], wanted: Sequence[tuple[str, float]]
) -> list[dict[Rival, Predictive] | None]:
    """All rivals for (series, date) pairs; None where the series has no value yet."""
    pools = {rival: pooled(rival, pasts) for rival in RIVALS}
    return [
        {rival: forecast(rival, pasts[name], date, pools[rival]) for rival in RIVALS}
        if name in pasts
        else None
        for name, date in wanted
    ]


def _drift(past: Past) -> float:
    span = past.dates[-1] - past.dates[0]
    return (past.values[-1] - past.values[0]) / span if span > 0.0 else 0.0


def _stretch(rival: Rival, ahead: float) -> float:
    """Multiple of the yearly drift that is added."""
    if rival == "last_value":
        return 0.0
    if rival == "log_trend":
        return ahead
    return float((1.0 - DAMPING**ahead) / -np.log(DAMPING))
