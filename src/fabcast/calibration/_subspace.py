"""The few directions in which data speak, and a proposal that follows them.

With features F(z) of unit error, the data's information at temperature β is about β GᵀG for the
regression slopes G of F on z. Its leading eigenvectors span the likelihood-informed subspace; in
all other directions the prior stands (Cui, Martin, Marzouk, Solonen and Spantini 2014, "Likelihood-
informed dimension reduction for nonlinear inverse problems", Inverse Problems 30, 114015).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAST_INFORMATION = 0.1
"""A direction is kept if data tell at least this share of what the prior tells of it."""
_RIDGE = 0.05
"""Shrinkage of slopes, as a share of the draws."""


@dataclass(frozen=True)
class Subspace:
    """Directions with data, and the Gaussian that the population shows there.

    `basis` (score, direction) has orthonormal columns; `mean` and `root` (lower Cholesky factor)
    describe coordinates in it. With no direction kept, all moves are those of the prior.
    """

    basis: Array
    mean: Array
    root: Array

    @property
    def rank(self) -> int:
        """Number of directions."""
        return int(self.basis.shape[1])

    def within(self, z: Array) -> Array:
        """Coordinates of scores in the subspace."""
        return np.asarray(z @ self.basis)

    def outside(self, z: Array) -> Array:
        """Part of scores outside the subspace."""
        return np.asarray(z - self.within(z) @ self.basis.T)

    def standardised(self, coordinates: Array) -> Array:
        """Coordinates as the population's standard normal numbers."""
        return np.asarray(np.linalg.solve(self.root, (coordinates - self.mean).T).T)

    def placed(self, standard: Array) -> Array:
        """Coordinates of standard normal numbers."""
        return np.asarray(self.mean + standard @ self.root.T)


def find_subspace(z: Array, features: Array, temperature: float) -> Subspace:
    """Regress features on scores and keep the directions that data inform.

    Parameters
    ----------
    z : (draw, score)
        A population.
    features : (draw, feature)
        What the model says for each datum, in units of its error.
    temperature
        Power of the likelihood.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> z = rng.standard_normal((500, 6))
    >>> find_subspace(z, 3.0 * z[:, :1], 1.0).rank
    1
    """
    centred = z - z.mean(0)
    gram = centred.T @ centred + _RIDGE * len(z) * np.eye(z.shape[1])
    slopes = np.linalg.solve(gram, centred.T @ (features - features.mean(0))).T
    _, strength, rows = np.linalg.svd(np.sqrt(temperature) * slopes, full_matrices=False)
    basis = rows[strength**2 > LEAST_INFORMATION].T
    coordinates = z @ basis
    return Subspace(basis, coordinates.mean(0), _root(coordinates))


def _root(coordinates: Array) -> Array:
    if coordinates.shape[1] == 0:
        return np.zeros((0, 0))
    spread = np.atleast_2d(np.cov(coordinates.T))
    return np.asarray(np.linalg.cholesky(spread + 1e-9 * np.eye(len(spread))))
