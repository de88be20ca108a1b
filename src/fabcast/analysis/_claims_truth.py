"""When a statement holds: a comparator and a threshold, on draws or on the range of a report.

*Never* (an infinite date or delay) is later than any threshold. A draw without a value is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._runs import Array

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparator with its threshold; ``within`` has a low and a high end, both included.

    >>> Condition.of("within", "25..30")
    Condition(comparator='within', low=25.0, high=30.0)
    """

    comparator: str
    low: float
    high: float

    @classmethod
    def of(cls, comparator: str, threshold: str) -> Condition:
        """Read the two cells of a claim."""
        ends = [float(part) for part in threshold.split("..")]
        return cls(comparator, ends[0], ends[-1])

    def holds(self, values: Array) -> Mask:
        """Tell where it holds; an unknown value never does.

        >>> Condition.of(">=", "2").holds(np.array([1.0, 2.0, np.inf, np.nan])).tolist()
        [False, True, True, False]
        """
        match self.comparator:
            case ">=":
                return np.asarray(values >= self.low)
            case ">":
                return np.asarray(values > self.low)
            case "<=":
                return np.asarray(values <= self.low)
            case "<":
                return np.asarray(values < self.low)
            case "==":
                return np.asarray(values == self.low)
        return np.asarray((values >= self.low) & (values <= self.high))

    def probability(self, values: Array) -> float:
        """Share of the draws with a value in which it holds; NaN where none has one.

        >>> Condition.of("<", "2").probability(np.array([1.0, 2.0, np.nan]))
        0.5
        """
        known = ~np.isnan(values)
        return float(self.holds(values[known]).mean()) if known.any() else float("nan")


@dataclass(frozen=True, slots=True)
class Range:
    """What a report allows: two ends, open where only a bound was reported.

    Ranges add, subtract, multiply and divide with each other and with numbers: every combination
    of the ends is allowed. Divisors must not hold zero.
    """

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    def __add__(self, other: Range | float) -> Range:
        o = as_range(other)
        return Range(self.low + o.low, self.high + o.high)

    def __sub__(self, other: Range | float) -> Range:
        o = as_range(other)
        return Range(self.low - o.high, self.high - o.low)

    def __mul__(self, other: Range | float) -> Range:
        o = as_range(other)
        ends = [a * b for a in (self.low, self.high) for b in (o.low, o.high)]
        return Range(min(ends), max(ends))

    def __truediv__(self, other: Range | float) -> Range:
        o = as_range(other)
        return self * Range(1.0 / o.high, 1.0 / o.low)

    def __rmul__(self, other: float) -> Range:
        return self * other

    def verdict(self, condition: Condition) -> bool | None:
        """Whether the statement holds everywhere in the range, nowhere, or it cannot be told (None).

        >>> Range(20, 30).verdict(Condition.of(">=", "35")), Range(20, 40).verdict(Condition.of(">=", "35"))
        (False, None)
        >>> Range(float("-inf"), 5, open_high=True).verdict(Condition.of("<", "5"))
        True
        """
        a, b = condition.low, condition.high
        match condition.comparator:
            case ">=":
                return _known(self._from(a), self._below(a))
            case ">":
                return _known(self._above(a), self._to(a))
            case "<=":
                return _known(self._to(a), self._above(a))
            case "<":
                return _known(self._below(a), self._from(a))
        return _known(self._from(a) and self._to(b), self._below(a) or self._above(b))

    def _from(self, t: float) -> bool:
        return self.low >= t

    def _to(self, t: float) -> bool:
        return self.high <= t

    def _above(self, t: float) -> bool:
        return self.low > t or (self.low == t and self.open_low)

    def _below(self, t: float) -> bool:
        return self.high < t or (self.high == t and self.open_high)


def as_range(value: Range | float) -> Range:
    """Make a point of a number; a range stays itself.

    >>> as_range(2.0)
    Range(low=2.0, high=2.0, open_low=False, open_high=False)
    """
    return value if isinstance(value, Range) else Range(value, value)


def _known(true: bool, false: bool) -> bool | None:
    return True if true else False if false else None
