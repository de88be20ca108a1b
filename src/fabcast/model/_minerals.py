"""Chinese counter-controls on critical minerals (model document §2.13).

Equations
    L' = (λ c − L) / recover,   M' = max(0, w c − M) / mine,   e' = c − e
    gap = max(0, w (c − L) − M)
    draw = min(gap, H / dt),   H' = (H_0 − H) − draw            refilled only where nothing is missing
    short = gap − draw,   delivered = 1 − loss × short
    P = exp((c p_1 + e (p_2 − p_1)) (1 − min(1, M / w)))
    dearer = 1 + s (P − 1),   cost = W s (P − 1) + full × short

Price moves at once, output only when the stock is gone: the record of 2023 to 2025. All minerals that
China has put under licence are one.

Symbols: c share of Chinese exports to foreign makers that is denied [fraction]; λ `cc_leak` [fraction];
L denied need that arrives by other roads [fraction]; recover time for other roads to open, `cc_recover`
[years]; w China's share of supply, `cc_china_share` [fraction]; M need met from new mines, which stay
[fraction]; mine `cc_mine_years` [years]; e exposure: the curb as felt after a year [fraction]; gap need
that neither meets [fraction]; H stock abroad [years of need]; H_0 `min_stock` [years of need]; draw taken
from the stock [need a year]; short need that is not met [fraction]; loss `cc_output_loss` [fraction];
delivered chips of U.S. design and foreign tools delivered, of those planned [fraction]; P price outside
China over that inside [ratio]; p_1 ln `cc_price_initial` [ln ratio]; p_2 ln `cc_price_persist` [ln
ratio]; s minerals' share of the cost of chips, `cc_cost_share` [fraction]; dearer cost of a chip over
what it would be [ratio]; W spending on chips outside China [USD bn a year]; full `cc_full_loss` [USD bn a
year]; cost what the curb costs the United States and allies [USD bn a year]; dt length of a
step [years].

Source: the course of gallium and germanium after August 2023 and of magnets in 2025; the form is made
for this model.

Leaves out: differences between minerals, what China loses in sales, makers that design the minerals
out, harm to other industries beyond the yearly sum.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, log
from ._parameters import Parameters

Scalar = Float[Array, " draw"]
_MONTHS = 12.0
_LEAST_GAP = 1e-9


class Minerals(NamedTuple):
    """State: other roads and new mines (share of need), stock (years of need), felt exposure."""

    rerouted: Scalar
    mines: Scalar
    stock: Scalar
    exposure: Scalar


class MineralFlows(NamedTuple):
    """What a step's curb does."""

    price: Scalar
    """Price outside China over that inside."""
    short: Scalar
    """Share of need that is not met."""
    delivered: Scalar
    """Share of planned chips and tools that is delivered."""
    unit_cost: Scalar
    """Cost of a chip over what it would be."""


def initial_minerals(p: Parameters) -> Minerals:
    """A full stock, no other roads, no new mines."""
    none = jnp.zeros_like(p.min_stock)
    return Minerals(none, none, p.min_stock / _MONTHS, none)


def advance_minerals(
    state: Minerals, p: Parameters, curb: Scalar, dt: float
) -> tuple[Minerals, MineralFlows]:
    """Move supply of minerals outside China by a step of `dt` years.

    Parameters
    ----------
    curb : (draw,)
        Share of Chinese exports of critical minerals to foreign makers that is denied.
    """
    share = p.cc_china_share
    rerouted = _towards(state.rerouted, p.cc_leak * curb, dt / p.cc_recover)
    dug = 1.0 - jnp.exp(-dt / p.cc_mine_years)
    mines = state.mines + dug * jnp.maximum(share * curb - state.mines, 0.0)
    exposure = _towards(state.exposure, curb, dt)
    gap = jnp.maximum(share * (curb - 0.5 * (state.rerouted + rerouted)) - 0.5 * (state.mines + mines), 0.0)
    draw = jnp.minimum(gap, state.stock / dt)
    refill = jnp.where(gap > _LEAST_GAP, 0.0, p.min_stock / _MONTHS - state.stock)
    stock = state.stock - draw * dt + refill * (1.0 - jnp.exp(-dt))
    short = gap - draw
    price = _price(p, curb, 0.5 * (state.exposure + exposure), mines)
    flows = MineralFlows(
        price=price,
        short=short,
        delivered=jnp.maximum(1.0 - p.cc_output_loss * short, 0.0),
        unit_cost=1.0 + p.cc_cost_share * (price - 1.0),
    )
    return Minerals(rerouted, mines, stock, exposure), flows


def _towards(value: Scalar, target: Scalar, steps: Scalar | float) -> Scalar:
    return value + (1.0 - jnp.exp(-steps)) * (target - value)


def _price(p: Parameters, curb: Scalar, exposure: Scalar, mines: Scalar) -> Scalar:
    first, later = log(p.cc_price_initial), log(p.cc_price_persist)
    unserved = 1.0 - jnp.minimum(mines / p.cc_china_share, 1.0)
    return jnp.exp((curb * first + exposure * (later - first)) * unserved)


def yearly_cost(p: Parameters, flows: MineralFlows, spending: Scalar) -> Scalar:
    """What a curb costs the United States and allies, at the pace of the step, USD bn a year.

    Parameters
    ----------
    spending : (draw,)
        Spending on chips outside China, USD bn a year.
    """
    return spending * (flows.unit_cost - 1.0) + p.cc_full_loss * flows.short
