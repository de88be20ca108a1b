"""First-order shares over time: what knowing one input would take off the variance, quarter by quarter.

The share is Var(E[Y | X]) / Var(Y) from given draws, in bins of equal count with the bias of binning
removed (as in the ranking of drivers, but of the outcome itself, not of its ranks), so it serves
priors and fits alike. With inputs that depend on each other it holds all that an input tells, also
through its fellows. Bins hide a little of a straight line: 2 % of it with 16 bins. Intervals are
from groups of draws left out by turns (jackknife).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from fabcast.ensemble import Basis, varying
from fabcast.errors import BadInput
from fabcast.model import QUARTERS, year_end_index

from ._drivers import _bins, _shares
from ._estimate import CONFIDENCE, Estimate
from ._moment_free import delta_value
from ._question import Progress, Question, distinct_draws
from ._runs import Array

SHOWN = 6
LATER = (2035, 2040)
"""Years after the one asked whose heaviest inputs are followed too."""
GROUPS = 20


@dataclass(frozen=True)
class OverTime:
    """First-order shares of a few inputs by quarter.

    Attributes
    ----------
    quarters
        Names, in order; those in which the outcome does not vary are left out.
    inputs
        Ids; the heaviest by δ at the end of the year asked or of later ones.
    shares
        One row an input, one estimate a quarter.
    basis, draws
        What was drawn from, and how many.
    """

    quarters: tuple[str, ...]
    inputs: tuple[str, ...]
    shares: tuple[tuple[Estimate, ...], ...]
    basis: str
    draws: int


def first_order(x: Array, y: Array) -> tuple[Estimate, ...]:
    """First-order share of each column of `x`, (draw, input), in `y`, (draw,).

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(4000, 2))
    >>> [round(one.value, 1) for one in first_order(x, 2.0 * x[:, 0] + rng.normal(size=4000))]
    [0.8, 0.0]
    """
    bins = _bins(x)
    group = np.arange(len(y)) % GROUPS
    value = _shares(bins, y - y.mean())
    left_out = [_shares(bins[kept], y[kept] - y[kept].mean()) for kept in (group != g for g in range(GROUPS))]
    reach = ndtri(0.5 + CONFIDENCE / 2.0) * np.sqrt((GROUPS - 1) * np.var(left_out, axis=0))
    return tuple(Estimate(float(v), float(v - r), float(v + r)) for v, r in zip(value, reach, strict=True))


def over_time(
    question: Question, draws: int, seed: int, basis: Basis, progress: Progress | None = None
) -> OverTime:
    """Follow the first-order shares of the inputs that matter most at the end of the year asked or later.

    Raises
    ------
    BadInput
        The outcome is a date, or does not vary in the year asked.
    """
    if question.is_date:
        raise BadInput(f"outcome '{question.outcome}' is a date and has no quarters; leave out --by-quarter")
    draws = distinct_draws(basis, draws)
    inputs = basis.draw(draws, seed, 0)
    members, values = varying(inputs), question.over_time(inputs, progress)
    asked = values[:, year_end_index(question.year)]
    if np.ptp(asked) == 0.0:
        raise BadInput("the outcome is the same in every draw: nothing moves it; choose a later year")
    ends = sorted({question.year, *(year for year in LATER if year > question.year)})
    names = _heaviest(members, [values[:, year_end_index(year)] for year in ends], seed)
    shown = [q for q in range(question.first_quarter(), len(QUARTERS)) if np.ptp(values[:, q]) > 0.0]
    x = np.stack([members[name] for name in names], axis=1)
    by_quarter = [first_order(x, values[:, q]) for q in shown]
    shares = tuple(zip(*by_quarter, strict=True))
    return OverTime(tuple(QUARTERS[q] for q in shown), tuple(names), shares, basis.name, draws)


def _heaviest(members: dict[str, Array], outcomes: Sequence[Array], seed: int) -> Sequence[str]:
    """Inputs with the largest δ in any of some years."""
    rng = np.random.default_rng([seed, 8])
    strength = {name: max(delta_value(values, y, rng) for y in outcomes) for name, values in members.items()}
    return sorted(strength, key=lambda name: -strength[name])[:SHOWN]
