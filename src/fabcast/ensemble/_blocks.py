"""Given draws under given paths, in blocks of fixed size on one thread a core.

Each block first runs the actual path: its research stock is the yardstick that milestones in the other
scenarios are measured against.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

import numpy as np

from fabcast import scenario
from fabcast.model import DEFAULT, OUTCOMES, QUARTERS, Path, Structure

from ._draws import Draws
from ._engine import Precision, Xla, runner
from ._kernel import BLOCK
from ._stem import Stem, Task

References = dict[int, Any]
"""First draw of a block → the research stock of the actual path in that block."""
Progress = Callable[[int], None]
"""Called with the number of draw × scenario runs just finished."""
ACTUAL = "actual"
_PIECE = 24_000_000
"""Bytes. From 4 MB on NumPy asks for large pages; up to 32 MB the C library keeps what was given back."""
_LOADING = Lock()
_COMPILED = Event()
"""Set once JAX has run a block in this process."""


@dataclass(frozen=True)
class _Work:
    """All that a block needs."""

    tasks: Sequence[Task]
    measure: Task
    """The actual path."""
    at: int | None
    """Number of the actual path among those asked for."""
    stem: Stem | None
    out: Mapping[str, np.ndarray]
    known: References
    total: int
    progress: Progress | None

    def block(self, first: int) -> None:
        """Run the actual path and all others for one block of draws."""
        last = min(first + BLOCK, self.total)
        rows = [_rows(self.out, i) for i in range(len(self.tasks))]
        done: set[int | None] = set() if self.stem is None else {*self.stem.branches}
        if self.stem is not None:
            self.known[first] = self.stem.grow(first, last, rows, self.known.get(first))
        elif first not in self.known:
            own = {} if self.at is None else rows[self.at]
            self.known[first] = self.measure.runner.run(self.measure.arranged, first, last, None, own)
            done = {self.at}
        for i, task in enumerate(self.tasks):
            if i not in done:
                task.runner.run(task.arranged, first, last, self.known[first], rows[i])
        if self.progress is not None:
            self.progress((last - first) * len(self.tasks))


def run_inputs(
    inputs: Draws,
    paths: Sequence[Path],
    *,
    keep: Sequence[str],
    progress: Progress | None = None,
    workers: int | None = None,
    structure: Structure = DEFAULT,
    yardstick: Draws | None = None,
    references: References | None = None,
    precision: Precision = "double",
) -> dict[str, np.ndarray]:
    """Run given inputs under given paths.

    Parameters
    ----------
    inputs
        One value a draw for every input.
    paths
        Resolved scenarios.
    keep
        Outcomes to keep.
    structure
        Rival forms of equations.
    yardstick
        Inputs of the actual path whose research stock milestones are measured against; default
        the inputs themselves, under the same structure. Pass the unchanged inputs when a loop is
        cut: they then run under the default structure.
    references
        What the actual path left, by first draw of a block: read where it is there, filled where not.
    precision
        Of the numbers inside and out.

    Returns
    -------
    dict
        Outcome to (scenario, draw, quarter), dates (scenario, draw). Neighbours in memory are draws.
    """
    total = len(next(iter(inputs.values())))
    known: References = {} if references is None else references
    out = _room(keep, len(paths), total, precision)
    with _LOADING:  # alone: it compiles, or reads what was compiled, once for all threads
        tasks, measure, at = _tasks(inputs, paths, structure, yardstick, precision)

    work = _Work(tasks, measure, at, Stem.of(measure, tasks, at), out, known, total, progress)
    begun = _first_alone(work.block, [measure, *tasks])
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        _drain(pool, work.block, range(begun, total, BLOCK))
    return {name: _shown(name, array, total) for name, array in out.items()}


def _tasks(
    inputs: Draws, paths: Sequence[Path], structure: Structure, yardstick: Draws | None, precision: Precision
) -> tuple[list[Task], Task, int | None]:
    """Return a task a path, that of the actual path, and where the same task stands among the paths."""
    arranged: dict[tuple[type, bool], Any] = {}

    def task(path: Path, form: Structure, draws: Draws) -> Task:
        made = runner(path, form, precision)
        key = type(made), draws is inputs
        if key not in arranged:
            arranged[key] = made.arrange(draws)
        return Task(made, arranged[key])

    actual = scenario.resolve(ACTUAL)
    tasks = [task(path, structure, inputs) for path in paths]
    if yardstick is not None:
        return tasks, task(actual, DEFAULT, yardstick), None
    at = next((i for i, path in enumerate(paths) if path is actual), None)
    return tasks, task(actual, structure, inputs), at


def _first_alone(block: Callable[[int], None], tasks: Sequence[Task]) -> int:
    """Run the first block alone where JAX has yet to compile; return the draw to go on from."""
    if not any(isinstance(task.runner, Xla) for task in tasks):
        return 0
    with _LOADING:
        if _COMPILED.is_set():
            return 0
        block(0)
        _COMPILED.set()
        return BLOCK


def _drain(pool: ThreadPoolExecutor, work: Callable[[int], None], firsts: range) -> None:
    """Run blocks; on Ctrl-C drop those that have not started."""
    pending = [pool.submit(work, first) for first in firsts]
    try:
        for future in pending:
            future.result()
    except BaseException:
        for future in pending:
            future.cancel()
        raise


def _room(keep: Sequence[str], paths: int, total: int, precision: Precision) -> dict[str, np.ndarray]:
    """Make room for outcomes: whole blocks, draws innermost.

    Several rows lie in a piece of memory: the system then gives large pages, where small ones would cost as
    much as the model (measured: 18 of 76 microseconds a draw of all outcomes).
    """
    draws = -(-total // BLOCK) * BLOCK
    rows = [name for name in keep if not _is_date(name)]
    shape = (paths, len(QUARTERS), draws)
    together = max(1, _PIECE // (np.dtype(precision).itemsize * math.prod(shape)))
    out = {name: np.empty((paths, draws), precision) for name in keep if _is_date(name)}
    for first in range(0, len(rows), together):
        some = rows[first : first + together]
        out |= zip(some, np.empty((len(some), *shape), precision), strict=True)
    return out


def _rows(out: Mapping[str, np.ndarray], path: int) -> dict[str, np.ndarray]:
    return {name: array[path] for name, array in out.items()}


def _shown(name: str, array: np.ndarray, total: int) -> np.ndarray:
    """Give an outcome without the room that was not needed, draws before quarters."""
    shown = array[..., :total] if _is_date(name) else array[..., :total].swapaxes(1, 2)
    return shown.astype(np.int8) if name == "binding" else shown


def _is_date(name: str) -> bool:
    return name in OUTCOMES and OUTCOMES[name].kind == "date"
