"""PRIM as a recipe: inputs screened, a box peeled to a size, idle inputs let go, the rest pasted.

Screening keeps what the condition goes with, and what its quantity goes with: the quantity speaks in
every draw, a rare condition only in a few. Correlations are of ranks, straight and squared, so that an
input whose middle or whose ends matter is kept too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ._discover import Boxes, Peeled, Recipe, Setting
from ._discover_futures import Futures, Quality, Rows
from ._prim import LEAST, Box, Mask, let_go, paste, peel
from ._ranks import centred_ranks
from ._runs import Array

SCREENED = 10
"""Inputs kept by each of the two screens."""
SIZES = 8
LARGEST = 0.3
"""Largest box that is tried, as a share of the draws; a larger one says little."""


def screen(futures: Futures, sought: Mask, count: int = SCREENED) -> Rows:
    """Columns of the inputs that go most with what is sought or with its quantity, strongest first.

    Parameters
    ----------
    futures
        Draws with the condition.
    sought
        The cases, or the draws near them, (draw).
    count
        Inputs to keep for each.
    """
    straight = futures.ranks
    squared = straight**2 - (straight**2).mean(axis=0)
    kept: dict[int, None] = {}
    for target in (sought - sought.mean(), centred_ranks(futures.margin)):
        scores = np.maximum(np.abs(straight.T @ target), np.abs(squared.T @ target))
        kept |= dict.fromkeys(np.argsort(-scores, kind="stable")[:count].tolist())
    return np.array(list(kept), dtype=np.int64)


def sizes_of(draws: int) -> tuple[float, ...]:
    """Sizes that are tried, as shares of the draws, even on a log scale.

    >>> [round(size, 6) for size in sizes_of(4000)][::7]
    [0.3, 0.005]
    """
    return tuple(np.geomspace(LARGEST, min(LARGEST, LEAST / draws), SIZES).tolist())


def find(futures: Futures, settings: Sequence[Setting]) -> tuple[Boxes, ...]:
    """Find one box a setting: the smallest of the trajectory that holds at least its share of the draws.

    Idle inputs are then let go and the box is pasted, so that it may hold more.
    """
    made: dict[float, tuple[Rows, Mask, tuple[Box, ...], Array]] = {}
    found: dict[tuple[float, int], Box] = {}
    boxes: list[Boxes] = []
    for setting in settings:
        if setting.near not in made:
            made[setting.near] = trajectory(futures, setting.near)
        columns, sought, steps, shares = made[setting.near]
        place = int(np.flatnonzero(shares >= setting.size)[-1])
        if (setting.near, place) not in found:
            x = futures.x[:, columns]
            box = paste(let_go(steps[place], x, sought), x, sought)
            found[setting.near, place] = spread(box, columns, futures.x.shape[1])
        boxes.append((found[setting.near, place],))
    return tuple(boxes)


def trajectory(futures: Futures, near: float) -> tuple[Rows, Mask, tuple[Box, ...], Array]:
    """Screen and peel: the columns kept, what was sought, the boxes, and their shares of the draws."""
    sought = futures.near(near)
    columns = screen(futures, sought)
    x = futures.x[:, columns]
    steps = peel(x, sought)
    return columns, sought, steps, np.array([box.holds(x).mean() for box in steps])


def spread(box: Box, columns: Rows, inputs: int) -> Box:
    """Write a box of the screened inputs as one of all inputs."""
    whole = Box.whole(inputs)
    whole.low[columns], whole.high[columns] = box.low, box.high
    return whole


def peeling(futures: Futures, near: float) -> tuple[Peeled, ...]:
    """Give the whole peeling trajectory on all draws: share of draws, inputs, and how it tells the cases."""
    columns, _, steps, shares = trajectory(futures, near)
    x = futures.x[:, columns]
    pairs = zip(steps, shares, strict=True)
    return tuple(Peeled(float(s), len(b.inputs), Quality.of(b.holds(x), futures.cases)) for b, s in pairs)


PRIM = Recipe("prim", sizes_of, find, peeling)
