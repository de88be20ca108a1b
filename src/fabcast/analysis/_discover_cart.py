"""CART as a recipe: a classification tree, cut back to the number of leaves that tells cases best.

The leaves that hold cases are the boxes. Trees grow best split first, so that a smaller one is the
larger one cut back; how many leaves stay is chosen on draws left out. Inputs are screened as for PRIM.

Source: Breiman, Friedman, Olshen and Stone 1984; the tree is scikit-learn's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from fabcast.errors import BadInput

from ._discover import Boxes, Recipe, Setting
from ._discover_futures import Futures
from ._discover_prim import screen, spread
from ._prim import LEAST, MOST, Box, Mask
from ._runs import Array

LEAVES = (2, 3, 4, 5, 6, 8, 10)


def leaves_of(draws: int) -> Sequence[float]:
    """Numbers of leaves that are tried, fewer where there are few draws.

    >>> leaves_of(60)
    (2, 3)
    """
    return tuple(leaves for leaves in LEAVES if leaves * LEAST <= draws)


def find(futures: Futures, settings: Sequence[Setting]) -> tuple[Boxes, ...]:
    """Grow one tree a setting and give its leaves that hold what is sought."""
    return tuple(_leaves(futures, setting) for setting in settings)


def _leaves(futures: Futures, setting: Setting) -> Boxes:
    sought = futures.near(setting.near)
    columns = screen(futures, sought)
    x = futures.x[:, columns]
    tree = _classifier()(
        max_leaf_nodes=int(setting.size),
        max_depth=MOST,
        min_samples_leaf=LEAST,
        class_weight="balanced",
        random_state=0,
    ).fit(x, sought)
    boxes = densest(tuple(_boxes(tree.tree_, 0, Box.whole(x.shape[1]))), x, sought)
    return tuple(spread(box, columns, futures.x.shape[1]) for box in boxes)


def _classifier() -> Any:
    try:
        from sklearn.tree import DecisionTreeClassifier
    except ImportError:
        raise BadInput(
            'trees need scikit-learn; install it with: pip install "fabcast[analyse]", or use --method prim.'
        ) from None
    return DecisionTreeClassifier


def _boxes(tree: Any, node: int, box: Box) -> Iterator[Box]:
    """Walk a tree: values up to the threshold go left."""
    left, right, column = tree.children_left[node], tree.children_right[node], tree.feature[node]
    if left == right:
        yield box
        return
    limit = float(tree.threshold[node])
    yield from _boxes(tree, left, box.at(column, box.low[column], min(limit, box.high[column])))
    above = float(np.nextafter(limit, np.inf))
    yield from _boxes(tree, right, box.at(column, max(above, box.low[column]), box.high[column]))


def densest(boxes: Boxes, x: Array, sought: Mask) -> Boxes:
    """Take leaves, densest first, as long as their union tells what is sought better (F-score).

    Parameters
    ----------
    boxes
        All leaves of a tree.
    x, sought
        Inputs (draw, input), and what is sought (draw).
    """
    counts = [(int(sought[inside].sum()), int(inside.sum())) for inside in (box.holds(x) for box in boxes)]
    order = sorted(range(len(boxes)), key=lambda i: -counts[i][0] / max(counts[i][1], 1))
    hits, size = (np.cumsum([counts[i][k] for i in order]) for k in (0, 1))
    taken = int(np.argmax(2.0 * hits / (size + sought.sum()))) + 1
    return tuple(boxes[i] for i in order[:taken])


CART = Recipe("cart", leaves_of, find)
