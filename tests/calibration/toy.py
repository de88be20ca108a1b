"""A linear Gaussian problem in few scores: its posterior is known exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fabcast.calibration._smc import Evaluated, Plan, Population, advance, begin

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """Data y = G z + e with e ~ N(0, I) and z ~ N(0, I)."""

    slopes: Array
    data: Array

    def __call__(self, z: Array) -> Evaluated:
        said = z @ self.slopes.T
        return Evaluated(-0.5 * np.square(self.data - said).sum(1), said)

    @property
    def covariance(self) -> Array:
        size = self.slopes.shape[1]
        return np.asarray(np.linalg.inv(np.eye(size) + self.slopes.T @ self.slopes))

    @property
    def mean(self) -> Array:
        return np.asarray(self.covariance @ self.slopes.T @ self.data)

    @property
    def log_evidence(self) -> float:
        """Up to the constant that the likelihood leaves out."""
        spread = np.eye(len(self.data)) + self.slopes @ self.slopes.T
        fit = float(self.data @ np.linalg.solve(spread, self.data))
        return -0.5 * fit - 0.5 * float(np.linalg.slogdet(spread)[1])


def problem(seed: int, scores: int = 20, data: int = 6) -> tuple[Linear, Array]:
    """Make a problem with strong and weak data, and the truth behind it."""
    rng = np.random.default_rng(seed)
    strength = np.array([4.0, 2.0, 1.0, 0.5, 0.3, 0.2])[:data, None]
    slopes = strength * rng.standard_normal((data, scores)) / np.sqrt(scores / 4)
    truth = rng.standard_normal(scores)
    return Linear(slopes, slopes @ truth + rng.standard_normal(data)), truth


def solve(linear: Linear, plan: Plan, seed: int, name: str = "toy") -> Population:
    """Run a population to its end."""
    state = begin(linear, linear.slopes.shape[1], plan, seed, name)
    while not state.finished(plan):
        state = advance(state, linear, plan, seed, name)
    return state
