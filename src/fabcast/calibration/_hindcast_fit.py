"""The fit at an origin, and the forecast from it.

Fit: scores of members by tempered sequential Monte Carlo, given reports whose period has ended, the
origin's beliefs and inputs, and its discrepancy. One fit serves both policy feeds: they differ only
after the origin.

Forecast: members in groups; each group has its own growth shocks, each member its own everything else.
A target's predictive distribution is the mixture of members, each blurred by the discrepancy at its
horizon and by the error that reports of the series had by the origin.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fabcast.ensemble import Discrepancy, Tables
from fabcast.model import DEFAULT, Drivers, Structure
from fabcast.model import Path as Resolved

from ._beliefs import Beliefs
from ._hindcast_series import HindcastTarget, fit_lines, rate
from ._likelihood import Likelihood
from ._observation import Observation, observations
from ._origin import Origin
from ._origin_drivers import continued, growth_shocks, known_drivers
from ._origin_paths import Policy, origin_path
from ._origin_priors import origin_beliefs, times_base, wide_prior
from ._predict import predictions
from ._sample import Progress, fit_populations
from ._scores import Predictive, to_scale
from ._smc import Evaluated, Plan

Array = NDArray[np.float64]
Told = Callable[[float], None]
"""Called with the share of the work that was just done."""
GROUPS = 64
"""Groups of members, each with growth shocks of its own."""
MEMBERS = 512
PLAN = Plan(keep=0.5, sweeps=4, final=16)
"""Members, and how they are moved: enough for scores, not for the tails of an answer."""
_YEARS = 0.25


class OriginModel:
    """The model as it stood at an origin: beliefs, inputs, discrepancy, and the record so far.

    Parameters
    ----------
    origin
        Where the forecast starts.
    tables
        Today's facts; nothing later than the origin is read.
    structure
        Form of the equations, of the fit and of the forecast.
    """

    def __init__(self, origin: Origin, tables: Tables, structure: Structure = DEFAULT) -> None:
        self.origin, self.tables, self.structure = origin, tables, structure

    @cached_property
    def beliefs(self) -> Beliefs:
        """Priors at the origin."""
        return origin_beliefs(self.origin, self.tables.parameters)

    @cached_property
    def known(self) -> Drivers:
        """Inputs up to the origin."""
        return known_drivers(self.tables, self.origin)

    @cached_property
    def drivers(self) -> Drivers:
        """Central course of the inputs."""
        return continued(self.known, self.origin)

    @cached_property
    def discrepancy(self) -> Discrepancy:
        """What the equations leave out: fixed before anything is scored."""
        return Discrepancy(wide_prior("disc_log", self.origin).central)

    def inputs(self, z: Array, drivers: Drivers) -> dict[str, Array]:
        """Inputs of members at scores, ratios turned into amounts."""
        return times_base(self.beliefs.inputs(z), self.origin, self.tables.parameters, drivers)

    def fit(
        self,
        seen: Sequence[Observation] | None = None,
        *,
        members: int = MEMBERS,
        seed: int = 1,
        plan: Plan = PLAN,
        told: Progress | None = None,
        store: str | Path | None = None,
    ) -> Array:
        """Fit to reports known by the origin, or to given ones: scores (member, score).

        Parameters
        ----------
        store
            Folder for the state: an interrupted fit goes on from there.
        """
        known = observations(self.origin.quarter, fit_lines()) if seen is None else tuple(seen)
        likelihood, drivers = Likelihood(known, self.discrepancy), self.drivers
        path = origin_path(self.origin, "as_happened")

        def evaluate(z: Array) -> Evaluated:
            said = self._said(self.inputs(z, drivers), known, path, drivers)
            return Evaluated(likelihood(said), likelihood.features(said))

        fit = fit_populations(self.beliefs, evaluate, members, seed, told, store, plan, known)
        return fit.posterior.z

    def forecast(
        self, z: Array, policy: Policy, targets: Sequence[HindcastTarget], seed: int, told: Told | None = None
    ) -> Array:
        """What each member says for each target, in the series' unit: (member, target)."""
        path, wanted = origin_path(self.origin, policy), [t.observation for t in targets]
        groups = min(GROUPS, len(z))
        shocks = growth_shocks(self.origin, groups, seed)
        rows = np.array_split(np.arange(len(z)), groups)
        out = np.empty((len(z), len(targets)))

        def work(group: int) -> None:
            drivers = continued(self.known, self.origin, shocks[group])
            inputs = self.inputs(z[rows[group]], drivers)
            out[rows[group]] = self._said(inputs, wanted, path, drivers, workers=1)
            if told is not None:
                told(1.0 / groups)

        work(0)  # alone: it compiles
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            list(pool.map(work, range(1, groups)))
        return np.asarray(out * np.array([rate(t.series, t.observation) for t in targets]))

    def _said(
        self,
        inputs: dict[str, Array],
        wanted: Sequence[Observation],
        path: Resolved,
        drivers: Drivers,
        workers: int | None = None,
    ) -> Array:
        """What the model says of reports under a path, which is its own yardstick."""
        return predictions(
            inputs,
            wanted,
            path=path,
            drivers=drivers,
            structure=self.structure,
            workers=workers,
            yardstick=path,
        )

    def predictive(self, target: HindcastTarget, members: Array) -> Predictive:
        """Predictive distribution of a target from its members, on the target's scale."""
        spread = np.hypot(self.discrepancy.sd(_YEARS * target.quarters), target.error)
        known = np.nan_to_num(members, nan=0.0)
        return Predictive(to_scale(known, target.series.scale, target.series.least), float(spread))
