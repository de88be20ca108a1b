"""What chokepoints are read from: a year's flows, and months until local supply stands in.

Months run from the last day of the facts to the quarter in which local tools of a class serve 7 nm lines
in volume, or as much is made at home in a year as was ever bought abroad in one (memory stacks, compute of
legal AI chips).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from fabcast import ensemble, facts, scenario
from fabcast.model import DEFAULT, QUARTERS, TOOL_CLASSES, year_end_index
from fabcast.scenario import Scenario

from ._runs import Array

Flows = dict[str, Array]
"""Name to values, the draw axis last."""
_YEAR = 4
_MONTH = 30.4375
"""Days in a month, on average."""


def year_flows(base: Scenario, year: int, inputs: Mapping[str, Array], step: Callable[[], None]) -> Flows:
    """Run the kernel that keeps every flow, block by block, and read one year of it.

    Parameters
    ----------
    base
        Loaded scenario.
    year
        Calendar year.
    inputs
        Sampled inputs by name, one value a draw.
    step
        Told after each block of draws.

    Returns
    -------
    dict
        ``tools``, ``local`` (class, draw) and ``sales`` (class, provider, draw) in USD bn; ``money``
        (ledger, draw) in USD bn; ``stacks`` (imported and made, draw) in millions; ``ready`` (class, draw),
        ``stacks_ready`` and ``chips_ready`` (draw) in months.
    """
    draws = len(next(iter(inputs.values())))
    parts = []
    for first in range(0, draws, ensemble.BLOCK):
        part = {name: values[first : first + ensemble.BLOCK] for name, values in inputs.items()}
        kept = len(next(iter(part.values())))
        read = _read(_record(base, part), part, year_end_index(year))
        parts.append({name: values[..., :kept] for name, values in read.items()})
        step()
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}


def _record(base: Scenario, part: Mapping[str, Array]) -> Any:
    """Run one block; research is measured against the actual path."""
    from fabcast.model import batch_records  # loads JAX

    ensemble.kernel()
    p, shocks = ensemble.model_inputs({name: ensemble.padded(values) for name, values in part.items()})
    none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), ensemble.BLOCK))
    run, drivers = batch_records(), ensemble.drivers()
    actual = run(p, scenario.resolve("actual"), drivers, shocks, none, DEFAULT)
    if base.id == "actual":
        return actual
    return run(p, scenario.resolve(base), drivers, shocks, actual.knowledge, DEFAULT)


def _read(record: Any, part: Mapping[str, Array], end: int) -> Flows:
    """Year's flows with draws last, and months until local supply stands in."""
    last = slice(end - _YEAR + 1, end + 1)
    legal = np.asarray(record.delivered)[:, 1, 0]
    return {
        "tools": np.asarray(record.spend)[last].sum(axis=0),
        "local": np.asarray(record.local_value)[last].sum(axis=0),
        "sales": np.asarray(record.tool_sales)[last].sum(axis=0),
        "money": np.asarray(record.purchases.money)[last].sum(axis=0),
        "stacks": np.stack(
            [np.asarray(v)[last].sum(axis=0) for v in (record.memory.imported, record.memory.made)]
        ),
        "ready": np.stack([_qualified(record, part, i) for i in range(len(TOOL_CLASSES))]),
        "stacks_ready": _as_much(np.asarray(record.memory.made), np.asarray(record.memory.imported)),
        "chips_ready": _as_much(np.asarray(record.accelerators), legal),
    }


def _qualified(record: Any, part: Mapping[str, Array], i: int) -> Array:
    """Months until the clock of a class passes its milestone."""
    tool = TOOL_CLASSES[i]
    if tool == "immersion":
        milestone = part["duvi28_hvm"] + part["duvi7_after_duvi28"]
    else:
        milestone = part[f"milestone_n7.{tool}"]
    return months_until(np.asarray(record.clock)[:, i] >= ensemble.padded(milestone))


def _as_much(made: Array, bought: Array) -> Array:
    """Months until as much is made in four quarters as was bought in any four before the day of the facts."""
    yearly, once = (_year_sum(flow) for flow in (made, bought))
    past = _past()
    return months_until(yearly >= once[:past].max(axis=0))


def _year_sum(flow: Array) -> Array:
    total = np.cumsum(flow, axis=0)
    total[_YEAR:] -= total[:-_YEAR].copy()
    return np.asarray(total)


def _past() -> int:
    """Number of quarters that have begun by the last day of the facts."""
    day = facts.AS_OF
    return QUARTERS.index(f"{day.year}Q{(day.month + 2) // 3}") + 1


def months_until(reached: np.ndarray) -> Array:
    """Months from the last day of the facts to the end of the first quarter in which something is reached.

    Parameters
    ----------
    reached : (quarter, draw)
        Whether it is.

    Returns
    -------
    (draw,)
        Zero where it is by now; NaN where it never is by the end of the run.

    Examples
    --------
    >>> never = np.zeros((len(QUARTERS), 1), dtype=bool)
    >>> months_until(never).tolist(), months_until(~never).tolist()
    ([nan], [0.0])
    """
    first = reached.argmax(axis=0)
    ends = np.array(
        [date(int(q[:4]) + int(q[5]) // 4, int(q[5]) % 4 * 3 + 1, 1).toordinal() for q in QUARTERS]
    )
    months = np.maximum(ends[first] - facts.AS_OF.toordinal(), 0) / _MONTH
    months = np.where(first < _past(), 0.0, months)
    return np.where(reached.any(axis=0), months, np.nan)
