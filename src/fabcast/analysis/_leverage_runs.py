"""Chokepoints of the chip chain over draws: shares, power, concentration and months to rebuild.

Shares are those of purchases in a year of a scenario, so sales that are denied already do not count: they
cannot be used a second time. Months run from the last day of the facts to the quarter in which local
supply stands in: local tools of a class serving 7 nm lines in volume, or as much made at home in a year
as was ever bought abroad in one (memory stacks, compute of legal AI chips).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fabcast import ensemble, facts, scenario
from fabcast.model import DEFAULT, PROVIDERS, QUARTERS, TOOL_CLASSES, batch_records, year_end_index
from fabcast.scenario import Scenario

from ._compare import Spread
from ._leverage import capped, concentration, loss, power
from ._runs import Array

ALONE, TOGETHER, CHINA = "us", "coalition", "cn"
HOLDERS: dict[str, str] = {
    ALONE: "the United States alone",
    TOGETHER: "the United States, Japan and the Netherlands together",
    "foreign": "foreign makers",
    CHINA: "China",
}
_LABELS = {
    "immersion": "immersion scanners",
    "litho_other_track": "other lithography and track",
    "deposition": "deposition tools",
    "etch_clean_cmp": "etch, clean and polishing tools",
    "process_control": "process control tools",
    "implant_thermal": "implant and thermal tools",
}
_EASY = ("deposition", "etch_clean_cmp")
_MINERALS = {"gallium": "gallium_supply_share", "germanium": "germanium_supply_share"}
_SIGMA, _STOCK = "power_sigma", "min_stock"
_YEAR = 4
Flows = dict[str, Array]


@dataclass(frozen=True)
class Chokepoint:
    """Power of some suppliers over one input, over draws."""

    id: str
    label: str
    holder: str
    """Key of `HOLDERS`."""
    share: Spread
    """Share of supply that they hold, 0 to 1."""
    power: Spread
    """V / b: for each unit of the input's cost share."""
    loss: Spread
    """Share of the input's use that is lost if they stop, 0 to 1."""
    capped: float
    """Share of draws in which power is a lower bound, as they hold nearly all."""
    cost_share: Spread | None
    """b where a table of the facts holds it: share of spending on tools."""
    concentration: Spread | None
    """HHI over provider countries, local makers as one."""
    months: Spread | None
    """Months until supply is rebuilt, over draws in which it is by the end of the run."""
    never: float | None
    """Share of draws in which it is not by then."""
    stock_months: Spread | None
    """Months that stocks last, where facts hold them."""
    note: str


def chokepoints(
    base: Scenario,
    year: int,
    inputs: Mapping[str, Array],
    seed: int = 1,
    step: Callable[[], None] = lambda: None,
) -> tuple[Chokepoint, ...]:
    """Read every chokepoint in a year of a scenario.

    Parameters
    ----------
    base
        Loaded scenario.
    year
        Year whose purchases are read.
    inputs
        Sampled inputs by name, one value a draw.
    seed
        Seed of what the model does not draw: `power_sigma` and stocks of minerals, from their priors.
    step
        Told after each block of draws.
    """
    draws = len(next(iter(inputs.values())))
    flows = _flows(base, year, inputs, step)
    extra = ensemble.Priors.from_facts([_SIGMA, _STOCK]).sample(draws, seed)
    found = [one for i, tool in enumerate(TOOL_CLASSES) for one in _tools(i, tool, flows, inputs)]
    return (*found, _memory(flows, extra[_SIGMA]), _chips(flows, inputs["brand_sigma"]), *_minerals(extra))


def _tools(i: int, tool: str, flows: Flows, inputs: Mapping[str, Array]) -> list[Chokepoint]:
    bought = flows["tools"][i]
    shares = flows["sales"][i] / bought
    local = flows["local"][i] / bought
    rest = np.maximum(1.0 - local - shares.sum(axis=0), 0.0)
    spread = Spread.of(concentration(np.stack([local, *shares, rest])))
    sigma = inputs["sigma_tool_easy"] if tool in _EASY else np.zeros_like(local)
    held = {ALONE: shares[PROVIDERS.index("US")], TOGETHER: shares.sum(axis=0)}
    cost = Spread.of(bought / flows["tools"].sum(axis=0))
    hard = (
        "" if tool in _EASY else " σ is at its floor of 1.2, as the facts give less: power is a low reading."
    )
    note = f"Months: local tools of the class serve 7 nm lines in volume.{hard}"
    return [
        _point(
            tool, _LABELS[tool], who, share, sigma, flows["ready"][i], note, cost=cost, concentration=spread
        )
        for who, share in held.items()
    ]


def _memory(flows: Flows, sigma: Array) -> Chokepoint:
    abroad, home = flows["stacks"]
    share = abroad / np.maximum(abroad + home, 1e-12)
    note = (
        "Makers abroad are not divided by country in the facts; stacks in stock are not counted. Months: as "
        "many stacks made in a year as were ever imported in one."
    )
    return _point("hbm", "high-bandwidth memory", "foreign", share, sigma, flows["stacks_ready"], note)


def _chips(flows: Flows, sigma: Array) -> Chokepoint:
    money = flows["money"]
    share = money[1] / np.maximum(money[0] + money[1], 1e-12)
    shares = np.stack([money[0], money[1]])
    note = (
        "Legal sales only. Months: as much compute made in a year as was ever legally bought abroad in one; "
        "demand has grown since."
    )
    return _point(
        "ai_chips", "AI chips", ALONE, share, sigma, flows["chips_ready"], note,
        concentration=Spread.of(concentration(shares)),
    )  # fmt: skip


def _minerals(extra: Mapping[str, Array]) -> list[Chokepoint]:
    found = []
    for name, series in _MINERALS.items():
        report = facts.series()[series][-1]
        if report.central is None:
            continue
        share = np.full_like(extra[_SIGMA], report.central / 100.0)
        low = "" if report.low is None else f" (another report: {report.low:g} percent)"
        note = (
            f"Share of world supply in {report.period}{low}; no range of its own, so the interval is that of "
            "substitution alone. How long others take to rebuild supply is not in the facts."
        )
        made = _point(name, name, CHINA, share, extra[_SIGMA], None, note, stock=Spread.of(extra[_STOCK]))
        found.append(made)
    return found


def _point(
    name: str,
    label: str,
    holder: str,
    share: Array,
    sigma: Array,
    ready: Array | None,
    note: str,
    *,
    cost: Spread | None = None,
    concentration: Spread | None = None,
    stock: Spread | None = None,
) -> Chokepoint:
    strength = power(share, sigma)
    return Chokepoint(
        id=name,
        label=label,
        holder=holder,
        share=Spread.of(share),
        power=Spread.of(strength),
        loss=Spread.of(loss(strength)),
        capped=float(capped(share).mean()),
        cost_share=cost,
        concentration=concentration,
        months=None if ready is None else Spread.of(ready),
        never=None if ready is None else float(np.isnan(ready).mean()),
        stock_months=stock,
        note=note,
    )


def _flows(base: Scenario, year: int, inputs: Mapping[str, Array], step: Callable[[], None]) -> Flows:
    """Run the kernel that keeps every flow, block by block, and read one year of it."""
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
    ensemble.kernel()
    p, shocks = ensemble.model_inputs({name: _padded(values) for name, values in part.items()})
    none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), ensemble.BLOCK))
    run, drivers = batch_records(), ensemble.drivers()
    actual = run(p, scenario.resolve("actual"), drivers, shocks, none, DEFAULT)
    if base.id == "actual":
        return actual
    return run(p, scenario.resolve(base), drivers, shocks, actual.knowledge, DEFAULT)


def _padded(values: Array) -> Array:
    return np.concatenate([values, np.repeat(values[:1], ensemble.BLOCK - len(values))])


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
    return months_until(np.asarray(record.clock)[:, i] >= _padded(milestone))


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
    from datetime import date

    first = reached.argmax(axis=0)
    ends = np.array(
        [date(int(q[:4]) + int(q[5]) // 4, int(q[5]) % 4 * 3 + 1, 1).toordinal() for q in QUARTERS]
    )
    months = np.maximum(ends[first] - facts.AS_OF.toordinal(), 0) / 30.4375
    months = np.where(first < _past(), 0.0, months)
    return np.where(reached.any(axis=0), months, np.nan)
