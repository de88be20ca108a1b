"""Slopes of the model by forward differentiation: what a small step of an input does at given draws.

A pair of draw and direction is one place on the kernel's draw axis, so one call gives the slopes of 256
pairs, exactly. It is cheap and local: it sees no threshold that a larger step would cross, and where
an input is behind a gate or a minimum its slope is zero though its range matters.

Reverse differentiation gives all inputs at once, but takes a minute to compile, forward ten seconds
(both kept on disk).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from fabcast import scenario
from fabcast.ensemble import BLOCK, drivers, kernel, model_inputs, padded
from fabcast.model import DEFAULT, QUARTERS, TOOL_CLASSES, Path

from ._runs import Array

Draws = dict[str, Array]
ACTUAL = "actual"


def slopes(
    inputs: Mapping[str, Array],
    directions: Mapping[str, Array],
    paths: Sequence[Path],
    outcome: str,
    quarter: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Array:
    """Differentiate an outcome along one direction a draw.

    Parameters
    ----------
    inputs
        One value a draw for every input.
    directions
        Change of each input that moves, one value a draw, in the input's unit.
    paths
        Resolved scenarios.
    outcome, quarter
        What is differentiated; no date.
    progress
        Told the number of draws × scenarios done.

    Returns
    -------
    Array
        (scenario, draw), in the outcome's unit for one times the direction.
    """
    total = len(next(iter(inputs.values())))
    moves = {name: directions.get(name, np.zeros(total)) for name in inputs}
    out = np.empty((len(paths), total))
    actual = scenario.resolve(ACTUAL)
    for first in range(0, total, BLOCK):
        size = min(BLOCK, total - first)
        at, along = (_block(values, first) for values in (dict(inputs), moves))
        none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), BLOCK))
        _, reference = _run(outcome, quarter, actual, (*at, none), (*along, none))
        for row, path in enumerate(paths):
            value, _ = _run(outcome, quarter, path, (*at, reference[0]), (*along, reference[1]))
            out[row, first : first + size] = np.asarray(value[1])[:size]
            progress(size)
    return out


def _block(values: Draws, first: int) -> tuple[Any, Any]:
    """Parameters and shocks of a block; a short one is filled with its first draw."""
    return model_inputs({name: padded(column[first : first + BLOCK]) for name, column in values.items()})


def _run(outcome: str, quarter: int, path: Path, at: Any, along: Any) -> Any:
    return _compiled(outcome)(path, drivers(), quarter, at, along)


@lru_cache(maxsize=8)
def _compiled(outcome: str) -> Any:
    """Return the kernel's derivative: (outcome, its slope), (research stock, its slope)."""
    whole = kernel()
    import jax

    def run(path: Path, drivers: Any, quarter: Any, at: Any, along: Any) -> Any:
        def model(p: Any, shocks: Any, reference: Any) -> Any:
            measures, knowledge = whole(p, path, drivers, shocks, reference, DEFAULT)
            return measures[outcome][quarter], knowledge

        (value, knowledge), (slope, moved) = jax.jvp(model, at, along)
        return (value, slope), (knowledge, moved)

    return jax.jit(run)
