"""Chokepoints of the chip chain over draws: shares, power, concentration and months to rebuild.

Shares are those of purchases in a year of a scenario, so sales that are denied already do not count: they
cannot be used a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from fabcast import ensemble, facts
from fabcast.model import PROVIDERS, TOOL_CLASSES
from fabcast.scenario import Scenario

from ._compare import Spread
from ._leverage import capped, concentration, loss, power
from ._leverage_flows import Flows, year_flows
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
    flows = year_flows(base, year, inputs, step)
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
