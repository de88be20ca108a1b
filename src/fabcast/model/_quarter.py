"""One quarter of the chain, top to bottom.

    access → tools → fabs → yield → memory → packaging → accelerators → demand → compute
           → research → adoption → vendors

Every flow between stages is conserved; `Record` keeps what a reader or a check needs.
"""

from __future__ import annotations

from typing import NamedTuple

from ._access import access
from ._adoption import Adoption, advance_adoption, initial_adoption, local_scanners
from ._arrays import Array, Float, jnp
from ._compute import Compute, advance_compute, effectiveness, initial_compute
from ._demand import Trade, initial_trade
from ._drivers import Drivers
from ._fixed import Fixed
from ._inputs import Inputs
from ._market import bandwidth_per_flop, trade_quarter
from ._memory import Memory, MemoryFlows, advance_memory, initial_memory
from ._offer import Offer, legal_offer
from ._packaging import Packaging, advance_packaging, initial_packaging, throttle
from ._parameters import Parameters
from ._record import Record
from ._research import Research, advance_research, initial_research, spending
from ._structure import Structure
from ._time import at
from ._tools import (
    ToolFlows,
    Tools,
    advance_tools,
    by_immersion,
    by_service,
    initial_tools,
    reinvestment,
    wanted_additions,
)
from ._yield import Learning, density_floor, die_yield, initial_learning, learn

Scalar = Float[Array, " draw"]
Classes = Float[Array, "tool draw"]
Ledger = Float[Array, "ledger basis draw"]
FIRST_ADVANCED = 2021.5
"""First volume of the 7 nm class: learning starts."""
HBM_RULE = 2025.0
"""From here on an open HBM market supplies what buyers lack."""


class State(NamedTuple):
    """All stocks at the end of a quarter."""

    tools: Tools
    learning: Learning
    memory: Memory
    packaging: Packaging
    trade: Trade
    compute: Compute
    research: Research
    adoption: Adoption


def initial_state(p: Parameters, drivers: Drivers) -> State:
    """Stocks at the start of 2014.

    Scanners, and the FinFET lines that stood before advanced spending starts, are the first
    values on record; cumulative wafers start at a quarter of first starts (thousand).
    """
    draws = p.tool_life.shape[-1]
    research = initial_research(p)
    scanners, finfet = drivers.scanners_installed[1, 0], drivers.finfet_installed[1, 0]
    first_starts = at(drivers.finfet_installed[1] * drivers.n7_conversion[1], FIRST_ADVANCED)
    return State(
        tools=initial_tools(scanners, finfet, draws),
        learning=initial_learning(p, 3.0 * jnp.maximum(first_starts, 1e-3)),
        memory=initial_memory(p),
        packaging=initial_packaging(draws),
        trade=initial_trade(draws),
        compute=initial_compute(draws),
        research=research,
        adoption=initial_adoption(p, research.quality_gap, 4.875),
    )


def quarter(
    p: Parameters, fixed: Fixed, structure: Structure, state: State, x: Inputs
) -> tuple[State, Record]:
    """Advance the whole chain by one quarter."""
    filled, mature = (_access(p, fixed, x, f"tool_severity_{line}") for line in ("advanced", "mature"))
    offer = _offer(p, fixed, x)
    reached = (state.research.clock >= fixed.milestones).astype(float)
    tools, tool_flows, scanners = _tools(p, fixed, state, x, filled, mature, reached)
    starts = tool_flows.capacity * x.plans.conversion
    learning, fab = _fabs(p, fixed, state, x, starts, tool_flows)
    memory, memory_flows = _memory(p, fixed, state, x)
    packaging, packing = advance_packaging(
        state.packaging,
        p,
        fab["dies"] + fab["foreign"],
        memory.stacks,
        x.plans.stacks_per_die,
        fab["lower_class"],
        x.plans.packaging,
        x.plans.packaging_recorded,
        x.plans.dies_per_package,
    )
    memory = memory._replace(stacks=jnp.maximum(memory.stacks - packing.stacks_drawn, 0.0))
    made = packing.packaged * x.plans.h100e_per_die + x.plans.other_domestic
    software = effectiveness(p, state.compute.software_years)
    bandwidth = bandwidth_per_flop(x, offer, packing.without_hbm)
    trade, purchases, delivered = trade_quarter(
        p, fixed, structure, state.trade, software, x, offer, made, bandwidth
    )
    units = offer.units * purchases.share_sold[1] * x.plans.trading
    diverted = p.diversion * units.sum(0) * x.world.h100e_per_chip
    compute, compute_flows = advance_compute(
        state.compute,
        p,
        fixed.delays.deploy,
        fixed.delays.ageing,
        fixed.compute_kept,
        _with_us(p, x, delivered, diverted),
    )
    local_value = _local_value(p, state, x, scanners)
    money = spending(p, local_value, filled, fixed.subsidy * x.path["state_support"])
    research = advance_research(
        state.research,
        p,
        fixed.delays.digestion,
        fixed.knowledge_kept,
        money,
        filled,
        tool_flows.domestic_growth,
        x.reference,
        x.plans.date,
    )
    adoption = advance_adoption(
        state.adoption,
        p,
        fixed.qualified,
        research.quality_gap,
        filled,
        x.path["local_tool_mandate"],
        reached,
    )
    new = State(tools, learning, memory, packaging, trade, compute, research, adoption)
    record = Record(
        tools=tool_flows,
        access=filled,
        local_value=local_value,
        spend=x.plans.class_spend,
        starts=starts,
        ai_wafers=fab["wafers"],
        dies_made=fab["dies"],
        foreign_dies=fab["foreign"],
        yield_n7=fab["yield"],
        density=learning.defect_density,
        cumulative_wafers=learning.cumulative,
        memory=memory_flows,
        stacks_on_hand=memory.stacks,
        packaging=packing,
        packages=packing.packaged / x.plans.dies_per_package,
        accelerators=made,
        purchases=purchases,
        delivered=delivered,
        legal_units=units,
        legal_cost=offer.cost * purchases.share_sold[1],
        legal_fee=offer.fee * purchases.share_sold[1],
        compute=compute_flows,
        knowledge=research.knowledge,
        clock=research.clock,
        quality_gap=research.quality_gap,
        diverted=diverted,
        world_flow=x.world.flow,
    )
    return new, record


def _access(p: Parameters, fixed: Fixed, x: Inputs, severity: str) -> Classes:
    return access(p, fixed.provider_share, x.path[severity], x.path["ally_alignment"], x.plans.leakage)


def _offer(p: Parameters, fixed: Fixed, x: Inputs) -> Offer:
    pool, half = x.world.pool_units, x.plans.half_cap
    return legal_offer(p, fixed.catalogue, x.gates, x.path["controls"], pool, half, x.world.performance)


def _tools(
    p: Parameters,
    fixed: Fixed,
    state: State,
    x: Inputs,
    filled: Classes,
    mature: Classes,
    reached: Classes,
) -> tuple[Tools, ToolFlows, Scalar]:
    """Orders, arrivals, capacity; and local scanners delivered in the quarter."""
    spend = x.plans.spend * reinvestment(p, state.trade.sold_share, x.path["state_support"])
    wanted = by_immersion(x.plans.scanners, wanted_additions(p, spend))
    # scanners bought ahead are in the recorded purchases already
    others = p.frontrun_class_multiplier
    multiplier = jnp.concatenate([jnp.zeros_like(others[:1]), others])
    ahead = p.frontrun_stock_adv_kwpm * multiplier * x.path["front_running"]
    scanners = local_scanners(p, state.research.clock[0])
    tools, flows = advance_tools(
        state.tools,
        p,
        fixed.delays.tools,
        fixed.tools_kept,
        wanted,
        state.adoption.advanced_share,
        scanners * reached[0],
        by_immersion(mature, filled),
        ahead,
        x.path["service_withdrawn"],
        by_service(x.plans.service_left_litho, x.plans.service_left_other),
    )
    return tools, flows, scanners


def _fabs(
    p: Parameters, fixed: Fixed, state: State, x: Inputs, starts: Scalar, tools: ToolFlows
) -> tuple[Learning, dict[str, Scalar]]:
    """Wafers to good dies: AI wafers (thousand), dies (million die-equivalents)."""
    lower = x.plans.second_memory
    free = jnp.where(x.plans.packaging_recorded > 0, 1.0, throttle(state.packaging, p))
    cut = lower + (1.0 - lower) * free
    split = jnp.stack([1.0 - x.plans.n5_share, x.plans.n5_share])
    all_wafers = 3.0 * starts * split
    quality = jnp.exp(state.research.quality_gap.mean(0))
    floor = density_floor(p, fixed.curve.lowest, tools.domestic_share.mean(0), quality)
    started = jnp.where(x.plans.date >= FIRST_ADVANCED, all_wafers, 0.0)
    learning = learn(state.learning, fixed.curve, started, floor)
    good = die_yield(p.die_area_ascend, learning.defect_density, p.y_alpha, p.y_sys_smic_n7)
    wafers = all_wafers * x.plans.ai_share * cut
    weight = jnp.stack([jnp.ones_like(p.n5_die_gain), p.n5_die_gain])
    dies = (wafers * fixed.gross_dies * good * weight).sum(0) / 1e3
    abroad = x.path["foundry_open"] * p.foundry_access_nocontrol
    foreign = x.plans.foreign_dies + dies * abroad / (1.0 - abroad)
    return learning, {
        "wafers": wafers.sum(0),
        "dies": dies,
        "foreign": foreign,
        "yield": good[0],
        "lower_class": dies * lower / jnp.maximum(cut, 1e-12),
    }


def _memory(p: Parameters, fixed: Fixed, state: State, x: Inputs) -> tuple[Memory, MemoryFlows]:
    """Stacks on hand before accelerators draw on them."""
    free_market = jnp.maximum(1.0 - x.path["controls"], (x.plans.date >= HBM_RULE).astype(float))
    need = state.packaging.dies * x.plans.stacks_per_die
    shortage = jnp.maximum(need - state.memory.stacks, 0.0) * free_market
    return advance_memory(
        state.memory,
        p,
        fixed.delays.memory,
        fixed.hbm_gap_left,
        x.plans.hbm_wafers,
        x.plans.hbm_imports,
        x.plans.hbm_others,
        x.path["hbm_import_open"],
        shortage,
    )


def _with_us(p: Parameters, x: Inputs, delivered: Ledger, diverted: Scalar) -> Ledger:
    """Add the United States: its share of world deliveries, less what went to China instead."""
    flop = jnp.maximum(p.us_share * (x.world.flow - diverted), 0.0)
    home = jnp.stack([flop, flop * x.plans.frontier_bandwidth])
    return jnp.concatenate([delivered, home[None]])


def _local_value(p: Parameters, state: State, x: Inputs, scanners: Scalar) -> Classes:
    """Sales of local toolmakers in the quarter by class, USD bn."""
    wide = state.adoption.share * x.plans.class_spend
    value = scanners * p.immersion_price * p.dom_duvi_thr / 1e3
    return by_immersion(jnp.minimum(value, x.plans.class_spend), wide)
