"""Have enough draws been run? Quantiles and the share above zero against the number of draws.

Draws are independent, so a quantile's interval needs no shape: with B ~ Binomial(n, p) below the true
quantile, it lies between two order statistics whose ranks bound B (Conover 1999). The share above
zero has the exact interval of Clopper and Pearson.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fabcast.errors import BadInput

from ._estimate import CONFIDENCE, Estimate
from ._runs import Array

FEWEST = 125
POINTS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class AtDraws:
    """What the first `draws` draws say, each number with its interval."""

    draws: int
    low: Estimate
    """5 % point."""
    middle: Estimate
    """Median."""
    high: Estimate
    """95 % point."""
    positive: Estimate
    """Share of draws above zero."""


@dataclass(frozen=True, slots=True)
class Enough:
    """Rows by number of draws, each twice the one before, the last with all."""

    rows: tuple[AtDraws, ...]

    @property
    def width(self) -> float:
        """Width of the 90 % interval with all draws."""
        last = self.rows[-1]
        return last.high.value - last.low.value

    @property
    def error_of_ends(self) -> float:
        """How far chance may have moved either end, as a part of the width; NaN without a width."""
        last = self.rows[-1]
        return self._part(max(reach(last.low), reach(last.high)))

    @property
    def error_of_middle(self) -> float:
        """How far chance may have moved the median, as a part of the width."""
        return self._part(reach(self.rows[-1].middle))

    @property
    def moved(self) -> float:
        """How far the end that moved more did so when draws were last doubled, as a part of the width."""
        before, last = self.rows[-2:]
        ends = ((before.low, last.low), (before.high, last.high))
        return self._part(max(abs(a.value - b.value) for a, b in ends))

    def _part(self, size: float) -> float:
        return size / self.width if self.width > 0 else float("nan")


def reach(one: Estimate) -> float:
    """Longer arm of an interval.

    >>> reach(Estimate(1.0, 0.5, 3.0))
    2.0
    """
    return max(one.high - one.value, one.value - one.low)


def enough(values: Array) -> Enough:
    """Follow the summary of a sample as draws double.

    Parameters
    ----------
    values
        One a draw, in the order drawn.

    Raises
    ------
    BadInput
        Fewer than 250 draws, of which half are 125.

    Examples
    --------
    >>> found = enough(np.random.default_rng(1).normal(size=1000))
    >>> [row.draws for row in found.rows], found.error_of_ends < 0.1
    ([125, 250, 500, 1000], True)
    """
    if len(values) < 2 * FEWEST:
        raise BadInput(f"{len(values)} draws are too few to double; ask for at least {2 * FEWEST}")
    sizes = [len(values)]
    while sizes[0] // 2 >= FEWEST:
        sizes.insert(0, sizes[0] // 2)
    return Enough(tuple(_at(values[:size]) for size in sizes))


def _at(values: Array) -> AtDraws:
    low, middle, high = (quantile_estimate(values, p) for p in POINTS)
    return AtDraws(len(values), low, middle, high, share_estimate(int((values > 0).sum()), len(values)))


def quantile_estimate(values: Array, p: float) -> Estimate:
    """Estimate a quantile, with its distribution-free interval."""
    from scipy.stats import binom  # slow to import

    ordered, tail = np.sort(values), (1.0 - CONFIDENCE) / 2.0
    n = len(values)
    low = max(int(binom.ppf(tail, n, p)) - 1, 0)
    high = min(int(binom.ppf(1.0 - tail, n, p)), n - 1)
    return Estimate(float(np.quantile(values, p)), float(ordered[low]), float(ordered[high]))


def share_estimate(hits: int, count: int) -> Estimate:
    """Estimate a probability from a count.

    >>> share_estimate(0, 100).low, round(share_estimate(0, 100).high, 3)
    (0.0, 0.036)
    """
    from scipy.stats import beta  # slow to import

    tail = (1.0 - CONFIDENCE) / 2.0
    low = float(beta.ppf(tail, hits, count - hits + 1)) if hits > 0 else 0.0
    high = float(beta.ppf(1.0 - tail, hits + 1, count - hits)) if hits < count else 1.0
    return Estimate(hits / count, low, high)
