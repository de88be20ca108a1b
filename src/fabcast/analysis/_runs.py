"""What the analysis reads: finished runs as plain arrays, whatever made them.

A light object, so that a brief never waits for xarray to import. The first axis is
the scenario, then the draw, then the quarter; date outcomes have no quarter axis and
hold decimal years, with NaN for *never by the end of the run*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from fabcast.errors import BadInput

Array = NDArray[np.float64]
BINDING = "binding"
"""Name of the variable that records which input binds, a small integer a quarter."""


class Runs(Protocol):
    """Finished runs: scenarios × draws × quarters, with the inputs that made them."""

    @property
    def scenarios(self) -> Sequence[str]:
        """Scenario ids, in the order of the first axis."""

    @property
    def quarters(self) -> Sequence[str]:
        """Quarter names such as ``2027Q1``, in the order of the last axis."""

    @property
    def values(self) -> Mapping[str, NDArray[Any]]:
        """Outcome id → array (scenario, draw, quarter), or (scenario, draw) for a date."""

    @property
    def attrs(self) -> Mapping[str, Mapping[str, Any]]:
        """Outcome id → ``units`` and ``long_name``; ``flag_meanings`` for `binding`."""

    @property
    def parameters(self) -> Mapping[str, Array]:
        """Parameter id → sampled values (draw)."""

    @property
    def record(self) -> Mapping[str, Any]:
        """The run record: versions, hashes, seed, draws."""


def scenario_index(runs: Runs, scenario: str) -> int:
    """Position of a scenario on the first axis; `BadInput` if it was not run."""
    names = list(runs.scenarios)
    if scenario not in names:
        raise BadInput(f"scenario '{scenario}' is not in these runs; they hold: {', '.join(names)}")
    return names.index(scenario)


def is_date(runs: Runs, outcome: str) -> bool:
    """Tell whether an outcome is a date (no quarter axis); `BadInput` if there is no such outcome."""
    if outcome not in runs.values or outcome == BINDING:
        known = ", ".join(sorted(name for name in runs.values if name != BINDING))
        raise BadInput(f"outcome '{outcome}' is not in these runs; they hold: {known}")
    return runs.values[outcome].ndim == 2


def at_year_end(runs: Runs, outcome: str, scenario: str, year: int) -> Array:
    """Values of an outcome over draws in the fourth quarter of a year.

    Parameters
    ----------
    runs
        Finished runs.
    outcome, scenario
        Ids that the runs hold.
    year
        Calendar year within the run.

    Returns
    -------
    Array
        One value a draw, in the outcome's own unit. A date outcome ignores `year`.

    Raises
    ------
    BadInput
        The outcome, the scenario or the year is not in the runs.
    """
    date = is_date(runs, outcome)
    row = runs.values[outcome][scenario_index(runs, scenario)]
    if date:
        return np.asarray(row, dtype=np.float64)
    quarter = f"{year}Q4"
    quarters = list(runs.quarters)
    if quarter not in quarters:
        raise BadInput(f"year {year} is not in these runs; they go from {quarters[0]} to {quarters[-1]}")
    return np.asarray(row[:, quarters.index(quarter)], dtype=np.float64)


def units(runs: Runs, outcome: str) -> str:
    """Give the unit of an outcome as text; empty if the runs do not say."""
    return str(runs.attrs.get(outcome, {}).get("units", ""))


def label(runs: Runs, outcome: str) -> str:
    """Name an outcome for people; the id where the runs have none."""
    return str(runs.attrs.get(outcome, {}).get("long_name", outcome))
