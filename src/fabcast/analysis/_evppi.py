"""What it would be worth to know: EVPI and EVPPI from finished draws.

A decision picks one option for all draws: the one with the highest mean utility. Knowing everything, one
would pick the best in each draw; what that gains is the expected value of perfect information (EVPI).
Knowing some inputs only, one would pick by the mean utility given them; what that gains is theirs (EVPPI),
never more than EVPI.

The mean given inputs is a regression on the draws at hand (Strong, Oakley and Brennan 2014): natural cubic
splines, and products of inputs, shrunk by ridge with generalised cross-validation; for several inputs a
spline of that fit sets its scale right. Values fitted and read
on the same draws promise too much, as a maximum picks what is high by luck; so the choice in each draw is
made by a fit to the other folds, and paid for with that draw's own utilities. The estimate is the worth of
a rule that could be followed; it errs low, and an input that tells nothing comes out near zero, either side.

Intervals come from resampling what each draw gains, with the choice made without knowledge made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fabcast.errors import BadInput

from ._runs import Array

KNOTS = 5
PENALTIES = np.geomspace(1e-3, 1e6, 19)
RESAMPLES = 400
LEVEL = 0.9
FEWEST_DRAWS = 100
MOST_CROSSED = 10
"""Inputs up to which all products of two enter the regression."""


@dataclass(frozen=True, slots=True)
class Gain:
    """A value of information in utility, with its 90 % interval, and how often it changes the choice."""

    value: float
    low: float
    high: float
    changes: float
    """Share of draws in which the choice would be another."""


@dataclass(frozen=True)
class Utilities:
    """Utility of every option in every draw, and how draws are resampled and dealt out to folds.

    Attributes
    ----------
    values
        (draw, option).
    fold
        Fold of each draw; draws that share their inputs in one fold.
    """

    values: Array
    fold: NDArray[np.int64]
    seed: int = 0

    @property
    def best(self) -> int:
        """Option with the highest mean."""
        return int(self.values.mean(axis=0).argmax())

    def worth(self, choice: NDArray[np.int64]) -> Gain:
        """Worth of choosing by draw rather than once, with its interval.

        Parameters
        ----------
        choice
            Option chosen in each draw.
        """
        rows = np.arange(len(choice))
        columns = np.column_stack([self.values[rows, choice], self.values])
        chosen = columns.mean(axis=0)
        again = self.weights @ columns
        gains = again[:, 0] - again[:, 1:].max(axis=1)
        tail = (1.0 - LEVEL) / 2.0
        low, high = np.quantile(gains, (tail, 1.0 - tail))
        changes = float((choice != self.best).mean())
        return Gain(float(chosen[0] - chosen[1:].max()), float(low), float(high), changes)

    @cached_property
    def weights(self) -> Array:
        """Weight of each draw in each bootstrap resample, (resample, draw); the same for every question."""
        draws = len(self.values)
        rng = np.random.default_rng(self.seed)
        return np.asarray(rng.multinomial(draws, np.full(draws, 1.0 / draws), size=RESAMPLES) / draws)


def check_utilities(values: Array, options: tuple[str, ...]) -> None:
    """Refuse utilities that cannot be compared.

    Raises
    ------
    BadInput
        Fewer than two options or a hundred draws, or a utility that is not finite.
    """
    if values.shape[1] < 2:
        raise BadInput("a decision needs at least two options.")
    if len(values) < FEWEST_DRAWS:
        raise BadInput(f"the value of information needs at least {FEWEST_DRAWS} draws; raise --draws.")
    bad = ~np.isfinite(values)
    if bad.any():
        worst = int(bad.sum(axis=0).argmax())
        raise BadInput(
            f"option '{options[worst]}' has no utility in {int(bad[:, worst].sum()):,} of {len(values):,} "
            "draws; take the log of positive outcomes only."
        )


def evpi(utilities: Utilities) -> Gain:
    """Value of knowing everything.

    >>> values = np.array([[0.0, 1.0], [0.0, -2.0]] * 50)
    >>> evpi(Utilities(values, np.arange(100) % 5)).value
    0.5
    """
    return utilities.worth(utilities.values.argmax(axis=1))


def evppi(utilities: Utilities, x: Array) -> Gain:
    """Value of knowing some inputs.

    Parameters
    ----------
    utilities
        Utility of every option in every draw.
    x
        Values of the inputs, (draw, input).

    Returns
    -------
    Gain
        At most `evpi` in every draw; a little below zero where nothing is told.
    """
    base = utilities.best
    gains = utilities.values - utilities.values[:, [base]]
    fitted = left_out(design(x), gains, utilities.fold)
    if x.shape[1] > 1:
        fitted = straightened(fitted, gains, utilities.fold)
    return utilities.worth(fitted.argmax(axis=1))


def straightened(fitted: Array, gains: Array, fold: NDArray[np.int64]) -> Array:
    """Fit gains once more, by a spline of the first fit alone.

    Splines and products fitted to all draws may have the sign wrong where gains are small but many; a
    group could then seem to harm its chooser.

    Parameters
    ----------
    fitted, gains
        First fit, and what was fitted, (draw, option).
    fold
        Fold of each draw.
    """
    again = np.zeros_like(fitted)
    for option in np.flatnonzero(fitted.std(axis=0) > 0.0):
        one = [int(option)]
        again[:, one] = left_out(design(fitted[:, one]), gains[:, one], fold)
    return again


def design(x: Array) -> Array:
    """Columns of the regression: a natural cubic spline an input, and products where inputs are few.

    Parameters
    ----------
    x
        Inputs, (draw, input).

    Returns
    -------
    Array
        (draw, column), each of mean 0 and variance 1; constant ones left out.
    """
    straight = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-300)
    parts = [natural_spline(column) for column in straight.T]
    if 1 < x.shape[1] <= MOST_CROSSED:
        first, second = np.triu_indices(x.shape[1], k=1)
        parts.append(straight[:, first] * straight[:, second])
    columns = np.concatenate(parts, axis=1)
    spread = columns.std(axis=0)
    kept = spread > 1e-12
    return np.asarray((columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept])


def natural_spline(x: Array, knots: int = KNOTS) -> Array:
    """Give the basis of a natural cubic spline, straight beyond its outer knots, without a constant.

    Source: Hastie, Tibshirani and Friedman 2009, equation 5.4; knots at quantiles.

    >>> natural_spline(np.linspace(0.0, 1.0, 11)).shape
    (11, 4)
    """
    at = np.unique(np.quantile(x, np.linspace(0.02, 0.98, knots)))
    if len(at) < 3:
        return x[:, None]
    cubes = np.maximum(x[:, None] - at, 0.0) ** 3
    d = (cubes[:, :-1] - cubes[:, [-1]]) / (at[-1] - at[:-1])
    return np.column_stack([x, d[:, :-1] - d[:, [-1]]])


def left_out(columns: Array, targets: Array, fold: NDArray[np.int64]) -> Array:
    """Fit each fold's targets by ridge on the other folds.

    Parameters
    ----------
    columns
        (draw, column), of mean 0 and variance 1.
    targets
        (draw, target).
    fold
        Fold of each draw.

    Returns
    -------
    Array
        (draw, target).
    """
    fitted = np.empty_like(targets)
    parts = {int(k): fold == k for k in np.unique(fold)}
    squares = {k: columns[m].T @ columns[m] for k, m in parts.items()}
    products = {k: columns[m].T @ targets[m] for k, m in parts.items()}
    for k, mine in parts.items():
        rest = ~mine
        middle, mean = columns[rest].mean(axis=0), targets[rest].mean(axis=0)
        count = int(rest.sum())
        square = sum(s for j, s in squares.items() if j != k) - count * np.outer(middle, middle)
        product = sum(p for j, p in products.items() if j != k) - count * np.outer(middle, mean)
        total = ((targets[rest] - mean) ** 2).sum(axis=0)
        slopes = ridge(np.asarray(square), np.asarray(product), total, count)
        fitted[mine] = mean + (columns[mine] - middle) @ slopes
    return fitted


def ridge(square: Array, product: Array, total: Array, count: int) -> Array:
    """Solve a ridge regression, each target at the penalty that generalised cross-validation likes best.

    Parameters
    ----------
    square, product
        Inner products of the centred columns with themselves and with the centred targets.
    total
        Sum of squares of each target.
    count
        Number of draws.

    Returns
    -------
    Array
        Slopes, (column, target).
    """
    sizes, turn = np.linalg.eigh(square)
    sizes = np.maximum(sizes, 0.0)
    turned = turn.T @ product
    shrunk = sizes[:, None] + PENALTIES  # (column, penalty)
    used = 1.0 + (sizes[:, None] / shrunk).sum(axis=0)
    # Residual sum of squares at each penalty, (penalty, target).
    explained = (2.0 / shrunk - sizes[:, None] / shrunk**2).T @ turned**2
    score = (total - explained) / (1.0 - np.minimum(used, count - 1.0)[:, None] / count) ** 2
    best = score.argmin(axis=0)
    return np.asarray(turn @ (turned / shrunk[:, best]))
