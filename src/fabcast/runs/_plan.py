"""Which series of numbers a summary is made of: levels, and paired contrasts with one scenario.

Promises of a contrast are those of ``analysis.compare``: paired by draw; *never* is later than any
date; what is undefined is left out, and its share told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from fabcast.errors import BadInput
from fabcast.model import OUTCOMES, QUARTERS
from fabcast.native import Kind

LEVEL: Kind = "level"
CHANGE: Kind = "change"
RELATIVE: Kind = "relative"
YEAR_ENDS = tuple(quarter for quarter in QUARTERS if quarter.endswith("Q4"))
Cells = Float[np.ndarray, "cell draw"]


class Name(NamedTuple):
    """Which numbers a series holds."""

    kind: Kind
    scenario: str
    outcome: str


class Series(NamedTuple):
    """Numbers of some draws: a cell a quarter, or one for a date."""

    name: Name
    ours: Cells
    base: Cells | None = None
    """Of the scenario that a contrast is with."""


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

    def series(self, outcome: str, values: np.ndarray) -> Iterator[Series]:
        """Read the series of an outcome in a chunk: (scenario, draw, quarter), dates (scenario, draw)."""
        if outcome not in self.outcomes:
            return
        rows = {s: self._cells(outcome, v) for s, v in zip(self.scenarios, values, strict=True)}
        base = rows.get(str(self.against))
        for scenario, row in rows.items():
            yield Series(Name(LEVEL, scenario, outcome), row)
            if self.against not in (None, scenario):
                yield Series(Name(CHANGE, scenario, outcome), row, base)
                if not is_date(outcome):
                    yield Series(Name(RELATIVE, scenario, outcome), row, base)

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
