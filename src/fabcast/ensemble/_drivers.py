"""The model's exogenous paths, built from the facts.

Where a path needs two tables (world stock: yearly levels before 2022 and counted sales
after), the docstring says how they are joined. Nothing here is drawn: `SHOCKS` names the
stream that moves each path. `drivers_from` builds from any `Tables`, such as those of an earlier date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from fabcast import facts
from fabcast.model import DRIVERS, QUARTERS, TOOL_CLASSES, Drivers

from ._spread import MID, Range, by_quarter, flow, level, middle, points, stepped, stock

SHOCKS: dict[str, str] = {
    "adv_tool_spend": "path_shock.adv_tool_spend",
    "class_tool_spend": "path_shock.semi_equipment_billings.CN",
    "world_tool_spend": "path_shock.tool_world_spend",
    "lower_cards_units": "path_shock.lower_cards_units",
    "n7_conversion": "path_shock.n7_starts_wpm",
    "adv_share_ai": "path_shock.adv_share_ai_path",
    "hbm_used_by_others": "path_shock.hbm_used_by_others",
    "packaging_capacity": "path_shock.packaging_capacity",
    "foreign_made_dies": "path_shock.ascend_units",
    "world_stock": "path_shock.world_stock_h100e",
    "legal_imports_before_2022": "path_shock.cn_legal_h100e_stock_before_2022",
    "smuggled_supply": "path_shock.smuggled_supply",
    "demand_potential": "path_shock.cn_demand_potential",
    "world_price": "path_shock.world_price_per_h100e",
    "domestic_price": "path_shock.domestic_price_per_h100e",
}
"""Stream that moves each uncertain driver; drivers not named here have no range of their own."""

_MILLION = 1e6
_H100_TFLOPS, _H100_GB_S = "fp16_bf16_dense_tflops", "memory_bandwidth_gb_s"


@dataclass(frozen=True, slots=True)
class Tables:
    """The facts that exogenous paths are built from, by id."""

    paths: Mapping[str, facts.InputPath]
    series: Mapping[str, Sequence[facts.Observation]]
    parameters: Mapping[str, facts.Parameter]


def shipped_tables() -> Tables:
    """Tables of today's facts.

    >>> "hbm_imports" in shipped_tables().paths
    True
    """
    return Tables(facts.paths(), facts.series(), facts.parameters())


@cache
def drivers() -> Drivers:
    """Build every exogenous path from the facts.

    Examples
    --------
    >>> built = drivers()
    >>> built.world_stock.shape, bool((np.diff(built.world_stock, axis=0) >= 0).all())
    ((3, 108), True)
    """
    return drivers_from(shipped_tables())


def drivers_from(known: Tables) -> Drivers:
    """Build every exogenous path from given tables, which must hold each path and series it needs."""
    built = {
        "adv_tool_spend": _real(known, _yearly(known, "adv_tool_spend")),
        "class_tool_spend": _class_spend(known),
        "world_tool_spend": _real(known, _yearly(known, "tool_world_spend")),
        "state_support": _over_last(_yearly(known, "state_support_spent")),
        "scanners_installed": _levels(known, "immersion_installed.CN"),
        "finfet_installed": _levels(known, "finfet_installed_wpm"),
        "n7_conversion": _conversion(known),
        "adv_share_ai": _levels(known, "adv_share_ai_path", before=0.0),
        "hbm_imports": by_quarter(*points(known.paths["hbm_imports"].rows)),
        "hbm_used_by_others": _ending(_yearly(known, "hbm_used_by_others"), 2026),
        "packaging_capacity": _levels(known, "packaging_capacity") / 4.0,
        "packaging_recorded": _recorded(known, "packaging_capacity"),
        "dies_per_package": _dies_per_package(known),
        "foreign_made_dies": _foreign_made_dies(known),
        "other_domestic_profile": _other_domestic(known),
        "world_stock": _world_stock(known),
        "world_growth": stepped(*points(known.paths["world_growth"].rows)),
        "world_h100e_per_chip": _h100e_per_chip(known),
        "lower_cards_units": _yearly(known, "lower_cards_units"),
        "lower_cards_price": _real(known, _levels(known, "lower_cards_price")),
        "lower_cards_h100e": _levels(known, "lower_cards_h100e"),
        "legal_imports_before_2022": _early_imports(known),
        "smuggled_supply": _smuggled(known),
        "demand_potential": _demand(known),
        "world_price": _levels(known, "world_price_per_h100e"),
        "domestic_price": _levels(known, "domestic_price_per_h100e"),
        "domestic_bandwidth_per_flop": _bandwidth_per_flop("huawei-ascend-910c"),
        "hibl_bandwidth_per_flop": _bandwidth_per_flop("huawei-ascend-950pr"),
        "frontier_bandwidth_per_flop": _bandwidth_per_flop("nvidia-b300-sxm"),
    }
    return Drivers(**{name: built[name] for name in DRIVERS})


def _dated(known: Tables, path: str) -> tuple[list[float], Float[np.ndarray, "3 row"]]:
    periods, values = points(known.paths[path].rows)
    return [middle(period) for period in periods], values


def _yearly(known: Tables, path: str) -> Range:
    return flow(*_dated(known, path))


def _levels(known: Tables, path: str, before: float | None = None) -> Range:
    return level(*_dated(known, path), before=before)


def _recorded(known: Tables, path: str) -> Range:
    """1 up to the end of the last year on record, else 0."""
    end = max(float(row.period[:4]) for row in known.paths[path].rows) + 1.0
    return np.tile((end > MID).astype(np.float64), (3, 1))


def _series(
    known: Tables, name: str, entity: str | None = None
) -> tuple[list[str], Float[np.ndarray, "3 row"]]:
    return points(o for o in known.series[name] if entity in {None, o.entity})


def _ending(values: Range, year: float) -> Range:
    """Nothing from a year on."""
    return np.asarray(np.where(year > MID, values, 0.0))


def _over_last(values: Range) -> Range:
    """Central path over its last value: a shape without a range of its own."""
    return np.asarray(np.tile(values[1] / values[1, -1], (3, 1)))


def _real(known: Tables, money: Range) -> Range:
    """Money of the day to money of 2025."""
    return np.asarray(money / _levels(known, "usd_deflator")[1])


def _class_spend(known: Tables) -> Float[np.ndarray, "3 quarter tool"]:
    """Wafer-fab tool spending by class, USD bn a quarter.

    Billings to China times the wafer-fab share; lithography as its vendors' sales give it
    (almost all foreign), the rest by class weights. Held after 2025: the equations grow it.
    """
    weight = np.array([known.parameters[f"tool_weight.{k}"].central for k in TOOL_CLASSES])
    share = known.parameters["wafer_fab_share"].central
    total = _real(known, _billings(known)) * share
    litho = np.stack(
        [_real(known, _yearly(known, f"foreign_tool_purchases.{k}"))[1] for k in TOOL_CLASSES[:2]], axis=-1
    )
    other = 1.0 - weight.sum()
    rest = weight[2:] / (weight[2:].sum() + other)
    central = np.concatenate([litho, (total[1] - litho.sum(-1))[:, None] * rest], axis=-1)
    return np.asarray(central[None] * (total / total[1])[:, :, None])


def _billings(known: Tables) -> Range:
    """Equipment billings to China, USD bn a quarter: observed years, dated ends from the inputs."""
    years = {
        p: v
        for p, v in zip(*_columns(_series(known, "semi_equipment_billings", "China")), strict=True)
        if len(p) == 4
    }
    ends = dict(zip(*_columns(points(known.paths["semi_equipment_billings.CN"].rows)), strict=True))
    spread = next(iter(ends.values()))
    table = {p: v * spread / spread[1] if (v == v[1]).all() else v for p, v in years.items()}
    table |= ends
    ordered = sorted(table)
    return flow([middle(p) for p in ordered], np.array([table[p] for p in ordered]).T, before=None)


def _columns(dated: tuple[list[str], Float[np.ndarray, "3 row"]]) -> tuple[list[str], list[np.ndarray]]:
    return dated[0], list(dated[1].T)


def _conversion(known: Tables) -> Range:
    """7 nm class starts over installed FinFET capacity, both dated to the middle of the year."""
    years, starts = _dated(known, "n7_starts_wpm")
    installed_at, installed = _dated(known, "finfet_installed_wpm")
    capacity = np.interp(years, installed_at, installed[1])
    return np.asarray(np.clip(level(years, starts / capacity, before=0.0), 0.0, 1.0))


def _dies_per_package(known: Tables) -> Range:
    """Dies over packages of recorded Ascend output; one die a package before 2024."""
    periods, dies = _series(known, "best.cn.huawei.dies_used")
    _, packages = _series(known, "best.cn.huawei.units")
    ratio = dies[1] / packages[1]
    dates = [2023.5, *(middle(p) for p in periods)]
    return level(dates, np.tile(np.concatenate([[1.0], ratio]), (3, 1)))


def _foreign_made_dies(known: Tables) -> Range:
    """Dies from foreign foundries, million a quarter: units to 2020, dated deliveries 2023-2024."""
    units = _yearly(known, "ascend_units") / 1e3
    early = np.where(MID < 2020.75, units, 0.0)
    return np.asarray(early + by_quarter(*points(known.paths["tsmc_die_deliveries"].rows)))


def _other_domestic(known: Tables) -> Range:
    """Cards that are not Ascend, over those of 2025; rising from nothing in mid-2022."""
    periods, cards = _series(known, "best.cn.domestic.units")
    _, ascend = _series(known, "best.cn.huawei.units")
    both = [i for i, p in enumerate(periods) if p in {"2024", "2025"}]
    rest = cards[1][both] - ascend[1]
    dates = [2022.5, *(middle(periods[i]) for i in both)]
    return level(dates, np.tile(np.concatenate([[0.0], rest]) / rest[-1], (3, 1)))


def _world_stock(known: Tables) -> Range:
    """World compute delivered, million H100e at quarter ends.

    Judged levels before 2022 are added as a constant offset to sales counted from 2022 on;
    the range after 2022 is that of the largest designer's count.
    """
    years, early = points(known.paths["world_h100e_stock_before_2022"].rows)
    periods, counted = _series(known, "world.stock_h100e")
    offset = early[:, -1:]
    spread = _designer_spread(known, periods)
    later = counted[1] / _MILLION * spread + offset
    end, last = points(known.paths["world_stock_h100e"].rows)
    dates = [float(y) + 1.0 for y in years] + [middle(p) + 0.125 for p in [*periods, *end]]
    return stock(dates, np.concatenate([early, later, last], axis=1))


def _designer_spread(known: Tables, periods: list[str]) -> Float[np.ndarray, "3 row"]:
    counted, values = _series(known, "world.cum_h100e.nvidia")
    return np.array([values[:, counted.index(p)] / values[1, counted.index(p)] for p in periods]).T


def _h100e_per_chip(known: Tables) -> Range:
    """Arithmetic of the average chip that the largest designer delivered in each quarter."""
    periods, compute = _series(known, "world.cum_h100e.nvidia")
    _, units = _series(known, "world.cum_units.nvidia")
    ratio = np.diff(compute[1], prepend=0.0) / np.diff(units[1], prepend=0.0)
    return level([middle(p) for p in periods], np.tile(ratio, (3, 1)))


def _early_imports(known: Tables) -> Range:
    """Compute that entered before 2022, million H100e a quarter: differences of yearly levels."""
    years, values = points(known.paths["cn_legal_h100e_stock_before_2022"].rows)
    added = np.diff(values, axis=1, prepend=0.0) / 4.0
    spread = stepped(years, added)
    return np.asarray(np.where(MID < 2022.0, spread, 0.0))


def _smuggled(known: Tables) -> Range:
    """Compute that entered against the rules, million H100e a quarter, rising from October 2022."""
    periods, values = _series(known, "best.cn.smuggled_h100e")
    dates = [2022.75, *(middle(p) for p in periods)]
    table = np.concatenate([np.zeros((3, 1)), values / _MILLION], axis=1)
    return flow(dates, table)


def _demand(known: Tables) -> Range:
    """Potential spending, USD bn of 2025 a quarter; 2025 from its own parameter."""
    dates, values = _dated(known, "cn_demand_potential")
    now = known.parameters["demand_2025_potential"]
    deflator = np.interp(dates, MID, _levels(known, "usd_deflator")[1])
    table = dict(zip(dates, (values / deflator).T, strict=True))
    table[2025.5] = np.array([now.low, now.central, now.high])
    ordered = sorted(table)
    return flow(ordered, np.array([table[d] for d in ordered]).T)


def _bandwidth_per_flop(chip: str) -> Range:
    """Memory bandwidth over 16-bit arithmetic, both over an H100's; the same in every quarter."""
    ours, base = facts.chips()[chip], facts.chips()["nvidia-h100-sxm5-80gb"]
    bandwidth = _known(ours, _H100_GB_S) / _known(base, _H100_GB_S)
    arithmetic = _known(ours, _H100_TFLOPS) / _known(base, _H100_TFLOPS)
    return np.full((3, len(QUARTERS)), bandwidth / arithmetic)


def _known(chip: facts.Chip, field: str) -> float:
    value = getattr(chip, field)
    if value is None:
        raise ValueError(f"chip {chip.id} has no {field}; the model's drivers need it")
    return float(value)
