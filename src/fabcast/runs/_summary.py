"""Quantiles, means and paired contrasts of any number of draws, chunk by chunk, in bounded memory.

A chunk leaves counts (`_tally`), sums by blocks of 256 draws, and how many draws are above, below and
at zero. Counts add, and sums are taken block by block in the order of the draws; so the same draws
give the same bytes, however they were cut, spread or resumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from fabcast.ensemble import BLOCK, outcome_attributes

from ._plan import CHANGE, RELATIVE, Name, Plan, Series, is_date
from ._tally import Counted, Tally, count, count_exactly

POINTS = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
SIGNS = ("positive", "negative", "zero")
Row = dict[str, Any]


@cache
def _about() -> dict[str, dict[str, Any]]:
    return outcome_attributes()


class Part(NamedTuple):
    """What one chunk leaves of a series."""

    counted: Counted
    sums: Float[np.ndarray, "block cell"]
    finite: Int[np.ndarray, " cell"]
    signs: Int[np.ndarray, "3 cell"]


def part_of(plan: Plan, outcomes: Mapping[str, np.ndarray]) -> dict[Name, Part]:
    """Summarise a chunk: outcome to (scenario, draw, quarter), dates (scenario, draw)."""
    return {series.name: _part(series) for series in plan.series(outcomes)}


def _part(series: Series) -> Part:
    finite = np.isfinite(series.cells)
    counted = (count_exactly if is_date(series.name.outcome) else count)(series.cells, finite)
    known = series.cells if finite.all() else np.where(finite, series.cells, 0.0)
    return Part(counted, _block_sums(known), finite.sum(axis=1), series.signs)


def _block_sums(values: Float[np.ndarray, "cell draw"]) -> Float[np.ndarray, "block cell"]:
    """Sum each row by blocks: NumPy then adds in one order, whatever the size of the chunk around a block."""
    cells, draws = values.shape
    whole = draws // BLOCK * BLOCK
    sums = np.asarray(values[:, :whole].reshape(cells, -1, BLOCK).sum(axis=2).T)
    if whole == draws:
        return sums
    return np.concatenate([sums, np.ascontiguousarray(values[:, whole:]).sum(axis=1)[None]])


class _Sum:
    """A series so far."""

    def __init__(self, name: Name) -> None:
        self.tally = Tally(exact=is_date(name.outcome))
        self.total: Any = 0.0
        self.finite: Any = 0
        self.signs: Any = 0
        self._told: dict[tuple[float, ...], np.ndarray] = {}

    def add(self, part: Part) -> None:
        self._told.clear()
        self.tally.add(part.counted)
        for block in part.sums:
            self.total = self.total + block
        self.finite = self.finite + part.finite
        self.signs = self.signs + part.signs

    def spread(self, cell: int, points: Mapping[str, float]) -> Row:
        """Quantiles and mean; None where no draw has a value."""
        if self.finite[cell] == 0:
            return dict.fromkeys((*points, "mean"))
        found = self._quantiles(tuple(points.values()))[cell].tolist()
        return dict(zip(points, found, strict=True)) | {"mean": float(self.total[cell] / self.finite[cell])}

    def _quantiles(self, at: tuple[float, ...]) -> np.ndarray:
        """Quantiles of all cells, worked out at once and kept."""
        if at not in self._told:
            self._told[at] = self.tally.quantiles(len(self.finite), at)
        return self._told[at]


class Summary:
    """Statistics of the draws so far. Parts are to be added in the order of their draws."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.draws = 0
        self._sums: dict[Name, _Sum] = {}

    def add(self, part: Mapping[Name, Part], draws: int) -> None:
        """Add what a chunk of so many draws left."""
        self.draws += draws
        for name, one in part.items():
            self._sums.setdefault(name, _Sum(name)).add(one)

    def levels(self) -> list[Row]:
        """Rows as of ``fabcast run``: quantiles of each scenario, outcome and quarter."""
        return [
            self._head(name, cell)
            | self._sums[name].spread(cell, POINTS)
            | {"probability_never": self._never(name, cell)}
            for name in self.plan.names()
            for cell in self._cells(name)
        ]

    def contrasts(self) -> list[Row]:
        """Rows of paired contrasts: each other scenario minus the one they are compared with."""
        if self.plan.against is None:
            return []
        return [
            self._contrast(name, cell)
            for name in self.plan.names()
            if name.scenario != self.plan.against
            for cell in self._cells(name)
        ]

    def _cells(self, name: Name) -> range:
        return range(1 if is_date(name.outcome) else len(self.plan.quarters))

    def _head(self, name: Name, cell: int) -> Row:
        about = _about()[name.outcome]
        quarter = None if is_date(name.outcome) else self.plan.quarters[cell]
        return {
            "scenario": name.scenario,
            "outcome": name.outcome,
            "label": about["long_name"],
            "quarter": quarter,
            "year": None if quarter is None else int(quarter[:4]),
            "unit": about["units"],
        }

    def _never(self, name: Name, cell: int) -> float | None:
        if not is_date(name.outcome):
            return None
        return 1.0 - float(self._sums[name].finite[cell] / self.draws)

    def _contrast(self, name: Name, cell: int) -> Row:
        base = name._replace(scenario=str(self.plan.against))
        change = self._sums[name._replace(kind=CHANGE)]
        three = {key: POINTS[key] for key in ("p5", "p50", "p95")}
        defined = self.draws if is_date(name.outcome) else int(change.finite[cell])
        shares = [float(n / defined) if defined else None for n in change.signs[:, cell]]
        return {
            **self._head(name, cell),
            "against": base.scenario,
            "level": self._sums[name].spread(cell, three),
            "level_against": self._sums[base].spread(cell, three),
            **change.spread(cell, three),
            "relative_p50": self._relative(name, cell),
            **{f"probability_{sign}": share for sign, share in zip(SIGNS, shares, strict=True)},
            "share_defined": float(change.finite[cell] / self.draws),
            "probability_never": self._never(name, cell),
            "probability_never_against": self._never(base, cell),
        }

    def _relative(self, name: Name, cell: int) -> float | None:
        """Median relative change; None where fewer than half of the draws have one."""
        if is_date(name.outcome):
            return None
        relative = self._sums[name._replace(kind=RELATIVE)]
        if 2 * relative.finite[cell] < self.draws or relative.finite[cell] == 0:
            return None
        found: float | None = relative.spread(cell, {"p50": 0.5})["p50"]
        return found
