"""Scores of probabilistic forecasts: CRPS, log score, coverage, width, PIT.

A forecast is an equal mixture of normals with one spread (`Predictive`): the members of an
ensemble, each blurred by what the model and the report leave open; a rival is a mixture of one.
Every score is then exact, not estimated. Sources: Gneiting and Raftery (2007) for the scores,
Grimit and others (2006) for the CRPS of a mixture.

Scale: logarithm of an amount, log-odds of a share (`to_scale`), so that a factor of two counts the
same at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

from fabcast.errors import BadInput

Scale = Literal["log", "logit"]
Vector = Float[np.ndarray, " value"]
_ROOT_2PI = np.sqrt(2.0 * np.pi)
_BISECTIONS = 60


@dataclass(frozen=True, slots=True)
class Predictive:
    """What is forecast for one number: normals of equal weight.

    >>> round(Predictive(np.zeros(1), 1.0).crps(0.0), 4)
    0.2337
    """

    means: Vector
    """Centre of each member, on the scale of the target."""
    sd: float
    """Spread of each member, above zero."""

    def __post_init__(self) -> None:
        """Refuse what is no distribution."""
        if not (self.sd > 0.0 and np.isfinite(self.means).all() and len(self.means)):
            raise BadInput("a forecast needs members with numbers and a spread above zero")

    def crps(self, outcome: float) -> float:
        """Continuous ranked probability score: lower is better; the absolute error of a sure forecast."""
        near = _mean_distance(outcome - self.means, self.sd).mean()
        apart = _mean_distance(self.means[:, None] - self.means, self.sd * np.sqrt(2.0)).mean()
        return float(near - 0.5 * apart)

    def log_score(self, outcome: float) -> float:
        """Logarithm of the density at the outcome: higher is better."""
        exponent = -0.5 * ((outcome - self.means) / self.sd) ** 2
        top = exponent.max()
        return float(top + np.log(np.exp(exponent - top).mean()) - np.log(self.sd * _ROOT_2PI))

    def probability_below(self, value: float) -> float:
        """Probability of an outcome at or below a value; of the outcome itself: the PIT."""
        return float(ndtr((value - self.means) / self.sd).mean())

    def quantile(self, p: float) -> float:
        """Value that is not passed with probability `p`, by bisection.

        >>> round(Predictive(np.zeros(1), 1.0).quantile(0.95), 4)
        1.6449
        """
        low, high = self.means.min() - 9.0 * self.sd, self.means.max() + 9.0 * self.sd
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.probability_below(middle) < p else (low, middle)
        return float(0.5 * (low + high))

    def width(self, share: float) -> float:
        """Width of the central interval that holds a share of the probability."""
        tail = 0.5 * (1.0 - share)
        return self.quantile(1.0 - tail) - self.quantile(tail)


def _mean_distance(mean: np.ndarray, sd: float) -> np.ndarray:
    """Mean of |x| for normal x."""
    z = mean / sd
    return np.asarray(2.0 * sd * np.exp(-0.5 * z * z) / _ROOT_2PI + mean * (2.0 * ndtr(z) - 1.0))


def to_scale(values: np.ndarray | float, scale: Scale, least: float) -> np.ndarray:
    """Take amounts to logarithms, percentages to log-odds.

    Parameters
    ----------
    values
        Amounts in the series' unit; shares in percent.
    least
        Smallest amount that counts: what is less stands at it, and a share stands below its mirror.

    >>> to_scale(np.array([50.0, 0.0]), "logit", 1.0).round(3).tolist()
    [0.0, -4.595]
    """
    kept = np.maximum(np.asarray(values, dtype=np.float64), least)
    if scale == "log":
        return np.asarray(np.log(kept))
    share = np.clip(kept / 100.0, least / 100.0, 1.0 - least / 100.0)
    return np.asarray(np.log(share / (1.0 - share)))


def from_scale(value: float, scale: Scale) -> float:
    """Undo `to_scale`.

    >>> from_scale(0.0, "logit"), from_scale(0.0, "log")
    (50.0, 1.0)
    """
    return float(np.exp(value)) if scale == "log" else float(100.0 / (1.0 + np.exp(-value)))


def inside(pit: float, share: float) -> bool:
    """Whether an outcome with this PIT lies in the central interval of a share.

    >>> inside(0.04, 0.9), inside(0.06, 0.9)
    (False, True)
    """
    return abs(pit - 0.5) <= 0.5 * share


def coverage(pits: Sequence[float], share: float) -> float:
    """Share of outcomes in their central intervals; unknown (NaN) without any.

    >>> coverage([0.5, 0.99], 0.9)
    0.5
    """
    return float(np.mean([inside(p, share) for p in pits])) if len(pits) else float("nan")


def pit_histogram(pits: Sequence[float], bins: int = 10) -> tuple[int, ...]:
    """Count PITs in equal bins: flat where spreads are right, a valley where they are too narrow.

    >>> pit_histogram([0.05, 0.06, 1.0], 10)
    (2, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    """
    return tuple(int(n) for n in np.histogram(pits, bins=bins, range=(0.0, 1.0))[0])


def skill(model: float, rival: float) -> float:
    """Share by which a rival's mean CRPS is undercut; below zero where the model is worse.

    >>> skill(1.0, 4.0)
    0.75
    """
    return 1.0 - model / rival


def interval_by_group(
    groups: Sequence[str],
    statistic: Callable[[np.ndarray], float],
    uniforms: Float[np.ndarray, "sample group"],
    share: float = 0.9,
) -> tuple[float, float]:
    """Bootstrap interval of a statistic where whole groups (series) are drawn, not single targets.

    Parameters
    ----------
    groups
        Group of each target.
    statistic
        Takes positions of targets, with repeats.
    uniforms
        Numbers in (0, 1), one a sample and group.

    >>> interval_by_group(["a", "b"], lambda rows: float(len(rows)), np.full((4, 2), 0.5))
    (2.0, 2.0)
    """
    names = sorted(set(groups))
    rows = [np.flatnonzero(np.array(groups) == name) for name in names]
    picks = np.minimum((uniforms * len(names)).astype(int), len(names) - 1)
    values = [statistic(np.concatenate([rows[i] for i in pick])) for pick in picks]
    tail = 50.0 * (1.0 - share)
    low, high = np.percentile(values, [tail, 100.0 - tail])
    return float(low), float(high)
