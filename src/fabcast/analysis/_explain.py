"""Why two scenarios differ: the contrast split among levers, or among channels, draw by draw.

The split is Shapley's, so the parts add up to the contrast in every draw and every quarter. What a
lever does may depend on the others; its share is the mean over all orders in which levers could be
moved. Splitting by channel cuts feedback loops in both scenarios; what is left with all of them cut
is the direct effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fabcast.errors import BadInput
from fabcast.scenario import Scenario

from ._attribute import Loop, cut, loops
from ._compare import Spread, difference
from ._runs import Array, Runs, at_year_end, is_date, label, units
from ._shapley import shapley
from ._shapley_levers import TOGETHER, between

RunAll = Callable[[Sequence[Scenario]], Runs]
"""Runs scenarios on common draws and keeps the outcome that is asked for."""
ContrastOf = Callable[[Mapping[str, Array]], Array]
"""Inputs by name (draw) in; the contrast (draw, year) out."""
DIRECT = "direct"
OFFSET = 0.2
"""Where the whole is less than this part of what moves it, shares of it mislead and are not told."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one part adds to a contrast in one year, in the outcome's unit."""

    part: str
    label: str
    year: int
    spread: Spread
    probability_positive: float
    probability_negative: float
    share_of_mean: float | None
    """Its mean over the mean of the whole contrast; None where parts offset each other to little."""


@dataclass(frozen=True)
class Explanation:
    """A contrast and its parts. `draws_by_part` is (part, draw, year) and sums to `whole` (draw, year)."""

    scenario: str
    against: str
    outcome: str
    label: str
    unit: str
    years: tuple[int, ...]
    by: str
    whole: Array
    draws_by_part: Array
    parts: tuple[tuple[str, str], ...]

    @property
    def total(self) -> tuple[Share, ...]:
        """The contrast itself, one row a year."""
        return tuple(
            _share("total", "the whole difference", self.whole[:, k], year, self._mean(k))
            for k, year in enumerate(self.years)
        )

    @property
    def shares(self) -> tuple[Share, ...]:
        """One row a part and year, in the order of the parts."""
        return tuple(
            _share(name, words, self.draws_by_part[i, :, k], year, self._mean(k))
            for i, (name, words) in enumerate(self.parts)
            for k, year in enumerate(self.years)
        )

    def _mean(self, k: int) -> float | None:
        """Mean of the whole in a year, if it is more than the remainder of parts that offset each other."""
        known = np.isfinite(self.whole[:, k])
        if not known.any():
            return None
        mean = float(self.whole[known, k].mean())
        moved = float(np.abs(self.draws_by_part[:, known, k].mean(axis=1)).sum())
        return mean if abs(mean) > OFFSET * moved else None


def explain_levers(
    first: Scenario,
    second: Scenario,
    outcome: str,
    years: Sequence[int],
    run: RunAll,
    *,
    by_side: bool = False,
) -> Explanation:
    """Split a contrast among the levers in which two scenarios differ.

    Parameters
    ----------
    first, second
        Loaded scenarios; the contrast is the first minus the second.
    outcome
        Outcome id; not a date.
    years
        Year ends to read.
    run
        Runs scenarios on common draws.
    by_side
        Split by who sets the levers; done anyway beyond eight.

    Returns
    -------
    Explanation

    Raises
    ------
    BadInput
        The scenarios are the same, or the outcome is a date.
    """
    made = between(first, second, by_side=by_side)
    runs = run(made.scenarios)
    if is_date(runs, outcome):
        raise BadInput(f"outcome '{outcome}' is a date and has no parts that add up; choose another")
    levels = np.stack([_levels(runs, outcome, one.id, years) for one in made.scenarios])
    worth = levels[list(made.rows)]
    parts = tuple((part.id, part.label) for part in made.parts)
    names = (first.id, second.id, outcome, label(runs, outcome), units(runs, outcome))
    whole = difference(worth[-1], worth[0])
    way = "lever" if all(len(p.levers) == 1 or p.levers in TOGETHER for p in made.parts) else "side"
    return Explanation(*names, tuple(years), way, whole, shapley(worth), parts)


def channels() -> tuple[Loop, ...]:
    """List the loops that carry a channel and can be cut.

    >>> [loop.channel for loop in channels()][:3]
    ['demand', 'effort', 'line time']
    """
    return tuple(loop for loop in loops().values() if loop.channel and loop.sets)


def explain_channels(
    contrast: ContrastOf, inputs: Mapping[str, Array], chosen: Sequence[Loop] | None = None
) -> tuple[tuple[tuple[str, str], ...], Array, Array]:
    """Split a contrast among feedback channels and what is left without them.

    Parameters
    ----------
    contrast
        Runs both scenarios on given inputs and returns their difference.
    inputs
        Sampled inputs by name, one value a draw.
    chosen
        Loops to split among; default all channels.

    Returns
    -------
    tuple
        (id, label) of each part, the direct effect first; the whole contrast (draw, year); and the
        parts (part, draw, year), which sum to it.
    """
    cuts = channels() if chosen is None else tuple(chosen)
    worth = []
    for row in range(1 << len(cuts)):
        left = dict(inputs)
        for i, loop in enumerate(cuts):
            if not (row >> i) & 1:
                left = cut(left, loop)
        worth.append(contrast(left))
    values = np.stack(worth)
    names = ((DIRECT, "direct effect, channels cut"), *((loop.id, loop.name) for loop in cuts))
    return names, values[-1], np.concatenate([values[:1], shapley(values)])


def _levels(runs: Runs, outcome: str, scenario: str, years: Sequence[int]) -> Array:
    return np.stack([at_year_end(runs, outcome, scenario, year) for year in years], axis=1)


def _share(part: str, words: str, values: Array, year: int, whole: float | None) -> Share:
    known = values[np.isfinite(values)]
    positive, negative = (float(sign.mean()) if known.size else np.nan for sign in (known > 0, known < 0))
    spread = Spread.of(values)
    return Share(part, words, year, spread, positive, negative, spread.mean / whole if whole else None)
