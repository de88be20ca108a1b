"""What U.S. designers may sell to China in each quarter (model document §2.8, §2.12).

Equations
    open_c = on_sale_c × us_gate_c × cn_gate_c
    mix_c  = open_c a_c / Σ open a,   a_c = (e_c / price_c)^σ
    units_c = min(pool × mix_c, cap_c) × us_gate_c × cn_gate_c

Symbols: c chip class; e buyer's value of a chip, H100e on a bandwidth-weighted basis
f^(1−w) b^w; σ `brand_sigma`; pool chips a quarter on offer to China; cap the volume limit.

Three gates in a row: Washington's licence, Beijing's permission, the buyer's choice (in
`_demand`). The newest part (class B300) stands for its successors: its performance grows
as prices per H100e fall. Leaves out: lead times, prepayment, allocation between buyers.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp
from ._axes import IMPORT_CHIPS
from ._parameters import Parameters
from ._path import Path
from ._time import Series, years_since
from ._world import World

_H200 = IMPORT_CHIPS.index("H200")
_NEWEST = IMPORT_CHIPS.index("B300")
_THOUSAND = 1e3

Chips = Float[Array, "quarter chip"]


class Offer(NamedTuple):
    """Legal supply on offer, one value a quarter."""

    units: Chips
    """Million chips that may be delivered."""
    flop: Series
    """Their arithmetic, million H100e."""
    bandwidth: Series
    """Their memory bandwidth, million H100 of it."""
    value: Series
    """Their value to the buyer, million H100e on the bandwidth-weighted basis."""
    cost: Series
    """Their price, USD bn."""
    fee: Series
    """U.S. government's part of that, USD bn."""


def legal_offer(p: Parameters, path: Path, w: World) -> Offer:
    """Offer of legal chips after both governments' gates."""
    flop, bandwidth, price = _chips(p, path, w)
    value = flop ** (1.0 - p.bw_weight) * bandwidth**p.bw_weight
    gate = path.us_gate * _chinese_gate(p, path)
    units = _units(p, path, w.pool_units, gate, (value / price) ** p.brand_sigma)
    cost = units * price
    return Offer(
        units=units,
        flop=(units * flop).sum(-1),
        bandwidth=(units * bandwidth).sum(-1),
        value=(units * value).sum(-1),
        cost=cost.sum(-1),
        fee=(cost * path.us_fee).sum(-1),
    )


def _chips(p: Parameters, path: Path, w: World) -> tuple[Chips, Chips, Chips]:
    """Arithmetic, bandwidth and price (thousand USD) of each class by quarter."""
    newest = jnp.arange(len(IMPORT_CHIPS)) == _NEWEST
    growth = jnp.where(newest, w.performance[:, None], 1.0)
    price = jnp.where(jnp.arange(len(IMPORT_CHIPS)) == _H200, p.h200_price / _THOUSAND, path.chip_price)
    return path.chip_flop * growth, path.chip_bandwidth * growth, jnp.broadcast_to(price, growth.shape)


def _chinese_gate(p: Parameters, path: Path) -> Chips:
    """Beijing's gate: what is on record, and the drawn uptake where it is not."""
    drawn = jnp.where(path.controls > 0, p.cn_gate_post2026, p.nocontrol_cn_gate)
    return path.cn_gate_known + path.cn_gate_drawn * drawn[:, None]


def _units(p: Parameters, path: Path, pool: Series, gate: Chips, pull: Chips) -> Chips:
    """Million chips a quarter by class."""
    weight = path.on_sale * gate * pull
    mix = weight / jnp.maximum(weight.sum(-1, keepdims=True), 1e-30)
    cap = jnp.where(path.us_half_cap > 0, _half_cap(p)[:, None], jnp.inf)
    cap = jnp.minimum(cap, path.us_unit_cap / 1e6)
    return jnp.minimum(pool[:, None] * mix, cap) * gate


def _half_cap(p: Parameters) -> Series:
    """Volume limit of half the U.S. volumes, million chips a quarter.

    The class grows with U.S. volumes and leaves production after 2028.
    """
    growth = (1.0 + p.h200_ceiling_growth) ** years_since(2026.5)
    return p.h200_cap_flow / 4.0 * growth * jnp.exp(-p.h200_class_decay * years_since(2028.0))
