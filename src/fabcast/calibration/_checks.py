"""Whether a fit may be shipped: what is measured, the bound, and a sentence where it fails.

Two populations of different random numbers went from prior to posterior on their own. What they
agree on, within Monte Carlo error, is not an accident of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabcast.model import DEFAULT, Structure

from ._posterior import Posterior
from ._smc import Population

Array = NDArray[np.float64]
HEADLINE = "china_compute_stock"
HEADLINE_PAIR = ("h200_licensed", "h200_denied")
HEADLINE_YEAR = 2030
FEWEST_SHIPPED = 2000
"""Fewer members give no smooth 5 and 95 % points."""
_LEVELS = (5.0, 50.0, 95.0)
_RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Check:
    """One number of a fit against its bound."""

    name: str
    value: float
    bound: float
    at_least: bool
    means: str

    @property
    def passed(self) -> bool:
        """Whether the value is on the right side; unknown is not."""
        return bool(self.value >= self.bound if self.at_least else self.value <= self.bound)

    def sentence(self) -> str:
        """Say what failed and by how much.

        >>> Check("acceptance", 0.02, 0.1, True, "Share of moves taken").sentence()
        'acceptance is 0.02, but must be at least 0.1: share of moves taken'
        """
        side = "at least" if self.at_least else "at most"
        means = self.means[0].lower() + self.means[1:]
        return f"{self.name} is {self.value:.4g}, but must be {side} {self.bound:g}: {means}"

    def row(self) -> dict[str, Any]:
        """Return plain values."""
        return {**asdict(self), "passed": self.passed}


def checks(populations: Sequence[Population]) -> tuple[Check, ...]:
    """Checks of the sampler: each population by itself, then one against the other.

    Parameters
    ----------
    populations
        Two or more of one size.
    """
    logs = [entry for p in populations for entry in p.log]
    last = [p.log[-1] for p in populations]
    size = populations[0].size
    moves = [np.mean(entry[k][-10:]) for entry in last for k in ("accepted_within", "accepted_outside")]
    return (
        Check(
            "members",
            float(size * len(populations)),
            FEWEST_SHIPPED,
            at_least=True,
            means="Members in all",
        ),
        Check(
            "effective share of a step",
            min(entry["ess"] for entry in logs) / size,
            0.4,
            at_least=True,
            means="Effective particles after a rise of the temperature, over all particles, at its worst",
        ),
        Check(
            "acceptance", float(np.min(moves)), 0.1, at_least=True, means="Share of moves taken in the end"
        ),
        Check(
            "ancestors",
            min(entry["ancestors"] for entry in last) / size,
            0.05,
            at_least=True,
            means="Prior draws with a descendant, over all particles",
        ),
        Check(
            "memory",
            max(memory(p) for p in populations),
            0.12,
            at_least=False,
            means="Largest correlation of a score with where the final sweeps began",
        ),
        *between(populations),
    )


def memory(population: Population) -> float:
    """Largest correlation of a score with its value when the full likelihood was reached."""
    start = population.z if population.start is None else population.start
    now, then = (v - v.mean(0) for v in (population.z, start))
    spread = np.sqrt((now**2).mean(0) * (then**2).mean(0))
    return float(np.abs((now * then).mean(0) / spread).max())


def between(populations: Sequence[Population]) -> tuple[Check, ...]:
    """Checks of one population against the other."""
    scores = [np.column_stack([p.z, p.seen.log_likelihood]) for p in populations]
    evidence = [sum(entry["log_evidence"] for entry in p.log) for p in populations]
    return (
        Check(
            "R-hat",
            float(r_hat(scores).max()),
            1.01,
            at_least=False,
            means="Largest ratio of spread over all halves of populations to spread within one",
        ),
        Check(
            "effective members",
            effective_share(scores),
            0.5,
            at_least=True,
            means="Members that independent draws would need for means this close, over all members",
        ),
        Check(
            "evidence",
            float(np.ptp(evidence)),
            0.5,
            at_least=False,
            means="Difference of log evidence between populations",
        ),
    )


def r_hat(scores: Sequence[Array]) -> Array:
    """Split R-hat of every column over populations (Gelman and others 2013, section 11.4).

    >>> rng = np.random.default_rng(1)
    >>> bool(r_hat([rng.standard_normal((1000, 2)), rng.standard_normal((1000, 2))]).max() < 1.01)
    True
    """
    halves = [half for s in scores for half in np.array_split(s, 2)]
    length = min(len(half) for half in halves)
    means = np.array([half.mean(0) for half in halves])
    within = np.array([half.var(0, ddof=1) for half in halves]).mean(0)
    between_them = means.var(0, ddof=1)
    return np.asarray(np.sqrt((length - 1) / length + between_them / within))


def effective_share(scores: Sequence[Array]) -> float:
    """Effective over actual members, from how far means of two populations lie apart.

    Independent members put the squared distance of two means at 2σ²/n on average over scores.
    """
    first, second = scores[0], scores[1]
    spread = 0.5 * (first.var(0, ddof=1) + second.var(0, ddof=1))
    apart = np.square(first.mean(0) - second.mean(0)) / spread
    return float(2.0 / len(first) / apart.mean())


def headline_contrasts(fitted: Posterior, structure: Structure = DEFAULT) -> tuple[Array, ...]:
    """Headline contrast of every member, one array a population.

    Parameters
    ----------
    fitted
        The members.
    structure
        Form of the equations they run under: that of their fit.
    """
    from fabcast import ensemble, scenario
    from fabcast.model import year_end_index

    paths = [scenario.resolve(name) for name in HEADLINE_PAIR]
    runs = ensemble.run_inputs(fitted.all_inputs(), paths, keep=[HEADLINE], structure=structure)[HEADLINE]
    at = runs[:, :, year_end_index(HEADLINE_YEAR)]
    return tuple(np.split(at[0] - at[1], fitted.populations))


def headline_check(contrasts: Sequence[Array], seed: int = 1) -> Check:
    """Check that populations give the same headline contrast, by quantiles and mean.

    The value is the largest difference over its Monte Carlo error, found by resampling members.
    """
    first, second = contrasts[0], contrasts[1]
    rng = np.random.default_rng(seed)
    errors = [_summary(rng.choice(part, (_RESAMPLES, len(part)))).std(1) for part in (first, second)]
    apart = np.abs(_summary(first[None]) - _summary(second[None]))[:, 0]
    error = np.sqrt(errors[0] ** 2 + errors[1] ** 2)
    ratio = np.where(apart > 0.0, apart / np.where(error > 0.0, error, 1e-300), 0.0)
    return Check(
        "headline",
        float(ratio.max()),
        4.0,
        at_least=False,
        means=f"Difference of the {HEADLINE_YEAR} contrast between populations, in Monte Carlo errors",
    )


def _summary(values: Array) -> Array:
    """Quantiles and mean along the last axis: (statistic, row)."""
    return np.concatenate([np.percentile(values, _LEVELS, axis=1), values.mean(1)[None]])
