"""Ranks of draws: what the drivers and the judgement share are computed on.

Compute stocks spread over orders of magnitude; ranks keep a few huge draws from
deciding everything and are the same for any monotone change of scale.
"""

from __future__ import annotations

import numpy as np

from ._runs import Array


def average_ranks(values: Array) -> Array:
    """Ranks from 1 to n, ties sharing their mean rank.

    >>> average_ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, position, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_rank = last - (counts - 1) / 2.0
    return np.asarray(mean_rank[position], dtype=np.float64)


def centred_ranks(values: Array) -> Array:
    """Ranks scaled to mean 0 and variance 1; all zero if every value is the same.

    >>> centred_ranks(np.array([7.0, 7.0])).tolist()
    [0.0, 0.0]
    """
    ranks = average_ranks(values)
    spread = ranks.std()
    return np.zeros_like(ranks) if spread == 0.0 else (ranks - ranks.mean()) / spread


def rank_matrix(columns: dict[str, Array]) -> tuple[tuple[str, ...], Array]:
    """Ids of the columns that vary, and their centred ranks (draw, parameter)."""
    varying = {name: centred_ranks(values) for name, values in columns.items() if np.ptp(values) > 0.0}
    if not varying:
        return (), np.empty((0, 0))
    return tuple(varying), np.stack(list(varying.values()), axis=1)
