"""Borgonovo's δ from given draws: how far knowing an input moves the whole distribution of an outcome.

Equation
    δ_j = ½ E_x [ Σ_c | P(c | x_j) − P(c) | ]       over classes c of the outcome, bins of x_j

It reads: the probability that would move to other values if the input were known; 0 says that the
outcome does not depend on it, 1 that it decides all. It needs no mean and no variance, so an outcome
may hold *never* as a value (infinite), and any rising change of scale leaves it as it is.

A plain count of |…| is above zero for an input that does nothing. Here draws are dealt into folds; the
sign of each difference is read off the other folds and its size off this one, so such an input
comes out at zero on average, and others somewhat below their δ (a sign read wrongly counts against).
Measured on 2,000 draws of an inert input, mean of 60: the plain count 0.079, less its bootstrap bias
(Plischke et al. 2013) 0.045, this 0.000. Intervals are from groups of draws left out by turns; they
hold at least 95 % at zero, where they are wide, and about 95 % elsewhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ._drivers import bin_count
from ._estimate import CONFIDENCE, Estimate
from ._ranks import average_ranks
from ._runs import Array

FOLDS = 10
GROUPS = 2 * FOLDS
"""Groups of draws that are left out by turns (jackknife) for the interval."""
MOST_CLASSES = 10
Classes = NDArray[np.int64]
_Z = float(ndtri(0.5 + CONFIDENCE / 2.0))


def delta(x: Array, y: Array, rng: np.random.Generator) -> Estimate:
    """Estimate δ of one input.

    Parameters
    ----------
    x, y
        Values of the input and of the outcome, one a draw; an outcome may be infinite.
    rng
        Deals the folds.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> coin = rng.integers(2, size=4000).astype(float)
    >>> found = delta(coin, np.where(coin > 0, np.inf, 2030.0), rng)
    >>> round(found.value, 2)
    0.5
    """
    bins, classes = equal_counts(x), outcome_classes(y)
    group = rng.permutation(len(x)) % GROUPS
    value = _value(bins, classes, group)
    left_out = np.array(
        [_value(bins[group != g], classes[group != g], group[group != g]) for g in range(GROUPS)]
    )
    reach = _Z * float(np.sqrt((GROUPS - 1) * left_out.var()))
    return Estimate(value, value - reach, value + reach)


def delta_value(x: Array, y: Array, rng: np.random.Generator) -> float:
    """Estimate δ without its interval: for a screen."""
    return _value(equal_counts(x), outcome_classes(y), rng.permutation(len(x)) % GROUPS)


def _value(bins: Classes, classes: Classes, group: Classes) -> float:
    """Mean gain over folds; a fold is two groups of draws."""
    folds = group % FOLDS
    high, wide = int(bins.max()) + 1, int(classes.max()) + 1
    whole = _counts(bins, classes, high, wide)
    gained = 0.0
    for fold in range(FOLDS):
        test = _counts(bins[folds == fold], classes[folds == fold], high, wide)
        gained += _gain(_signs(whole - test), test)
    return gained / (2.0 * len(bins))


def equal_counts(values: Array) -> Classes:
    """Bins of about equal counts, ties kept together."""
    count = min(MOST_CLASSES, bin_count(len(values)))
    return np.minimum((average_ranks(values) - 0.5) * count / len(values), count - 1).astype(np.int64)


def outcome_classes(y: Array) -> Classes:
    """Classes of about equal counts among finite outcomes; each infinity is one of its own.

    >>> outcome_classes(np.array([2030.0, 2030.0, np.inf, -np.inf])).tolist()
    [1, 1, 2, 0]
    """
    out = np.where(y > 0, MOST_CLASSES + 1, 0)
    finite = np.isfinite(y)
    if finite.any():
        out[finite] = 1 + equal_counts(y[finite])
    return np.unique(out, return_inverse=True)[1].astype(np.int64)


def _counts(bins: Classes, classes: Classes, high: int, wide: int) -> Array:
    flat = np.bincount(bins * wide + classes, minlength=high * wide)
    return flat.reshape(high, wide).astype(np.float64)


def _signs(counts: Array) -> Array:
    """Sign of P(class | bin) − P(class), (bin, class)."""
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(counts.sum(), 1.0)
    return np.asarray(np.sign(counts - expected))


def _gain(sign: Array, counts: Array) -> float:
    """Sum of signs over draws, less what bins and classes of two different draws would give.

    So an input that does nothing gains nothing.
    """
    total = counts.sum()
    together = float((sign * counts).sum())
    apart = float(counts.sum(axis=1) @ sign @ counts.sum(axis=0))
    return together - (apart - together) / (total - 1.0) if total > 1.0 else 0.0
