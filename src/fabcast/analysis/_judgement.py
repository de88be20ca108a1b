"""How much of a contrast's variance rests on judgement rather than on evidence.

The ranked contrast is predicted from three sets of parameters: those graded judgement,
those graded evidence, and both. The score is R² on draws held out of the fit (five folds;
ridge on the ranks of the forty heaviest, with squares and products of the first eight), so
a useless set scores about zero, not more. Where the two sets overlap (correlated priors, or an
interaction of one with the other) the overlap is split evenly between them
(Shapley's rule for two players):

    judgement = ½ [R²(J) + R²(all) − R²(E)],   evidence = ½ [R²(E) + R²(all) − R²(J)]

What no set predicts (higher interactions, shocks inside the model) stays unexplained
and is told, never shared out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._drivers import variance_shares
from ._ranks import centred_ranks, rank_matrix
from ._runs import Array

FOLDS = 5
PENALTIES = (0.3, 3.0, 30.0, 300.0, 3000.0)
LINEAR = 40
HEAVIEST = 8
FEWEST_DRAWS = 100


@dataclass(frozen=True, slots=True)
class Judgement:
    """Split of a contrast's (ranked) variance; the three shares add up to one."""

    judgement: float
    evidence: float
    unexplained: float
    judgement_parameters: int
    evidence_parameters: int


def judgement_share(
    parameters: Mapping[str, Array], contrast: Array, judged: Collection[str], *, seed: int = 0
) -> Judgement | None:
    """Split the variance of a contrast between judgement, evidence and neither.

    Parameters
    ----------
    parameters
        Parameter id → sampled values (draw).
    contrast
        Paired difference (draw); undefined draws are left out.
    judged
        Ids of the parameters that rest on judgement; the others count as evidence.
    seed
        Seed of the fold assignment; results repeat exactly.

    Returns
    -------
    Judgement or None
        None with fewer than 100 defined draws or a contrast that never varies: no honest answer then.
    """
    kept = np.isfinite(contrast)
    if kept.sum() < FEWEST_DRAWS or np.ptp(contrast[kept]) == 0.0:
        return None
    names, x = rank_matrix({name: np.asarray(values)[kept] for name, values in parameters.items()})
    y = centred_ranks(contrast[kept])
    mask = np.array([name in judged for name in names], dtype=bool)
    folds = np.random.default_rng(seed).permutation(len(y)) % FOLDS
    j, e, both = (_score(x[:, pick], y, folds) for pick in (mask, ~mask, np.ones_like(mask)))
    return _split(j, e, max(both, j, e), int(mask.sum()), int((~mask).sum()))


def _split(j: float, e: float, both: float, n_judged: int, n_evidence: int) -> Judgement:
    """Shapley's split of two players, each share kept at zero or above."""
    judged = min(both, max(0.0, (j + both - e) / 2.0))
    return Judgement(judged, both - judged, 1.0 - both, n_judged, n_evidence)


def _score(x: Array, y: Array, folds: NDArray[np.int64]) -> float:
    """R² on held-out draws, at the best of a few ridge penalties; never below zero.

    What enters the fit is chosen within each fold too: else noise would be chosen for fitting well.
    """
    if x.shape[1] == 0:
        return 0.0
    residual = np.zeros(len(PENALTIES))
    for fold in range(FOLDS):
        train, test = folds != fold, folds == fold
        chosen = _chosen(x[train], y[train])
        predicted = _ridge(_features(x[train], *chosen), y[train], _features(x[test], *chosen))
        residual += ((y[test] - predicted) ** 2).sum(axis=1)
    return max(0.0, float(1.0 - residual.min() / (y @ y)))


def _chosen(x: Array, y: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Columns that enter as they are, and the few that enter with squares and products too."""
    shares = variance_shares(x, y - y.mean())
    order = np.argsort(-np.maximum(shares, (x.T @ y / len(y)) ** 2), kind="stable")
    return order[:LINEAR], order[:HEAVIEST]


def _features(x: Array, linear: NDArray[np.int64], heaviest: NDArray[np.int64]) -> Array:
    """Ranks of the chosen inputs, and squares and products of the heaviest."""
    rows, columns = np.triu_indices(len(heaviest))
    return np.concatenate([x[:, linear], x[:, heaviest[rows]] * x[:, heaviest[columns]]], axis=1)


def _ridge(x: Array, y: Array, new: Array) -> Array:
    """Ridge predictions for new draws, one row a penalty."""
    mean_x, mean_y = x.mean(axis=0), y.mean()
    gram, target = (x - mean_x).T @ (x - mean_x), (x - mean_x).T @ (y - mean_y)
    weights = np.stack([np.linalg.solve(gram + p * np.eye(len(gram)), target) for p in PENALTIES])
    return np.asarray(weights @ (new - mean_x).T + mean_y)
