"""What the model has to say for the record: named flows and levels of the actual path.

One central draw and many prior draws run together, so that both come from the same kernel.
Most readings are outcomes; the rest (chips apart, tool classes apart, cumulative counts) come
from the record of flows. A quantity is a flow or level by (quarter, draw); a share keeps its
two parts apart, so that a year's share is a ratio of sums and not a mean of ratios.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS, OUTCOMES, QUARTERS, TOOL_CLASSES, quarter_index

from ._periods import Span

if TYPE_CHECKING:
    from fabcast.model import Path

Array = NDArray[np.float64]
ACTUAL = "actual"
DRAWS = 500
_BLOCK = 256
_COUNTED_FROM = quarter_index("2022Q1")
_DOMESTIC_COUNTED_FROM = quarter_index("2024Q1")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A flow or level by (quarter, draw); for a share, `whole` is what it is a share of."""

    part: Array
    whole: Array | None = None

    def read(self, reading: str, span: Span) -> Array:
        """Return one value a draw: ``sum``, ``mean`` or ``end`` of the span, or ``since 2022Q1``.

        >>> flow = Quantity(np.ones((108, 1)))
        >>> float(flow.read("sum", (0, 4))[0]), float(flow.read("since 2014Q3", (0, 4))[0])
        (4.0, 2.0)
        """
        part = _read(self.part, reading, span)
        if self.whole is None:
            return part
        whole = _read(self.whole, reading, span)
        return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), np.nan)


def _read(values: Array, reading: str, span: Span) -> Array:
    first, stop = span
    if reading.startswith("since "):
        return np.asarray(values[quarter_index(reading.removeprefix("since ")) : stop].sum(0))
    if reading == "end":
        return np.asarray(values[stop - 1])
    cut = values[first:stop]
    return np.asarray(cut.sum(0) if reading == "sum" else cut.mean(0))


@dataclass(frozen=True)
class HistoryRuns:
    """Quantities of the actual path; draw 0 is the central one, the others follow the priors."""

    quantities: Mapping[str, Quantity]

    @property
    def draws(self) -> int:
        """Number of prior draws."""
        return int(next(iter(self.quantities.values())).part.shape[-1]) - 1

    def find(self, name: str) -> Quantity:
        """Return a quantity by name.

        Raises
        ------
        BadInput
            If there is none of that name.
        """
        if name not in self.quantities:
            raise BadInput(f"history.csv: the model has no quantity '{name}'; known are outcomes and flows")
        return self.quantities[name]


def history_runs(draws: int = DRAWS, seed: int = 1) -> HistoryRuns:
    """Run the actual path at the central values and for prior draws.

    Parameters
    ----------
    draws, seed
        Number of prior draws beside the central one, and their seed.
    """
    from fabcast import ensemble, scenario

    central, drawn = ensemble.central_inputs(), ensemble.sample_inputs(draws, seed)
    inputs = {name: np.concatenate([central[name], drawn[name]]) for name in central}
    path = scenario.resolve(ACTUAL)
    levels = [o.id for o in OUTCOMES.values() if o.kind != "date"]
    outcomes = ensemble.run_inputs(inputs, [path], keep=levels)
    known = {name: Quantity(np.asarray(outcomes[name][0].T)) for name in levels}
    return HistoryRuns(known | _flows(inputs, path))


def _flows(inputs: Mapping[str, Array], path: Path) -> dict[str, Quantity]:
    """Run the kernel that keeps every flow, in blocks of one size, and name what is needed."""
    total = len(next(iter(inputs.values())))
    blocks = []
    for first in range(0, total, _BLOCK):
        cut = {name: _padded(values[first : first + _BLOCK]) for name, values in inputs.items()}
        blocks.append(name_flows(_record(cut, path), cut, path))
    return {name: _joined([block[name] for block in blocks], total) for name in blocks[0]}


def _padded(values: Array) -> Array:
    return np.concatenate([values, np.repeat(values[:1], _BLOCK - len(values))])


def _joined(blocks: list[Quantity], total: int) -> Quantity:
    part = np.concatenate([b.part for b in blocks], axis=-1)[:, :total]
    wholes = [b.whole for b in blocks if b.whole is not None]
    return Quantity(part, np.concatenate(wholes, axis=-1)[:, :total] if wholes else None)


def _record(inputs: Mapping[str, Array], path: Path) -> Any:
    """Every flow of one block, quarter axis first, draw axis last."""
    from jax.tree_util import tree_map

    from fabcast import ensemble
    from fabcast.model import DEFAULT, batch_records

    parameters, shocks = ensemble.model_inputs(dict(inputs))
    nothing = np.zeros((len(QUARTERS), len(TOOL_CLASSES), _BLOCK))
    record = batch_records()(parameters, path, ensemble.drivers(), shocks, nothing, DEFAULT)
    return tree_map(np.asarray, record)


def name_flows(r: Any, p: Mapping[str, Any], path: Path, xp: Any = np) -> dict[str, Quantity]:
    """Name the flows of a record that the history compares: natural units, (quarter, draw).

    `xp` is the array library: NumPy, or JAX's inside a compiled function.
    """
    chips = _chips(r, p)
    making = chips | _fabs(r) | _memory(r) | _tools(r, xp)
    return making | _trade(r, chips, path, xp) | _compute(r, chips, xp)


def _chips(r: Any, p: Mapping[str, Any]) -> dict[str, Quantity]:
    later = np.maximum(_mid_quarter() - 2025.5, 0.0)[:, None]
    per_die = p["h100e_per_die"] * p["perf_per_die_growth"] ** later
    ascend = r.packaging.packaged * per_die * 1e6
    return {
        "packages": Quantity(r.packages * 1e6),
        "dies_packaged": Quantity(r.packaging.packaged * 1e6),
        "dies_made": Quantity(r.dies_made * 1e6),
        "foreign_dies": Quantity(r.foreign_dies * 1e6),
        "ascend_h100e": Quantity(ascend),
        "domestic_cards": Quantity((r.packages + r.other_cards) * 1e6),
    }


def _mid_quarter() -> Array:
    return np.asarray(2014.0 + 0.25 * (np.arange(len(QUARTERS)) + 0.5), dtype=np.float64)


def _fabs(r: Any) -> dict[str, Quantity]:
    return {
        "ai_wafers": Quantity(r.ai_wafers / 3.0),
        "density_n7": Quantity(r.density[:, 0]),
        "immersion_units": Quantity(r.tools.scanners),
    }


def _memory(r: Any) -> dict[str, Quantity]:
    return {"hbm_imported": Quantity(r.memory.imported), "hbm_drawn": Quantity(r.packaging.stacks_drawn)}


def _trade(r: Any, chips: Mapping[str, Quantity], path: Path, xp: Any) -> dict[str, Quantity]:
    from fabcast import ensemble

    money, h20 = r.purchases.money, IMPORT_CHIPS.index("H20")
    onshore = money[:, :3].sum(1)
    legal = r.legal_units.sum(1) * 1e6
    grey = r.delivered[:, 2, 0] * 1e6 / ensemble.drivers().world_h100e_per_chip[1][:, None]
    foreign = legal + grey + r.lower_cards * 1e6
    ascend_part = chips["ascend_h100e"].part / xp.maximum(r.accelerators * 1e6, 1e-9)
    return {f"chips.{c}": Quantity(r.legal_units[:, i] * 1e6) for i, c in enumerate(IMPORT_CHIPS)} | {
        "chips.all": Quantity(legal),
        "legal_h100e": Quantity(r.delivered[:, 1, 0] * 1e6),
        "h20_revenue": Quantity(r.legal_units[:, h20] * path.chip_price[h20]),
        "market": Quantity(onshore),
        "domestic_sales": Quantity(money[:, 0]),
        "ascend_sales": Quantity(money[:, 0] * ascend_part),
        "domestic_share_value": Quantity(100.0 * money[:, 0], onshore),
        "legal_share_value": Quantity(100.0 * money[:, 1], onshore),
        "foreign_share_units": Quantity(100.0 * foreign, chips["domestic_cards"].part + foreign),
    }


def _compute(r: Any, chips: Mapping[str, Quantity], xp: Any) -> dict[str, Quantity]:
    """Compute as the record counts it: legal from 2022, smuggled and Ascend from 2024 only."""
    quarter = np.arange(len(QUARTERS))[:, None]
    imports, smuggled = (r.delivered[:, k, 0] * 1e6 for k in (1, 2))
    late = xp.where(quarter >= _DOMESTIC_COUNTED_FROM, smuggled + chips["ascend_h100e"].part, 0.0)
    counted = xp.where(quarter >= _COUNTED_FROM, imports, 0.0) + late
    stock = r.compute.stock[:, :3, 0]
    world = r.world_flow * 1e6
    return {
        "counted_h100e": Quantity(counted),
        "world_h100e": Quantity(world),
        "share_of_world": Quantity(100.0 * counted, world),
        "smuggled_share": Quantity(100.0 * stock[:, 2], stock.sum(1)),
    }


def _tools(r: Any, xp: Any) -> dict[str, Quantity]:
    """Tool purchases in money of the day (the model counts in money of 2025), and local shares."""
    from fabcast import facts

    rows = facts.paths()["usd_deflator"].rows
    prices = np.interp(_mid_quarter(), [float(x.period) + 0.5 for x in rows], [x.central for x in rows])
    spend, local = (xp.asarray(v) * prices[:, None, None] for v in (r.spend, r.local_value))
    groups = {name: slice(k, k + 1) for k, name in enumerate(TOOL_CLASSES)}
    groups |= {"litho": slice(0, 2), "all": slice(0, None)}
    found = {"tool_spend": Quantity(spend.sum(1)), "litho_spend": Quantity(spend[:, :2].sum(1))}
    for label, cut in groups.items():
        bought, own = spend[:, cut].sum(1), local[:, cut].sum(1)
        found[f"foreign_tools.{label}"] = Quantity(bought - own)
        found[f"tool_share.{label}"] = Quantity(100.0 * own, bought)
    return found
