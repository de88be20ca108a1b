"""At what value of one thing a contrast changes sign, draw by draw.

The contrast is run along a grid of values on the same draws; in each draw the sign changes between
two neighbours are found, and for parameters the place is closed in on by halving the bracket in all
draws at once. A draw may have no flip: the sign is then the same along the whole grid.

Benchmark
    F imported a year, displacement δ, reinvestment γ (yearly domestic output lost for each unit of
    lost sales): the change of compute summed to T is F T [1 − δ (1 + γ T / 2)], so sales lower it
    only if δ > δ* = 1 / (1 + γ T / 2).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

import numpy as np

from fabcast.errors import BadInput

from ._runs import Array

ContrastAt = Callable[[Array], Array]
"""One value a draw in; the contrast (draw) out."""
GRID = 13
HALVINGS = 6
Kind = Literal["parameter", "factor", "lever", "date"]


@dataclass(frozen=True, slots=True)
class Dial:
    """One thing that is turned until the sign flips."""

    id: str
    label: str
    unit: str
    kind: Kind
    names: tuple[str, ...]
    """Parameters, or one lever with its key after a colon."""
    structure: str
    applies: Literal["both", "first"]
    low: float
    high: float
    log: bool
    per: float
    """What a lever's value is divided by: a year's chips are set as a quarter's."""
    note: str

    def grid(self, count: int = GRID) -> Array:
        """Values from end to end, even on the dial's own scale.

        >>> np.round(dials()["enforcement"].grid(3), 9).tolist()
        [0.25, 2.0, 16.0]
        """
        if self.log:
            return np.asarray(np.geomspace(self.low, self.high, count))
        return np.linspace(self.low, self.high, count)


@cache
def dials() -> dict[str, Dial]:
    """Read the dials by id.

    >>> dials()["volume"].unit
    'chips per year'
    """
    text = resources.files("fabcast.analysis").joinpath("data/breakeven.csv").read_text("utf-8")
    return {row["id"]: _dial(row) for row in csv.DictReader(text.splitlines())}


def _dial(row: dict[str, str]) -> Dial:
    return Dial(
        id=row["id"],
        label=row["label"],
        unit=row["unit"],
        kind=cast("Kind", row["kind"]),
        names=tuple(row["names"].split("|")),
        structure=row["structure"],
        applies=cast("Literal['both', 'first']", row["applies"]),
        low=float(row["low"]),
        high=float(row["high"]),
        log=row["scale"] == "log",
        per=float(row["per"]),
        note=row["note"],
    )


def find_dial(name: str) -> Dial:
    """Return a dial by id.

    >>> find_dial("weather")
    Traceback (most recent call last):
    fabcast.errors.BadInput: 'weather' cannot be turned; choose one of displacement, reinvestment, ...
    """
    if name not in dials():
        raise BadInput(f"'{name}' cannot be turned; choose one of {', '.join(dials())}.")
    return dials()[name]


@dataclass(frozen=True)
class Breakeven:
    """Where the sign of a contrast changes.

    Attributes
    ----------
    grid
        Values at which all draws were run, (value).
    contrast
        The contrast at each, (value, draw).
    flips
        First value at which the sign changes, (draw); NaN where it never does.
    rising
        Whether it changes from lower to higher, (draw); False where it never does.
    """

    grid: Array
    contrast: Array
    flips: Array
    rising: np.ndarray

    @property
    def probability_flip(self) -> float:
        """Share of draws whose sign changes on the grid."""
        return float(np.isfinite(self.flips).mean())

    @property
    def never_lower(self) -> float:
        """Share of draws in which the contrast is above zero somewhere and below it nowhere."""
        return self._share((self.contrast >= 0) & (self.contrast > 0).any(axis=0))

    @property
    def never_higher(self) -> float:
        """Share of draws in which the contrast is below zero somewhere and above it nowhere."""
        return self._share((self.contrast <= 0) & (self.contrast < 0).any(axis=0))

    @property
    def always_same(self) -> float:
        """Share of draws in which the two scenarios are the same all along."""
        return self._share(self.contrast == 0)

    def _share(self, held: np.ndarray) -> float:
        return float(held.all(axis=0).mean())

    def quantiles(self) -> tuple[float, float, float]:
        """Give 5, 50 and 95 % points among draws that flip; NaN if none does."""
        known = self.flips[np.isfinite(self.flips)]
        if known.size == 0:
            return (float("nan"),) * 3
        low, middle, high = (float(q) for q in np.quantile(known, (0.05, 0.5, 0.95)))
        return low, middle, high

    def probability_lower(self) -> Array:
        """Share of draws with a contrast below zero at each value of the grid."""
        return np.asarray((self.contrast < 0).mean(axis=1))

    def probability_higher(self) -> Array:
        """Share of draws with a contrast above zero at each value of the grid."""
        return np.asarray((self.contrast > 0).mean(axis=1))


def breakeven(contrast: ContrastAt, grid: Array, draws: int, *, halvings: int = HALVINGS) -> Breakeven:
    """Find where the sign of a contrast changes, in every draw.

    Parameters
    ----------
    contrast
        Gives the contrast of every draw at one value a draw.
    grid
        Values from low to high.
    draws
        Number of draws.
    halvings
        How often brackets are halved; 0 where the value must be the same for all draws, and the
        place is then read off a straight line between two values of the grid.

    Returns
    -------
    Breakeven

    Examples
    --------
    >>> found = breakeven(lambda x: np.array([1.0, 2.0]) - x, np.linspace(0.0, 4.0, 5), 2, halvings=20)
    >>> np.round(found.flips, 4).tolist()
    [1.0, 2.0]
    """
    values = np.stack([contrast(np.full(draws, x)) for x in grid])
    place, flipped = _first_flip(values)
    rows = np.arange(draws)
    low, high = grid[place], grid[np.minimum(place + 1, len(grid) - 1)]
    below, above = values[place, rows], values[np.minimum(place + 1, len(grid) - 1), rows]
    rising = flipped & (below <= 0) & (above > 0)
    for _ in range(halvings if flipped.any() else 0):
        middle = (low + high) / 2.0
        here = contrast(np.where(flipped, middle, grid[0]))
        same = np.sign(here) == np.sign(below)
        low, below = np.where(same, middle, low), np.where(same, here, below)
        high, above = np.where(same, high, middle), np.where(same, above, here)
    step = np.where(above == below, 1.0, above - below)
    at = low - below * (high - low) / step
    return Breakeven(grid, values, np.where(flipped, np.clip(at, low, high), np.nan), rising)


def turning_years(years: Array, values: Array) -> Breakeven:
    """Find the year in which the sign of a contrast changes, in every draw.

    Parameters
    ----------
    years
        Year ends in order.
    values
        The contrast at each, (year, draw).

    Examples
    --------
    >>> turning_years(np.array([2030.0, 2031.0, 2032.0]), np.array([[-1.0], [-1.0], [2.0]])).flips.tolist()
    [2032.0]
    """
    place, flipped = _first_flip(values)
    after = np.minimum(place + 1, len(years) - 1)
    rising = flipped & (values[after, np.arange(values.shape[1])] > 0)
    return Breakeven(years, values, np.where(flipped, years[after], np.nan), rising)


def _first_flip(values: Array) -> tuple[np.ndarray, np.ndarray]:
    """Index below the first change of sign in each draw, and whether there is one; ties do not count."""
    sign = np.sign(values)
    for row in range(1, len(sign)):
        sign[row] = np.where(sign[row] == 0, sign[row - 1], sign[row])
    changes = (sign[1:] != sign[:-1]) & (sign[:-1] != 0)
    return np.where(changes.any(axis=0), changes.argmax(axis=0), 0), changes.any(axis=0)


def critical_displacement(reinvestment: float, years: float) -> float:
    """δ* of the benchmark: the displacement from which sales lower compute summed over time.

    Parameters
    ----------
    reinvestment
        γ, yearly domestic output lost for each unit of lost sales, 1/year.
    years
        T, years since sales began.

    Examples
    --------
    >>> round(critical_displacement(0.25, 5), 2)
    0.62
    """
    return 1.0 / (1.0 + reinvestment * years / 2.0)


def implied_reinvestment(displacement: float, years: float) -> float:
    """γ at which the benchmark would break even where the model does: its inverse.

    >>> round(implied_reinvestment(critical_displacement(0.25, 5), 5), 6)
    0.25
    """
    return 2.0 * (1.0 / displacement - 1.0) / years
