"""Exogenous inputs continued from an origin.

Built from the facts cut at the origin; every quarter after it is replaced (``data/origin_drivers.csv``).

Equations, years since the middle of the last year known s, since the origin h:
    growth   x = x̄ exp(g (1 − φ^s) / (−ln φ) + σ z h),   φ = 0.8
    trend    x = x̄ exp(g s + σ z h), g the long-known pace of the table
    odds     growth on log-odds
    stock    yearly additions grow so; the level is their sum
    hold     g = 0;   set: one value throughout;   keep: nothing after the origin is read
Symbols: x̄ mean of the last year known; g growth of that year over the one before, within ±1;
σ `spread`; z a standard normal growth shock, one a path and group of members.

A path keeps its relative range, so that the member's own shock (its level) goes on beside the growth
shock. Damping is that of the damped-trend rival. What was not recorded by the origin starts at the
table's judged value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Literal

import numpy as np
from jaxtyping import Float
from pydantic import BaseModel, ConfigDict

from fabcast.ensemble import Tables, drivers_from, normal
from fabcast.errors import BadInput
from fabcast.facts import load_table
from fabcast.model import DRIVERS, QUARTERS, Drivers, quarter_index

from ._lines import data_file
from ._origin import Origin
from ._origin_tables import cut
from ._rivals import DAMPING

Array = Float[np.ndarray, "3 quarter ..."]
_FASTEST = 1.0
_LEAST_ODDS = 0.005
_YEAR = 4
FOUNDRY_RULE = quarter_index("2025Q1")
"""From here U.S. rules of January 2025 end dies through foreign foundries."""
SHAPES = {"other_domestic_profile": "2025", "state_support": "2026"}
"""Inputs that are shapes over time, with the year in which they are one: their level is a parameter."""


class DriverRule(BaseModel):
    """How one input goes on after an origin.

    `start_*` hold before `recorded_from`; `before` says what stands for the past then: ``zero``,
    ``flat`` at the start, or ``keep`` what older rows say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("field",)

    field: str
    rule: Literal["growth", "trend", "odds", "stock", "hold", "set", "keep"]
    recorded_from: str = ""
    spread: float
    start_low: float | None = None
    start_central: float | None = None
    start_high: float | None = None
    start_growth: float
    before: Literal["zero", "flat", "keep"]
    reason: str

    @property
    def start(self) -> np.ndarray:
        """Three points at the start."""
        return np.array([self.start_low, self.start_central, self.start_high], dtype=np.float64)

    def unknown_at(self, origin: Origin) -> bool:
        """Whether nothing was recorded by the origin."""
        return origin.quarter < self.recorded_from


@cache
def driver_rules() -> Mapping[str, DriverRule]:
    """Rules by input.

    >>> driver_rules()["demand_potential"].rule
    'growth'
    """
    return {row.field: row for row in load_table(data_file("origin_drivers.csv"), DriverRule)}


def origin_drivers(tables: Tables, origin: Origin, shocks: Mapping[str, float] | None = None) -> Drivers:
    """Build the inputs of an origin: `known_drivers`, `continued`.

    Parameters
    ----------
    tables
        Today's facts, or any: rows after the origin are cut first.
    shocks
        Growth shock by input; none for the central course.
    """
    return continued(known_drivers(tables, origin), origin, shocks)


def known_drivers(tables: Tables, origin: Origin) -> Drivers:
    """Build inputs from what was known at an origin; quarters after it mean nothing yet."""
    return drivers_from(cut(tables, origin))


def continued(known: Drivers, origin: Origin, shocks: Mapping[str, float] | None = None) -> Drivers:
    """Replace every quarter after an origin.

    Raises
    ------
    BadInput
        If an input has no rule.
    """
    missing = [name for name in DRIVERS if name not in driver_rules()]
    if missing:
        raise BadInput(f"origin_drivers.csv: no rule for {', '.join(missing)}; add a row each")
    moved = shocks or {}
    fields = {
        name: _continued(getattr(known, name), driver_rules()[name], origin, moved.get(name, 0.0))
        for name in DRIVERS
    }
    fields["foreign_made_dies"][:, FOUNDRY_RULE:] = 0.0
    fields["packaging_recorded"][:, origin.stop :] = 0.0
    for name, year in SHAPES.items():
        fields[name] /= _in_year(fields[name], year)
    return Drivers(**fields)


def growth_shocks(origin: Origin, groups: int, seed: int) -> list[dict[str, float]]:
    """Growth shocks of each group of members: named streams, standard normal."""
    columns = {
        name: normal(f"hindcast.{origin.quarter}.growth.{name}", groups, seed)
        for name in DRIVERS
        if driver_rules()[name].spread > 0.0
    }
    return [{name: float(values[g]) for name, values in columns.items()} for g in range(groups)]


def _in_year(profile: Array, year: str) -> float:
    first = quarter_index(f"{year}Q1")
    return float(profile[1, first : first + _YEAR].mean())


def _continued(values: Array, rule: DriverRule, origin: Origin, shock: float) -> Array:
    out = np.array(values, dtype=np.float64)
    if rule.rule == "keep":
        return out
    if rule.rule == "set":
        return np.broadcast_to(rule.start[:, None], out.shape).copy()
    if rule.unknown_at(origin):
        _start(out, rule, origin, shock)
    elif rule.rule == "stock":
        _go_on_stock(out, rule, origin, shock)
    else:
        _go_on(out, rule, origin, shock)
    return out


def _start(out: Array, rule: DriverRule, origin: Origin, shock: float) -> None:
    """Begin at the judged value."""
    if rule.before != "keep":
        out[:, : origin.stop] = rule.start[:, None] if rule.before == "flat" else 0.0
    out[:, origin.stop :] = rule.start[:, None] * np.exp(_course(rule.start_growth, rule, origin, shock, 0.0))


def _go_on(out: Array, rule: DriverRule, origin: Origin, shock: float) -> None:
    """Continue from the last year known, by its growth."""
    last, before = _years(out[1], origin)
    level = last / _YEAR
    ranges = _ranges(out, origin)
    if rule.rule == "odds":
        odds = _log_odds(level) + _course(_odds_growth(last, before), rule, origin, shock, 0.5)
        central = 1.0 / (1.0 + np.exp(-odds))
    else:
        growth = _growth(last.sum(), before.sum(), rule)
        path = np.exp(_course(growth, rule, origin, shock, 0.5))
        central = path.reshape(-1, *[1] * (out.ndim - 2)) * level
    out[:, origin.stop :] = ranges * central
    if rule.rule == "odds":
        np.clip(out, 0.0, 1.0, out=out)


def _go_on_stock(out: Array, rule: DriverRule, origin: Origin, shock: float) -> None:
    """Continue a stock by its yearly additions."""
    central, end = out[1], origin.index
    last, before = (
        central[end] - central[end - _YEAR],
        central[end - _YEAR] - central[end - 2 * _YEAR],
    )
    path = np.exp(_course(_growth(last, before, rule), rule, origin, shock, 0.5))
    out[:, origin.stop :] = _ranges(out, origin) * (central[end] + np.cumsum(last / _YEAR * path))


def _years(central: np.ndarray, origin: Origin) -> tuple[np.ndarray, np.ndarray]:
    """Sums of the last year known and of the one before."""
    stop = origin.stop
    return central[stop - _YEAR : stop].sum(0), central[stop - 2 * _YEAR : stop - _YEAR].sum(0)


def _ranges(out: Array, origin: Origin) -> np.ndarray:
    """Low, central and high of the last quarter known over its central value."""
    now = out[:, origin.index]
    ratios = np.where(now[1] > 0.0, now / np.where(now[1] > 0.0, now[1], 1.0), 1.0)
    return np.asarray(ratios[:, None])


def _growth(last: float, before: float, rule: DriverRule) -> float:
    """Growth of a year over the one before; the judged one where that year was not recorded."""
    if rule.rule in {"hold", "trend"} or before <= 0.0 or last <= 0.0 or last == before:
        return rule.start_growth
    return float(np.clip(np.log(last / before), -_FASTEST, _FASTEST))


def _odds_growth(last: np.ndarray, before: np.ndarray) -> float:
    moved = _log_odds(last / _YEAR) - _log_odds(before / _YEAR)
    return float(np.clip(moved, -_FASTEST, _FASTEST))


def _log_odds(share: np.ndarray) -> float:
    kept = float(np.clip(share, _LEAST_ODDS, 1.0 - _LEAST_ODDS))
    return float(np.log(kept / (1.0 - kept)))


def _course(growth: float, rule: DriverRule, origin: Origin, shock: float, since: float) -> np.ndarray:
    """Logarithm of the path over its level: damped growth, and the growth shock."""
    ahead = 0.25 * (np.arange(len(QUARTERS) - origin.stop) + 0.5)
    damped = (1.0 - DAMPING ** (ahead + since)) / -np.log(DAMPING)
    years = ahead + since if rule.rule == "trend" else damped
    return np.asarray(growth * years + rule.spread * shock * ahead)
