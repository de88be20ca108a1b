r"""How likely the record is, given what the model says.

On the scale of each observation (logarithm or log-odds)

    report − model = δ + b + e,   e ~ N(0, error²),   b ~ N(0, reporter_error²) shared by a
    reporter within a line,   δ ~ structural discrepancy, shared within a line over time

so ten points of one series, or three reports of one bank, do not count as independent looks.
Floors and ceilings enter by the probability that the report is on its side. Reports that
contradict each other enter as a mixture: one is right, each as likely as the other.

Discrepancy (`Discrepancy`): the standard deviation of the logarithm (or log-odds) `disc_log` at a
horizon of four years h grows as a random walk does, σ(h) = `disc_log` · √(h/4). Within the record
the horizon is one year; correlation over time falls as exp(−|Δt|/4 years).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from fabcast.ensemble import Discrepancy

from ._observation import Observation

Array = NDArray[np.float64]
CORRELATED = 4.0
"""Years over which discrepancy within a line is correlated."""
WITHIN_RECORD = 1.0
"""Horizon inside the record, years."""


def log_likelihood(
    predicted: Array, observations: Sequence[Observation], discrepancy: Discrepancy | None = None
) -> Array:
    """Log likelihood of each draw, up to a constant.

    Parameters
    ----------
    predicted : (draw, observation)
        What `predictions` gives, in the lines' units.
    observations
        The reports, in the same order.
    discrepancy
        Structural discrepancy; default that of the facts.

    Returns
    -------
    array (draw,)

    Examples
    --------
    >>> from fabcast.calibration import observations
    >>> seen = observations()
    >>> exact = np.array([[o.value for o in seen]])
    >>> bool(log_likelihood(exact, seen)[0] > log_likelihood(2.0 * exact, seen)[0])
    True
    """
    return Likelihood(observations, discrepancy)(predicted)


class Likelihood:
    """`log_likelihood` with its matrices prepared, for many calls."""

    def __init__(self, observations: Sequence[Observation], discrepancy: Discrepancy | None = None) -> None:
        self.observations = tuple(observations)
        self.discrepancy = discrepancy or Discrepancy.from_facts()
        chosen = [i for i, o in enumerate(self.observations) if _joint(o)]
        self.joint = np.array(chosen, dtype=np.intp)
        self.single = [i for i in range(len(self.observations)) if i not in set(chosen)]
        seen = [self.observations[i] for i in chosen]
        self.whitener = np.linalg.inv(np.linalg.cholesky(covariance(seen, self.discrepancy)))

    def scaled(self, predicted: Array) -> Array:
        """Predictions on the scales of comparison."""
        columns = [o.scaled(predicted[:, i]) for i, o in enumerate(self.observations)]
        return np.stack(columns, axis=1) if columns else np.zeros_like(predicted)

    def residuals(self, predicted: Array) -> Array:
        """Report less model, in standard deviations, for the observations taken jointly (whitened)."""
        return self._whitened(self.scaled(predicted))

    def _whitened(self, scaled: Array) -> Array:
        seen = [self.observations[i] for i in self.joint]
        reported = np.array([float(o.scaled(o.value)) for o in seen])
        return np.asarray((reported - scaled[:, self.joint]) @ self.whitener.T)

    def features(self, predicted: Array) -> Array:
        """What the model says for each datum, in units of its error: (draw, observation)."""
        scaled = self.scaled(predicted)
        alone = [scaled[:, i] / self._spread(self.observations[i]) for i in self.single]
        return np.concatenate([-self._whitened(scaled), np.reshape(alone, (-1, len(scaled))).T], axis=1)

    def __call__(self, predicted: Array) -> Array:
        """Log likelihood of each draw."""
        scaled = self.scaled(predicted)
        total = -0.5 * np.square(self._whitened(scaled)).sum(1)
        mixtures: dict[str, list[Array]] = {}
        for i in self.single:
            part = self._single(self.observations[i], scaled[:, i])
            mixtures.setdefault(self.observations[i].mixture or str(i), []).append(part)
        for parts in mixtures.values():
            total = total + np.logaddexp.reduce(parts, axis=0) - np.log(len(parts))
        return np.asarray(total)

    def _spread(self, one: Observation) -> float:
        return total_error(one, self.discrepancy)

    def _single(self, one: Observation, scaled: Array) -> Array:
        """Log likelihood of one observation, at most zero: a point's density is over its peak."""
        away = (float(one.scaled(one.value)) - scaled) / self._spread(one)
        if one.form == "ceiling":
            return np.asarray(log_ndtr(away))
        if one.form == "floor":
            return np.asarray(log_ndtr(-away))
        return np.asarray(-0.5 * away**2)


def distance(one: Observation, predicted: Array) -> Array:
    """How far draws lie from a report, in standard deviations of report and discrepancy together.

    None where a floor or ceiling holds.

    >>> from fabcast.calibration import observations
    >>> one = observations()[0]
    >>> distance(one, np.array([one.value])).tolist()
    [0.0]
    """
    away = (float(one.scaled(one.value)) - one.scaled(predicted)) / total_error(one)
    if one.form == "ceiling":
        return np.maximum(-away, 0.0)
    return np.maximum(away, 0.0) if one.form == "floor" else np.abs(away)


def total_error(one: Observation, discrepancy: Discrepancy | None = None) -> float:
    """Standard deviation of report less model: own error, reporter's, and discrepancy."""
    within = (discrepancy or Discrepancy.from_facts()).sd(WITHIN_RECORD)
    return float(np.sqrt(one.error**2 + one.reporter_error**2 + within**2))


def _joint(one: Observation) -> bool:
    """Whether an observation has errors that it may share with others."""
    return one.form in {"point", "range"} and not one.mixture


def covariance(observations: Sequence[Observation], discrepancy: Discrepancy) -> Array:
    """Covariance of errors: own, reporter's within a line, and discrepancy within a line.

    >>> from fabcast.calibration import observations
    >>> seen = [o for o in observations() if o.line == "legal_compute"]
    >>> c = covariance(seen, Discrepancy(0.3))
    >>> bool(c[0, 1] > 0 and c[0, 1] < c[0, 0])
    True
    """
    size = len(observations)
    total = np.diag([o.error**2 for o in observations]) if size else np.zeros((0, 0))
    shared = discrepancy.sd(WITHIN_RECORD) ** 2
    for i, one in enumerate(observations):
        for j, other in enumerate(observations):
            if one.line == other.line:
                total[i, j] += shared * np.exp(-abs(one.year - other.year) / CORRELATED)
                if one.reporter == other.reporter:
                    total[i, j] += one.reporter_error * other.reporter_error
    return total
