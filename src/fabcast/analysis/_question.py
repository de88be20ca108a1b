"""What a sensitivity is asked of: one number a draw, a level or a paired contrast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from fabcast import ensemble
from fabcast.calibration import posterior
from fabcast.ensemble import Basis
from fabcast.model import OUTCOMES, QUARTERS, Path, year_end_index
from fabcast.scenario import Scenario, branch_quarter, resolve

from ._compare import difference
from ._runs import Array

Progress = Callable[[int], None]
"""Told the number of draws × scenarios just run."""


@dataclass(frozen=True)
class Question:
    """An outcome at a year's end in one scenario, or its contrast with another on the same draws."""

    scenario: Scenario
    against: Scenario | None
    outcome: str
    year: int

    @property
    def is_date(self) -> bool:
        """Whether the outcome is a date, which may never come."""
        return OUTCOMES[self.outcome].kind == "date"

    @property
    def paths(self) -> tuple[Path, ...]:
        """Resolved scenarios."""
        both = (self.scenario,) if self.against is None else (self.scenario, self.against)
        return tuple(resolve(one) for one in both)

    def over_time(self, inputs: Mapping[str, Array], progress: Progress | None = None) -> Array:
        """Run the equations: (draw, quarter), or (draw,) for a date, with *never* as infinity."""
        keep = (self.outcome,)
        done = ensemble.run_inputs(dict(inputs), self.paths, keep=keep, progress=progress)[self.outcome]
        ours, base = done[0], None if self.against is None else done[1]
        if self.is_date:
            return _dates(ours, base)
        return np.asarray(ours if base is None else difference(ours, base))

    def at_year(self, inputs: Mapping[str, Array], progress: Progress | None = None) -> Array:
        """Run the equations and read the year's end: one number a draw."""
        values = self.over_time(inputs, progress)
        return values if self.is_date else np.asarray(values[:, year_end_index(self.year)])

    def first_quarter(self) -> int:
        """Index of the first quarter in which a policy of the question can matter."""
        if self.against is None:
            return QUARTERS.index("2024Q1")
        return min(branch_quarter(one) for one in (self.scenario, self.against))


def distinct_draws(basis: Basis, draws: int) -> int:
    """Number of draws, no more than a fit has members: more would count a member twice."""
    return min(draws, posterior().members) if basis.name == "posterior" else draws


def _dates(ours: Array, base: Array | None) -> Array:
    """Dates with *never* as infinity; apart, *never* is later than any date and equals itself."""
    left = np.where(np.isnan(ours), np.inf, ours)
    if base is None:
        return left
    right = np.where(np.isnan(base), np.inf, base)
    same = left == right
    return np.where(same, 0.0, np.where(same, 0.0, left) - np.where(same, 0.0, right))
