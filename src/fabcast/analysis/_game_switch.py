"""How much a weight would have to change before the equilibrium does.

Payoffs are linear in each weight, so two postures change places at an exact value of it. Between two
neighbouring such values no best response changes, and one look at the middle settles it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Bool, Float

Table = Float[np.ndarray, "row column"]
Mask = Bool[np.ndarray, "row column"]
Masks = Callable[[float], Mask]
_FAR = 2.0
"""Where the last value ends: this many times beyond it nothing changes any more."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A value of a weight at which the pure equilibria change, and what they are on both sides."""

    at: float
    below: tuple[tuple[int, int], ...]
    """Pairs (row, column) that are equilibria below the value; empty if none is."""
    above: tuple[tuple[int, int], ...]


def switches(base: Table, slope: Table, axis: int, masks: Masks) -> tuple[Switch, ...]:
    """List the values of one weight, from zero up, at which the pure equilibria change.

    Parameters
    ----------
    base, slope
        Payoffs of the weight's government without the weighted term, and the term itself: at weight w
        its payoffs are ``base + w * slope``.
    axis
        Axis along which it moves: 0 for the government of the rows, 1 for that of the columns.
    masks
        Marks the pure equilibria at a value of the weight.

    Examples
    --------
    >>> from fabcast.analysis._game import pure_equilibria
    >>> base, slope = np.array([[1.0], [0.0]]), np.array([[0.0], [2.0]])
    >>> masks = lambda w: pure_equilibria(base + w * slope, np.zeros((2, 1)))
    >>> [found.at for found in switches(base, slope, 0, masks)]
    [0.5]
    """
    edges = _edges(base, slope, axis)
    ends = np.array([0.0, *edges, _FAR * max(edges[-1], 1.0) if edges else 1.0])
    seen = [_places(masks(float((low + high) / 2.0))) for low, high in pairwise(ends)]
    return tuple(
        Switch(at, before, after)
        for at, (before, after) in zip(edges, pairwise(seen), strict=True)
        if before != after
    )


def _edges(base: Table, slope: Table, axis: int) -> list[float]:
    """Positive weights at which two postures are worth the same against some posture of the other."""
    level, rise = (np.moveaxis(table, axis, 0) for table in (base, slope))
    first, second = np.triu_indices(len(level), 1)
    gap, growth = level[first] - level[second], rise[first] - rise[second]
    moving = np.abs(growth) > 1e-12 * max(float(np.abs(slope).max()), 1e-300)
    found = -gap[moving] / growth[moving]
    return sorted({float(value) for value in found if value > 0.0})


def _places(mask: Mask) -> tuple[tuple[int, int], ...]:
    return tuple((int(i), int(j)) for i, j in np.argwhere(mask))
