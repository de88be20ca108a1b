"""Sobol' indices by pick and freeze: first-order and total shares of variance of independent players.

Two independent samples A and B; sample AB_j takes player j from B and the rest from A.

Equations
    S_j = E[y_B (y_ABj − y_A)] / V          what knowing player j alone would take off the variance
    T_j = E[(y_A − y_ABj)²] / (2 V)         what is left if all players but j are known
    (Saltelli et al. 2010, Jansen 1999; V over both samples)

Players must be independent of each other: inputs that share a cause are one player. Points are a
scrambled Sobol' sequence, intervals a bootstrap over its points, which takes them as independent: it
errs on the wide side. SALib's analysis is the oracle of the tests (3 s to import, 3.5 s to lay out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ._estimate import Estimate, bootstrap
from ._runs import Array

Columns = Sequence[int]
"""Columns of scores that belong to one player."""


@dataclass(frozen=True, slots=True)
class Indices:
    """First-order and total index of each player, in the players' order."""

    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]


def pick_freeze(scores: int, players: Sequence[Columns], power: int, seed: int) -> Array:
    """Lay out the samples.

    Parameters
    ----------
    scores
        Number of independent standard normal scores.
    players
        Columns of each player.
    power
        Each sample has 2^power points.
    seed
        Seed of the scrambling.

    Returns
    -------
    Array
        (A, B, then AB_j by player; point; score).

    Examples
    --------
    >>> a, b, first = pick_freeze(3, [[0, 1]], 4, seed=1)
    >>> bool((first[:, :2] == b[:, :2]).all() and (first[:, 2] == a[:, 2]).all())
    True
    """
    from scipy.stats import qmc  # slow to import

    unit = qmc.Sobol(2 * scores, rng=np.random.default_rng(seed)).random_base2(power)
    a, b = np.split(ndtri(np.clip(unit, 1e-12, 1.0 - 1e-12)), 2, axis=1)
    mixed = []
    for columns in players:
        mixed.append(a.copy())
        mixed[-1][:, columns] = b[:, columns]
    return np.stack([a, b, *mixed])


def sobol(y: Array, rng: np.random.Generator) -> Indices:
    """Estimate indices.

    Parameters
    ----------
    y
        Outcomes of the samples in the order of `pick_freeze`: (sample, point).
    rng
        Source of the resamples behind intervals.
    """
    a, b, mixed = y[0], y[1], y[2:]
    middle = (a.mean() + b.mean()) / 2.0  # centred: the estimate of S_j errs less
    a, b, mixed = a - middle, b - middle, mixed - middle
    count = len(mixed)
    columns = [*(b * (m - a) for m in mixed), *((a - m) ** 2 / 2.0 for m in mixed)]

    def shares(mean: Array) -> Array:
        variance = mean[..., -2:-1] - mean[..., -1:] ** 2
        return np.asarray(mean[..., :-2] / variance)

    found = bootstrap(np.stack([*columns, (a**2 + b**2) / 2.0, (a + b) / 2.0], axis=1), shares, rng)
    return Indices(found[:count], found[count:])
