"""What a feedback loop contributes: the same draws run with the loop cut.

A loop is cut by setting the parameters that carry it, or by the rival form of an equation that
lacks it (``data/loops.csv``, ``structure.…``): the contribution is
the outcome with all loops less the outcome with this one cut, draw by draw and quarter by
quarter. It is cut in the past as well, so the contribution includes what it did before today.
Contributions of several loops do not add up: loops feed each other. The yardstick of research
stays that of the uncut draws: otherwise cutting a channel of research would cancel out.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from fabcast.errors import BadInput
from fabcast.model import DEFAULT, Structure

from ._runs import Array

OneRun = Callable[[Mapping[str, Array], Structure], Array]
"""Inputs by name (draw) and the form of equations in; one outcome (draw, quarter) out."""
_STRUCTURE = "structure."


@dataclass(frozen=True, slots=True)
class Loop:
    """One feedback loop, or one channel of it.

    `sets` holds the parameter values that cut it, `structure` the form of equations; when the
    model lacks the loop, `absent` says why.
    """

    id: str
    name: str
    sign: str
    channel: str
    sets: tuple[tuple[str, float], ...]
    structure: Structure
    path: str
    absent: str

    @property
    def present(self) -> bool:
        """Whether the model has the loop and can cut it."""
        return bool(self.sets) or self.structure != DEFAULT


@cache
def loops() -> dict[str, Loop]:
    """Read the loops by id, in the order of the model document.

    >>> loops()["line_time"].sets
    (('line_time_gain', 0.0),)
    """
    text = resources.files("fabcast.analysis").joinpath("data/loops.csv").read_text("utf-8")
    return {row["id"]: _loop(row) for row in csv.DictReader(text.splitlines())}


def _loop(row: Mapping[str, str]) -> Loop:
    pairs = [item.split("=") for item in row["sets"].split("|") if item]
    forms = {k.removeprefix(_STRUCTURE): float(v) for k, v in pairs if k.startswith(_STRUCTURE)}
    return Loop(
        id=row["id"],
        name=row["name"],
        sign=row["sign"],
        channel=row["channel"],
        sets=tuple((name, float(value)) for name, value in pairs if not name.startswith(_STRUCTURE)),
        structure=Structure(**forms),
        path=row["path"],
        absent=row["absent"],
    )


def find_loop(name: str) -> Loop:
    """Return a loop by id.

    Raises
    ------
    BadInput
        No such loop, or one that the model does not have.

    >>> find_loop("ai_engineering")
    Traceback (most recent call last):
    fabcast.errors.BadInput: loop 'ai_engineering' cannot be cut: left out: no evidence on its size
    """
    known = loops()
    if name not in known:
        present = ", ".join(loop.id for loop in known.values() if loop.present)
        raise BadInput(f"loop '{name}' is not known; those that can be cut: {present}")
    if not known[name].present:
        raise BadInput(f"loop '{name}' cannot be cut: {known[name].absent}")
    return known[name]


def cut(inputs: Mapping[str, Array], loop: Loop) -> dict[str, Array]:
    """Return the inputs with a loop's parameters at the values that cut it.

    >>> import numpy as np
    >>> cut({"line_time_gain": np.array([0.1, 0.2])}, loops()["line_time"])["line_time_gain"].tolist()
    [0.0, 0.0]
    """
    changed = dict(inputs)
    for name, value in loop.sets:
        if name not in inputs:
            raise BadInput(f"loop '{loop.id}' sets {name}, which these inputs lack")
        changed[name] = np.full_like(inputs[name], value)
    return changed


def contributions(
    run: OneRun, inputs: Mapping[str, Array], chosen: Iterable[Loop]
) -> Iterator[tuple[Loop, Array]]:
    """Give what each loop adds to an outcome: with it, less with it cut.

    Parameters
    ----------
    run
        Runs one scenario on given inputs and form of equations and returns one outcome.
    inputs
        Sampled inputs by name, one value a draw.
    chosen
        Loops that can be cut; the uncut run is made once for all of them.

    Yields
    ------
    tuple
        The loop, and (draw, quarter) in the outcome's unit.
    """
    whole = run(inputs, DEFAULT)
    for loop in chosen:
        yield loop, np.asarray(whole - run(cut(inputs, loop), loop.structure))
