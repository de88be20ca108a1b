"""Tool stocks on advanced lines and the capacity they give (model document §2.2).

Equations, classes other than immersion, in thousand wafers a month (kwpm) of balanced line
    D     = spend × reinvestment × motive / (capex_7_duv × equip_share_capex)
    in_F  = D (1 − s_k) a_k + re-ordered + bought ahead;   in_D = D s_k
    N_o'  = Erlang3(in_o ; install) − N_o / life            spending is dated at delivery
Immersion scanners are counted in units, China-wide; advanced lines hold a share of them
    W_imm = 10 x N_imm / duvi_10k_7
Capacity is that of the scarcest class
    W = min_k W_k,   W_k = N_k,F A_k + N_k,D

A is the availability of foreign tools: when vendors withdraw service it stays while spares
last, then decays at μ (1 − ρ) a year for the tools held then; new tools arrive whole.

Symbols: s_k domestic share on advanced lines; a_k access; x `immersion_adv_share`.
Leaves out: lead times before delivery, cleanroom and labour limits, moves of scanners
between lines, second-hand tools.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp
from ._axes import STEP_YEARS, TOOL_CLASSES
from ._erlang import Chain, advance
from ._parameters import Parameters

Classes = Float[Array, " tool"]
Scalar = Float[Array, ""]
IMMERSION = jnp.arange(len(TOOL_CLASSES)) == 0


class Tools(NamedTuple):
    """State: foreign and domestic tools, on their way and installed."""

    foreign_coming: Float[Array, "tool stage"]
    domestic_coming: Float[Array, "tool stage"]
    foreign: Classes
    domestic: Classes
    availability: Classes
    denied: Classes
    """Denied orders that will be placed again, kwpm (immersion: units)."""
    years_without_service: Scalar


class ToolFlows(NamedTuple):
    """What the stage hands on."""

    capacity: Scalar
    """Installed advanced capacity, kwpm."""
    by_class: Classes
    """Capacity that each class would allow, kwpm."""
    domestic_share: Classes
    """Domestic share of installed tools on advanced lines."""
    domestic_growth: Classes
    """Doublings of the domestic installed base in the quarter."""
    ordered: Classes
    lost: Classes


def initial_tools(fleet: Scalar, legacy: Scalar) -> Tools:
    """Start with a fleet of scanners (units) and a legacy FinFET line (kwpm)."""
    n = len(TOOL_CLASSES)
    stock = jnp.where(IMMERSION, fleet, legacy)
    return Tools(
        foreign_coming=jnp.zeros((n, 3)),
        domestic_coming=jnp.zeros((n, 3)),
        foreign=stock,
        domestic=jnp.zeros(n),
        availability=jnp.ones(n),
        denied=jnp.zeros(n),
        years_without_service=jnp.zeros(()),
    )


def advance_tools(
    state: Tools,
    p: Parameters,
    delay: Chain,
    wanted: Classes,
    domestic_share: Classes,
    domestic_scanners: Scalar,
    access: Classes,
    bought_ahead: Classes,
    withdrawn: Scalar,
) -> tuple[Tools, ToolFlows]:
    """Move tool stocks by a quarter.

    Parameters
    ----------
    wanted : (tool,)
        Additions that fabs want in the quarter, kwpm; scanners in units.
    domestic_share : (tool,)
        Share of wanted additions that local makers may fill on advanced lines.
    domestic_scanners : scalar
        Local immersion scanners delivered in the quarter, units.
    bought_ahead : (tool,)
        Tools arriving now because they were bought ahead of controls.
    withdrawn : scalar
        Share of foreign tools whose vendor service is withdrawn.
    """
    local = jnp.where(IMMERSION, domestic_scanners, wanted * domestic_share)
    again = state.denied * STEP_YEARS
    foreign_orders = jnp.where(IMMERSION, wanted, wanted - local) + again
    filled = foreign_orders * access + bought_ahead
    refused = foreign_orders * (1.0 - access)
    foreign_coming, arrived = advance(state.foreign_coming, filled, delay)
    domestic_coming, made = advance(state.domestic_coming, local, delay)
    kept = jnp.exp(-STEP_YEARS / p.tool_life)
    foreign = state.foreign * kept + arrived
    domestic = state.domestic * kept + made
    availability, clock = _service(state, p, arrived, foreign, withdrawn)
    new = Tools(
        foreign_coming=foreign_coming,
        domestic_coming=domestic_coming,
        foreign=foreign,
        domestic=domestic,
        availability=availability,
        denied=state.denied - again + refused * (1.0 - p.reorder_rule_flow_cap),
        years_without_service=clock,
    )
    return new, _flows(new, state, p, foreign_orders + local, refused)


def _service(
    state: Tools, p: Parameters, arrived: Classes, foreign: Classes, withdrawn: Scalar
) -> tuple[Classes, Scalar]:
    """Availability of foreign tools and the time since service stopped."""
    clock = jnp.where(withdrawn > 0, state.years_without_service + STEP_YEARS, 0.0)
    decay = jnp.where(
        IMMERSION | (jnp.arange(len(TOOL_CLASSES)) == 1), p.uptime_decay_litho, p.uptime_decay_other
    )
    rate = decay * withdrawn * (1.0 - p.service_recovery) * (clock > p.spares_years)
    old = state.availability * jnp.exp(-rate * STEP_YEARS)
    fresh = arrived / jnp.maximum(foreign, 1e-12)
    restored = jnp.where(withdrawn > 0, old, old + (1.0 - old) * STEP_YEARS)
    return restored + (1.0 - restored) * jnp.clip(fresh, 0.0, 1.0), clock


def _flows(new: Tools, old: Tools, p: Parameters, ordered: Classes, refused: Classes) -> ToolFlows:
    per_unit = jnp.where(IMMERSION, 10.0 * p.immersion_adv_share / p.duvi_10k_7, 1.0)
    domestic_weight = jnp.where(IMMERSION, p.dom_duvi_thr, 1.0)
    local = new.domestic * domestic_weight
    by_class = per_unit * (new.foreign * new.availability + local)
    floor = 0.1
    return ToolFlows(
        capacity=by_class.min(),
        by_class=by_class,
        domestic_share=local / jnp.maximum(new.foreign * new.availability + local, 1e-12),
        domestic_growth=jnp.log2((new.domestic + floor) / (old.domestic + floor)),
        ordered=ordered,
        lost=refused * p.reorder_rule_flow_cap,
    )


def reinvestment(p: Parameters, sold_share: Scalar, state_support: Scalar) -> Scalar:
    """Desired advanced spending over the supply-limited path.

    1 when all that is made is sold and the state pays what the baseline plans; the market's
    part falls with sales: floor × support + (1 − floor) u^elasticity (γ of model document §3).
    """
    market = jnp.maximum(sold_share, 1e-6) ** p.capex_rev_elast
    return p.capex_state_floor * state_support + (1.0 - p.capex_state_floor) * market


def wanted_additions(p: Parameters, spend: Scalar) -> Scalar:
    """Capacity that a quarter's tool spending (USD bn) pays for, kwpm."""
    million_per_kwpm = p.capex_7_duv * p.equip_share_capex
    return spend * 1e3 / million_per_kwpm
