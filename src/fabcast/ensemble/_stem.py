"""Paths that are the actual one up to a quarter go on from its state there: the past is run once.

Nothing is taken on trust: two paths share a past if all numbers and rows that equations read are equal up
to the quarter, bit for bit. Most scenarios branch off in 2026 or later, so half of every run is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from fabcast.model import QUARTERS

from ._engine import Native, Runner, Stock

Rows = dict[str, np.ndarray]
"""Outcomes of one path: (quarter, draw), dates (draw,)."""


class Task(NamedTuple):
    """A path to be run on arranged draws."""

    runner: Runner
    arranged: Any


@dataclass(frozen=True)
class Stem:
    """The actual path and those that branch off it."""

    actual: Native
    arranged: Any
    branches: dict[int, Native]
    """Number of a path among those asked for → what runs it."""
    quarter: int
    """The first in which one of them differs."""
    at: int | None
    """Number of the actual path among those asked for."""

    @classmethod
    def of(cls, measure: Task, tasks: Sequence[Task], at: int | None) -> Stem | None:
        """Find the paths that share a past with the actual one on the same draws; None without any."""
        if not isinstance(measure.runner, Native):
            return None
        forks: dict[int, int] = {}
        branches: dict[int, Native] = {}
        for i, task in enumerate(tasks):
            if isinstance(task.runner, Native) and task.arranged is measure.arranged:
                forks[i] = measure.runner.shared.fork(task.runner.shared)
                branches[i] = task.runner
        branches = {i: one for i, one in branches.items() if forks[i] > 0}
        if not branches:
            return None
        quarter = min([*(forks[i] for i in branches), len(QUARTERS) - 1])
        return cls(measure.runner, measure.arranged, branches, quarter, at)

    def grow(self, first: int, last: int, rows: Sequence[Rows], known: Stock | None) -> Stock:
        """Run a block of the actual path, unless its research stock is known, and of all branches.

        Fills the rows of all branches; returns the research stock.
        """
        lead = next(iter(self.branches))
        trunk = self.actual if known is None else self.branches[lead]
        past, future = (0, self.quarter), (self.quarter, len(QUARTERS))
        block = (self.arranged, first, last)
        left, state = trunk.run_span(*block, known, rows[lead], past)
        for i in self.branches:
            if i != lead:
                _copy_past(rows[lead], rows[i], self.quarter, slice(first, last))
        stock = known
        if stock is None:
            out = {} if self.at is None else rows[self.at]
            stock = self.actual.run_span(*block, None, out, future, state, left)[0]
        for i, branch in self.branches.items():
            if i != self.at or known is not None:
                branch.run_span(*block, stock, rows[i], future, state)
        return stock


def _copy_past(lead: Rows, other: Rows, quarter: int, draws: slice) -> None:
    for name, row in lead.items():
        if row.ndim > 1:
            other[name][:quarter, draws] = row[:quarter, draws]
