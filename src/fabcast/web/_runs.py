"""Runs for the page: each scenario run once on common draws, kept, and put side by side.

Draws are common to all scenarios, so runs made at different times pair draw by draw, and only
the scenario that a lever moved is run again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from fabcast.calibration import Chosen, choose_basis
from fabcast.ensemble import RunSet, run_scenarios
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
        self._references: dict[int, dict[int, Any]] = {}

    @cached_property
    def chosen(self) -> Chosen:
        """Where draws come from: the fit to the record, or the priors and why."""
        return choose_basis()

    def pair(self, ours: Scenario, base: Scenario, draws: int) -> RunSet:
        """Run two scenarios, or take them from what is kept, and lay them side by side."""
        return side_by_side([self.single(one, draws) for one in (ours, base)])

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
            progress=clock(self.limits.seconds),
            basis=self.chosen.basis,
            references=known,
        )

    def run_named(self, names: Sequence[str], draws: int, outcomes: Sequence[str]) -> RunSet:
        """Run scenarios of the library with no limit of time: work of the server's own."""
        return run_scenarios(names, draws, SEED, outcomes=outcomes, basis=self.chosen.basis)


def side_by_side(runs: Sequence[RunSet]) -> RunSet:
    """Join runs of single scenarios on the same draws; the record keeps what they share, without a hash."""
    first = runs[0]
    record = {name: value for name, value in first.record.items() if name not in ("hash", "scenarios")}
    return RunSet(
        scenarios=tuple(name for run in runs for name in run.scenarios),
        values={name: np.concatenate([run.values[name] for run in runs]) for name in first.values},
        parameters=first.parameters,
        record=record,
        attrs=first.attrs,
    )
