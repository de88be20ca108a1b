"""Which parameters matter most for a contrast.

Measure: the first-order variance share of the ranked contrast,
Var(E[Y | X]) / Var(Y), with E[Y | X] the mean over equal-count bins of X and the bias
of binning removed (Kelley's epsilon squared). It reads: by how much the variance
would be expected to fall if this parameter were known. With correlated inputs it
holds all that the parameter tells, also through its fellows, so shares do not add up.

Noise floor: the contrast is shuffled over draws many times; the 95th percentile of the
largest share found among all parameters is what pure chance reaches. Direction is
the sign of Spearman's rank correlation.

Leaves out: what a parameter does only together with others (interactions).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fabcast.errors import BadInput

from ._ranks import average_ranks, centred_ranks, rank_matrix
from ._runs import Array

MEASURE = "first-order variance share of the ranked contrast"
SHUFFLES = 60
FEWEST_DRAWS = 50


@dataclass(frozen=True, slots=True)
class Driver:
    """One parameter's weight in a contrast."""

    parameter: str
    share: float
    """First-order variance share in [0, 1]; 0 when nothing is found."""
    rank_correlation: float
    """Spearman's, in [-1, 1]: the sign says which way the contrast moves."""
    above_noise: bool
    """Whether the share is above what chance reaches among all parameters."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Drivers in order of weight, with the noise floor that they are read against."""

    drivers: tuple[Driver, ...]
    noise_floor: float
    draws: int
    measure: str = MEASURE

    def top(self, count: int = 10) -> tuple[Driver, ...]:
        """Return the `count` heaviest drivers."""
        return self.drivers[:count]


def rank_drivers(parameters: Mapping[str, Array], contrast: Array, *, seed: int = 0) -> Ranking:
    """Rank parameters by what each alone tells about a contrast.

    Parameters
    ----------
    parameters
        Parameter id → sampled values (draw). Constant ones are left out.
    contrast
        Paired difference (draw); undefined draws (NaN) are left out.
    seed
        Seed of the shuffles behind the noise floor; results repeat exactly.

    Returns
    -------
    Ranking
        All varying parameters, heaviest first.

    Raises
    ------
    BadInput
        Fewer than 50 draws have a defined contrast.
    """
    kept = np.isfinite(contrast)
    if kept.sum() < FEWEST_DRAWS:
        raise BadInput(
            f"drivers need at least {FEWEST_DRAWS} draws with a defined contrast, got {int(kept.sum())}; "
            "raise --draws"
        )
    names, x = rank_matrix({name: np.asarray(values)[kept] for name, values in parameters.items()})
    y = centred_ranks(contrast[kept])
    if not names or not y.any():
        return Ranking((), 0.0, int(kept.sum()))
    bins = _bins(x)
    shares = _shares(bins, y)
    floor = _noise_floor(bins, y, np.random.default_rng(seed))
    slopes = x.T @ y / len(y)
    order = np.argsort(-shares, kind="stable")
    drivers = tuple(
        Driver(names[i], max(0.0, float(shares[i])), float(slopes[i]), bool(shares[i] > floor)) for i in order
    )
    return Ranking(drivers, floor, int(kept.sum()))


def variance_shares(x: Array, y: Array) -> Array:
    """First-order variance share of each column of `x` (draw, parameter) in a centred `y` (draw)."""
    return _shares(_bins(x), y)


def _bins(x: Array) -> NDArray[np.int64]:
    """Bin number of each draw (draw, parameter): equal counts, ties kept together."""
    n = len(x)
    count = bin_count(n)
    ranks = np.stack([average_ranks(column) for column in x.T], axis=1)
    return np.minimum((ranks - 0.5) * count / n, count - 1).astype(np.int64)


def bin_count(draws: int) -> int:
    """Bins for a sample: the cube root of its size, from 3 to 20.

    >>> bin_count(2000), bin_count(50)
    (13, 4)
    """
    return int(np.clip(round(draws ** (1 / 3)), 3, 20))


def _shares(bins: NDArray[np.int64], y: Array) -> Array:
    """Bias-corrected correlation ratio of each parameter (epsilon squared); `y` is centred."""
    n, width = bins.shape
    count = int(bins.max()) + 1
    flat = (bins + np.arange(width) * count).ravel()
    size = np.bincount(flat, minlength=width * count).reshape(width, count)
    total = np.bincount(flat, weights=np.repeat(y, width), minlength=width * count).reshape(width, count)
    between = (total**2 / np.maximum(size, 1)).sum(axis=1)
    used = (size > 0).sum(axis=1)
    whole = float(y @ y)
    within = (whole - between) / np.maximum(n - used, 1)
    return np.asarray((between - (used - 1) * within) / whole)


def _noise_floor(bins: NDArray[np.int64], y: Array, rng: np.random.Generator) -> float:
    best = [_shares(bins, rng.permutation(y)).max() for _ in range(SHUFFLES)]
    return max(0.0, float(np.quantile(best, 0.95)))
