"""PRIM, the patient rule induction method: a box of inputs in which a condition holds more often.

Peeling takes, again and again, a small share off one end of one input: the end whose loss raises the
share of cases in what is left most for each draw given up. Pasting then gives draws back where that
raises the share again. An input that adds nothing to the others is let go by its quasi-p value: the
chance that as many cases fall into the box if that input's limit picked draws at random.

Sources: Friedman and Fisher 1999 (the method; the gain is divided by the draws given up, so that inputs
of few values do not win by large steps); Bryant and Lempert 2010 (coverage, density, quasi-p values).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._runs import Array

Mask = NDArray[np.bool_]
PEEL = 0.05
"""Share of the draws in the box that one step takes or gives back."""
LEAST = 20
"""Fewest draws in a box."""
MOST = 4
"""Most inputs that a box restricts: more cannot be said in a sentence, nor found again."""
CHANCE = 0.05
"""Quasi-p value above which an input is let go."""


@dataclass(frozen=True)
class Box:
    """Limits on inputs, both ends included; infinite where an input is free.

    >>> box = Box(np.array([0.5, -np.inf]), np.array([np.inf, np.inf]))
    >>> box.holds(np.array([[0.6, 9.0], [0.4, 9.0]])).tolist(), box.inputs
    ([True, False], (0,))
    """

    low: Array
    high: Array

    @classmethod
    def whole(cls, inputs: int) -> Box:
        """Give the box of all draws."""
        return cls(np.full(inputs, -np.inf), np.full(inputs, np.inf))

    @property
    def inputs(self) -> tuple[int, ...]:
        """Restricted inputs by column."""
        return tuple(int(i) for i in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high)))

    def holds(self, x: Array) -> Mask:
        """Tell which draws of (draw, input) are inside."""
        held = list(self.inputs)
        return np.asarray(((x[:, held] >= self.low[held]) & (x[:, held] <= self.high[held])).all(axis=1))

    def free(self, column: int) -> Box:
        """Give the box without its limits on one input."""
        return self.at(column, -np.inf, np.inf)

    def at(self, column: int, low: float, high: float) -> Box:
        """Give the box with other limits on one input."""
        lows, highs = self.low.copy(), self.high.copy()
        lows[column], highs[column] = low, high
        return Box(lows, highs)


def peel(x: Array, y: Mask, *, share: float = PEEL, least: int = LEAST) -> tuple[Box, ...]:
    """Peel a box, step by step.

    Parameters
    ----------
    x
        Inputs, (draw, input); ties are allowed.
    y
        Whether the condition holds, (draw).
    share
        Share of the draws in the box that a step takes off.
    least
        Fewest draws to be left.

    Returns
    -------
    tuple of Box
        The peeling trajectory, from all draws to the smallest box; it ends where no step raises the
        share of cases.

    Examples
    --------
    >>> x = np.linspace(0.0, 1.0, 100)[:, None]
    >>> round(float(peel(x, x[:, 0] > 0.8)[-1].low[0]), 2)
    0.81
    """
    box = Box.whole(x.shape[1])
    if not x.shape[1]:
        return (box,)
    order = np.argsort(x, axis=0, kind="stable").T
    found = [box]
    while True:
        step = _best_step(np.take_along_axis(x.T, order, axis=1), y[order], share, least)
        if step is None:
            return tuple(found)
        column, taken, below = step
        gone = order[column, :taken] if below else order[column, order.shape[1] - taken :]
        kept = np.ones(len(x), dtype=bool)
        kept[gone] = False
        order = order[kept[order]].reshape(x.shape[1], -1)
        ends = x[order[column, [0, -1]], column]
        limits = (ends[0], box.high[column]) if below else (box.low[column], ends[1])
        box = box.at(column, *(float(limit) for limit in limits))
        found.append(box)


def _best_step(xs: Array, ys: Mask, share: float, least: int) -> tuple[int, int, bool] | None:
    """Column, draws taken, and whether from below, of the step that gains most a draw; None if none gains.

    Of equals the first column wins.
    """
    count, cases = xs.shape[1], int(ys[0].sum())
    size = max(1, int(share * count))
    if size >= count:
        return None
    sides = (
        (True, *_end(xs, ys, size)),
        (False, *_end(-xs[:, ::-1], ys[:, ::-1], size)),
    )
    best, chosen = 0.0, None
    for below, taken, lost in sides:
        left = count - taken
        gain = np.where(
            left >= least, ((cases - lost) / np.maximum(left, 1) - cases / count) / taken, -np.inf
        )
        place = int(gain.argmax())
        if gain[place] > best:
            best, chosen = float(gain[place]), (place, int(taken[place]), below)
    return chosen


def _end(xs: Array, ys: Mask, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draws that a step takes off the low end of each sorted row, and the cases among them.

    Equal values go together: those strictly below the step's last value, or all of the lowest value.
    """
    last = xs[:, size]
    taken = (xs[:, :size] < last[:, None]).sum(axis=1)
    for row in np.flatnonzero(taken == 0):
        taken[row] = np.searchsorted(xs[row], last[row], side="right")
    lost = np.array([ys[row, :number].sum() for row, number in enumerate(taken)])
    return taken, lost


def paste(box: Box, x: Array, y: Mask, *, share: float = PEEL) -> Box:
    """Widen a box where that raises the share of cases in it.

    Parameters
    ----------
    box
        A peeled box.
    x, y
        Inputs (draw, input), and whether the condition holds (draw).
    share
        Share of the draws in the box that a step gives back.
    """
    while True:
        inside = box.holds(x)
        mean, best = y[inside].mean(), None
        gain = 0.0
        for wider in _wider(box, x, inside, max(1, int(share * inside.sum()))):
            now = wider.holds(x)
            gained = (y[now].mean() - mean) / max(now.sum() - inside.sum(), 1)
            if gained > gain:
                gain, best = gained, wider
        if best is None:
            return box
        box = best


def _wider(box: Box, x: Array, inside: Mask, size: int) -> Iterator[Box]:
    """Give boxes with one end of one input moved out by a number of draws, or freed where fewer are there."""
    for column in box.inputs:
        values, near = x[:, column], box.free(column).holds(x) & ~inside
        low, high = float(box.low[column]), float(box.high[column])
        below, above = np.sort(values[near & (values < low)])[::-1], np.sort(values[near & (values > high)])
        if below.size:
            yield box.at(column, float(below[size - 1]) if below.size > size else -np.inf, high)
        if above.size:
            yield box.at(column, low, float(above[size - 1]) if above.size > size else np.inf)


def quasi_p(box: Box, x: Array, y: Mask) -> tuple[float, ...]:
    """Chance that each restricted input's limit does nothing.

    Parameters
    ----------
    box
        A box.
    x, y
        Inputs (draw, input), and whether the condition holds (draw).

    Returns
    -------
    tuple of float
        One a restricted input: the binomial chance of at least as many cases among as many draws, at
        the share of cases that the box has without that limit.
    """
    return _chances(box, [box.free(column) for column in box.inputs], x, y)


def let_go(box: Box, x: Array, y: Mask, chance: float = CHANCE, most: int = MOST) -> Box:
    """Free the ends of limits that may do nothing, the weakest first, until few enough inputs are left.

    Parameters
    ----------
    box
        A peeled box.
    x, y
        Inputs (draw, input), and whether the condition holds (draw).
    chance
        Quasi-p value above which an end goes.
    most
        Most inputs that may stay.
    """
    while box.inputs:
        looser = _one_end_free(box)
        values = _chances(box, looser, x, y)
        worst = int(np.argmax(values))
        if values[worst] <= chance and len(box.inputs) <= most:
            return box
        box = looser[worst]
    return box


def _one_end_free(box: Box) -> tuple[Box, ...]:
    """Give the box without each of its ends in turn."""
    lows = (box.at(i, -np.inf, float(box.high[i])) for i in box.inputs if np.isfinite(box.low[i]))
    highs = (box.at(i, float(box.low[i]), np.inf) for i in box.inputs if np.isfinite(box.high[i]))
    return (*lows, *highs)


def _chances(box: Box, looser: Sequence[Box], x: Array, y: Mask) -> tuple[float, ...]:
    """Binomial chance of as many cases in the box, at the share of cases of each looser one."""
    from scipy.special import bdtrc

    inside = box.holds(x)
    shares = [y[one.holds(x)].mean() for one in looser]
    return tuple(float(bdtrc(y[inside].sum() - 1, inside.sum(), share)) for share in shares)
