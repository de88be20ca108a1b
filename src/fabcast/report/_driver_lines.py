"""Inputs that matter, in words: for the headline number, and for each cell of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from fabcast.analysis import Contrast, Driver, Ranking, Runs, at_year_end, difference, rank_each

from ._content import CellDrivers, DriverLine
from ._evidence import ParameterWords
from ._format import number
from ._words import hardly_moves

CELL_DRIVERS = 3
"""At most so many inputs are named for a cell."""
STILL = "no change in 19 of 20 draws"
TOO_FEW = "too few draws to tell"
NONE_STANDS_OUT = "no single input stands out from chance"


def driver_lines(
    ranking: Ranking, parameters: Mapping[str, ParameterWords], most: int
) -> tuple[DriverLine, ...]:
    """Put the heaviest drivers of a ranking in words; those without any weight are left out."""
    found = (driver for driver in ranking.top(most) if driver.share > 0.0)
    return tuple(_driver_line(driver, parameters.get(driver.parameter)) for driver in found)


def why(
    runs: Runs,
    pair: tuple[str, str],
    known: tuple[Contrast, Ranking],
    contrasts: Sequence[Contrast],
    parameters: Mapping[str, ParameterWords],
) -> tuple[CellDrivers, ...]:
    """Name the inputs that each contrast turns on.

    Parameters
    ----------
    runs
        Finished runs.
    pair
        The scenario and the one that it is held against.
    known
        A contrast that is already ranked, the headline, with its ranking: it is not ranked twice.
    contrasts
        The cells of the table.
    parameters
        Words for inputs.
    """
    moving = {(c.outcome, c.year): _change(runs, pair, c) for c in contrasts if not hardly_moves(c)}
    headline = known[0].outcome, known[0].year
    rankings = rank_each(runs.parameters, {k: v for k, v in moving.items() if k != headline})
    rankings |= {headline: known[1]} if headline in moving else {}
    return tuple(_cell(c, rankings.get((c.outcome, c.year)), parameters) for c in contrasts)


def _change(runs: Runs, pair: tuple[str, str], c: Contrast) -> NDArray[np.float64]:
    ours, base = (at_year_end(runs, c.outcome, scenario, c.year or 0) for scenario in pair)
    return difference(ours, base)


def _cell(c: Contrast, ranking: Ranking | None, parameters: Mapping[str, ParameterWords]) -> CellDrivers:
    if ranking is None:
        return CellDrivers(c.outcome, c.label, c.year, (), STILL)
    if not ranking.drivers:
        return CellDrivers(c.outcome, c.label, c.year, (), TOO_FEW)
    lines = driver_lines(ranking, parameters, CELL_DRIVERS)
    told = tuple(line for line in lines if line.above_noise)
    return CellDrivers(c.outcome, c.label, c.year, told, "" if told else NONE_STANDS_OUT)


def _driver_line(driver: Driver, words: ParameterWords | None) -> DriverLine:
    name, share = driver.parameter, driver.share
    correlation, above = driver.rank_correlation, driver.above_noise
    if words is None:
        return DriverLine(name, name, share, correlation, above, "", False, "", ())
    span = " · ".join(_short(v) for v in (words.low, words.central, words.high))
    unit = "" if words.unit in {"-", "1", ""} else f" {words.unit}"
    return DriverLine(
        name,
        words.description,
        share,
        correlation,
        above,
        words.grade,
        words.judged,
        span + unit,
        words.sources,
    )


def _short(value: float) -> str:
    """Write a parameter value: plain where short, grouped where long.

    >>> _short(0.25), _short(1500000.0)
    ('0.25', '1,500,000')
    """
    return number(value) if abs(value) >= 1000.0 else f"{value:.3g}".replace("-", "−")
