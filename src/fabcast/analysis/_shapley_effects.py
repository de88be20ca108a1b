"""Shapley effects: variance shared out among inputs that may depend on each other.

The worth of a set of players is the variance left when all others are known, T_u = E[Var(Y | X_−u)];
a player's effect is what it adds to a set, over all orders in which players could be asked (Owen 2014).
Effects are never negative and sum to the variance.

One walk gives an estimate without bias: from a draw x, players are redrawn one after the other in a
random order, each time given those not yet redrawn (exactly, from the copula). With z_k after k steps,
    ½ [(y(x) − y(z_k))² − (y(x) − y(z_k−1))²]
is the part of the player at step k. Parts of a walk sum to ½ (y(x) − y(z_K))², so effects sum to the
estimate of the variance without a remainder. Walks are independent, which is what intervals rest on.
For independent inputs this is the algorithm of Goda (2021); for dependent ones, that of Song, Nelson
and Staum (2016) with one inner draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._copula import Normal
from ._estimate import Estimate, bootstrap
from ._runs import Array

Columns = Sequence[int]


@dataclass(frozen=True)
class Walks:
    """Random walks from draw to draw.

    Attributes
    ----------
    scores
        (step, walk, score); step 0 is the draw, the last step shares nothing with it.
    order
        (walk, step): the player that each step redraws.
    """

    scores: Array
    order: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ShapleyEffects:
    """Shares of the variance, which sum to one, and the variance."""

    shares: tuple[Estimate, ...]
    variance: Estimate


def walks(normal: Normal, players: Sequence[Columns], count: int, rng: np.random.Generator) -> Walks:
    """Lay out walks.

    Parameters
    ----------
    normal
        Joint law of the scores.
    players
        Columns of each player; each column belongs to one.
    count
        Number of walks.
    rng
        Source of the draws.
    """
    owner = np.empty(len(normal.correlation), dtype=np.int64)
    for player, columns in enumerate(players):
        owner[list(columns)] = player
    start, fresh = normal.sample(count, rng), normal.sample(count, rng)
    order = np.argsort(rng.random((count, len(players))), axis=1)
    place = np.argsort(order, axis=1)[:, owner]
    steps = [normal.redraw(start, fresh, place < step) for step in range(1, len(players))]
    return Walks(np.stack([start, *steps, fresh]), order)


def parts_of_walks(made: Walks, y: Array) -> Array:
    """Part of each player in each walk, (walk, player), from outcomes (step, walk)."""
    parts = np.empty(made.order.shape)
    np.put_along_axis(parts, made.order, np.diff((y - y[0]) ** 2 / 2.0, axis=0).T, axis=1)
    return parts


def shapley_effects(parts: Array, rng: np.random.Generator) -> ShapleyEffects:
    """Estimate shares of the variance.

    Parameters
    ----------
    parts
        (walk, player).
    rng
        Source of the resamples behind intervals.
    """

    def shares(mean: Array) -> Array:
        whole = mean.sum(axis=-1, keepdims=True)
        return np.concatenate([mean / whole, whole], axis=-1)

    *found, variance = bootstrap(parts, shares, rng)
    return ShapleyEffects(tuple(found), variance)
