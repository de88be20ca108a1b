"""Break-even on the simulator: a dial turned in both scenarios of a contrast, on common draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from fabcast import ensemble
from fabcast.errors import BadInput
from fabcast.model import DEFAULT, OUTCOMES, QUARTERS, RIVALS_SHOWN, Path, year_end_index
from fabcast.scenario import LEVERS, Scenario, Setting, Step, branch_quarter, resolve

from ._breakeven import GRID, HALVINGS, Breakeven, ContrastAt, Dial, breakeven, turning_years
from ._runs import Array
from ._shapley_levers import quarter_start, steps_of

CUMULATIVE = "cumulative_compute"
"""Compute in China summed over time, H100e-years: what the benchmark is about."""
STOCK = "china_compute_stock"
_STEPS_A_YEAR = 4.0
_ROUNDING = 1e-9


def breakeven_of(
    dial: Dial,
    first: Scenario,
    second: Scenario,
    outcome: str,
    year: int,
    inputs: Mapping[str, Array],
    *,
    count: int = GRID,
    progress: Callable[[], None] = lambda: None,
) -> Breakeven:
    """Find where the contrast of two scenarios changes sign as a dial is turned.

    Parameters
    ----------
    dial
        What is turned.
    first, second
        Loaded scenarios; the contrast is the first minus the second.
    outcome
        Outcome id, or `CUMULATIVE`.
    year
        Year end at which the contrast is read.
    inputs
        Sampled inputs by name, one value a draw.
    count
        Values along the dial.
    progress
        Told after each value that was run.

    Raises
    ------
    BadInput
        The outcome is a date.
    """
    if outcome != CUMULATIVE and OUTCOMES[outcome].kind == "date":
        raise BadInput(f"outcome '{outcome}' is a date and has no sign of its own; choose another")
    if dial.kind == "date":
        return _over_time(first, second, outcome, dict(inputs))
    draws = len(next(iter(inputs.values())))
    maker = _by_lever if dial.kind == "lever" else _by_parameter
    at = maker(dial, first, second, _reader(outcome, year), dict(inputs))

    def contrast(x: Array) -> Array:
        found = at(x)
        progress()
        return found

    return breakeven(contrast, dial.grid(count), draws, halvings=0 if dial.kind == "lever" else HALVINGS)


def _over_time(first: Scenario, second: Scenario, outcome: str, inputs: dict[str, Array]) -> Breakeven:
    """Follow the contrast from the first whole year after the later branch to the end of the run."""
    kept = STOCK if outcome == CUMULATIVE else outcome
    done = ensemble.run_inputs(inputs, [resolve(first), resolve(second)], keep=(kept,))[kept]
    start = int(QUARTERS[max(branch_quarter(first), branch_quarter(second))][:4])
    years = np.arange(start, int(QUARTERS[-1][:4]) + 1, dtype=np.float64)
    ends = [year_end_index(int(year)) for year in years]
    pairs = [[_at(values, end, outcome) for values in done] for end in ends]
    return turning_years(years, np.stack([_apart(*pair) for pair in pairs]))


def _apart(one: Array, other: Array) -> Array:
    """Difference; one by rounding alone is none."""
    near = np.abs(one - other) <= _ROUNDING * np.maximum(np.abs(one), np.abs(other))
    return np.where(near, 0.0, one - other)


Reader = Callable[[dict[str, Array], Path, Path, str], Array]
"""Inputs, the two paths and the name of a structure in; the contrast (draw) out."""


def _reader(outcome: str, year: int) -> Reader:
    kept, index = (STOCK if outcome == CUMULATIVE else outcome), year_end_index(year)

    def read(inputs: dict[str, Array], ours: Path, base: Path, structure: str) -> Array:
        form = RIVALS_SHOWN[structure] if structure else DEFAULT
        done = ensemble.run_inputs(inputs, [ours, base], keep=(kept,), structure=form)[kept]
        one, other = (_at(values, index, outcome) for values in done)
        return _apart(one, other)

    return read


def _at(values: Array, index: int, outcome: str) -> Array:
    if outcome == CUMULATIVE:
        return np.asarray(values[:, : index + 1].sum(axis=1) / _STEPS_A_YEAR)
    return np.asarray(values[:, index])


def _by_parameter(
    dial: Dial, first: Scenario, second: Scenario, read: Reader, inputs: dict[str, Array]
) -> ContrastAt:
    ours, base = resolve(first), resolve(second)

    def contrast(x: Array) -> Array:
        turned = {name: x if dial.kind == "parameter" else inputs[name] * x for name in dial.names}
        return read(inputs | turned, ours, base, dial.structure)

    return contrast


def _by_lever(
    dial: Dial, first: Scenario, second: Scenario, read: Reader, inputs: dict[str, Array]
) -> ContrastAt:
    lever, _, key = dial.names[0].partition(":")

    def contrast(x: Array) -> Array:
        value = float(x[0]) / dial.per
        ours = turned(first, lever, key, value)
        base = turned(second, lever, key, value) if dial.applies == "both" else second
        return read(inputs, resolve(ours), resolve(base), dial.structure)

    return contrast


def turned(scenario: Scenario, lever: str, key: str, value: float) -> Scenario:
    """Give a scenario with one lever at one value from its branch quarter on.

    Other levers stay; what would add to it (a drawn answer beside a known one, a cap by volume beside
    a hard one) is set aside.

    Examples
    --------
    >>> from fabcast.scenario import load
    >>> path = resolve(turned(load("h200_open"), "enforcement", "", 4.0))
    >>> float(path.enforcement[-1])
    4.0
    """
    start = quarter_start(branch_quarter(scenario))
    aside = dict.fromkeys(_BESIDE.get(lever, ()), 0.0)
    steps = steps_of(scenario)
    for name, number in {lever: value, **aside}.items():
        place = (name, key if LEVERS[name].axis else "")
        kept = tuple(step for step in steps.get(place, ()) if step.start < start)
        steps[place] = (*kept, Step(start, number))
    settings = tuple(Setting(*place, found) for place, found in sorted(steps.items()) if found)
    return replace(
        scenario, id=f"{scenario.id}-{lever}-{value:g}", settings=settings, parent=None, branches_from=None
    )


_BESIDE = {"import_permission": ("import_permission_drawn",), "unit_cap": ("volume_cap",)}
