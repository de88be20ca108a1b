"""Parameters that move nothing: each one nudged alone, from a central run.

A parameter that claims to be used but changes no outcome in any scenario is a defect of
the model or of its books. The runner is an argument, so that this room needs no model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ._runs import Array

Runner = Callable[[Mapping[str, Array]], Mapping[str, Array]]
"""Parameter columns (draw) in; outcome arrays (scenario, draw, …) out."""


def inert_parameters(
    run: Runner, central: Mapping[str, float], low: Mapping[str, float], high: Mapping[str, float]
) -> tuple[str, ...]:
    """List the parameters whose 5 % and 95 % values change no outcome in any scenario.

    Parameters
    ----------
    run
        Runs all scenarios of interest for columns of parameters, one entry a draw.
    central, low, high
        Parameter id → value, in the parameter's own unit. `low` and `high` hold the ids to test.

    Returns
    -------
    tuple of str
        Ids of inert parameters, in the order of `central`. A change from unknown to known counts as a move.

    Examples
    --------
    >>> inert_parameters(lambda p: {"y": p["a"][None]}, {"a": 1.0, "b": 1.0}, {"a": 0.0, "b": 0.0}, {})
    ('b',)
    """
    tested = [name for name in central if name in low or name in high]
    outcomes = run(_columns(tested, central, low, high))
    moved = np.zeros(1 + 2 * len(tested), dtype=bool)
    for values in outcomes.values():
        moved |= _differs_from_first(np.asarray(values))
    return tuple(name for i, name in enumerate(tested) if not moved[1 + 2 * i] and not moved[2 + 2 * i])


def _columns(
    tested: list[str], central: Mapping[str, float], low: Mapping[str, float], high: Mapping[str, float]
) -> dict[str, Array]:
    """One column a parameter: the central draw first, then low and high of each tested one."""
    columns = {name: np.full(1 + 2 * len(tested), value) for name, value in central.items()}
    for i, name in enumerate(tested):
        columns[name][1 + 2 * i] = low.get(name, central[name])
        columns[name][2 + 2 * i] = high.get(name, central[name])
    return columns


def _differs_from_first(values: Array) -> Array:
    """Whether a draw differs anywhere from the first draw; the draw axis is the second."""
    first = values[:, :1]
    same = (values == first) | ((values != values) & (first != first))  # noqa: PLR0124 - NaN equals NaN here
    return np.asarray(~same.all(axis=tuple(axis for axis in range(values.ndim) if axis != 1)))
