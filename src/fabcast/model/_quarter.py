"""One quarter of the chain, top to bottom.

    access → tools → fabs → yield → memory → packaging → accelerators → demand → compute
           → research → adoption → vendors → response

Every flow between stages is conserved; `Record` keeps what a reader or a check needs. The
length of a step is a constant of the draw (`Fixed.step`), so that a test can halve it.
"""

from __future__ import annotations

from typing import NamedTuple

from ._adoption import Adoption, initial_adoption
from ._arrays import Array, Float, jnp
from ._axes import STEP_YEARS
from ._compute import Compute, ComputeFlows, advance_compute, effectiveness, initial_compute
from ._deliveries import Local, adopt, deliver_local, deliver_tools, let_through
from ._demand import Purchases, Trade, initial_trade
from ._drivers import Drivers
from ._fabs import FIRST_ADVANCED, Fabs, run_fabs
from ._fixed import Fixed
from ._inputs import Given, Inputs, meet
from ._market import bandwidth_per_flop, trade_quarter
from ._memory import Memory, MemoryFlows, advance_memory, initial_memory
from ._minerals import MineralFlows, Minerals, advance_minerals, initial_minerals, yearly_cost
from ._offer import Offer, legal_offer
from ._packaging import Packaging, PackagingFlows, advance_packaging, initial_packaging
from ._parameters import Parameters
from ._reactions import Reactions
from ._record import Record
from ._research import Effort, Research, advance_research, initial_research, spending
from ._responses import Response, Signals, growth, initial_response, react
from ._structure import Structure
from ._time import at
from ._tools import ToolFlows, Tools, initial_tools
from ._vendors import frontier_growth, sales_by_country
from ._yield import Learning, initial_learning

Scalar = Float[Array, " draw"]
Classes = Float[Array, "tool draw"]
Ledger = Float[Array, "ledger basis draw"]
HBM_RULE = 2025.0
"""From here on an open HBM market supplies what buyers lack."""
_ADOPTION_BEFORE = 4.875
"""Years from the start of 2014 to the dated shares of local tools."""


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
    minerals: Minerals
    response: Response | None
    """None where governments keep to their script."""


def initial_state(
    p: Parameters, structure: Structure, drivers: Drivers, reactions: Reactions | None = None
) -> State:
    """Stocks at the start of 2014.

    Scanners, and the FinFET lines that stood before advanced spending starts, are the first
    values on record; cumulative wafers start at one quarter of first starts (thousand).
    """
    draws = p.tool_life.shape[-1]
    research = initial_research(p)
    scanners, finfet = drivers.scanners_installed[1, 0], drivers.finfet_installed[1, 0]
    first_starts = at(drivers.finfet_installed[1] * drivers.n7_conversion[1], FIRST_ADVANCED)
    return State(
        tools=initial_tools(p, scanners, finfet),
        learning=initial_learning(p, structure, 12.0 * STEP_YEARS * jnp.maximum(first_starts, 1e-3)),
        memory=initial_memory(p),
        packaging=initial_packaging(draws),
        trade=initial_trade(draws),
        compute=initial_compute(draws),
        research=research,
        adoption=initial_adoption(p, research.quality_gap, _ADOPTION_BEFORE),
        minerals=initial_minerals(p),
        response=None if reactions is None else initial_response(reactions, draws),
    )


def quarter(
    p: Parameters,
    fixed: Fixed,
    structure: Structure,
    state: State,
    given: Given,
    reactions: Reactions | None = None,
) -> tuple[State, Record]:
    """Advance the whole chain by one step."""
    x = meet(p, given, reactions, state.response)
    minerals, curbed = advance_minerals(state.minerals, p, x.policy.rows["mineral_curb"], fixed.step)
    x = _short_of_minerals(x, curbed)
    allowed = let_through(p, fixed, x, curbed.delivered)
    offer = _offer(p, fixed, x)
    adoption = adopt(p, fixed, state, x, allowed.advanced)
    local = deliver_local(p, fixed, state, x, adoption)
    tools, tool_flows = deliver_tools(p, fixed, structure, state, x, allowed, local, adoption)
    learning, fab = run_fabs(p, fixed, structure, state, x, tool_flows)
    memory, memory_flows = _memory(p, fixed, state, x)
    memory, packaging, packing = _packaging(p, fixed, state, x, fab, memory)
    made = packing.packaged * x.plans.h100e_per_die + x.plans.other_domestic
    software = effectiveness(p, state.compute.software_years)
    bandwidth = bandwidth_per_flop(x, offer, packing.without_hbm)
    trade, purchases, delivered = trade_quarter(
        p, fixed, structure, state.trade, software, x, offer, made, bandwidth
    )
    units = offer.units * purchases.share_sold[1] * x.plans.trading
    diverted = p.diversion * units.sum(0) * x.world.h100e_per_chip
    compute, compute_flows = _compute(p, fixed, state, x, delivered, diverted)
    foreign_tools = x.plans.class_spend - local.value
    frontier = frontier_growth(p, structure, _elsewhere(p, x), foreign_tools, allowed.mature)
    effort = _effort(p, fixed, x, allowed.advanced, local, tool_flows, frontier)
    research = _research(p, fixed, structure, state, x, effort)
    signals, response = _signals(fixed, x, state, made, purchases, curbed)
    if reactions is not None and given.reacting is not None and response is not None:
        response = react(
            p, reactions, response, signals, given.reacting.live, given.reacting.luck, fixed.step
        )
    new = State(tools, learning, memory, packaging, trade, compute, research, adoption, minerals, response)
    record = Record(
        tools=tool_flows,
        access=allowed.advanced,
        local_value=local.value,
        spend=x.plans.class_spend,
        tool_sales=sales_by_country(
            fixed.provider_share, foreign_tools, x.policy.rows["tool_severity_mature"], x.policy.leakage
        ),
        starts=fab.starts,
        ai_wafers=fab.wafers,
        dies_made=fab.dies,
        foreign_dies=fab.foreign,
        yield_n7=fab.yield_n7,
        density=learning.defect_density,
        cumulative_wafers=learning.cumulative,
        memory=memory_flows,
        stacks_on_hand=memory.stacks,
        packaging=packing,
        packages=packing.packaged / x.plans.dies_per_package,
        accelerators=made,
        other_cards=x.plans.other_domestic / p.other_domestic_h100e_per_card,
        lower_cards=x.plans.lower_cards,
        lower_cards_flop=x.plans.lower_cards_flop,
        lower_cards_value=x.plans.lower_cards_value,
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
        support=_support(x),
        domestic_price=x.plans.domestic_price,
        world_price=x.world.price,
        mineral_price=curbed.price,
        curb_cost=yearly_cost(p, curbed, x.world.flow / fixed.step * x.world.price),
        signals=signals,
        tightness=_tightness(reactions, state, allowed.advanced.shape[-1]),
    )
    return new, record


def _short_of_minerals(x: Inputs, curbed: MineralFlows) -> Inputs:
    """Deliver what minerals allow, at what they make it cost."""
    world = x.world._replace(
        flow=x.world.flow * curbed.delivered,
        pool_units=x.world.pool_units * curbed.delivered,
        price=x.world.price * curbed.unit_cost,
    )
    return x._replace(world=world)


def _signals(
    fixed: Fixed,
    x: Inputs,
    state: State,
    made: Scalar,
    purchases: Purchases,
    curbed: MineralFlows,
) -> tuple[Signals, Response | None]:
    """What governments watch; their memory of domestic output moves on."""
    response = state.response
    grown = jnp.zeros_like(made)
    if response is not None:
        level, grown = growth(response, made, fixed.step)
        response = response._replace(output=level)
    wanted = jnp.maximum(purchases.unmet + purchases.money.sum(0), 1e-12)
    signals = Signals(
        always=jnp.ones_like(made),
        china_output_growth=grown,
        china_output_over_us=made / jnp.maximum(x.world.flow, 1e-12),
        domestic_coverage=purchases.money[0] / wanted,
        unmet_demand=purchases.unmet / wanted,
        mineral_shortfall=curbed.short + jnp.zeros_like(made),
    )
    return signals, response


def _tightness(reactions: Reactions | None, state: State, draws: int) -> Float[Array, "government draw"]:
    """How each government stands to its script: 1 tighter, −1 more open, 0 at it."""
    if reactions is None or state.response is None:
        return jnp.zeros((3, draws))
    held = state.response.posture.astype(int)
    return jnp.take_along_axis(jnp.asarray(reactions.tightness), held, axis=1)


def _offer(p: Parameters, fixed: Fixed, x: Inputs) -> Offer:
    pool, half = x.world.pool_units * x.plans.rush, x.plans.half_cap
    return legal_offer(
        p, fixed.catalogue, x.policy.gates, x.policy.rows["controls"], pool, half, x.world.performance
    )


def _memory(p: Parameters, fixed: Fixed, state: State, x: Inputs) -> tuple[Memory, MemoryFlows]:
    """Stacks on hand before accelerators draw on them."""
    free_market = jnp.maximum(1.0 - x.policy.rows["controls"], (x.plans.date >= HBM_RULE).astype(float))
    need = state.packaging.dies * x.plans.stacks_per_die
    shortage = jnp.maximum(need - state.memory.stacks, 0.0) * free_market
    return advance_memory(
        state.memory,
        p,
        fixed.delays.memory,
        fixed.hbm_gap_left,
        x.plans.hbm_wafers * x.policy.rows["hbm_domestic_open"],
        x.plans.hbm_imports,
        x.plans.hbm_others,
        x.policy.rows["hbm_import_open"],
        shortage,
        fixed.step,
    )


def _packaging(
    p: Parameters, fixed: Fixed, state: State, x: Inputs, fab: Fabs, memory: Memory
) -> tuple[Memory, Packaging, PackagingFlows]:
    """Package dies; memory less what packages took."""
    packaging, flows = advance_packaging(
        state.packaging,
        p,
        fab.dies + fab.foreign,
        memory.stacks,
        x.plans.stacks_per_die,
        fab.lower_class,
        x.plans.packaging,
        x.plans.packaging_recorded,
        x.plans.dies_per_package,
        fixed.step,
    )
    left = jnp.maximum(memory.stacks - flows.stacks_drawn, 0.0)
    return memory._replace(stacks=left), packaging, flows


def _compute(
    p: Parameters, fixed: Fixed, state: State, x: Inputs, delivered: Ledger, diverted: Scalar
) -> tuple[Compute, ComputeFlows]:
    """Deploy China's compute and that of the United States, less what went to China instead."""
    flop = jnp.maximum(p.us_share * (x.world.flow - diverted), 0.0)
    home = jnp.stack([flop, flop * x.plans.frontier_bandwidth])
    everyone = jnp.concatenate([delivered, home[None]])
    delays = fixed.delays
    return advance_compute(
        state.compute, p, delays.deploy, delays.ageing, fixed.compute_kept, everyone, fixed.step
    )


def _support(x: Inputs) -> Scalar:
    """State money for chips in the step, USD bn."""
    return x.plans.support * x.policy.rows["state_support"]


def _elsewhere(p: Parameters, x: Inputs) -> Classes:
    """Tools bought outside China by class, USD bn."""
    return x.plans.world_spend * p.tool_weight / p.tool_weight.sum(0)


def _effort(
    p: Parameters,
    fixed: Fixed,
    x: Inputs,
    allowed: Classes,
    local: Local,
    tools: ToolFlows,
    frontier: Classes,
) -> Effort:
    money = spending(p, local.value, allowed, fixed.subsidy * _support(x))
    return Effort(money, allowed, tools.domestic_growth, x.reference, frontier)


def _research(
    p: Parameters, fixed: Fixed, structure: Structure, state: State, x: Inputs, effort: Effort
) -> Research:
    return advance_research(
        state.research,
        p,
        structure,
        fixed.delays.digestion,
        fixed.knowledge_kept,
        effort,
        x.plans.date,
        fixed.step,
    )
