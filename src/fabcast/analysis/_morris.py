"""Elementary effects (Morris 1991): a screen of many inputs at a few runs each.

A trajectory starts at a random point of a grid in the unit cube and moves one input after the other,
in random order, by a fixed step; each move gives one effect of one input.

Equations
    d_j = [y(u + Δ e_j) − y(u)] / Δ,    Δ = ± L / (2 (L − 1)) on L levels      (effect on the whole range)
    μ*_j = mean |d_j|,    σ_j = sd of d_j              (size; what bends or depends on other inputs)

Laid out here, as the kept library (SALib) takes 10 s for 80 trajectories of 208 inputs, longer than the
model runs them; its analysis is the oracle of the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._estimate import Estimate, bootstrap
from ._runs import Array

LEVELS = 4


@dataclass(frozen=True)
class Trajectories:
    """A Morris design.

    Attributes
    ----------
    points
        (trajectory, step, input) in the unit cube; step 0 is the start.
    order
        (trajectory, step): the input that each step moves.
    moves
        (trajectory, step): by how much.
    """

    points: Array
    order: NDArray[np.int64]
    moves: Array


def trajectories(inputs: int, count: int, rng: np.random.Generator) -> Trajectories:
    """Lay out trajectories.

    >>> made = trajectories(3, 2, np.random.default_rng(1))
    >>> made.points.shape, (np.abs(np.diff(made.points, axis=1)) > 0).sum(axis=2).tolist()
    ((2, 4, 3), [[1, 1, 1], [1, 1, 1]])
    """
    level = rng.integers(LEVELS, size=(count, inputs))
    jump = np.where(level < LEVELS // 2, LEVELS // 2, -(LEVELS // 2))
    order = np.argsort(rng.random((count, inputs)), axis=1)
    place = np.argsort(order, axis=1)
    moved = place[:, None, :] < np.arange(inputs + 1)[None, :, None]
    points = (level[:, None, :] + jump[:, None, :] * moved) / (LEVELS - 1)
    return Trajectories(points, order, np.take_along_axis(jump, order, axis=1) / (LEVELS - 1))


def elementary_effects(design: Trajectories, y: Array) -> Array:
    """Effects of each input, (trajectory, input), from outcomes at the points, (trajectory, step)."""
    effects = np.empty(design.order.shape)
    np.put_along_axis(effects, design.order, np.diff(y, axis=1) / design.moves, axis=1)
    return effects


def morris(effects: Array, rng: np.random.Generator) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...]]:
    """Summarise effects.

    Parameters
    ----------
    effects
        (trajectory, input).
    rng
        Source of the resamples behind intervals.

    Returns
    -------
    tuple
        μ* and σ of every input.
    """
    count = effects.shape[1]

    def summary(mean: Array) -> Array:
        size, slope, square = np.split(mean, 3, axis=-1)
        return np.concatenate([size, np.sqrt(np.maximum(square - slope**2, 0.0))], axis=-1)

    found = bootstrap(np.concatenate([np.abs(effects), effects, effects**2], axis=1), summary, rng)
    return found[:count], found[count:]
