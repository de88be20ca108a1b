"""Everything of a draw that does not depend on state, computed once before time runs.

Policy rows of the path, realised drivers, the world and plans, by quarter. A row that is the
same for all draws has one draw. `meet` turns a quarter's rows into what is in force in each draw.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ._arrays import Array, Float, jax, jnp, log, power
from ._axes import STEP_YEARS
from ._drivers import Drivers, realise
from ._fixed import Fixed, fixed
from ._memory import hbm_wafers
from ._offer import half_cap
from ._parameters import Parameters
from ._path import Path
from ._policy import Policy, Rows, in_force, policy_rows
from ._reactions import Reactions
from ._responses import Response, choose, luck_of, option
from ._structure import Structure
from ._time import MID_QUARTER, Scalar, Series, at, between, grow, grow_in, ramp, years_since
from ._world import World, offshore_capacity, world

Shocks = dict[str, Scalar]
ClassSeries = Float[Array, "quarter tool draw"]

TRADE_START = 2022.0
"""Before this date imports follow the record; from it on buyers choose."""
RECORD_END = 2026.0
"""Recorded flows end here; equations take over."""
RUSH = (2023.0, 2025.0)
"""Scanners were bought ahead of the Dutch rules in these two years, as the record has it."""
HIBL_START = 2026.25
"""First quarter of domestic accelerators on the second memory class."""


class Plans(NamedTuple):
    """Planned or exogenous amounts, one value a quarter."""

    date: Series
    spend: Series
    class_spend: ClassSeries
    support: Series
    """State money for chips at the baseline plan, USD bn."""
    rush: Series
    """Chip orders over what they would be if no rule were expected."""
    world_spend: Series
    """Wafer-fab tools bought outside China, USD bn."""
    scanners: Series
    conversion: Series
    ai_share: Series
    n5_share: Series
    h100e_per_die: Series
    stacks_per_die: Series
    second_memory: Series
    hbm_imports: Series
    hbm_others: Series
    hbm_wafers: Series
    packaging: Series
    packaging_recorded: Series
    dies_per_package: Series
    foreign_dies: Series
    other_domestic: Series
    lower_cards: Series
    """U.S.-designed cards below data-centre class, million."""
    lower_cards_flop: Series
    """Million H100e."""
    lower_cards_value: Series
    """USD bn."""
    early_imports: Series
    trading: Series
    demand: Series
    domestic_price: Series
    grey_supply: Series
    """What grey channels bring in at the enforcement of 2024, million H100e."""
    offshore_added: Series
    domestic_bandwidth: Series
    hibl_bandwidth: Series
    frontier_bandwidth: Series
    parts: Series
    """Part of local tools that needs foreign parts which rules name."""
    half_cap: Series


class Reacting(NamedTuple):
    """What a quarter brings where governments may react."""

    menu: Rows
    """Policy rows by option."""
    live: Scalar
    luck: Float[Array, "2 government draw"]


class Given(NamedTuple):
    """Draws under one path, before anything is in force."""

    rows: Rows
    """Policy rows of the script."""
    plans: Plans
    world: World
    reference: ClassSeries
    reacting: Reacting | None


class Inputs(NamedTuple):
    """Draws in one step."""

    policy: Policy
    plans: Plans
    world: World
    reference: Float[Array, "tool draw"]


def prepare(
    p: Parameters,
    path: Path,
    drivers: Drivers,
    shocks: Shocks,
    reference: ClassSeries,
    structure: Structure,
    dt: float = STEP_YEARS,
) -> tuple[Fixed, Given]:
    """Compute draws' constants, for steps of `dt` years, and per-quarter inputs."""
    reacting = _reacting(path.reactions, shocks)
    path, drivers = _one_draw(replace(path, reactions=None)), _one_draw(drivers)
    w = world(p, drivers, shocks)
    plans = _plans(p, path, drivers, shocks, w)
    return fixed(p, path, structure, dt), Given(policy_rows(path), plans, w, reference, reacting)


def _reacting(reactions: Reactions | None, shocks: Shocks) -> Reacting | None:
    if reactions is None:
        return None
    menu = jax.tree.map(jnp.asarray, reactions.menu)
    live = jnp.asarray(reactions.live)[:, None]
    return Reacting(menu, live, luck_of(shocks["luck"], len(live), len(reactions.size)))


def meet(p: Parameters, given: Given, reactions: Reactions | None, response: Response | None) -> Inputs:
    """Say what is in force in a step: the script, or the postures that a draw's governments hold."""
    rows = given.rows
    if reactions is not None and response is not None and given.reacting is not None:
        rows = choose(given.reacting.menu, option(reactions, response.posture))
    return Inputs(in_force(p, rows), given.plans, given.world, given.reference)


def _one_draw(tree: Any) -> Any:
    """Give arrays that all draws share a draw axis of one."""
    return jax.tree.map(lambda values: jnp.asarray(values)[..., None], tree)


def _plans(p: Parameters, path: Path, drivers: Drivers, shocks: Shocks, w: World) -> Plans:
    def drawn(name: str) -> Series:
        return realise(getattr(drivers, name), shocks[name])

    ageing_years = years_since(2025.5)
    class_spend = _class_spend(p, drawn("class_tool_spend"))
    offshore = offshore_capacity(p, w)
    hbm_scale = p.hbm_foreign_stock / jnp.maximum(drivers.hbm_imports[1].sum(0), 1e-12)
    bank_scale = p.ascend_die_bank / jnp.maximum(_die_bank(drivers), 1e-12)
    rush = 1.0 + p.frontrun_chips_response * path.chip_rush
    motive = jnp.where(path.controls > 0, 1.0, p.capex_demand_nocontrol)
    return Plans(
        date=jnp.asarray(MID_QUARTER)[:, None],
        spend=drawn("adv_tool_spend") * grow(_capex_rate(p)) * jnp.where(between(2014, 2022.75), 1.0, motive),
        class_spend=class_spend,
        support=p.cn_support / 4.0 * drivers.state_support[1],
        rush=rush,
        world_spend=drawn("world_tool_spend") * grow_in(p.tool_world_growth, years_since(RECORD_END) > 0),
        scanners=_scanners(p, path, class_spend[:, 0]),
        conversion=_conversion(p, drawn("n7_conversion")),
        ai_share=_ai_share(p, drawn("adv_share_ai")),
        n5_share=ramp((2025.9, 2030.5), (jnp.zeros_like(p.n5_share_2030), p.n5_share_2030)),
        h100e_per_die=p.h100e_per_die * power(p.perf_per_die_growth, ageing_years),
        stacks_per_die=p.hbm_per_die * power(1.0 - p.hbm_per_compute_fall, ageing_years),
        second_memory=jnp.where(years_since(HIBL_START) > 0, p.hibl_share, 0.0),
        hbm_imports=drivers.hbm_imports[1] * hbm_scale,
        hbm_others=drawn("hbm_used_by_others"),
        hbm_wafers=hbm_wafers(p),
        packaging=drawn("packaging_capacity"),
        packaging_recorded=drivers.packaging_recorded[1],
        dies_per_package=drawn("dies_per_package"),
        foreign_dies=_foreign_dies(drivers, shocks, bank_scale),
        other_domestic=p.other_domestic_h100e_2025
        / 4e3
        * drawn("other_domestic_profile")
        * grow_in(p.demand_growth_2031, years_since(RECORD_END) > 0),
        lower_cards=drawn("lower_cards_units"),
        lower_cards_flop=drawn("lower_cards_units") * drivers.lower_cards_h100e[1],
        lower_cards_value=drawn("lower_cards_units") * drawn("lower_cards_price"),
        early_imports=drawn("legal_imports_before_2022"),
        trading=jnp.asarray(between(TRADE_START, 2041)),
        demand=_demand(p, drivers, shocks) * rush,
        domestic_price=drawn("domestic_price") * power(1.0 - p.dom_price_fall, years_since(2026.5)),
        grey_supply=_grey_supply(p, drawn("smuggled_supply")),
        offshore_added=jnp.maximum(jnp.diff(offshore, axis=0, prepend=0.0), 0.0),
        domestic_bandwidth=drawn("domestic_bandwidth_per_flop"),
        hibl_bandwidth=drawn("hibl_bandwidth_per_flop"),
        frontier_bandwidth=drawn("frontier_bandwidth_per_flop"),
        parts=foreign_parts(p),
        half_cap=half_cap(p),
    )


def _capex_rate(p: Parameters) -> Series:
    """Growth of desired advanced spending: drawn to 2035, fading to 3 % by 2040."""
    fade = np.clip(years_since(2036.0) / 4.0, 0.0, 1.0)
    rate = p.adv_capex_growth * (1.0 - fade) + 0.03 * fade
    return jnp.where(years_since(2027.0) > 0, rate, 0.0)


def _class_spend(p: Parameters, recorded: ClassSeries) -> ClassSeries:
    """Tool spending by class: recorded mix, drifting to the class weights by 2031."""
    spent = recorded.sum(1, keepdims=True)
    total = spent * grow_in(p.wfe_growth, years_since(2026.0) > 0)[:, None]
    mix = recorded / jnp.maximum(spent, 1e-12)
    shift = np.clip(years_since(2026.0) / 5.0, 0.0, 1.0)[:, None]
    weight = p.tool_weight / p.tool_weight.sum(0)
    return total * (mix * (1.0 - shift) + weight * shift)


def _scanners(p: Parameters, path: Path, spend: Series) -> Series:
    """Immersion scanners that fabs plan to take, units a quarter.

    The record holds a rush ahead of controls; where a path has no rush those scanners come
    later, as the demand that the rush took away.
    """
    recorded = spend * 1e3 / p.immersion_price
    early = between(*RUSH) / between(*RUSH).sum()
    since = years_since(RUSH[1])
    late = jnp.where(since > 0, jnp.exp(-since / p.scanner_front_run_return), 0.0)
    calm = 1.0 - jnp.minimum(path.front_running.sum(0), 1.0)
    shifted = calm * p.scanner_front_run * (late / late.sum(0) - early)
    return jnp.maximum(recorded + shifted, 0.0)


def foreign_parts(p: Parameters) -> Series:
    """Part of local tools that needs foreign parts of the kinds that rules deny.

    Falls by half each `parts_halflife` from 2024 on, as makers replace them.
    """
    return p.parts_denied_share * p.parts_foreign_share * jnp.exp2(-years_since(2024.5) / p.parts_halflife)


def _conversion(p: Parameters, recorded: Series) -> Series:
    """7 nm class starts over installed capacity: recorded to 2025, then to the 2028 value."""
    share = jnp.clip(recorded, 0.0, 1.0)
    later = ramp((2025.5, 2028.5), (at(share, 2025.6), p.n7_conversion_2028))
    return jnp.where(years_since(2025.5) > 0, later, share)


def _ai_share(p: Parameters, recorded: Series) -> Series:
    """AI share of advanced wafers: recorded to 2023, then through the drawn dated values."""
    start = jnp.clip(at(recorded, 2023.6), 1e-3, 0.9)
    shares = (start, p.adv_share_ai_2024, p.adv_share_ai_2025, p.adv_share_ai_2030)
    odds = [log(share / (1.0 - share)) for share in shares]
    path = 1.0 / (1.0 + jnp.exp(-ramp((2023.5, 2024.5, 2025.5, 2030.5), odds)))
    return jnp.where(years_since(2023.5) > 0, path, recorded)


def _die_bank(drivers: Drivers) -> Scalar:
    """Central sum of the foreign-made dies of 2023 and 2024, million."""
    return (drivers.foreign_made_dies[1] * between(2023.0, 2025.0)).sum(0)


def _foreign_dies(drivers: Drivers, shocks: Shocks, scale: Scalar) -> Series:
    """Recorded dies of foreign foundries; those of 2023 and 2024 sum to the drawn bank."""
    early = realise(drivers.foreign_made_dies, shocks["foreign_made_dies"])
    return jnp.where(between(2023.0, 2025.0) > 0, drivers.foreign_made_dies[1] * scale, early)


def _demand(p: Parameters, drivers: Drivers, shocks: Shocks) -> Series:
    """Potential spending on accelerators, USD bn a quarter."""
    early = realise(drivers.demand_potential, shocks["demand_potential"])
    central = drivers.demand_potential[1]
    late = p.demand_2025_potential / 4.0 * central / at(central, 2025.4)
    grown = grow_in(p.cn_capex_growth, between(2027, 2031))
    grown *= grow_in(p.demand_growth_2031, between(2031, 2041))
    return jnp.where(years_since(2025.0) > 0, late, early) * grown


def _grey_supply(p: Parameters, recorded: Series) -> Series:
    """Compute that grey channels can bring in at the enforcement of 2024, million H100e a quarter."""
    later = p.smug_fwd_h100e / 4.0 * power(1.0 + p.smug_growth, years_since(2026.5))
    return jnp.where(years_since(RECORD_END) > 0, later, recorded)
