"""A policy search on the simulator: settings tried on a few fixed draws, the front run again on fresh ones.

The search sees the median over draws of each objective. What it finds best is partly luck of its draws, so
the front is run again on draws of another seed; answers are told from those, and what the search had hoped
for stands beside them. Regret is told per draw: what a point gives away on an objective against the best
point of the front in the same draw.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np

from fabcast import ensemble
from fabcast.errors import BadInput
from fabcast.model import year_end_index
from fabcast.scenario import Scenario, resolve

from ._compare import Spread
from ._pareto import on_front, regret, spread_out
from ._runs import Array
from ._search import Tried, search
from ._search_levers import Objective, Range, check_task, rounded, settle

Step = Callable[[int], None]
_MOVES = 1e-9
"""An objective moves if it does by more than this part of its size in some draw."""


@dataclass(frozen=True)
class Task:
    """What is searched: levers within bounds, for objectives at a year's end."""

    base: Scenario
    ranges: tuple[Range, ...]
    objectives: tuple[Objective, ...]
    day: date
    year: int

    def settle(self, values: Sequence[float], name: str) -> Scenario:
        """Make the scenario of a setting."""
        return settle(self.base, self.ranges, values, self.day, name)


@dataclass(frozen=True)
class FrontPoint:
    """One setting that no other that was tried beats on every objective."""

    scenario: Scenario
    settings: tuple[float | None, ...]
    """Value of each lever; None for one that moved no objective, which the scenario leaves alone."""
    hoped: tuple[float, ...]
    """Median of each objective on the draws of the search."""
    found: tuple[Spread, ...]
    """Each objective on fresh draws."""
    change: tuple[Spread, ...]
    """Paired change of each against the base scenario, on fresh draws."""
    regret: tuple[Spread, ...]
    """What it gives away on each against the best point of the front in the same draw."""
    on_front: float
    """Share of fresh draws in which no other point of the front beats it on every objective."""


@dataclass(frozen=True)
class Searched:
    """The front of a search, and how it was found."""

    task: Task
    points: tuple[FrontPoint, ...]
    tried: Tried
    front_size: int
    """Number of points on the front that the search found; `points` are some of them, far apart."""
    kept: float
    """Share of points that are still on the front by their medians on fresh draws."""
    base: tuple[Spread, ...]
    """Objectives of the base scenario on fresh draws."""
    base_hoped: tuple[float, ...]
    """Median of each objective under the base scenario on the draws of the search."""
    optimism: tuple[float, ...]
    """By how much more the points seemed to better each objective, against the base scenario, on the draws
    of the search than on fresh ones: mean over points, in the outcome's unit."""
    inert: tuple[Range, ...]
    """Levers that moved no objective from any of the settings where they were swung."""
    draws: int
    fresh_draws: int
    seed: int
    fresh_seed: int


def policy_search(
    task: Task,
    *,
    budget: int,
    draws: int,
    fresh_draws: int,
    seed: int = 1,
    most_points: int = 9,
    basis: ensemble.Basis = ensemble.PRIOR,
    step: Step = lambda _: None,
) -> Searched:
    """Search for the front of a task, and run it again on fresh draws.

    Parameters
    ----------
    task
        Levers, bounds and objectives.
    budget
        Settings to try.
    draws, fresh_draws
        Draws of the search; draws, of another seed, of the answer.
    seed
        Seed of draws and search; the fresh draws have the next one.
    most_points
        Points of the front to tell, those far apart.
    basis
        Where draws come from.
    step
        Told the number of draw × scenario runs just finished.

    Raises
    ------
    BadInput
        The task makes no sense, or an objective is unknown in a draw.
    """
    check_task(task.objectives, task.ranges)
    if budget < 1:
        raise BadInput(f"--budget must be at least 1, but is {budget}; 96 is the default.")
    simulate = _Simulator(task, draws, seed, basis, step)
    low, high = (np.array([getattr(one, end) for one in task.ranges]) for end in ("low", "high"))
    tried = search(simulate.medians, low, high, objectives=len(task.objectives), budget=budget, seed=seed)
    chosen = tried.front[spread_out(tried.values[tried.front], most_points)]
    inert = _inert(task, tried, simulate)
    live = [k for k, one in enumerate(task.ranges) if one not in inert]
    made = [
        settle(
            task.base, [task.ranges[k] for k in live], list(tried.settings[i, live]), task.day, f"front-{n}"
        )
        for n, i in enumerate(chosen, 1)
    ]
    hoped = np.median(simulate.signed([task.base, *made]), axis=-1)
    fresh = _Simulator(task, fresh_draws, seed + 1, basis, step).signed([task.base, *made])
    return Searched(
        task=task,
        points=_points(task, made, tried.settings[chosen], hoped[1:], fresh, inert),
        tried=tried,
        front_size=len(tried.front),
        kept=float(on_front(np.median(fresh[1:], axis=-1)).mean()),
        base=tuple(Spread.of(v * o.sign) for v, o in zip(fresh[0], task.objectives, strict=True)),
        base_hoped=tuple(float(v) * o.sign + 0.0 for v, o in zip(hoped[0], task.objectives, strict=True)),
        optimism=_optimism(hoped, np.median(fresh, axis=-1)),
        inert=inert,
        draws=draws,
        fresh_draws=fresh_draws,
        seed=seed,
        fresh_seed=seed + 1,
    )


def _points(
    task: Task,
    made: Sequence[Scenario],
    settings: np.ndarray,
    hoped: np.ndarray,
    fresh: Array,
    inert: Sequence[Range],
) -> tuple[FrontPoint, ...]:
    base, values = fresh[0], fresh[1:]
    by_draw = np.moveaxis(values, -1, 0)
    given_away, inside = regret(by_draw), on_front(by_draw).mean(axis=0)
    signs = [one.sign for one in task.objectives]
    return tuple(
        FrontPoint(
            scenario=scenario,
            settings=tuple(
                None if one in inert else rounded(value)
                for one, value in zip(task.ranges, settings[k], strict=True)
            ),
            hoped=tuple(float(v * sign) + 0.0 for v, sign in zip(hoped[k], signs, strict=True)),
            found=tuple(Spread.of(v * sign + 0.0) for v, sign in zip(values[k], signs, strict=True)),
            change=tuple(Spread.of((v - b) * s) for v, b, s in zip(values[k], base, signs, strict=True)),
            regret=tuple(Spread.of(given_away[:, k, m]) for m in range(len(signs))),
            on_front=float(inside[k]),
        )
        for k, scenario in enumerate(made)
    )


def _optimism(hoped: np.ndarray, found: np.ndarray) -> tuple[float, ...]:
    """Mean over points of the betterment hoped for less the one found; rows are the base, then the points.

    >>> _optimism(np.array([[5.0], [3.0]]), np.array([[5.5], [4.0]]))
    (0.5,)
    """
    gains = [values[:1] - values[1:] for values in (hoped, found)]
    return tuple(float(v) for v in (gains[0] - gains[1]).mean(axis=0))


def _inert(task: Task, tried: Tried, simulate: _Simulator) -> tuple[Range, ...]:
    """Swing each lever between its bounds, from the best setting of every objective."""
    places = dict.fromkeys(int(i) for i in tried.values.argmin(axis=0))
    still = []
    for k, one in enumerate(task.ranges):
        pairs: list[Scenario] = []
        for i in places:
            for value in (one.low, one.high):
                settings = tried.settings[i].copy()
                settings[k] = value
                pairs.append(task.settle(settings, f"swing-{len(pairs)}"))
        values = simulate.signed(pairs)
        apart = np.abs(values[1::2] - values[::2])
        if not (apart > _MOVES * np.abs(values[::2])).any():
            still.append(one)
    return tuple(still)


class _Simulator:
    """Objectives of scenarios on draws that were made once; less is better."""

    def __init__(self, task: Task, draws: int, seed: int, basis: ensemble.Basis, step: Step) -> None:
        self.task, self.basis, self.seed, self.step = task, basis, seed, step
        self.inputs = basis.draw(draws, seed, 0)
        names = [one.outcome for one in task.objectives]
        self.keep = tuple(names) if basis.discrepancy is None else ensemble.with_ratio(names)
        self.references: dict[int, object] = {}
        self.end = year_end_index(task.year)

    def medians(self, settings: np.ndarray) -> np.ndarray:
        """Median over draws of each objective: (setting, objective)."""
        made = [self.task.settle(values, f"try-{i}") for i, values in enumerate(settings)]
        return np.asarray(np.median(self.signed(made), axis=-1))

    def signed(self, scenarios: Sequence[Scenario]) -> Array:
        """Objectives in every draw: (scenario, objective, draw).

        Blocks of draws are few, so threads share the scenarios instead.
        """
        workers = os.cpu_count() or 1
        head, tail = scenarios[:1], scenarios[1:]
        first = self._run(head)  # alone: it leaves the actual path for the others
        with ThreadPoolExecutor(workers) as pool:
            rest = list(pool.map(self._run, [tail[k::workers] for k in range(workers)]))
        out = np.empty((len(scenarios), *first.shape[1:]))
        out[:1] = first
        for k, part in enumerate(rest):
            out[1 + k :: workers] = part
        return self._known(out)

    def _run(self, scenarios: Sequence[Scenario]) -> Array:
        draws = len(next(iter(self.inputs.values())))
        if not scenarios:
            return np.empty((0, len(self.task.objectives), draws))
        values = ensemble.run_inputs(
            self.inputs,
            [resolve(one) for one in scenarios],
            keep=self.keep,
            progress=self.step,
            workers=1,
            references=self.references,
        )
        if self.basis.discrepancy is not None:
            values, _ = ensemble.widen(values, self.inputs, self.basis.discrepancy, self.seed)
        return np.stack(
            [one.sign * values[one.outcome][..., self.end] for one in self.task.objectives], axis=1
        )

    def _known(self, values: Array) -> Array:
        for k, one in enumerate(self.task.objectives):
            if not np.isfinite(values[:, k]).all():
                raise BadInput(
                    f"--objective: {one.outcome} is unknown in some draws at the end of {self.task.year}; "
                    "choose another outcome or a later year"
                )
        return values
