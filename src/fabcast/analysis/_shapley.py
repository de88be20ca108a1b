"""Shapley values by counting every coalition: what each part adds, whatever the order.

Equations
    φ_i = Σ_S |S|! (n − |S| − 1)! / n! [v(S ∪ i) − v(S)]     over coalitions S without i
    Σ_i φ_i = v(all) − v(none)                               exactly, draw by draw

Coalitions are counted in binary: bit i of a row's number says whether part i is in it.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from ._runs import Array

MOST_PARTS = 8
"""Parts that are counted one by one: 2^8 coalitions."""


def shapley(values: Array) -> Array:
    """Split what a whole is worth among its parts.

    Parameters
    ----------
    values
        Worth of every coalition, (2^n, …), in binary order: row 0 has no part, the last row all.

    Returns
    -------
    Array
        (n, …): the share of each part, in the unit of `values`.

    Examples
    --------
    >>> worth = np.array([0.0, 1.0, 2.0, 6.0])  # nothing, the first, the second, both
    >>> shapley(worth).tolist()
    [2.5, 3.5]
    """
    rows = np.arange(len(values))
    parts = len(values).bit_length() - 1
    size = np.array([int(row).bit_count() for row in rows])
    weight = [factorial(s) * factorial(parts - s - 1) / factorial(parts) for s in range(parts)]
    found = []
    for i in range(parts):
        without = rows[(rows >> i) & 1 == 0]
        gains = values[without | (1 << i)] - values[without]
        found.append(np.tensordot(np.array([weight[s] for s in size[without]]), gains, axes=1))
    return np.array(found)
