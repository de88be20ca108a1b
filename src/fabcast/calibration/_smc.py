r"""Tempered sequential Monte Carlo in whitened space, without gradients.

A population starts from the prior N(0, I) and follows πᵦ(z) ∝ N(z; 0, I) L(z)^β from β = 0 to 1
(Del Moral, Doucet and Jasra 2006). Each step picks β so that the effective sample size falls to a
set share, resamples, and moves every particle by two Metropolis steps a sweep:

within
    coordinates a in the likelihood-informed subspace, a' = m + ρ(a − m) + √(1−ρ²) C^{1/2} ξ with the
    population's mean m and covariance C (Crank-Nicolson with a fitted reference, Rudolf and
    Sprungk 2018); accepted with the ratio of target to reference
outside
    c' = ρc + √(1−ρ²) ξ, which leaves the prior as it is; accepted by the likelihood alone

Step lengths adapt to acceptance. Every random number comes from a stream named by its step and
sweep, so a run that was stopped and resumed gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabcast.ensemble import normal, uniform

from ._subspace import Subspace, find_subspace

Array = NDArray[np.float64]
TARGET_ACCEPTANCE = 0.35
_GAIN = 1.0
_SHORTEST, _LONGEST = 0.02, 1.0


class Evaluated(NamedTuple):
    """Log likelihood (draw,) and features (draw, feature) at scores."""

    log_likelihood: Array
    features: Array


Evaluate = Callable[[Array], Evaluated]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a population is run.

    `keep` is the share of effective particles at which a step stops; `sweeps` are the moves of
    each tempering step and `final` those at the full likelihood.
    """

    particles: int = 2048
    keep: float = 0.5
    sweeps: int = 6
    final: int = 40


@dataclass(frozen=True)
class Population:
    """Particles at one temperature, and what was met on the way."""

    z: Array
    seen: Evaluated
    temperature: float = 0.0
    step: int = 0
    sweep: int = 0
    reach: tuple[float, float] = (0.5, 0.5)
    """Step lengths √(1−ρ²) within and outside the subspace."""
    ancestors: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    subspace: Subspace | None = None
    start: Array | None = None
    """Scores when the full likelihood was reached: what the final sweeps must forget."""
    log: tuple[dict[str, Any], ...] = ()

    @property
    def size(self) -> int:
        """Number of particles."""
        return len(self.z)

    def finished(self, plan: Plan) -> bool:
        """Whether nothing is left to do."""
        return self.temperature >= 1.0 and self.sweep >= plan.final


def begin(evaluate: Evaluate, scores: int, plan: Plan, seed: int, name: str) -> Population:
    """Draw a population from the prior."""
    z = _numbers(f"{name}:prior", plan.particles, scores, seed)
    return Population(z, evaluate(z), ancestors=np.arange(plan.particles))


def advance(population: Population, evaluate: Evaluate, plan: Plan, seed: int, name: str) -> Population:
    """Do the next piece of work: a tempering step if its sweeps are done, else one sweep."""
    due = plan.final if population.temperature >= 1.0 else plan.sweeps
    if population.step == 0 or population.sweep >= due:
        return _tempered(population, plan, seed, name)
    return _swept(population, evaluate, seed, name)


def _tempered(population: Population, plan: Plan, seed: int, name: str) -> Population:
    """Raise the temperature, resample, and fit the proposal to the population."""
    rise = next_rise(population.seen.log_likelihood, population.temperature, plan.keep)
    temperature = min(population.temperature + rise, 1.0)
    weights = normalised(rise * population.seen.log_likelihood)
    start = float(uniform(f"{name}:resample:{population.step}", 1, seed)[0])
    chosen = systematic(weights, start)
    z, seen = population.z[chosen], Evaluated(*(v[chosen] for v in population.seen))
    ancestors = population.ancestors[chosen]
    subspace = find_subspace(z, seen.features, temperature)
    entry = {
        "temperature": temperature,
        "ess": float(1.0 / np.square(weights).sum()),
        "ancestors": len(np.unique(ancestors)),
        "directions": subspace.rank,
        "log_evidence": _log_mean(rise * population.seen.log_likelihood),
        "accepted_within": [],
        "accepted_outside": [],
    }
    return replace(
        population,
        z=z,
        seen=seen,
        temperature=temperature,
        step=population.step + 1,
        sweep=0,
        ancestors=ancestors,
        subspace=subspace,
        start=z if temperature >= 1.0 else None,
        log=(*population.log, entry),
    )


def next_rise(log_likelihood: Array, temperature: float, keep: float) -> float:
    """Rise of the temperature at which the effective share of particles falls to `keep`.

    >>> next_rise(np.zeros(10), 0.2, 0.5)
    0.8
    """
    low, high = 0.0, 1.0 - temperature
    if _effective(high * log_likelihood) >= keep:
        return high
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _effective(middle * log_likelihood) >= keep else (low, middle)
    return low


def _effective(log_weights: Array) -> float:
    weights = normalised(log_weights)
    return float(1.0 / np.square(weights).sum() / len(weights))


def normalised(log_weights: Array) -> Array:
    """Weights that sum to one."""
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _log_mean(log_weights: Array) -> float:
    top = float(log_weights.max())
    return top + float(np.log(np.exp(log_weights - top).mean()))


def systematic(weights: Array, start: float) -> NDArray[np.intp]:
    """Systematic resampling: indices, each taken its expected number of times to within one.

    >>> systematic(np.array([0.5, 0.0, 0.25, 0.25]), 0.5).tolist()
    [0, 0, 2, 3]
    """
    places = (np.arange(len(weights)) + start) / len(weights)
    return np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)


def _swept(population: Population, evaluate: Evaluate, seed: int, name: str) -> Population:
    """Move every particle within the subspace, then outside it."""
    stream = f"{name}:{population.step}:{population.sweep}"
    inside, rate_in = _within(population, evaluate, seed, stream)
    moved, rate_out = _outside(inside, evaluate, seed, stream)
    reach = (_adapted(population.reach[0], rate_in), _adapted(population.reach[1], rate_out))
    last = dict(moved.log[-1])
    last["accepted_within"] = [*last["accepted_within"], rate_in]
    last["accepted_outside"] = [*last["accepted_outside"], rate_out]
    return replace(moved, sweep=moved.sweep + 1, reach=reach, log=(*moved.log[:-1], last))


def _adapted(reach: float, rate: float) -> float:
    return float(np.clip(reach * np.exp(_GAIN * (rate - TARGET_ACCEPTANCE)), _SHORTEST, _LONGEST))


def _within(population: Population, evaluate: Evaluate, seed: int, stream: str) -> tuple[Population, float]:
    space, reach = population.subspace, population.reach[0]
    if space is None or space.rank == 0:
        return population, 1.0
    now = space.within(population.z)
    was = space.standardised(now)
    fresh = _numbers(f"{stream}:within", population.size, space.rank, seed)
    will = np.sqrt(1.0 - reach**2) * was + reach * fresh
    then = space.placed(will)
    proposed = population.z + (then - now) @ space.basis.T
    prior_over_reference = 0.5 * (_norms(will) - _norms(then)) - 0.5 * (_norms(was) - _norms(now))
    return _accepted(population, proposed, evaluate, prior_over_reference, seed, f"{stream}:within:accept")


def _outside(population: Population, evaluate: Evaluate, seed: int, stream: str) -> tuple[Population, float]:
    space, reach = population.subspace, population.reach[1]
    rows, columns = population.z.shape
    fresh = _numbers(f"{stream}:outside", rows, columns, seed)
    rest = population.z if space is None else space.outside(population.z)
    step = fresh if space is None else space.outside(fresh)
    proposed = population.z + (np.sqrt(1.0 - reach**2) - 1.0) * rest + reach * step
    nothing = np.zeros(population.size)
    return _accepted(population, proposed, evaluate, nothing, seed, f"{stream}:outside:accept")


def _norms(values: Array) -> Array:
    return np.asarray(np.square(values).sum(1))


def _accepted(
    population: Population, proposed: Array, evaluate: Evaluate, log_ratio: Array, seed: int, stream: str
) -> tuple[Population, float]:
    found = evaluate(proposed)
    gain = population.temperature * (found.log_likelihood - population.seen.log_likelihood) + log_ratio
    taken = np.log(uniform(stream, population.size, seed)) < gain
    z = np.where(taken[:, None], proposed, population.z)
    seen = Evaluated(
        np.where(taken, found.log_likelihood, population.seen.log_likelihood),
        np.where(taken[:, None], found.features, population.seen.features),
    )
    return replace(population, z=z, seen=seen), float(taken.mean())


def _numbers(stream: str, rows: int, columns: int, seed: int) -> Array:
    return normal(f"calibration:{stream}", rows * columns, seed).reshape(rows, columns)
