"""The parameters on which a verdict turns, for many claims at once.

The measure is the one of `rank_drivers`, the first-order variance share of the ranked values; here of
the verdict itself (true or not, draw by draw) where it is open, and of the quantity where nearly all
draws agree. Beside it stands the probability in the low, middle and high third of the parameter. The
noise floor is what chance reaches among all parameters, from shuffled ranks, once for all claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ._claims_truth import Condition
from ._drivers import FEWEST_DRAWS, bin_count
from ._ranks import average_ranks, centred_ranks
from ._runs import Array

MOST = 3
OPEN = 0.02
"""Nearer to 0 or 1 than this, a verdict is not open: then what moves the quantity is told."""
SHUFFLES = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """A parameter that decides, with the probability of the claim in each third of its draws."""

    parameter: str
    share: float
    """First-order variance share, in [0, 1]."""
    low: float
    middle: float
    high: float


class Deciders:
    """Bins of all varying parameters, made once; then asked claim by claim.

    >>> x = np.arange(200.0)
    >>> found = Deciders({"a": x, "b": x % 7}).of(x, Condition.of(">", "99"))
    >>> [(turn.parameter, turn.low, turn.high) for turn in found]
    [('a', 0.0, 1.0)]
    """

    def __init__(self, parameters: Mapping[str, Array], seed: int = 0) -> None:
        varying = {name: values for name, values in parameters.items() if np.ptp(values) > 0.0}
        self.names = tuple(varying)
        self._draws = len(next(iter(varying.values()))) if varying else 0
        self._bins = bin_count(max(self._draws, 1))
        self._ranks = np.array([average_ranks(values) - 0.5 for values in varying.values()])
        self._places = np.minimum(self._ranks * self._bins // max(self._draws, 1), self._bins - 1)
        self._floor = self._chance(np.random.default_rng(seed)) if self._enough(self._draws) else 0.0

    def of(self, values: Array, condition: Condition) -> tuple[Turn, ...]:
        """Name the parameters that decide most, heaviest first.

        Parameters
        ----------
        values
            The claimed quantity (draw); unknown draws are left out.
        condition
            What the claim says of it.

        Returns
        -------
        tuple of Turn
            At most three, all above the noise floor; empty with fewer than 50 draws.
        """
        known = ~np.isnan(values)
        if not self._enough(int(known.sum())):
            return ()
        truth = condition.holds(values) & known
        open_verdict = OPEN < truth[known].mean() < 1.0 - OPEN
        told = truth.astype(float) if open_verdict else values
        shares = self._shares(centred_ranks(told[known]), known)
        order = np.argsort(-shares, kind="stable")[:MOST]
        return tuple(self._turn(i, float(shares[i]), truth, known) for i in order if shares[i] > self._floor)

    def thirds(self, parameter: str, values: Array, condition: Condition) -> tuple[float, float, float]:
        """Probability of a claim in the low, middle and high third of one parameter."""
        known = ~np.isnan(values)
        turn = self._turn(self.names.index(parameter), 0.0, condition.holds(values) & known, known)
        return turn.low, turn.middle, turn.high

    def _enough(self, draws: int) -> bool:
        return bool(self.names) and draws >= FEWEST_DRAWS

    def _turn(self, index: int, share: float, truth: np.ndarray, known: np.ndarray) -> Turn:
        third = np.minimum(self._ranks[index] * 3 // self._draws, 2)
        low, middle, high = (_mean(truth[known & (third == k)]) for k in range(3))
        return Turn(self.names[index], min(1.0, share), low, middle, high)

    def _shares(self, y: Array, known: np.ndarray) -> Array:
        """Bias-corrected correlation ratio of each parameter (epsilon squared)."""
        width, count = len(self.names), self._bins
        flat = (self._places[:, known] + np.arange(width)[:, None] * count).astype(np.int64).ravel()
        size = np.bincount(flat, minlength=width * count).reshape(width, count)
        total = np.bincount(flat, weights=np.tile(y, width), minlength=width * count).reshape(width, count)
        between = (total**2 / np.maximum(size, 1)).sum(axis=1)
        used, whole = (size > 0).sum(axis=1), float(y @ y)
        if whole == 0.0:
            return np.zeros(width)
        within = (whole - between) / np.maximum(len(y) - used, 1)
        return np.asarray((between - (used - 1) * within) / whole)

    def _chance(self, rng: np.random.Generator) -> float:
        """Largest share that shuffled ranks reach among all parameters, in 95 of 100 shuffles."""
        everyone = np.ones(self._draws, dtype=bool)
        ranks = centred_ranks(np.arange(float(self._draws)))
        best = [self._shares(rng.permutation(ranks), everyone).max() for _ in range(SHUFFLES)]
        return max(0.0, float(np.quantile(best, 0.95)))


def _mean(truth: np.ndarray) -> float:
    return float(truth.mean()) if truth.size else float("nan")
