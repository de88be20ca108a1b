"""Quantiles, means and paired contrasts of any number of draws, chunk by chunk, in bounded memory.

A chunk leaves counts (`_tally`), sums by blocks of 256 draws, and how many draws are above, below and
at zero. Counts add, and sums are taken block by block in the order of the draws; so the same draws
give the same bytes, however they were cut, spread or resumed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from fabcast.ensemble import outcome_attributes

from ._plan import CHANGE, LEVEL, RELATIVE, Name, Plan, is_date
from ._rows import Part, part
from ._tally import Tally

POINTS = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
MEDIAN = "p50"
BAND = ("p5", MEDIAN, "p95")
SIGNS = ("positive", "negative", "zero")
Row = dict[str, Any]


@cache
def _about() -> dict[str, dict[str, Any]]:
    return outcome_attributes()


def part_of(plan: Plan, outcomes: Mapping[str, np.ndarray]) -> dict[Name, Part]:
    """Summarise outcomes of a chunk: each (scenario, draw, quarter), dates (scenario, draw)."""
    every = (series for outcome, values in outcomes.items() for series in plan.series(outcome, values))
    return {series.name: part(series) for series in every}


class _Sum:
    """A series so far."""

    def __init__(self, name: Name) -> None:
        self.tally = Tally(exact=is_date(name.outcome))
        self.total: Any = 0.0
        self.finite: Any = 0
        self.signs: Any = 0
        self._told: dict[tuple[str, ...], list[Row]] = {}

    def add(self, one: Part) -> None:
        self._told.clear()
        self.tally.add(one.counted)
        for block in one.sums:
            self.total = self.total + block
        self.finite = self.finite + one.finite
        self.signs = self.signs + one.signs

    def spreads(self, *points: str) -> list[Row]:
        """Quantiles and mean of every cell, all worked out at once; None where no draw has a value."""
        if points not in self._told:
            found = self.tally.quantiles(len(self.finite), [POINTS[p] for p in points])
            with np.errstate(invalid="ignore", divide="ignore"):
                rows = np.column_stack([found, self.total / self.finite])
            nothing: Any = None
            rows = np.where(self.finite[:, None] > 0, rows.astype(object), nothing)
            self._told[points] = [dict(zip((*points, "mean"), row, strict=True)) for row in rows.tolist()]
        return self._told[points]


class Summary:
    """Statistics of the draws so far. Parts are to be added in the order of their draws."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.draws = 0
        self._sums: dict[Name, _Sum] = {}

    def add(self, parts: Mapping[Name, Part], draws: int) -> None:
        """Add what a chunk of so many draws left."""
        self.draws += draws
        for name, one in parts.items():
            self._sums.setdefault(name, _Sum(name)).add(one)

    def prepare(self) -> None:
        """Work out all quantiles now; `levels` and `contrasts` then only write rows."""
        for name, series in self._sums.items():
            if name.kind == LEVEL:
                series.spreads(*POINTS)
            if self.plan.against is not None:
                series.spreads(*((MEDIAN,) if name.kind == RELATIVE else BAND))

    def levels(self) -> list[Row]:
        """Rows as of ``fabcast run``: quantiles of each scenario, outcome and quarter."""
        return [
            head | spread | {"probability_never": never}
            for name in self.plan.names()
            for head, spread, never in zip(
                self._heads(name), self._sums[name].spreads(*POINTS), self._never(name), strict=True
            )
        ]

    def contrasts(self) -> list[Row]:
        """Rows of paired contrasts: each other scenario minus the one they are compared with."""
        if self.plan.against is None:
            return []
        others = (name for name in self.plan.names() if name.scenario != self.plan.against)
        return [row for name in others for row in self._contrasts(name)]

    def _heads(self, name: Name) -> list[Row]:
        about = _about()[name.outcome]
        head = {"scenario": name.scenario, "outcome": name.outcome, "label": about["long_name"]}
        quarters = [None] if is_date(name.outcome) else list(self.plan.quarters)
        years = [None if quarter is None else int(quarter[:4]) for quarter in quarters]
        unit = {"unit": about["units"]}
        return [head | {"quarter": q, "year": y} | unit for q, y in zip(quarters, years, strict=True)]

    def _never(self, name: Name) -> list[float | None]:
        finite = self._sums[name].finite
        if not is_date(name.outcome):
            return [None] * len(finite)
        return [1.0 - float(n / self.draws) for n in finite]

    def _contrasts(self, name: Name) -> list[Row]:
        base = name._replace(scenario=str(self.plan.against))
        change = self._sums[name._replace(kind=CHANGE)]
        columns: dict[str, list[Any]] = {
            "level": self._sums[name].spreads(*BAND),
            "level_against": self._sums[base].spreads(*BAND),
        }
        after: dict[str, list[Any]] = {
            "relative_p50": self._relative(name),
            **self._shares(change, is_date(name.outcome)),
            "share_defined": (change.finite / self.draws).tolist(),
            "probability_never": self._never(name),
            "probability_never_against": self._never(base),
        }
        against = {"against": base.scenario}
        return [
            head | against | first | spread | last
            for head, first, spread, last in zip(
                self._heads(name), _rows(columns), change.spreads(*BAND), _rows(after), strict=True
            )
        ]

    def _shares(self, change: _Sum, dates: bool) -> dict[str, list[Any]]:
        """Shares of draws above, below and at zero, of those in which there is a difference."""
        defined = np.full(len(change.finite), self.draws) if dates else change.finite
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = np.where(defined > 0, (change.signs / defined).astype(object), None)
        return {f"probability_{sign}": row.tolist() for sign, row in zip(SIGNS, shares, strict=True)}

    def _relative(self, name: Name) -> list[float | None]:
        """Median relative change; None where fewer than half of the draws have one."""
        if is_date(name.outcome):
            return [None]
        relative = self._sums[name._replace(kind=RELATIVE)]
        enough = (2 * relative.finite >= self.draws) & (relative.finite > 0)
        return [
            row[MEDIAN] if yes else None for row, yes in zip(relative.spreads(MEDIAN), enough, strict=True)
        ]


def _rows(columns: Mapping[str, list[Any]]) -> Iterator[Row]:
    """Turn columns into rows."""
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
