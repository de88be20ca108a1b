"""What all draws have in common, worked out once a path: levers, data, and what follows from them.

A few hundred steps on rows of quarters, as plain data: they are kept beside the compiled code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from fabcast.equations import NUMPY, Node

from ._rewrite import Operation

_RUNNING: Mapping[str, Any] = {"add": np.add, "max": np.maximum, "min": np.minimum}


class Step(NamedTuple):
    """One operation on the results of earlier steps."""

    op: str
    args: tuple[int, ...]
    """Numbers of earlier steps."""
    value: Any
    """Number, name, or position of a row of data, by operation."""


def steps(operations: Mapping[Node, Operation]) -> tuple[list[Step], list[np.ndarray]]:
    """Write operations as steps, and rows of data apart."""
    number = {node: i for i, node in enumerate(operations)}
    found: list[Step] = []
    rows: list[np.ndarray] = []
    for node, (op, args) in operations.items():
        value = node.value
        if op == "data":
            value = len(rows)
            rows.append(node.value)
        elif isinstance(value, np.generic):
            value = value.item()
        found.append(Step(op, tuple(number[a] for a in args), value))
    return found, rows


def work_out(
    program: Sequence[Step], rows: Sequence[np.ndarray], given: Mapping[str, Any], quarters: int
) -> list[np.ndarray]:
    """Value of every step: a row, or a number.

    Parameters
    ----------
    rows
        Rows of data.
    given
        Inputs and series by name.
    """
    found: list[np.ndarray] = []
    for step in program:
        args = [found[i] for i in step.args]
        found.append(np.asarray(_value(step, args, rows, given, quarters)))
    return found


def _value(
    step: Step, args: list[np.ndarray], rows: Sequence[np.ndarray], given: Mapping[str, Any], quarters: int
) -> Any:
    match step.op:
        case "data":
            found = rows[step.value]
        case "number":
            found = step.value
        case "input" | "series":
            found = given[step.value]
        case "run":
            found = _RUNNING[step.value].accumulate(np.broadcast_to(args[0], quarters))
        case "last" | "at":
            found = args[0][-1 if step.op == "last" else step.value]
        case "power":
            found = NUMPY["exp"](args[0] * args[1])
        case _:
            found = NUMPY[step.op](*args)
    return found
