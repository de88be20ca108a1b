"""Scenario discovery: in which futures a condition holds, and how far that can be trusted.

A recipe finds boxes of inputs; there are two, PRIM (`_discover_prim`) and CART (`_discover_cart`). A
recipe is judged on draws that it has not seen: the draws fall into folds, and each fold is told by boxes
that were found without it, choice of setting and all. Resampling says how often the recipe would have
picked each input, and where it would have set the limit.

Where cases are rare, boxes may be sought for the draws that come nearest to the condition, which are
more; they are judged on the cases alone, and that choice too is made on draws left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fabcast.errors import BadInput

from ._discover_futures import FOLDS, LEVEL, Futures, Proportion, Quality
from ._prim import Box, Mask, quasi_p
from ._runs import Array

RESAMPLES = 50
FEWEST_CASES = 20
"""Cases, and other draws, from which on boxes are looked for."""
NEAR = 0.05
"""Share of the draws that count as near the condition where cases are fewer."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How large boxes are made, and of which draws."""

    size: float
    """PRIM: least share of the draws in the box while it is peeled. CART: leaves of the tree."""
    near: float = 0.0
    """Share of the draws that boxes are sought for, cases first; 0 for the cases alone."""


@dataclass(frozen=True, slots=True)
class Step:
    """One setting that was tried, on draws left out."""

    setting: Setting
    inputs: int
    """Inputs restricted, at the median of the folds."""
    left_out: Quality


@dataclass(frozen=True, slots=True)
class Peeled:
    """One step of the peeling trajectory, on the draws that it was made from."""

    share: float
    inputs: int
    made_from: Quality


Boxes = tuple[Box, ...]


@dataclass(frozen=True)
class Recipe:
    """How boxes are found: the settings to try, and boxes for each of some settings."""

    name: str
    sizes: Callable[[int], Sequence[float]]
    """Number of draws in; sizes to try, the plainest first."""
    find: Callable[[Futures, Sequence[Setting]], tuple[Boxes, ...]]
    path: Callable[[Futures, float], tuple[Peeled, ...]] | None = None
    """The whole way from all draws to the smallest box, where the recipe has one."""

    def settings(self, futures: Futures) -> tuple[Setting, ...]:
        """Settings to try: every size, on the cases alone and on the nearest draws where cases are rare."""
        nears = (0.0, NEAR) if futures.cases.mean() < NEAR else (0.0,)
        return tuple(Setting(float(size), near) for near in nears for size in self.sizes(len(futures.cases)))

    def tried(self, futures: Futures) -> tuple[Step, ...]:
        """Try every setting on draws left out."""
        settings = self.settings(futures)
        inside = np.zeros((len(settings), len(futures.cases)), dtype=bool)
        held = np.zeros((len(settings), FOLDS))
        for fold in range(FOLDS):
            mine = futures.fold == fold
            for row, boxes in enumerate(self.find(futures.at(~mine), settings)):
                inside[row, mine] = within(boxes, futures.x[mine])
                held[row, fold] = len({i for box in boxes for i in box.inputs})
        return tuple(
            Step(setting, int(np.median(held[row])), Quality.of(inside[row], futures.cases))
            for row, setting in enumerate(settings)
        )


def best(steps: Sequence[Step]) -> Step:
    """Give the setting with the best F-score on draws left out, the first of equals."""
    return max(steps, key=lambda step: step.left_out.balance)


def within(boxes: Sequence[Box], x: Array) -> Mask:
    """Tell which draws are in any of the boxes."""
    return np.asarray(np.logical_or.reduce([box.holds(x) for box in boxes] or [np.zeros(len(x), dtype=bool)]))


@dataclass(frozen=True, slots=True)
class Limit:
    """Limits of one box on one input, as values and as quantiles of its draws.

    An end is None where the input is free. `resampled` has the 5 and 95 % points of each end over
    resamples that restrict the input on the same side, as values.
    """

    name: str
    low: float | None
    high: float | None
    low_quantile: float | None
    high_quantile: float | None
    quasi_p: float
    stability: float
    """Share of resamples that restrict this input on a side that the box restricts."""
    low_resampled: tuple[float, float] | None = None
    high_resampled: tuple[float, float] | None = None

    @property
    def places(self) -> tuple[float, float]:
        """Quantiles between which the input lies: 0 and 1 where it is free."""
        return self.low_quantile or 0.0, 1.0 if self.high_quantile is None else self.high_quantile


@dataclass(frozen=True, slots=True)
class ToldBox:
    """One box: its limits, and how it does on the draws that it was made from."""

    limits: tuple[Limit, ...]
    made_from: Quality


@dataclass(frozen=True)
class Discovery:
    """What a recipe found.

    Attributes
    ----------
    method
        ``prim`` or ``cart``.
    rate
        How often the condition holds.
    boxes
        Boxes found on all draws, densest first; none where no size tells cases better than all draws do.
    left_out
        Quality of the recipe: every draw told by boxes that were found without it.
    steps
        Settings that were tried, each on draws left out.
    chosen
        The setting that was taken.
    restricted
        Share of resamples in which each input was restricted, most often first.
    trajectory
        The whole way on all draws, before inputs are let go; empty for a tree.
    near
        Number of draws that boxes were sought for: the cases, or those and the nearest others.
    resamples
        Number of resamples.
    """

    method: str
    rate: Proportion
    boxes: tuple[ToldBox, ...]
    left_out: Quality
    steps: tuple[Step, ...]
    chosen: Setting
    restricted: tuple[tuple[str, float], ...]
    trajectory: tuple[Peeled, ...]
    near: int
    resamples: int

    @property
    def helps(self) -> bool:
        """Whether boxes tell cases beyond doubt: density on draws left out above the rate's own interval."""
        return bool(self.boxes) and self.left_out.density.low > self.rate.high


def check_cases(futures: Futures) -> None:
    """Refuse to look for boxes where the condition, or its contrary, holds in too few draws.

    Raises
    ------
    BadInput
        Fewer than twenty on either side.
    """
    cases, others = int(futures.cases.sum()), int((~futures.cases).sum())
    fewer, word = min((cases, "holds"), (others, "fails"))
    if fewer < FEWEST_CASES:
        raise BadInput(
            f"the condition {word} in {fewer} of {cases + others:,} draws, and a box needs at least "
            f"{FEWEST_CASES}; raise --draws, or move --threshold."
        )


def discover(
    futures: Futures,
    recipe: Recipe,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    progress: Callable[[], None] = lambda: None,
) -> Discovery:
    """Find boxes in which a condition holds, and judge them.

    Parameters
    ----------
    futures
        Draws with the condition.
    recipe
        How boxes are found.
    resamples
        Bootstrap resamples behind the stability of inputs and limits.
    seed
        Seed of the resamples; results repeat exactly.
    progress
        Told after each fold and each resample.

    Returns
    -------
    Discovery

    Raises
    ------
    BadInput
        The condition, or its contrary, holds in fewer than twenty draws.
    """
    check_cases(futures)
    steps = recipe.tried(futures)
    setting = best(steps).setting
    left_out = _left_out(futures, recipe, progress)
    rng, draws = np.random.default_rng(seed), len(futures.cases)
    found: list[Boxes] = []
    for _ in range(resamples):
        found += recipe.find(futures.at(rng.integers(0, draws, draws)), (setting,))
        progress()
    boxes = recipe.find(futures, (setting,))[0]
    told = tuple(_told(box, futures, found) for box in boxes if box.inputs)
    rate = Proportion.of(int(futures.cases.sum()), draws)
    return Discovery(
        method=recipe.name,
        rate=rate,
        boxes=told,
        left_out=left_out,
        steps=steps,
        chosen=setting,
        restricted=_restricted(futures.names, found),
        trajectory=recipe.path(futures, setting.near) if recipe.path else (),
        near=int(futures.near(setting.near).sum()),
        resamples=resamples,
    )


def _left_out(futures: Futures, recipe: Recipe, progress: Callable[[], None]) -> Quality:
    """Tell each fold by boxes found without it, their setting chosen without it too."""
    inside = np.zeros(len(futures.cases), dtype=bool)
    for fold in range(FOLDS):
        mine = futures.fold == fold
        rest = futures.at(~mine)
        boxes = recipe.find(rest, (best(recipe.tried(rest)).setting,))[0]
        inside[mine] = within(boxes, futures.x[mine])
        progress()
    return Quality.of(inside, futures.cases)


def _restricted(names: Sequence[str], found: Sequence[tuple[Box, ...]]) -> tuple[tuple[str, float], ...]:
    """Share of resamples in which any box restricts each input, most often first."""
    picked = [{i for box in boxes for i in box.inputs} for boxes in found]
    shares = {name: sum(i in one for one in picked) / max(len(found), 1) for i, name in enumerate(names)}
    return tuple(sorted(((n, s) for n, s in shares.items() if s > 0), key=lambda pair: -pair[1]))


def _told(box: Box, futures: Futures, found: Sequence[tuple[Box, ...]]) -> ToldBox:
    pairs = zip(box.inputs, quasi_p(box, futures.x, futures.cases), strict=True)
    limits = (_limit(box, column, p, futures, found) for column, p in pairs)
    order = sorted(limits, key=lambda limit: (-limit.stability, limit.quasi_p))
    return ToldBox(tuple(order), Quality.of(box.holds(futures.x), futures.cases))


def _limit(box: Box, column: int, chance: float, futures: Futures, found: Sequence[tuple[Box, ...]]) -> Limit:
    values = futures.x[:, column]
    low, high = (float(end[column]) if np.isfinite(end[column]) else None for end in (box.low, box.high))
    lows, highs = (
        [[float(getattr(one, side)[column]) for one in boxes] for boxes in found] for side in ("low", "high")
    )
    same = [
        bool((low is not None and np.isfinite(a).any()) or (high is not None and np.isfinite(b).any()))
        for a, b in zip(lows, highs, strict=True)
    ]
    return Limit(
        name=futures.names[column],
        low=low,
        high=high,
        low_quantile=None if low is None else float((values < low).mean()),
        high_quantile=None if high is None else float((values <= high).mean()),
        quasi_p=chance,
        stability=float(np.mean(same)) if same else float("nan"),
        low_resampled=None if low is None else _points(lows),
        high_resampled=None if high is None else _points(highs),
    )


def _points(ends: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """5 and 95 % points of the finite ends; None without any."""
    known = np.array([end for one in ends for end in one])
    known = known[np.isfinite(known)]
    if known.size == 0:
        return None
    tail = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(known, (tail, 1.0 - tail))
    return float(low), float(high)
