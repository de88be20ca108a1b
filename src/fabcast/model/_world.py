"""World supply and prices of AI compute (model document §2.13a).

Equations
    S' = S ln g          after 2026, recorded before; g by year with one shared shock
    F = max(0, S(t) − S(t − 1))
    p' = p ln(1 − price_fall)          after 2026, recorded before
    pool = share × F / e

Symbols: S world stock delivered [million H100e]; g growth of the world stock [ratio a year]; F flow
[million H100e a quarter]; e arithmetic of the average U.S.-designed chip [H100e]; p price [thousand USD
per H100e]; share part of it that U.S. designers can offer China, `nocontrol_cn_share` [share]; pool
chips on offer to China [million a quarter].

Source: stock and prices of the record (`epoch-ai-ai-chip-sales-ai-chip`); growth to come is judgement.

Leaves out: power and grid limits, Taiwan risk, supply response to Chinese demand.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import jnp, power
from ._drivers import Drivers, realise
from ._parameters import Parameters
from ._time import QUARTER_END, Scalar, Series, at, between, grow, years_since


class World(NamedTuple):
    """Exogenous world of one draw, a value a quarter."""

    flow: Series
    stock: Series
    price: Series
    h100e_per_chip: Series
    pool_units: Series
    performance: Series
    """Performance of the newest part over that of mid-2026."""


def world(p: Parameters, drivers: Drivers, shocks: dict[str, Scalar]) -> World:
    """Build the world's paths for one draw."""
    recorded = realise(drivers.world_stock, shocks["world_stock"])
    stock = recorded * grow(_growth(p, drivers) - 1.0)
    # where drawn growth falls below one nothing is delivered: a world stock does not flow back
    flow = jnp.maximum(jnp.diff(stock, axis=0, prepend=0.0), 0.0)
    performance = power(1.0 - p.price_fall, -years_since(2026.5))
    per_chip = realise(drivers.world_h100e_per_chip, shocks["world_h100e_per_chip"]) * performance
    price = realise(drivers.world_price, shocks["world_price"]) / performance
    pool = p.nocontrol_cn_share * flow / per_chip
    return World(flow, stock, price, per_chip, pool, performance)


def _growth(p: Parameters, drivers: Drivers) -> Series:
    """Yearly growth ratio of the world stock after the record ends; 1 before."""
    near = realise(drivers.world_growth, p.world_growth_shock)
    late = jnp.where(between(2031, 2036) > 0, p.world_growth_2031, p.world_growth_2036)
    ratio = jnp.where(between(2027, 2031) > 0, near, late)
    return jnp.where(years_since(2027) > 0, ratio, 1.0)


def offshore_capacity(p: Parameters, w: World) -> Series:
    """Compute that Chinese firms could rent abroad, million H100e, quarter end.

    Recorded deals to 2026, growing since 2023 at the pace of 2026; with the world after.
    """
    early = p.offshore_2025q4 * power(p.offshore_growth_2026, jnp.minimum(_date() - 2026.0, 1.0))
    started = jnp.where(_date() > 2023.0, early, 0.0)
    return started * jnp.where(_date() > 2027.0, w.stock / at(w.stock, 2026.9), 1.0)


def _date() -> Series:
    return jnp.asarray(QUARTER_END)[:, None]
