"""One quarter of the chain, top to bottom.

    access → tools → fabs → yield → memory → packaging → accelerators → demand → compute
           → research → adoption → vendors

Every flow between stages is conserved; `Record` keeps what a reader or a check needs.
"""

from __future__ import annotations

from typing import NamedTuple

from ._access import access
from ._adoption import Adoption, advance_adoption, initial_adoption, local_scanners, local_share
from ._arrays import Array, Float, jnp
from ._compute import Compute, ComputeFlows, advance_compute, effectiveness, initial_compute
from ._demand import Purchases, Trade, buy, fixed_displacement, initial_trade, smoothed
from ._inputs import Delays, Inputs
from ._memory import Memory, MemoryFlows, advance_memory, initial_memory
from ._packaging import Packaging, PackagingFlows, advance_packaging, initial_packaging, throttle
from ._parameters import Parameters
from ._research import (
    Research,
    advance_research,
    initial_research,
    milestones,
    spending,
    subsidy_for_research,
)
from ._structure import Structure
from ._tools import (
    IMMERSION,
    ToolFlows,
    Tools,
    advance_tools,
    initial_tools,
    reinvestment,
    wanted_additions,
)
from ._yield import Learning, density_floor, die_yield, dies_per_wafer, initial_learning, learn

Scalar = Float[Array, ""]
FIRST_ADVANCED = 2021.5
"""First volume of the 7 nm class: learning starts."""
HBM_RULE = 2025.0
"""From here on an open HBM market supplies what buyers lack."""
_FLEET_2014 = 14.0
_LEGACY_KWPM = 4.0


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


class Record(NamedTuple):
    """What a quarter leaves for outcomes and checks."""

    tools: ToolFlows
    access: Float[Array, " tool"]
    local_value: Float[Array, " tool"]
    spend: Float[Array, " tool"]
    starts: Scalar
    ai_wafers: Scalar
    dies_made: Scalar
    foreign_dies: Scalar
    yield_n7: Scalar
    density: Float[Array, " node"]
    memory: MemoryFlows
    stacks_on_hand: Scalar
    packaging: PackagingFlows
    packages: Scalar
    accelerators: Scalar
    """Domestic accelerators made, million H100e in the quarter."""
    purchases: Purchases
    delivered: Float[Array, "ledger basis"]
    legal_units: Float[Array, " chip"]
    legal_cost: Scalar
    legal_fee: Scalar
    compute: ComputeFlows
    knowledge: Float[Array, " tool"]
    clock: Float[Array, " tool"]
    quality_gap: Float[Array, " tool"]
    diverted: Scalar
    world_flow: Scalar


def initial_state(p: Parameters) -> State:
    """Stocks at the start of 2014."""
    first_wafers = jnp.asarray(0.75)
    research = initial_research(p)
    return State(
        tools=initial_tools(jnp.asarray(_FLEET_2014), jnp.asarray(_LEGACY_KWPM)),
        learning=initial_learning(p, first_wafers),
        memory=initial_memory(p),
        packaging=initial_packaging(),
        trade=initial_trade(),
        compute=initial_compute(),
        research=research,
        adoption=initial_adoption(p, research.quality_gap, 4.875),
    )


def quarter(
    p: Parameters, delays: Delays, structure: Structure, state: State, x: Inputs
) -> tuple[State, Record]:
    """Advance the whole chain by one quarter."""
    filled = access(p, x.path["tool_severity_advanced"], x.path["ally_alignment"], x.path["enforcement"])
    mature = access(p, x.path["tool_severity_mature"], x.path["ally_alignment"], x.path["enforcement"])
    reached = (state.research.clock >= milestones(p)).astype(float)
    tools, tool_flows, scanners = _tools(p, delays, state, x, filled, mature, reached)
    starts = tool_flows.capacity * x.plans.conversion
    learning, fab = _fabs(p, state, x, starts, tool_flows)
    memory, memory_flows = _memory(p, delays, state, x)
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
    bandwidth = _bandwidth_per_flop(x, packing.without_hbm)
    trade, purchases, delivered = _trade(p, structure, state, x, made, bandwidth)
    diverted = p.diversion * _sold_units(x, purchases).sum() * x.world.h100e_per_chip
    compute, compute_flows = advance_compute(
        state.compute, p, delays.deploy, delays.ageing, _with_us(p, x, delivered, diverted)
    )
    local_value = _local_value(p, state, x, scanners)
    money = spending(p, local_value, filled, subsidy_for_research(p, x.path["state_support"]))
    research = advance_research(
        state.research,
        p,
        delays.digestion,
        money,
        filled,
        tool_flows.domestic_growth,
        x.reference,
        x.plans.date,
    )
    adoption = advance_adoption(
        state.adoption, p, research.quality_gap, filled, x.path["local_tool_mandate"], reached
    )
    new = State(tools, learning, memory, packaging, trade, compute, research, adoption)
    units = _sold_units(x, purchases)
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
        memory=memory_flows,
        stacks_on_hand=memory.stacks,
        packaging=packing,
        packages=packing.packaged / x.plans.dies_per_package,
        accelerators=made,
        purchases=purchases,
        delivered=delivered,
        legal_units=units,
        legal_cost=x.offer.cost * purchases.share_sold[1],
        legal_fee=x.offer.fee * purchases.share_sold[1],
        compute=compute_flows,
        knowledge=research.knowledge,
        clock=research.clock,
        quality_gap=research.quality_gap,
        diverted=diverted,
        world_flow=x.world.flow,
    )
    return new, record


def _tools(
    p: Parameters,
    delays: Delays,
    state: State,
    x: Inputs,
    filled: Float[Array, " tool"],
    mature: Float[Array, " tool"],
    reached: Float[Array, " tool"],
) -> tuple[Tools, ToolFlows, Scalar]:
    """Orders, arrivals, capacity; and local scanners delivered in the quarter."""
    spend = x.plans.spend * reinvestment(p, state.trade.sold_share, x.path["state_support"])
    wanted = jnp.where(IMMERSION, x.plans.scanners, wanted_additions(p, spend))
    # scanners bought ahead are in the recorded purchases already
    multiplier = jnp.concatenate([jnp.zeros(1), p.frontrun_class_multiplier])
    ahead = p.frontrun_stock_adv_kwpm * multiplier * x.path["front_running"]
    scanners = local_scanners(p, state.research.clock[0])
    tools, flows = advance_tools(
        state.tools,
        p,
        delays.tools,
        wanted,
        state.adoption.advanced_share,
        scanners * reached[0],
        jnp.where(IMMERSION, mature, filled),
        ahead,
        x.path["service_withdrawn"],
    )
    return tools, flows, scanners


def _fabs(
    p: Parameters, state: State, x: Inputs, starts: Scalar, tools: ToolFlows
) -> tuple[Learning, dict[str, Scalar]]:
    """Wafers to good dies: AI wafers (thousand), dies (million die-equivalents)."""
    lower = x.plans.second_memory
    free = jnp.where(x.plans.packaging_recorded > 0, 1.0, throttle(state.packaging, p))
    cut = lower + (1.0 - lower) * free
    split = jnp.stack([1.0 - x.plans.n5_share, x.plans.n5_share])
    all_wafers = 3.0 * starts * split
    floor = density_floor(p, tools.domestic_share.mean(), jnp.exp(state.research.quality_gap.mean()))
    learning = learn(state.learning, p, jnp.where(x.plans.date >= FIRST_ADVANCED, all_wafers, 0.0), floor)
    good = die_yield(p.die_area_ascend, learning.defect_density, p.y_alpha, p.y_sys_smic_n7)
    gross = dies_per_wafer(p.die_area_ascend, p.edge_exclusion, p.scribe_width)
    wafers = all_wafers * x.plans.ai_share * cut
    weight = jnp.stack([jnp.ones(()), p.n5_die_gain])
    dies = (wafers * gross * good * weight).sum() / 1e3
    abroad = x.path["foundry_open"] * p.foundry_access_nocontrol
    foreign = x.plans.foreign_dies + dies * abroad / (1.0 - abroad)
    return learning, {
        "wafers": wafers.sum(),
        "dies": dies,
        "foreign": foreign,
        "yield": good[0],
        "lower_class": dies * lower / jnp.maximum(cut, 1e-12),
    }


def _memory(p: Parameters, delays: Delays, state: State, x: Inputs) -> tuple[Memory, MemoryFlows]:
    """Stacks on hand before accelerators draw on them."""
    free_market = jnp.maximum(1.0 - x.path["controls"], (x.plans.date >= HBM_RULE).astype(float))
    need = state.packaging.dies * x.plans.stacks_per_die
    shortage = jnp.maximum(need - state.memory.stacks, 0.0) * free_market
    return advance_memory(
        state.memory,
        p,
        delays.memory,
        x.plans.hbm_wafers,
        x.plans.hbm_imports,
        x.plans.hbm_others,
        x.path["hbm_import_open"],
        shortage,
    )


def _trade(
    p: Parameters,
    structure: Structure,
    state: State,
    x: Inputs,
    made: Scalar,
    bandwidth: Float[Array, " option"],
) -> tuple[Trade, Purchases, Float[Array, "ledger basis"]]:
    """What is bought and delivered: four ledgers × (arithmetic, bandwidth), million."""
    supply = _supply(state, x, made)
    price = _price_per_value(p, state, x, bandwidth)
    cap = supply * _list_price(p, x)
    wedge = p.buylocal_wedge * x.path["import_discouragement"]
    reference = x.world.price / x.plans.frontier_bandwidth**p.bw_weight / (1.0 + p.cuda_wtp)
    trade, purchases = buy(state.trade, p, x.plans.demand * x.plans.trading, reference, price, cap, wedge)
    before = jnp.stack([jnp.ones(()), jnp.ones(()), jnp.zeros(()), jnp.zeros(())])
    sold = jnp.where(x.plans.trading > 0, purchases.share_sold, before)
    fixed = fixed_displacement(p, sold[0], supply[0], x.offer.flop * sold[1])
    sold = sold.at[0].set(jnp.where(structure.fixed_displacement * x.plans.trading > 0, fixed, sold[0]))
    purchases = purchases._replace(share_sold=sold)
    flop = supply.at[1].set(jnp.where(x.plans.trading > 0, x.offer.flop, x.plans.early_imports)) * sold
    # under fixed displacement a displaced chip is never made: it does not wait to be sold
    kept = supply[0] * (1.0 - sold[0]) * (1.0 - structure.fixed_displacement)
    trade = trade._replace(stock_flop=kept, sold_share=smoothed(p, state.trade, sold[0]))
    return trade, purchases, jnp.stack([flop, flop * bandwidth], axis=-1)


def _supply(state: State, x: Inputs, made: Scalar) -> Float[Array, " option"]:
    """Arithmetic on offer by option, million H100e."""
    return jnp.stack(
        [state.trade.stock_flop + made, x.offer.flop, x.plans.smuggled_cap, x.plans.offshore_added]
    )


def _list_price(p: Parameters, x: Inputs) -> Float[Array, " option"]:
    """Thousand USD per H100e by option."""
    legal = x.offer.cost / jnp.maximum(x.offer.flop, 1e-15)
    grey = x.world.price * (1.0 + p.smug_premium)
    return jnp.stack([x.plans.domestic_price, legal, grey, x.world.price])


def _price_per_value(
    p: Parameters, state: State, x: Inputs, bandwidth: Float[Array, " option"]
) -> Float[Array, " option"]:
    """Thousand USD per unit of buyer's value; infinite where nothing is offered."""
    software = effectiveness(p, state.compute.software_years)
    per_flop = bandwidth**p.bw_weight
    worth = per_flop.at[0].multiply(software)
    legal = jnp.where(x.offer.flop > 0, x.offer.value / jnp.maximum(x.offer.flop, 1e-15), 1.0)
    price = _list_price(p, x) / worth.at[1].set(legal)
    offered = jnp.stack([jnp.ones(()), x.offer.flop, x.plans.smuggled_cap, x.plans.offshore_added])
    return jnp.where(offered > 0, price, jnp.inf)


def _bandwidth_per_flop(x: Inputs, without_hbm: Scalar) -> Float[Array, " option"]:
    """Memory bandwidth per arithmetic by option, H100 = 1."""
    domestic = x.plans.domestic_bandwidth * (1.0 - without_hbm) + x.plans.hibl_bandwidth * without_hbm
    legal = jnp.where(x.offer.flop > 0, x.offer.bandwidth / jnp.maximum(x.offer.flop, 1e-15), 1.0)
    return jnp.stack([domestic, legal, x.plans.frontier_bandwidth, x.plans.frontier_bandwidth])


def _sold_units(x: Inputs, purchases: Purchases) -> Float[Array, " chip"]:
    """Legal chips delivered, million by class."""
    return x.offer.units * purchases.share_sold[1] * x.plans.trading


def _with_us(
    p: Parameters, x: Inputs, delivered: Float[Array, "ledger basis"], diverted: Scalar
) -> Float[Array, "ledger basis"]:
    """Add the United States: its share of world deliveries, less what went to China instead."""
    flop = jnp.maximum(p.us_share * (x.world.flow - diverted), 0.0)
    home = jnp.stack([flop, flop * x.plans.frontier_bandwidth])
    return jnp.concatenate([delivered, home[None]])


def _local_value(p: Parameters, state: State, x: Inputs, scanners: Scalar) -> Float[Array, " tool"]:
    """Sales of local toolmakers in the quarter by class, USD bn."""
    wide = local_share(p, state.adoption) * x.plans.class_spend
    value = scanners * p.immersion_price * p.dom_duvi_thr / 1e3
    return jnp.where(IMMERSION, jnp.minimum(value, x.plans.class_spend), wide)
