"""Runs for the page: each scenario run once on common draws, kept, and put side by side.

Draws are common to all scenarios, so runs made at different times pair draw by draw, and only
the scenario that a lever moved is run again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from threading import Event
from typing import Any

import numpy as np

from fabcast.calibration import Chosen, choose_basis
from fabcast.ensemble import RunSet, run_scenarios
from fabcast.model import QUARTERS
from fabcast.report import OUTCOMES
from fabcast.scenario import Scenario

from ._kept import Kept
from ._limits import Limits, clock

SEED = 1


class Runner:
    """Runs scenarios within the limits of a server and keeps the newest."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._kept: Kept[RunSet] = Kept(limits.kept_runs)
        self.stopping = Event()
        self._references: dict[int, dict[int, Any]] = {}

    @cached_property
    def chosen(self) -> Chosen:
        """Where draws come from: the fit to the record, or the priors and why."""
        return choose_basis()

    def pair(self, ours: Scenario, base: Scenario, draws: int) -> tuple[RunSet, RunSet]:
        """Run two scenarios, or take them from what is kept."""
        return self.single(ours, draws), self.single(base, draws)

    def single(self, scenario: Scenario, draws: int, outcomes: Sequence[str] = OUTCOMES) -> RunSet:
        """Run one scenario, or take it from what is kept."""
        key = (scenario, draws, tuple(outcomes))
        known = self._references.setdefault(draws, {})
        return self._kept.get(key, lambda: self._run([scenario], draws, outcomes, SEED, known))

    def run(
        self, scenarios: Sequence[Scenario], draws: int, outcomes: Sequence[str], seed: int = SEED
    ) -> RunSet:
        """Run scenarios together, with the record that names them all."""
        return self._run(scenarios, draws, outcomes, seed, {})

    def _run(
        self,
        scenarios: Sequence[Scenario],
        draws: int,
        outcomes: Sequence[str],
        seed: int,
        known: dict[int, Any],
    ) -> RunSet:
        return run_scenarios(
            scenarios,
            draws,
            seed,
            outcomes=outcomes,
            progress=clock(self.limits.seconds, self.stopping),
            basis=self.chosen.basis,
            references=known,
        )

    def run_named(self, names: Sequence[str], draws: int, outcomes: Sequence[str]) -> RunSet:
        """Run scenarios of the library with no limit of time: work of the server's own."""
        tick = clock(math.inf, self.stopping)
        return run_scenarios(names, draws, SEED, outcomes=outcomes, progress=tick, basis=self.chosen.basis)


def side_by_side(
    runs: Sequence[RunSet], outcomes: Sequence[str] = (), quarters: Sequence[str] = QUARTERS
) -> RunSet:
    """Join runs of single scenarios on the same draws; the record keeps what they share, without a hash.

    Parameters
    ----------
    runs
        One or more runs, each on the same draws.
    outcomes, quarters
        What to keep of them: all outcomes by default, and all quarters.
    """
    at = slice(None) if quarters is QUARTERS else [QUARTERS.index(quarter) for quarter in quarters]
    first = runs[0]
    names = outcomes or tuple(first.values)
    record = {name: value for name, value in first.record.items() if name not in ("hash", "scenarios")}
    return RunSet(
        scenarios=tuple(name for run in runs for name in run.scenarios),
        values={name: np.concatenate([_cut(run.values[name], at) for run in runs]) for name in names},
        parameters=first.parameters,
        record=record,
        quarters=tuple(quarters),
        attrs=first.attrs,
    )


def _cut(values: np.ndarray, at: slice | list[int]) -> np.ndarray:
    """Keep some quarters; a date has none."""
    return values if values.ndim == 2 else values[:, :, at]
