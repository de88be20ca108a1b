"""From draws to an answer: the probability, the spread, by date and across thresholds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ._attribute import loops
from ._claims_answer import Answer, Side
from ._claims_map import Bound, Reading
from ._claims_truth import Condition
from ._claims_turns import Deciders
from ._runs import Array

BY_YEARS = tuple(range(2026, 2036))
"""Years at which a modelled claim is asked again: a verdict may turn with the date."""
CURVE = tuple(round(0.01 + 0.02 * i, 2) for i in range(50))
"""Quantiles at which the probability is told across thresholds."""


def answer_of(
    values: Array,
    reading: Reading,
    condition: Condition,
    index: int,
    *,
    quarters: Sequence[str],
    branch: int,
    deciders: Deciders,
) -> Answer:
    """Say what a quantity's draws make of a claim.

    Parameters
    ----------
    values
        (draw, quarter), or (draw) for dates.
    reading
        What was read.
    condition
        What the claim says of it.
    index
        Quarter of the horizon.
    quarters
        Quarter names.
    branch
        First quarter in which the scenario is its own: earlier years are not asked.
    deciders
        The parameters that may decide.
    """
    at = values if values.ndim == 1 else values[:, index]
    p5, p50, p95, never = _spread(at)
    return Answer(
        basis=reading.basis,
        bound=reading.bound,
        note=reading.note,
        probability=condition.probability(at),
        p5=p5,
        p50=p50,
        p95=p95,
        share_defined=float((~np.isnan(at)).mean()),
        probability_never=never if _may_never(reading, values) else None,
        by_year=_by_year(values, condition, quarters, branch),
        by_displacement=()
        if reading.pair == "level"
        else _by_displacement(values, condition, quarters, branch, deciders),
        curve=_curve(at, condition),
        turns_on=deciders.of(at, condition),
        probability_is=_side(reading.bound, condition),
    )


def _side(bound: Bound, condition: Condition) -> Side:
    """What a bound of the quantity makes of the probability.

    >>> _side("at most", Condition.of(">=", "1")), _side("at most", Condition.of("<", "1"))
    ('at_most', 'at_least')
    """
    if not bound:
        return "exact"
    upwards = condition.comparator in (">=", ">")
    return "at_most" if upwards == (bound == "at most") else "at_least"


def _may_never(reading: Reading, values: Array) -> bool:
    return reading.pair == "delay" or values.ndim == 1


def _spread(values: Array) -> tuple[float, float, float, float]:
    """Quantiles over the draws with a value, *never* at the far end; and the share of never."""
    known = np.sort(values[~np.isnan(values)])
    if known.size == 0:
        nan = float("nan")
        return nan, nan, nan, nan
    p5, p50, p95 = (float(q) for q in np.quantile(known, (0.05, 0.5, 0.95), method="inverted_cdf"))
    return p5, p50, p95, float(np.isinf(known).mean())


def _years(values: Array, quarters: Sequence[str], branch: int) -> list[tuple[int, Array]]:
    """Draws at the end of each year from the branch on, where any has a value; empty for dates."""
    if values.ndim == 1:
        return []
    places = [(year, list(quarters).index(f"{year}Q4")) for year in BY_YEARS]
    return [(year, values[:, i]) for year, i in places if i >= branch and not np.isnan(values[:, i]).all()]


def _by_year(
    values: Array, condition: Condition, quarters: Sequence[str], branch: int
) -> tuple[tuple[int, float], ...]:
    """Probability at the end of each year."""
    return tuple((year, condition.probability(at)) for year, at in _years(values, quarters, branch))


def _by_displacement(
    values: Array,
    reading: Reading,
    condition: Condition,
    quarters: Sequence[str],
    branch: int,
    deciders: Deciders,
) -> tuple[tuple[int, float, float, float], ...]:
    """Probability of a contrast at the end of each year by thirds of the displacement elasticity."""
    parameter = loops()["displacement"].sets[0][0]
    if reading.pair == "level" or parameter not in deciders.names:
        return ()
    years = _years(values, quarters, branch)
    return tuple((year, *deciders.thirds(parameter, at, condition)) for year, at in years)


def _curve(values: Array, condition: Condition) -> tuple[tuple[float, float], ...]:
    """Probability across thresholds: at quantiles of the quantity itself."""
    known = values[np.isfinite(values)]
    if condition.comparator in ("within", "==") or known.size == 0:
        return ()
    marks = np.unique(np.quantile(known, CURVE))
    return tuple(
        (float(t), Condition(condition.comparator, float(t), float(t)).probability(values)) for t in marks
    )
