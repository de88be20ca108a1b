"""A scenario with everything held as it stood on one day: what was in force then goes on."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from fabcast.model import IMPORT_CHIPS, PROVIDERS, ROWS, Path

from ._access import GRANTED_BY, Review, review_on
from ._caught import TOOL_PROVIDER, history
from ._days import STARTS
from ._levers import CHIP_RULES, IN_FORCE
from ._resolve import dated_values, resolve, setters
from ._scenario import Scenario

Values = dict[tuple[str, str], Any]


def held(scenario: Scenario, day: date) -> Path:
    """Resolve a scenario, and hold rules and levers of a day from the next quarter on.

    Parameters
    ----------
    scenario
        What happens up to the day.
    day
        Last day of a quarter. Nothing that takes effect later is read; levers and rules of the
        quarter after start as they stood at this day's end.

    Examples
    --------
    >>> from fabcast.scenario import load
    >>> path = held(load("actual"), date(2022, 12, 31))
    >>> float(path.hbm_import_open[-1]), float(path.us_gate[-1, IMPORT_CHIPS.index("A800")])
    (1.0, 1.0)
    """
    stop = int(np.searchsorted(STARTS, day.toordinal(), side="right"))
    stood = {place: _last(steps, day) for place, steps in dated_values(scenario).items()}
    path = resolve(scenario)
    arrays: dict[str, Any] = {name: np.array(getattr(path, name)) for name in ROWS}
    for name, levers in setters().items():
        row = [math.prod(stood[lever.id, key] for lever in levers) for key in levers[0].keys]
        arrays[name][stop:] = row if levers[0].axis else row[0]
    _hold_rules(arrays, stood, day, stop)
    return replace(path, **arrays)


def _last(steps: tuple[tuple[date, Any], ...], day: date) -> Any:
    return [value for start, value in steps if start <= day][-1]


def _hold_rules(arrays: dict[str, Any], stood: Values, day: date, stop: int) -> None:
    """Let rules of the day decide on chips, tools and memory from then on."""
    regime = str(stood[CHIP_RULES, ""] or IN_FORCE)
    arrays["us_gate"][stop:] = [_gate(chip, stood, day, regime) for chip in IMPORT_CHIPS]
    if not _asked("tools", day, regime):
        ours = PROVIDERS.index(TOOL_PROVIDER)
        arrays["tool_severity_advanced"][stop:, ours] = 0.0
        arrays["tool_severity_mature"][stop:, ours] = 0.0
    if not _asked("memory", day, regime):
        arrays["hbm_import_open"][stop:] = 1.0


def _gate(chip: str, stood: Values, day: date, regime: str) -> float:
    review = review_on(chip, day, regime)
    return 1.0 if review is Review.free else float(stood[GRANTED_BY[review], chip])


def _asked(kind: str, day: date, regime: str) -> bool:
    return [asked for start, asked in history(kind, regime) if start <= day][-1]
