"""Functions whose sensitivity is known exactly, and the bound that a count of hits is held to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import binom

from fabcast.analysis import shapley

Array = NDArray[np.float64]
A, B = 7.0, 0.1
VARIANCE = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
BOTH = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
ISHIGAMI_FIRST = (0.5 * (1 + B * np.pi**4 / 5) ** 2 / VARIANCE, A**2 / 8 / VARIANCE, 0.0)
ISHIGAMI_TOTAL = (ISHIGAMI_FIRST[0] + BOTH / VARIANCE, ISHIGAMI_FIRST[1], BOTH / VARIANCE)


def ishigami(z: Array) -> Array:
    """Ishigami's function of three standard normal scores, made uniform on (−π, π); others do nothing."""
    x = 2.0 * np.pi * ndtr(z) - np.pi
    return np.asarray(np.sin(x[..., 0]) + A * np.sin(x[..., 1]) ** 2 + B * x[..., 2] ** 4 * np.sin(x[..., 0]))


def linear_shapley(beta: Array, covariance: Array) -> Array:
    """Shapley effects of a linear function of normal inputs, as shares: closed form over all sets."""
    count = len(beta)
    worth = np.zeros(1 << count)
    for row in range(1, len(worth)):
        known = [k for k in range(count) if (row >> k) & 1]
        pull = covariance[known] @ beta
        worth[row] = pull @ np.linalg.solve(covariance[np.ix_(known, known)], pull)
    return np.asarray(shapley(worth) / worth[-1])


def fewest_hits(trials: int, rate: float = 0.95) -> int:
    """Hits that intervals of a stated rate fall short of once in a thousand."""
    return int(binom.ppf(0.001, trials, rate))
