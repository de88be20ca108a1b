"""Tool stocks on advanced lines and the capacity they give (model document §2.2).

Equations, classes other than immersion
    in_F = (D (1 − s_k m) + due) a_k + ahead,   in_D = D s_k m
    due = Erlang3(again ; lead)          denied orders placed again
    N_o' = Erlang3(in_o ; tool_install) − N_o / tool_life
    W_k = N_k,F A_k + N_k,D
Immersion scanners are counted in units, China-wide; advanced lines hold a part x of them
    W_imm = 10 x N_imm / duvi_10k_7
    x' = scanner_move_rate (clip(need ; x_0, 1) − x)
Capacity is that of the scarcest class (rival: share-normalised CES of elasticity σ)
    W = min_k W_k
When vendors withdraw service, availability stays while spares last and then decays
    A' = −μ (1 − ρ) A          new tools arrive whole

A denied order that is placed again waits its lead time.

Symbols: k tool class [index]; o origin, foreign F or domestic D [index]; N tools on advanced lines
[kwpm of balanced line; immersion: units]; in tools that start their way in [kwpm]; D additions wanted
(`_spending`) [kwpm]; s domestic share on advanced lines [share]; m part of local tools that is not
short of foreign parts [share]; a access [share]; ahead tools bought ahead of controls [kwpm]; due what
comes of them [kwpm]; lead time from order to delivery [years]; again denied orders placed again [kwpm];
W capacity [kwpm]; x share of scanners on advanced lines, x_0 `immersion_adv_share` [share]; need share
at which immersion allows what the scarcest other class does [share]; A availability of foreign tools
[share]; μ decay without service, `uptime_decay_litho` and `uptime_decay_other` [1/year]; ρ
`service_recovery` [share].

Source: key tools that could not form lines for want of matching ones (`smic-co-ceo-zhao-haijun-via-toms`);
decay without service is judgement, as no measurement is public.

Leaves out: cleanroom and labour limits, second-hand tools, scanners too old for advanced lines
(`immersion_adv_share_max`: that bound is met in no draw before 2040).
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, log, power
from ._axes import TOOL_CLASSES, TOOLS
from ._erlang import Chain, advance
from ._parameters import Parameters

Classes = Float[Array, "tool draw"]
Scalar = Float[Array, " draw"]
_LN2 = 0.6931471805599453
_LITHOGRAPHY = tuple(tool.lithography for tool in TOOLS)


class Tools(NamedTuple):
    """State: foreign and domestic tools, ordered, on their way and installed."""

    foreign_coming: Float[Array, "stage tool draw"]
    domestic_coming: Float[Array, "stage tool draw"]
    foreign: Classes
    domestic: Classes
    availability: Classes
    denied: Classes
    """Denied orders that will be placed again, kwpm (immersion: units)."""
    on_order: Float[Array, "stage tool draw"]
    """Orders placed again, waiting their lead time."""
    plans: Float[Array, "stage draw"]
    """Changes of the spending plan, waiting the lead time."""
    scanner_share: Scalar
    """Share of immersion scanners on advanced lines."""
    unserved: Scalar
    """Years since vendors last served all tools."""


class ToolDelays(NamedTuple):
    """Exact steps of the delays."""

    install: Chain
    lead: Chain
    """By class."""
    plan: Chain


class Wanted(NamedTuple):
    """Deliveries that fabs plan for the step, kwpm (immersion: units)."""

    tools: Classes
    local: Classes
    """Those that local makers fill."""
    ahead: Classes
    """Foreign tools arriving because they were bought ahead of controls."""


class ToolFlows(NamedTuple):
    """What the stage hands on."""

    capacity: Scalar
    """Installed advanced capacity, kwpm."""
    scanners: Scalar
    """Working immersion scanners in China, units."""
    by_class: Classes
    """Capacity that each class would allow, kwpm."""
    domestic_share: Classes
    """Domestic share of installed tools on advanced lines."""
    domestic_growth: Classes
    """Doublings of the domestic installed base in the step."""
    ordered: Classes
    delivered: Classes
    lost: Classes
    waiting: Classes
    """Denied orders not yet given up, on the books or to be placed again."""


def by_immersion(immersion: Scalar | Classes | float, others: Scalar | Classes | float) -> Classes:
    """Take one value for immersion scanners and another for all other classes.

    >>> by_immersion(1.0, 2.0)[:, 0].tolist()
    [1.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    """
    return jnp.where(jnp.arange(len(TOOL_CLASSES))[:, None] == 0, immersion, others)


def worn(p: Parameters, dt: float) -> Scalar:
    """Share of installed tools that `dt` years leave."""
    return jnp.exp(-dt / p.tool_life)


def lead_time(p: Parameters) -> Classes:
    """Years from order to delivery, by class."""
    return by_immersion(p.lead_duvi, p.lead_other)


def initial_tools(p: Parameters, fleet: Array, legacy: Array) -> Tools:
    """Start with a fleet of scanners (units), a legacy FinFET line (kwpm) and an unchanged plan."""
    shape = (len(TOOL_CLASSES), *p.tool_life.shape)
    stock = jnp.broadcast_to(by_immersion(fleet, legacy), shape)
    waiting = jnp.zeros((3, *shape))
    return Tools(
        foreign_coming=waiting,
        domestic_coming=waiting,
        foreign=stock,
        domestic=jnp.zeros(shape),
        availability=jnp.ones(shape),
        denied=jnp.zeros(shape),
        on_order=waiting,
        plans=jnp.stack([p.lead_other / 3.0] * 3),
        scanner_share=p.immersion_adv_share,
        unserved=jnp.zeros(shape[-1]),
    )


def advance_tools(
    state: Tools,
    p: Parameters,
    delays: ToolDelays,
    kept: Scalar,
    moved: Scalar,
    wanted: Wanted,
    access: Classes,
    withdrawn: Scalar,
    substitution: Scalar,
    dt: float,
) -> tuple[Tools, ToolFlows]:
    """Move tool stocks by a step of `dt` years.

    Parameters
    ----------
    kept : (draw,)
        `worn`.
    moved : (draw,)
        Part of the way to what is needed that scanners are moved in a step (`scanners_moved`).
    access : (tool, draw)
        Share of foreign orders that rules let through at delivery.
    withdrawn : (draw,)
        Share of tools that vendors do not serve.
    substitution : scalar
        Elasticity of substitution between classes; 0 for none.
    """
    unserved = jnp.where(withdrawn > 0, state.unserved + dt, 0.0)
    left = service_left(p, withdrawn, unserved, dt)
    again = state.denied * (1.0 - jnp.exp(-dt))
    on_order, due = advance(state.on_order, again, delays.lead)
    foreign_orders = by_immersion(wanted.tools[0], wanted.tools - wanted.local) + due
    filled = foreign_orders * access + wanted.ahead
    refused = foreign_orders * (1.0 - access)
    foreign_coming, arrived = advance(state.foreign_coming, filled, delays.install)
    domestic_coming, made = advance(state.domestic_coming, wanted.local, delays.install)
    # what arrives in the step wears for half of it
    half = jnp.sqrt(kept)
    foreign = state.foreign * kept + arrived * half
    new = state._replace(
        foreign_coming=foreign_coming,
        domestic_coming=domestic_coming,
        foreign=foreign,
        domestic=state.domestic * kept + made * half,
        availability=_availability(state, arrived, foreign, withdrawn, left, dt),
        denied=state.denied - again + refused * (1.0 - p.reorder_rule_flow_cap),
        on_order=on_order,
        unserved=unserved,
    )
    new = new._replace(scanner_share=_moved(new, p, moved))
    flows = _flows(new, state, p, substitution)
    return new, flows._replace(
        ordered=foreign_orders + wanted.local,
        delivered=filled + wanted.local,
        lost=refused * p.reorder_rule_flow_cap,
    )


def scanners_moved(p: Parameters, dt: float) -> Scalar:
    """Part of the way to what is needed that scanners move between lines in a step."""
    return 1.0 - jnp.exp(-p.scanner_move_rate * dt)


def _moved(new: Tools, p: Parameters, moved: Scalar) -> Scalar:
    """Share of scanners on advanced lines, moved towards what other classes could use."""
    fleet, others = _usable(new, p)
    need = others.min(0) * p.duvi_10k_7 / 10.0 / jnp.maximum(fleet, 1e-12)
    target = jnp.clip(need, p.immersion_adv_share, 1.0)
    return new.scanner_share + moved * (target - new.scanner_share)


def _usable(new: Tools, p: Parameters) -> tuple[Scalar, Classes]:
    """Working tools: immersion scanners (units), other classes (kwpm)."""
    working = new.foreign * new.availability + new.domestic * by_immersion(p.dom_duvi_thr, 1.0)
    return working[0], working[1:]


def service_left(p: Parameters, withdrawn: Scalar, unserved: Scalar, dt: float) -> Classes:
    """Share of availability that `dt` years leave without service, by class; all while spares last."""
    rate = withdrawn * (1.0 - p.service_recovery) * (unserved > p.spares_years)
    decay = jnp.where(jnp.asarray(_LITHOGRAPHY)[:, None], p.uptime_decay_litho, p.uptime_decay_other)
    return jnp.exp(-rate * decay * dt)


def _availability(
    state: Tools, arrived: Classes, foreign: Classes, withdrawn: Scalar, left: Classes, dt: float
) -> Classes:
    """Availability of foreign tools after wear without service, and with new tools."""
    recovered = state.availability + (1.0 - state.availability) * (1.0 - jnp.exp(-dt))
    restored = jnp.where(withdrawn > 0, state.availability * left, recovered)
    fresh = jnp.clip(arrived / jnp.maximum(foreign, 1e-12), 0.0, 1.0)
    return restored + (1.0 - restored) * fresh


def _flows(new: Tools, old: Tools, p: Parameters, substitution: Scalar) -> ToolFlows:
    per_unit = by_immersion(10.0 * new.scanner_share / p.duvi_10k_7, 1.0)
    local = new.domestic * by_immersion(p.dom_duvi_thr, 1.0)
    working = new.foreign * new.availability + local
    by_class = per_unit * working
    floor, none = 0.1, jnp.zeros_like(by_class)
    return ToolFlows(
        capacity=line_capacity(by_class, substitution),
        scanners=working[0],
        by_class=by_class,
        domestic_share=local / jnp.maximum(working, 1e-12),
        domestic_growth=log((new.domestic + floor) / (old.domestic + floor)) / _LN2,
        ordered=none,
        delivered=none,
        lost=none,
        waiting=new.denied + new.on_order.sum(0),
    )


def line_capacity(by_class: Classes, substitution: Scalar) -> Scalar:
    """Capacity of a line from what each class allows, kwpm.

    The scarcest class decides; under the rival form a share-normalised CES, which returns its
    input where classes are equal.

    >>> import jax.numpy as jnp
    >>> classes = jnp.asarray([[2.0], [4.0]])
    >>> float(line_capacity(classes, 0.0)[0]), round(float(line_capacity(classes, 0.2)[0]), 3)
    (2.0, 2.343)
    """
    least = by_class.min(0)
    sigma = jnp.where(substitution > 0, substitution, 0.5)
    exponent = 1.0 - 1.0 / sigma
    ratio = jnp.maximum(by_class, 1e-12) / jnp.maximum(least, 1e-12)
    mixed = least * power(power(ratio, exponent).mean(0), 1.0 / exponent)
    return jnp.where(substitution > 0, mixed, least)
