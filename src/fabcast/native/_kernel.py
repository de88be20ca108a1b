"""A compiled program: what it takes, what it gives, and how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from fabcast.equations import Node, Program

from ._lanes import Lanes
from ._machine import compile_object, load, wide
from ._precision import PRECISIONS, Name
from ._schedule import own_inputs, schedule
from ._shared import Step, steps, work_out
from ._write import write

BLOCK = 4
"""Vectors that go through each part of the code in turn. Measured: 1, 2, 3, 4, 6, 8."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """What is kept of a compiled program; all of it is plain data."""

    code: bytes
    precision: Name
    wide: int
    """Draws a vector."""
    quarters: int
    inputs: tuple[str, ...]
    """What differs between draws, in the order in which it is packed."""
    outputs: tuple[str, ...]
    """What is written for each draw, in order."""
    carried: frozenset[str]
    """Outputs that are worked out in any case; where no other is wanted, much is left out."""
    dates: frozenset[str]
    """Outputs that are one number a draw; the others have one a quarter."""
    references: tuple[str, ...]
    """Rows of each draw that are read: its own research stock under the actual path."""
    steps: tuple[Step, ...]
    data: tuple[np.ndarray, ...]
    numbers: tuple[int, ...]
    """Steps whose results are numbers that draws share, in order."""
    rows: tuple[int, ...]
    """Steps whose results are rows that draws share, in order."""
    still: Mapping[str, int]
    """Outputs that are the same for all draws, and their steps."""
    literals: tuple[float, ...]
    scratch: int
    """Vectors of scratch that a vector of draws needs."""


def compile_program(
    program: Program, wanted: Mapping[str, Node], precision: Name = "double", lanes: int | None = None
) -> Compiled:
    """Compile a program for this machine: about a second.

    Parameters
    ----------
    wanted
        What is written out, by name.
    lanes
        Draws a vector; default as many as this machine's widest holds.
    """
    kind = PRECISIONS[precision]
    plan, lane = schedule(program, wanted), Lanes(kind, lanes or wide(kind.bytes))
    source, where = write(plan, lane, BLOCK)
    number = {node: i for i, node in enumerate(plan.shared)}
    program_steps, data = steps(plan.shared)
    return Compiled(
        code=compile_object(source),
        precision=precision,
        wide=lane.wide,
        quarters=program.graph.row,
        inputs=own_inputs(program),
        outputs=tuple(plan.wanted),
        carried=frozenset(n for n, node in plan.wanted.items() if not plan.parts[plan.part[node]].measured),
        dates=frozenset(name for name, n in plan.wanted.items() if not n.row and plan.phase(n).round),
        references=tuple(where.references),
        steps=tuple(program_steps),
        data=tuple(data),
        numbers=tuple(number[n] for n in where.numbers),
        rows=tuple(number[n] for n in where.rows),
        still={name: number[n] for name, n in wanted.items() if n in number},
        literals=tuple(lane.literals.values()),
        scratch=where.vectors(program.graph.row),
    )


class Shared(NamedTuple):
    """What all draws of a path share, worked out."""

    numbers: np.ndarray
    rows: np.ndarray
    still: dict[str, np.ndarray]

    def fork(self, other: Shared) -> int:
        """First quarter in which two paths differ; all quarters where they never do.

        Nought where they differ in a number, which may be read in any quarter.
        """
        if not np.array_equal(self.numbers, other.numbers, equal_nan=True):
            return 0
        same = (self.rows == other.rows) | (np.isnan(self.rows) & np.isnan(other.rows))
        apart = np.flatnonzero(~same.all(axis=1))
        return int(apart[0]) if len(apart) else len(self.rows)


@dataclass(frozen=True)
class Kernel:
    """A compiled program, ready to be called from several threads."""

    compiled: Compiled
    _call: Callable[..., None] = field(repr=False)

    @classmethod
    def of(cls, compiled: Compiled) -> Kernel:
        """Load the code."""
        return cls(compiled, load(compiled.code))

    @property
    def given(self) -> tuple[str, ...]:
        """Names of what a path sets: numbers, and rows by quarter."""
        return tuple(step.value for step in self.compiled.steps if step.op in {"input", "series"})

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of all numbers."""
        return np.dtype(np.float64 if self.compiled.precision == "double" else np.float32)

    def shared(self, given: Mapping[str, Any]) -> Shared:
        """Work out what a path sets for all draws.

        Parameters
        ----------
        given
            Levers by name: numbers, and rows of a number a quarter.
        """
        c = self.compiled
        found = work_out(c.steps, c.data, given, c.quarters)
        rows = [np.broadcast_to(found[i], c.quarters) for i in c.rows] or [np.zeros(c.quarters)]
        return Shared(
            numbers=np.array([float(found[i]) for i in c.numbers] or [0.0], self.dtype),
            rows=np.ascontiguousarray(np.stack(rows, axis=-1), self.dtype),
            still={name: found[i] for name, i in c.still.items()},
        )

    def pack(
        self, inputs: Mapping[str, Float[np.ndarray, " draw"]]
    ) -> Float[np.ndarray, "vector input lane"]:
        """Arrange inputs as the code reads them; a last vector that is not full repeats its first draw."""
        c = self.compiled
        draws = len(inputs[c.inputs[0]])
        vectors = -(-draws // c.wide)
        packed = np.empty((vectors, len(c.inputs), c.wide), self.dtype)
        whole = draws // c.wide
        for i, name in enumerate(c.inputs):
            values = inputs[name]
            packed[:whole, i] = values[: whole * c.wide].reshape(whole, c.wide)
            if whole < vectors:
                packed[whole, i] = values[whole * c.wide]
                packed[whole, i, : draws - whole * c.wide] = values[whole * c.wide :]
        return packed

    def run(
        self,
        packed: Float[np.ndarray, "vector input lane"],
        shared: Shared,
        outputs: Mapping[str, np.ndarray],
        references: Mapping[str, np.ndarray],
        span: tuple[int, int] | None = None,
        state: np.ndarray | None = None,
    ) -> np.ndarray:
        """Run packed draws under one path.

        Parameters
        ----------
        outputs
            Arrays to fill, each (quarter, draw), dates (draw,), the draw axis without gaps and as long
            as the packed draws, unfilled ones included; outputs that are not there are not written.
        references
            Research stock of the actual path by name, as such arrays; what is missing is nought.
        span
            First quarter and one past the last; default all. Dates, and rows that look back, are written
            where the last quarter is run.
        state
            Where the first quarter is not the model's own: what a run up to it returned. Left as it is.

        Returns
        -------
        numpy.ndarray
            State after the last quarter, from which other paths may go on.
        """
        c, vectors = self.compiled, len(packed)
        spare = np.zeros(2 * vectors * c.wide, self.dtype)
        unread, nought = spare[: vectors * c.wide], spare[vectors * c.wide :]
        series = [outputs.get(name, unread) for name in c.outputs]
        series += [references.get(name, nought) for name in c.references]
        for array in series:
            self._check(array, vectors * c.wide)
        places = np.array([array.ctypes.data for array in series], np.int64)
        measured = bool(outputs.keys() - c.carried)
        switches = [*(span or (0, c.quarters)), measured]
        strides = np.array([a.strides[0] if a.ndim == 2 else 0 for a in series] + switches, np.int64)
        scratch = _aligned(vectors * c.scratch * c.wide, self.dtype)
        if state is not None:
            scratch[:] = state
        literals = np.array([*c.literals, 0.0], self.dtype)
        arrays = (packed, shared.numbers, shared.rows, places, strides, scratch, literals)
        self._call(*(array.ctypes.data for array in arrays), vectors)
        return scratch

    def _check(self, array: np.ndarray, draws: int) -> None:
        """Refuse an array that the code would write beside: a defect of ours, not of a user."""
        quarters = array.ndim == 1 or array.shape[0] == self.compiled.quarters
        gaps = array.strides[-1] != array.itemsize
        if array.dtype != self.dtype or not quarters or array.shape[-1] < draws or gaps:
            raise ValueError(f"an array of {array.dtype} {array.shape} cannot hold a series of {draws} draws")


def _aligned(size: int, dtype: np.dtype[Any]) -> np.ndarray:
    """Memory that starts where a line of a core's cache does."""
    raw = np.empty(size + 64 // dtype.itemsize, dtype)
    return raw[-raw.ctypes.data % 64 // dtype.itemsize :][:size]
