"""A claim's quantity read from finished runs: one value a draw, by year where time matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import OUTCOMES

from ._claims_formula import evaluate, names_in
from ._claims_map import Reading
from ._claims_rules import EIGHT_BIT, chip_number
from ._runs import Array, Runs, scenario_index

EXCHANGE = "|"
"""Between the two formulas of an exchange: what one side gains over what the other loses."""
QUARTERS_A_YEAR = 4
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Reader:
    """Reads formulas over the outcomes of one scenario: (draw, quarter), or (draw) for dates."""

    runs: Runs
    scenario: str

    def value(self, name: str) -> Array:
        """Values of an outcome."""
        if name not in self.runs.values:
            raise BadInput(f"outcome '{name}' is not in these runs")
        row = scenario_index(self.runs, self.scenario)
        return np.asarray(self.runs.values[name][row], dtype=np.float64)

    def read(self, formula: str) -> Array:
        """Work a formula out; unknown where it divides by nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.asarray(evaluate(formula, self.value, self._functions))
        dates = any(OUTCOMES[name].kind == "date" for name in outcomes_in(formula))
        return found if dates else np.where(np.isfinite(found), found, np.nan)

    @cached_property
    def _functions(self) -> Mapping[str, Callable[..., Any]]:
        return {"added": self._added, "in_year": self._in_year, "share_below": self._share_below, **CHIPS}

    def _added(self, formula: str) -> Array:
        """What a stock gains over four quarters."""
        stock = self.read(formula)
        return np.concatenate(
            [np.full_like(stock[:, :QUARTERS_A_YEAR], np.nan), stock[:, 4:] - stock[:, :-4]], axis=1
        )

    def _in_year(self, year: str, formula: str) -> Array:
        """Value at the end of a year, for every quarter."""
        return self.read(formula)[:, [list(self.runs.quarters).index(f"{year}Q4")]]

    def _share_below(self, formula: str, limit: str) -> Array:
        """Share of draws at or below a limit, the same number for every draw."""
        values = self.read(formula)
        return np.broadcast_to((values <= float(limit)).mean(axis=0), values.shape)


def outcomes_in(formula: str) -> tuple[str, ...]:
    """Outcomes that a formula reads.

    >>> outcomes_in("added(china_compute_stock) | nvidia_china_revenue")
    ('china_compute_stock', 'nvidia_china_revenue')
    """
    return tuple(name for name in values_in(formula) if name in OUTCOMES)


def values_in(formula: str) -> tuple[str, ...]:
    """Names of all values that a formula reads, outcomes and others."""
    parts = formula.split(EXCHANGE)
    return tuple(dict.fromkeys(name for part in parts for name in names_in(part.strip())))


def read_pair(runs: Runs, reading: Reading, scenario: str, against: str) -> Array:
    """Read a quantity in one scenario, or between two.

    Parameters
    ----------
    runs
        Finished runs that hold the scenarios and the outcomes of the formula.
    reading
        What to read; its `pair` says how two scenarios meet.
    scenario, against
        Scenario ids; `against` blank for a level.

    Returns
    -------
    Array
        (draw, quarter), or (draw) for dates. A delay is infinite where it does not end in the run.
    """
    ours = Reader(runs, scenario)
    if reading.pair == "level":
        return _dated(ours.read(reading.formula), reading)
    base = Reader(runs, against)
    if reading.pair == "exchange":
        pairs = ((ours.read(f.strip()), base.read(f.strip())) for f in reading.formula.split(EXCHANGE))
        gain, loss = (_apart(*pair) for pair in pairs)
        return _over(gain, -loss)
    one, other = ours.read(reading.formula), base.read(reading.formula)
    if reading.pair == "delay":
        return delay_months(one, other)
    if reading.pair == "relative":
        return 100.0 * _over(_apart(one, other), np.abs(other))
    return _difference(one, other)


def _difference(one: Array, other: Array) -> Array:
    """Difference; infinite where only one date never comes, unknown where neither does."""
    if one.ndim > 1:
        return _apart(one, other)
    a, b = (np.where(np.isnan(v), np.inf, v) for v in (one, other))
    both = np.isinf(a) & np.isinf(b)
    return np.where(both, np.nan, np.where(both, 0.0, a) - np.where(both, 0.0, b))


def _apart(one: Array, other: Array) -> Array:
    """Difference; one by rounding alone is none.

    >>> _apart(np.array([1.0, 0.1 + 0.2]), np.array([3.0, 0.3])).tolist()
    [-2.0, 0.0]
    """
    near = np.abs(one - other) <= _ROUNDING * np.maximum(np.abs(one), np.abs(other))
    return np.where(near, 0.0, one - other)


def _over(part: Array, whole: Array) -> Array:
    """Ratio; unknown where the whole is nothing."""
    return np.where(whole == 0.0, np.nan, part / np.where(whole == 0.0, 1.0, whole))


def _dated(values: Array, reading: Reading) -> Array:
    """Turn decimal dates into calendar years; *never* is infinitely late."""
    if values.ndim > 1 or not outcomes_in(reading.formula):
        return values
    return np.where(np.isnan(values), np.inf, np.floor(values))


def delay_months(late: Array, early: Array) -> Array:
    """Months after which one path reaches what the other has, for every quarter.

    Parameters
    ----------
    late, early
        (draw, quarter). Negative where the first was there sooner; infinite where it is not by the end.

    Examples
    --------
    >>> delay_months(np.array([[0.0, 1.0, 3.0]]), np.array([[1.0, 2.0, 9.0]])).tolist()
    [[3.0, 1.5, inf]]
    """
    quarters = late.shape[1]
    delay = np.empty_like(late)
    for q in range(quarters):
        reached = late >= early[:, [q]]
        first = np.where(reached.any(axis=1), reached.argmax(axis=1), quarters)
        delay[:, q] = 3.0 * (_between(late, early[:, q], first) - q)
    return delay


def _between(path: Array, level: Array, first: np.ndarray) -> Array:
    """Place on the quarter axis at which a path crosses a level, straight between quarters."""
    rows, last = np.arange(len(path)), path.shape[1] - 1
    here = path[rows, np.minimum(first, last)]
    before = path[rows, np.maximum(np.minimum(first, last) - 1, 0)]
    step = np.where(here > before, here - before, 1.0)
    share = np.where(first > 0, np.clip((level - before) / step, 0.0, 1.0), 1.0)
    return np.where(first > last, np.inf, np.where(first == 0, 0.0, first - 1 + share))


def _ratio(name: str, field: str) -> float:
    """Arithmetic or bandwidth of a chip over that of the H100, from the catalogue."""
    return _known(name, field) / _known("H100", field)


def _known(name: str, field: str) -> float:
    value = chip_number(facts.find_chip(name), field)
    if np.isnan(value):
        raise BadInput(f"chip '{name}' has no {field} in the catalogue")
    return value


CHIPS: Mapping[str, Callable[..., float]] = {
    "h100e": lambda name: _ratio(name, "fp16_bf16_dense_tflops"),
    "h100e_8bit": lambda name: _ratio(name, EIGHT_BIT),
    "h100_bandwidth": lambda name: _ratio(name, "memory_bandwidth_gb_s"),
    "tflops_16bit": lambda name: _known(name, "fp16_bf16_dense_tflops"),
}
"""Conversions that formulas may use, from the chip catalogue."""
