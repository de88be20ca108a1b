"""What a draw and a scenario set in a program: numbers, and rows by quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fabcast import scenario
from fabcast.ensemble import Draws, run_inputs
from fabcast.equations import Program, of_path
from fabcast.errors import BadInput
from fabcast.model import QUARTERS, TOOL_CLASSES, Path

_REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Entered:
    """One draw under one path."""

    values: Mapping[str, float]
    rows: Mapping[str, np.ndarray]


def reference(inputs: Draws) -> np.ndarray:
    """Research stock of the actual path, (quarter, tool, draw): what milestones are measured against."""
    known: dict[int, Any] = {}
    run_inputs(inputs, [scenario.resolve("actual")], keep=(), references=known)
    draws = len(next(iter(inputs.values())))
    return np.concatenate([np.asarray(known[first]) for first in sorted(known)], axis=-1)[..., :draws]


def path_rows(program: Program, path: Path) -> dict[str, np.ndarray]:
    """Rows and constants that a path sets: (quarter,) or a number, by the program's names."""
    if path.reactions is not None:
        raise BadInput(
            "the scenario has governments that answer each other, and the export has the equations of a "
            "written script only; export a scenario without reactions"
        )
    names = (n for n in (*program.constants, *program.series) if not n.startswith(_REFERENCE))
    return {name: of_path(path, name) for name in names}


def entered(
    program: Program, inputs: Draws, path: Path, draw: int = 0, stock: np.ndarray | None = None
) -> Entered:
    """Take one draw under one path.

    Parameters
    ----------
    inputs
        Draws, as `fabcast.ensemble.sample_inputs` gives them.
    draw
        Which of them.
    stock
        `reference` of the same draws; the actual path itself has none.
    """
    rows = path_rows(program, path)
    values = {name: float(inputs.get(name, np.zeros(draw + 1))[draw]) for name in program.inputs}
    values |= {name: float(rows.pop(name)) for name in program.constants}
    for i, tool in enumerate(TOOL_CLASSES):
        rows[f"{_REFERENCE}.{tool}"] = np.zeros(len(QUARTERS)) if stock is None else stock[:, i, draw]
    return Entered(values, rows)


def arrays(program: Program, inputs: Draws, path: Path, stock: np.ndarray | None = None) -> dict[str, Any]:
    """All draws under one path, as the NumPy source takes them."""
    draws = len(next(iter(inputs.values())))
    known = np.zeros((len(QUARTERS), len(TOOL_CLASSES), draws)) if stock is None else stock
    given: dict[str, Any] = {name: np.asarray(inputs.get(name, np.zeros(draws))) for name in program.inputs}
    for name, row in path_rows(program, path).items():
        given[name] = row[:, None] if row.ndim else float(row)
    return given | {f"{_REFERENCE}.{tool}": known[:, i] for i, tool in enumerate(TOOL_CLASSES)}
