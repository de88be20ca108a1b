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

from ._arrays import Array, Float, jax, jnp, log, power
from ._axes import STEP_YEARS, TOOL_CLASSES
from ._erlang import Chain, advance
from ._parameters import Parameters

Classes = Float[Array, "tool draw"]
Scalar = Float[Array, " draw"]
_LN2 = 0.6931471805599453


class Tools(NamedTuple):
    """State: foreign and domestic tools, on their way and installed."""

    foreign_coming: Float[Array, "stage tool draw"]
    domestic_coming: Float[Array, "stage tool draw"]
    foreign: Classes
    domestic: Classes
    availability: Classes
    denied: Classes
    """Denied orders that will be placed again, kwpm (immersion: units)."""


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


def by_immersion(immersion: Scalar | Classes | float, others: Scalar | Classes | float) -> Classes:
    """Take one value for immersion scanners and another for all other classes.

    >>> by_immersion(1.0, 2.0)[:, 0].tolist()
    [1.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    """
    return jnp.where(jnp.arange(len(TOOL_CLASSES))[:, None] == 0, immersion, others)


def worn(p: Parameters) -> Scalar:
    """Share of installed tools that a quarter leaves."""
    return jnp.exp(-STEP_YEARS / p.tool_life)


def initial_tools(fleet: Array, legacy: Array, draws: int) -> Tools:
    """Start with a fleet of scanners (units) and a legacy FinFET line (kwpm)."""
    stock = jnp.broadcast_to(by_immersion(fleet, legacy), (len(TOOL_CLASSES), draws))
    return Tools(
        foreign_coming=jnp.zeros((3, *stock.shape)),
        domestic_coming=jnp.zeros((3, *stock.shape)),
        foreign=stock,
        domestic=jnp.zeros_like(stock),
        availability=jnp.ones_like(stock),
        denied=jnp.zeros_like(stock),
    )


def advance_tools(
    state: Tools,
    p: Parameters,
    delay: Chain,
    kept: Scalar,
    wanted: Classes,
    domestic_share: Classes,
    domestic_scanners: Scalar,
    access: Classes,
    bought_ahead: Classes,
    withdrawn: Scalar,
    serviced: Classes,
) -> tuple[Tools, ToolFlows]:
    """Move tool stocks by a quarter.

    Parameters
    ----------
    kept : (draw,)
        `worn`.
    wanted : (tool, draw)
        Additions that fabs want in the quarter, kwpm; scanners in units.
    domestic_share : (tool, draw)
        Share of wanted additions that local makers may fill on advanced lines.
    domestic_scanners : (draw,)
        Local immersion scanners delivered in the quarter, units.
    bought_ahead : (tool, draw)
        Tools arriving now because they were bought ahead of controls.
    withdrawn : (draw,)
        Share of foreign tools whose vendor service is withdrawn.
    serviced : (tool, draw)
        Share of availability that a quarter without service leaves (`service_left`).
    """
    local = by_immersion(domestic_scanners, wanted * domestic_share)
    again = state.denied * STEP_YEARS
    foreign_orders = by_immersion(wanted, wanted - local) + again
    filled = foreign_orders * access + bought_ahead
    refused = foreign_orders * (1.0 - access)
    foreign_coming, arrived = advance(state.foreign_coming, filled, delay)
    domestic_coming, made = advance(state.domestic_coming, local, delay)
    foreign = state.foreign * kept + arrived
    domestic = state.domestic * kept + made
    new = Tools(
        foreign_coming=foreign_coming,
        domestic_coming=domestic_coming,
        foreign=foreign,
        domestic=domestic,
        availability=_availability(state, arrived, foreign, withdrawn, serviced),
        denied=state.denied - again + refused * (1.0 - p.reorder_rule_flow_cap),
    )
    return new, _flows(new, state, p, foreign_orders + local, refused)


def service_left(
    p: Parameters, withdrawn: Float[Array, "quarter draw"]
) -> tuple[Float[Array, "quarter draw"], Float[Array, "quarter draw"]]:
    """Share of availability that each quarter leaves without service: lithography, other classes.

    One while spares last; they are counted from the last quarter with service.
    """
    count = jnp.arange(1.0, withdrawn.shape[0] + 1)[:, None]
    last_served = jax.lax.cummax(jnp.where(withdrawn > 0, 0.0, count), axis=0)
    clock = STEP_YEARS * (count - last_served)
    rate = withdrawn * (1.0 - p.service_recovery) * (clock > p.spares_years)
    litho, other = p.uptime_decay_litho, p.uptime_decay_other
    return jnp.exp(-rate * litho * STEP_YEARS), jnp.exp(-rate * other * STEP_YEARS)


def by_service(litho: Scalar, other: Scalar) -> Classes:
    """Give lithography classes one value, all others another."""
    return jnp.where(jnp.arange(len(TOOL_CLASSES))[:, None] < 2, litho, other)


def _availability(
    state: Tools, arrived: Classes, foreign: Classes, withdrawn: Scalar, serviced: Classes
) -> Classes:
    """Availability of foreign tools after wear without service, and with new tools."""
    recovered = state.availability + (1.0 - state.availability) * STEP_YEARS
    restored = jnp.where(withdrawn > 0, state.availability * serviced, recovered)
    fresh = jnp.clip(arrived / jnp.maximum(foreign, 1e-12), 0.0, 1.0)
    return restored + (1.0 - restored) * fresh


def _flows(new: Tools, old: Tools, p: Parameters, ordered: Classes, refused: Classes) -> ToolFlows:
    per_unit = by_immersion(10.0 * p.immersion_adv_share / p.duvi_10k_7, 1.0)
    domestic_weight = by_immersion(p.dom_duvi_thr, 1.0)
    local = new.domestic * domestic_weight
    by_class = per_unit * (new.foreign * new.availability + local)
    floor = 0.1
    return ToolFlows(
        capacity=by_class.min(0),
        by_class=by_class,
        domestic_share=local / jnp.maximum(new.foreign * new.availability + local, 1e-12),
        domestic_growth=log((new.domestic + floor) / (old.domestic + floor)) / _LN2,
        ordered=ordered,
        lost=refused * p.reorder_rule_flow_cap,
    )


def reinvestment(p: Parameters, sold_share: Scalar, state_support: Scalar) -> Scalar:
    """Desired advanced spending over the supply-limited path.

    1 when all that is made is sold and the state pays what the baseline plans; the market's
    part falls with sales: floor × support + (1 − floor) u^elasticity (γ of model document §3).
    """
    market = power(jnp.maximum(sold_share, 1e-6), p.capex_rev_elast)
    return p.capex_state_floor * state_support + (1.0 - p.capex_state_floor) * market


def wanted_additions(p: Parameters, spend: Scalar) -> Scalar:
    """Capacity that a quarter's tool spending (USD bn) pays for, kwpm."""
    million_per_kwpm = p.capex_7_duv * p.equip_share_capex
    return spend * 1e3 / million_per_kwpm
