"""What U.S. designers may sell to China in each quarter (model document §2.8, §2.12).

Equations
    open_c = offered_c × G_c,   G_c = washington_c × beijing_c
    mix_c = open_c A_c / Σ_c open_c A_c,   A_c = (v_c / price_c)^σ,   v = f^(1 − w) B^w
    units_c = min(pool × mix_c, cap_c) × G_c

Three gates in a row: Washington's licence, Beijing's permission, the buyer's choice (in
`_demand`). The newest part (class B300) stands for its successors: its performance grows
as prices per H100e fall.

Symbols: c chip class [index]; open chips that may be sold [0 to 1]; mix their parts of the pool
[share]; offered one while the vendor offers the chip [0 or 1]; G both gates [share]; washington part
that U.S. rules let go [share]; beijing part that Beijing lets in [share]; A pull of the chip on buyers
[ratio]; v buyer's value of a chip [H100e]; f arithmetic of a chip [H100e]; B memory bandwidth of a chip
[H100 = 1]; w `bw_weight` [share]; price price of a chip [thousand USD]; σ `brand_sigma` [ratio]; pool
chips on offer to China (`_world`) [million a quarter]; cap volume limit [million a quarter]; units
chips that may be delivered [million a quarter].

Source: gates are read off rules, licences and customs on record; choice by price and value is the usual
constant-elasticity form, its elasticity judgement.

Leaves out: lead times, prepayment, allocation between buyers.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, power
from ._axes import IMPORT_CHIPS
from ._parameters import Parameters
from ._path import Path
from ._time import Series, years_since

H200 = IMPORT_CHIPS.index("H200")
_NEWEST = IMPORT_CHIPS.index("B300")
_THOUSAND = 1e3

Scalar = Float[Array, " draw"]
Chips = Float[Array, "chip draw"]


class Catalogue(NamedTuple):
    """What a chip of each class is, in mid-2026."""

    flop: Chips
    """Arithmetic, H100e."""
    bandwidth: Chips
    """Memory bandwidth, H100 = 1."""
    value: Chips
    """Value to the buyer, H100e on the bandwidth-weighted basis."""
    price: Chips
    """Thousand USD."""


class Gates(NamedTuple):
    """A path's gates, one row a quarter."""

    us_gate: Chips
    us_half_cap: Chips
    us_unit_cap: Chips
    us_fee: Chips
    cn_gate_known: Chips
    cn_gate_drawn: Chips
    on_sale: Chips


class Offer(NamedTuple):
    """Legal supply on offer in a quarter."""

    units: Chips
    """Million chips that may be delivered."""
    flop: Scalar
    """Their arithmetic, million H100e."""
    bandwidth: Scalar
    """Their memory bandwidth, million H100 of it."""
    value: Scalar
    """Their value to the buyer, million H100e on the bandwidth-weighted basis."""
    cost: Scalar
    """Their price, USD bn."""
    fee: Scalar
    """U.S. government's part of that, USD bn."""


def catalogue(p: Parameters, path: Path) -> Catalogue:
    """Arithmetic, bandwidth, value and price of each class."""
    flop, bandwidth = path.chip_flop, path.chip_bandwidth
    value = power(flop, 1.0 - p.bw_weight) * power(bandwidth, p.bw_weight)
    chip = jnp.arange(len(IMPORT_CHIPS))[:, None]
    price = jnp.where(chip == H200, p.h200_price / _THOUSAND, path.chip_price)
    return Catalogue(flop, bandwidth, value, price)


def legal_offer(
    p: Parameters,
    chips: Catalogue,
    gates: Gates,
    controls: Scalar,
    pool: Scalar,
    half_cap: Scalar,
    performance: Scalar,
) -> Offer:
    """Offer of legal chips after both governments' gates.

    Parameters
    ----------
    controls : (draw,)
        1 under U.S. controls.
    pool, half_cap : (draw,)
        Chips that U.S. designers can offer, and half of U.S. volumes, million in the quarter.
    performance : (draw,)
        Performance of the newest part over that of mid-2026.
    """
    newest = jnp.arange(len(IMPORT_CHIPS))[:, None] == _NEWEST
    growth = jnp.where(newest, performance, 1.0)
    flop, bandwidth, value = chips.flop * growth, chips.bandwidth * growth, chips.value * growth
    gate = gates.us_gate * _chinese_gate(p, gates, controls)
    pull = power(value / chips.price, p.brand_sigma)
    units = _units(gates, pool, half_cap, gate, pull)
    cost = units * chips.price
    return Offer(
        units=units,
        flop=(units * flop).sum(0),
        bandwidth=(units * bandwidth).sum(0),
        value=(units * value).sum(0),
        cost=cost.sum(0),
        fee=(cost * gates.us_fee).sum(0),
    )


def _chinese_gate(p: Parameters, gates: Gates, controls: Scalar) -> Chips:
    """Beijing's gate: what is on record, and the drawn uptake where it is not."""
    drawn = jnp.where(controls > 0, p.cn_gate_post2026, p.nocontrol_cn_gate)
    return gates.cn_gate_known + gates.cn_gate_drawn * drawn


def _units(gates: Gates, pool: Scalar, half_cap: Scalar, gate: Chips, pull: Chips) -> Chips:
    """Million chips a quarter by class."""
    weight = gates.on_sale * gate * pull
    mix = weight / jnp.maximum(weight.sum(0), 1e-30)
    cap = jnp.where(gates.us_half_cap > 0, half_cap, jnp.inf)
    cap = jnp.minimum(cap, gates.us_unit_cap / 1e6)
    return jnp.minimum(pool * mix, cap) * gate


def half_cap(p: Parameters) -> Series:
    """Volume limit of half the U.S. volumes, million chips a quarter.

    The class grows with U.S. volumes and leaves production after 2028.
    """
    growth = power(1.0 + p.h200_ceiling_growth, years_since(2026.5))
    return p.h200_cap_flow / 4.0 * growth * jnp.exp(-p.h200_class_decay * years_since(2028.0))
