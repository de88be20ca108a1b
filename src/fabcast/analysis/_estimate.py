"""A number with its interval, and the bootstrap that gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ._runs import Array

CONFIDENCE = 0.95
"""Rate at which intervals should hold the truth."""
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its interval: how far chance in the draws may have moved it.

    >>> Estimate(0.4, 0.3, 0.5).value
    0.4
    """

    value: float
    low: float
    high: float

    def apart(self, other: Estimate) -> bool:
        """Tell whether the two intervals share no point.

        >>> Estimate(1.0, 0.5, 1.5).apart(Estimate(2.0, 1.4, 2.6))
        False
        """
        return self.high < other.low or other.high < self.low


def bootstrap(
    columns: Array, statistic: Callable[[Array], Array], rng: np.random.Generator
) -> tuple[Estimate, ...]:
    """Estimate functions of means, with percentile intervals from resampled rows.

    Parameters
    ----------
    columns : (row, column)
        Independent rows.
    statistic
        From means, (…, column), to numbers, (…, number).
    rng
        Source of the resamples.

    Returns
    -------
    tuple of Estimate
        One a number.

    Examples
    --------
    >>> rows = np.array([[1.0], [3.0]] * 50)
    >>> found, = bootstrap(rows, lambda mean: mean, np.random.default_rng(1))
    >>> found.value, 1.7 < found.low < 2.0 < found.high < 2.3
    (2.0, True)
    """
    count = len(columns)
    weights = rng.multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES) / count
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(statistic(weights @ columns), (tail, 1.0 - tail), axis=0)
    values = statistic(columns.mean(axis=0))
    return tuple(Estimate(float(v), float(a), float(b)) for v, a, b in zip(values, low, high, strict=True))
