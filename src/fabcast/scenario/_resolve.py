"""From a scenario to the model's `Path`: one value a quarter for every lever.

Before the branch quarter every array is the parent's own, bit for bit. From it on, days are
read one by one and averaged (or read at the quarter's middle, for caps and switches).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache, lru_cache, reduce
from typing import Any

import numpy as np

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS, PROVIDERS, QUARTERS, ROWS, Path

from . import _chips
from ._access import GRANTED_BY, us_gate
from ._caught import TOOL_PROVIDER, caught
from ._days import READERS, STARTS, Days, by_day, first_quarter, mean
from ._levers import CHIP_RULES, IN_FORCE, LEVERS, Lever
from ._library import load
from ._reactions import reactions
from ._scenario import Scenario, Step

Steps = dict[tuple[str, str], tuple[Step, ...]]
_CONSTANTS = {"chip_price": _chips.price, "chip_flop": _chips.arithmetic, "chip_bandwidth": _chips.bandwidth}
_UNBOUNDED = {"us_unit_cap", "enforcement", "state_support", *_CONSTANTS}


def resolve(scenario: Scenario | str) -> Path:
    """Turn a scenario into quarterly arrays.

    Parameters
    ----------
    scenario
        A `Scenario`, or the id or file of one.

    Returns
    -------
    fabcast.model.Path
        NumPy arrays of float64, read-only; shapes as in `Path`. Cached.

    Raises
    ------
    BadInput
        If the scenario cannot be read, or a gate leaves [0, 1].

    Examples
    --------
    >>> path = resolve("h200_denied")
    >>> float(path.us_gate[QUARTERS.index("2027Q1"), IMPORT_CHIPS.index("H200")])
    0.0
    """
    return _resolved(load(scenario) if isinstance(scenario, str) else scenario)


def branch_quarter(scenario: Scenario) -> int:
    """Index of the first quarter in which the scenario may differ from its parent.

    >>> QUARTERS[branch_quarter(load("h200_open"))]
    '2026Q1'
    """
    return 0 if scenario.branches_from is None else first_quarter(scenario.branches_from)


@lru_cache(maxsize=512)  # bounded: a page makes new scenarios all day
def _resolved(scenario: Scenario) -> Path:
    plan = scenario.reacting()
    script = _script(replace(scenario, responses=None))
    return script if plan is None else replace(script, reactions=reactions(scenario, plan, _script))


@lru_cache(maxsize=1024)
def _script(scenario: Scenario) -> Path:
    """Resolve a scenario in which nobody reacts."""
    arrays = _arrays(scenario.effective())
    if scenario.parent is not None:
        _join(scenario, arrays, _script(scenario.parent))
    _check(scenario, arrays)
    for array in arrays.values():
        array.setflags(write=False)
    return Path(**arrays)


def _arrays(steps: Steps) -> dict[str, Any]:
    arrays: dict[str, Any] = {name: _constants(name, steps) for name in _CONSTANTS}
    for name, levers in setters().items():
        columns = [READERS[levers[0].reading](_product(levers, key, steps)) for key in levers[0].keys]
        arrays[name] = np.stack(columns, axis=-1) if levers[0].axis else columns[0]
    arrays["us_gate"] = np.stack([_us_gate(chip, steps) for chip in IMPORT_CHIPS], axis=-1)
    _let_rules_reach(arrays, steps)
    return arrays


def _let_rules_reach(arrays: dict[str, Any], steps: Steps) -> None:
    """Let levers of U.S. tool and memory rules act only while the rules ask for a licence."""
    ours = PROVIDERS.index(TOOL_PROVIDER)
    tools = caught("tools", regimes(steps))
    for name in ("tool_severity_advanced", "tool_severity_mature"):
        arrays[name][:, ours] = mean(_product(setters()[name], TOOL_PROVIDER, steps) * tools)
    let_in = _product(setters()["hbm_import_open"], "", steps)
    arrays["hbm_import_open"] = mean(1.0 - caught("memory", regimes(steps)) * (1.0 - let_in))


def dated_values(scenario: Scenario) -> dict[tuple[str, str], tuple[tuple[date, float | str], ...]]:
    """Values of every lever and key with the day each holds from; defaults included.

    Numbers; for the lever of chip rules, words or a file's name.

    >>> dated_values(load("h200_denied"))["licence_grant", "H200"][-1]
    (datetime.date(2025, 12, 8), 0.0)
    """
    steps = scenario.effective()
    start = date.fromordinal(int(STARTS[0]))
    numbers = {
        (lever.id, key): ((start, lever.default), *_dated(lever, key, steps))
        for lever in LEVERS.values()
        for key in lever.keys
        if lever.id != CHIP_RULES
    }
    return {(CHIP_RULES, ""): ((start, IN_FORCE), *regimes(steps)), **numbers}


def regimes(steps: Steps) -> list[tuple[date, str]]:
    """List the regimes of the chip rules with the day each holds from."""
    return [(step.start, step.rules) for step in steps.get((CHIP_RULES, ""), ())]


def _days(lever: Lever, key: str, steps: Steps) -> Days:
    return by_day(_dated(lever, key, steps), lever.default)


def _dated(lever: Lever, key: str, steps: Steps) -> list[tuple[date, float]]:
    return _until_next([pair for step in steps.get((lever.id, key), ()) for pair in _spell_out(step)])


def _until_next(dated: list[tuple[date, float]]) -> list[tuple[date, float]]:
    """Keep dates in order where a fact's later rows are overruled by a later step."""
    kept: list[tuple[date, float]] = []
    for start, value in dated:
        kept = [pair for pair in kept if pair[0] < start]
        kept.append((start, value))
    return kept


def _spell_out(step: Step) -> list[tuple[date, float]]:
    """Turn a step into dated numbers: one, or the rows of the input path that it names."""
    if step.value is not None:
        return [(step.start, step.value)]
    known = facts.paths()
    if step.fact not in known:
        raise BadInput(f"fact {step.fact!r} is not a dated input; list them with `fabcast facts find`")
    rows = [(_period_start(row.period), row.central) for row in known[step.fact].rows]
    earlier = [value for start, value in rows if start <= step.start]
    head = [(step.start, earlier[-1])] if earlier else []
    return head + [pair for pair in rows if pair[0] > step.start]


def _period_start(period: str) -> date:
    year, _, q = period.partition("Q")
    return date(int(year), 3 * (int(q or 1) - 1) + 1, 1)


@cache
def setters() -> dict[str, tuple[Lever, ...]]:
    """List the levers of each array that moves over time, gates under U.S. rules apart.

    Raises
    ------
    BadInput
        Levers of one array differ in what they are set for, or in how days become a quarter.

    Examples
    --------
    >>> [lever.id for lever in setters()["enforcement"]]
    ['enforcement']
    """
    timed = [lever for lever in LEVERS.values() if lever.reading != "constant" and lever.sets != "us_gate"]
    found = {lever.sets: tuple(one for one in timed if one.sets == lever.sets) for lever in timed}
    for name, levers in found.items():
        if len({(lever.axis, lever.reading) for lever in levers}) > 1:
            named = " and ".join(lever.id for lever in levers)
            raise BadInput(
                f"levers.csv: {named} set the same array, {name}, but differ in axis or reading; "
                "give the new one those of the first"
            )
    return found


def _product(levers: tuple[Lever, ...], key: str, steps: Steps) -> Days:
    """Multiply, day by day, what several levers say of one array."""
    return reduce(np.multiply, (_days(lever, key, steps) for lever in levers))


def _us_gate(chip: str, steps: Steps) -> Any:
    granted = {name: _days(LEVERS[name], chip, steps) for name in set(GRANTED_BY.values())}
    return mean(us_gate(chip, regimes(steps), granted))


def _constants(name: str, steps: Steps) -> Any:
    values = _CONSTANTS[name]()
    for i, chip in enumerate(IMPORT_CHIPS):
        set_here = steps.get((name, chip), ())
        if set_here and set_here[-1].value is not None:
            values[i] = set_here[-1].value
    _chips.refuse_unknown(values, name)
    return values


def _join(scenario: Scenario, arrays: dict[str, Any], parent: Path) -> None:
    """Give the scenario its parent's past."""
    branch = branch_quarter(scenario)
    for name, array in arrays.items():
        past = getattr(parent, name)
        if name in _CONSTANTS:
            _same_past(scenario, name, array != past, parent.on_sale[:branch])
        else:
            array[:branch] = past[:branch]


def _same_past(scenario: Scenario, name: str, moved: Any, on_sale: Any) -> None:
    for i, chip in enumerate(IMPORT_CHIPS):
        if moved[i] and on_sale[:, i].any():
            raise BadInput(
                f"scenario {scenario.id}: {name} of {chip} cannot change, as the chip was on sale before "
                f"{scenario.branches_from}; the past is the parent's"
            )


def _check(scenario: Scenario, arrays: dict[str, Any]) -> None:
    for name in ROWS:
        array = arrays[name]
        top = np.inf if name in _UNBOUNDED else 1.0
        if np.isnan(array).any() or (array < 0).any() or (array > top).any():
            raise BadInput(f"scenario {scenario.id}: {name} leaves 0 to {top:g}; check its levers")
    _check_chinese_gate(scenario, arrays["cn_gate_known"] + arrays["cn_gate_drawn"])
    total = float(arrays["front_running"].sum())
    if not (np.isclose(total, 1.0) or total == 0.0):
        raise BadInput(
            f"scenario {scenario.id}: front_running sums to {total:g}; its quarters must sum to 1 or 0"
        )


def _check_chinese_gate(scenario: Scenario, both: Any) -> None:
    above = np.argwhere(both > 1 + 1e-12)
    if len(above):
        quarter, chip = above[0]
        raise BadInput(
            f"scenario {scenario.id}: import_permission and import_permission_drawn of {IMPORT_CHIPS[chip]} "
            f"add up to {both[quarter, chip]:g} in {QUARTERS[quarter]}; keep their sum within 1"
        )
