"""Which series of numbers a summary is made of: levels, and paired contrasts with one scenario.

Promises of a contrast are those of ``analysis.compare``: paired by draw; *never* is later than any
date; what is undefined is left out, and its share told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from fabcast.errors import BadInput
from fabcast.model import OUTCOMES, QUARTERS

LEVEL, CHANGE, RELATIVE = "level", "change", "relative"
YEAR_ENDS = tuple(quarter for quarter in QUARTERS if quarter.endswith("Q4"))
Cells = Float[np.ndarray, "cell draw"]


class Name(NamedTuple):
    """Which numbers a series holds."""

    kind: str
    scenario: str
    outcome: str


class Series(NamedTuple):
    """Numbers of some draws: a cell a quarter, or one for a date."""

    name: Name
    cells: Cells
    signs: Int[np.ndarray, "3 cell"]
    """Of a contrast: draws above, below and at zero. Of a date's, *never* counts as later."""


@dataclass(frozen=True)
class Plan:
    """What is summarised."""

    scenarios: tuple[str, ...]
    outcomes: tuple[str, ...]
    quarters: tuple[str, ...]
    against: str | None = None
    """Scenario that the others are compared with; None for levels alone."""

    @classmethod
    def of(
        cls,
        scenarios: Sequence[str],
        outcomes: Sequence[str],
        quarters: Sequence[str] = YEAR_ENDS,
        against: str | None = None,
    ) -> Plan:
        """Check names; the binding input has no quantiles and is left out.

        Raises
        ------
        BadInput
            For a quarter outside the run, or a scenario to compare with that is not run.
        """
        for quarter in quarters:
            if quarter not in QUARTERS:
                raise BadInput(
                    f"quarter {quarter} is outside the run, which goes from {QUARTERS[0]} to {QUARTERS[-1]}"
                )
        if against is not None and against not in scenarios:
            raise BadInput(f"scenario '{against}' is not run; runs are of: {', '.join(scenarios)}")
        kept = tuple(name for name in dict.fromkeys(outcomes) if name in OUTCOMES)
        return cls(tuple(scenarios), kept, tuple(quarters), against)

    def names(self) -> Iterator[Name]:
        """Series in the order in which they are told: by scenario, then outcome."""
        for scenario in self.scenarios:
            for outcome in self.outcomes:
                yield Name(LEVEL, scenario, outcome)

    def series(self, outcomes: Mapping[str, np.ndarray]) -> Iterator[Series]:
        """Read the series of a chunk: outcome to (scenario, draw, quarter), dates (scenario, draw)."""
        for outcome in self.outcomes:
            rows = {
                s: self._cells(outcome, v) for s, v in zip(self.scenarios, outcomes[outcome], strict=True)
            }
            for scenario, row in rows.items():
                yield Series(Name(LEVEL, scenario, outcome), row, np.zeros((3, len(row)), dtype=np.int64))
                if self.against not in (None, scenario):
                    yield from _contrast(scenario, outcome, row, rows[str(self.against)])

    def _cells(self, outcome: str, values: np.ndarray) -> Cells:
        if is_date(outcome):
            return np.ascontiguousarray(values[None], dtype=np.float64)
        rows = values.T if self.quarters == QUARTERS else values.T[self._wanted]
        return np.ascontiguousarray(rows, dtype=np.float64)

    @cached_property
    def _wanted(self) -> list[int]:
        return [QUARTERS.index(quarter) for quarter in self.quarters]


def is_date(outcome: str) -> bool:
    """Tell whether an outcome is a date, which has no quarters."""
    return OUTCOMES[outcome].kind == "date"


def _contrast(scenario: str, outcome: str, ours: Cells, base: Cells) -> Iterator[Series]:
    change = _difference(ours, base)
    if is_date(outcome):
        late, early = (np.where(np.isnan(dates), np.inf, dates) for dates in (ours, base))
        yield Series(Name(CHANGE, scenario, outcome), change, _signs(late, early))
        return
    signs = _signs(change, np.zeros(1))
    yield Series(Name(CHANGE, scenario, outcome), change, signs)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # a vanishing base is left out
        relative = change / np.abs(base)
        relative[base == 0.0] = np.nan
    yield Series(Name(RELATIVE, scenario, outcome), relative, signs)


def _difference(ours: Cells, base: Cells) -> Cells:
    """Ours less theirs; unknown where either is not finite."""
    with np.errstate(invalid="ignore"):
        change = np.asarray(ours - base)
    if not np.isfinite(change).all():
        change[~(np.isfinite(ours) & np.isfinite(base))] = np.nan
    return change


def _signs(left: np.ndarray, right: np.ndarray) -> Int[np.ndarray, "3 cell"]:
    return np.stack([(left > right).sum(1), (left < right).sum(1), (left == right).sum(1)])
