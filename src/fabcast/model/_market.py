"""The accelerator market of a quarter: what is on offer at what price, who buys, what arrives.

Equations
    supply_domestic = unsold + made          others: legal offer, grey cap, rented abroad
    worth_i = (bandwidth_i / arithmetic_i)^w φ_i
    price_i = list_i / worth_i,   cap_i = supply_i × list_i
    delivered_i = supply_i × sold_i

Before 2022 imports follow the record and all domestic chips sell. Under the rival form of
fixed displacement each import displaces a fixed share of domestic sales.

Symbols: i domestic, legal import, smuggled or offshore [index]; supply arithmetic on offer [million
H100e]; unsold chips of earlier quarters [million H100e]; made domestic accelerators [million H100e];
worth buyer's value of arithmetic [per H100e]; bandwidth memory bandwidth of the option [H100 = 1];
arithmetic its arithmetic [H100e]; price price per unit of value [thousand USD]; w `bw_weight` [share];
φ software effectiveness [share]; list list price [thousand USD per H100e]; cap money that supply can
take [USD bn]; sold part of supply that is sold (`_demand`) [share]; delivered arithmetic delivered
[million H100e].

Source: accounting around the choice of `_demand`.

Leaves out: what `_demand` and `_offer` leave out.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp, power
from ._demand import Purchases, Trade, buy, fixed_displacement, smoothed
from ._fixed import Fixed
from ._inputs import Inputs
from ._offer import Offer
from ._parameters import Parameters
from ._structure import Structure

Scalar = Float[Array, " draw"]
Options = Float[Array, "option draw"]
Ledger = Float[Array, "ledger basis draw"]


def trade_quarter(
    p: Parameters,
    fixed: Fixed,
    structure: Structure,
    trade: Trade,
    software: Scalar,
    x: Inputs,
    offer: Offer,
    made: Scalar,
    bandwidth: Options,
) -> tuple[Trade, Purchases, Ledger]:
    """Sell a quarter's accelerators; return what is delivered by ledger and basis, million.

    Parameters
    ----------
    software : (draw,)
        Effectiveness of domestic software (φ).
    made : (draw,)
        Domestic accelerators made, million H100e.
    bandwidth : (option, draw)
        Memory bandwidth per arithmetic by option (`bandwidth_per_flop`).
    """
    supply = _supply(trade, x, offer, made)
    listed = _list_price(p, x, offer)
    price = _price_per_value(p, software, x, offer, listed, bandwidth)
    cap = supply * listed
    wedge = p.buylocal_wedge * x.policy.rows["import_discouragement"]
    reference = x.world.price / power(x.plans.frontier_bandwidth, p.bw_weight) / (1.0 + p.cuda_wtp)
    after, purchases = buy(
        trade, p, fixed.backlog_kept, x.plans.demand * x.plans.trading, reference, price, cap, wedge
    )
    before = (jnp.arange(4) < 2).astype(float)[:, None]
    sold = jnp.where(x.plans.trading > 0, purchases.share_sold, before)
    displaced = fixed_displacement(p, sold[0], supply[0], offer.flop * sold[1])
    sold = sold.at[0].set(jnp.where(structure.fixed_displacement * x.plans.trading > 0, displaced, sold[0]))
    purchases = purchases._replace(share_sold=sold)
    flop = supply.at[1].set(jnp.where(x.plans.trading > 0, offer.flop, x.plans.early_imports)) * sold
    # under fixed displacement a displaced chip is never made: it does not wait to be sold
    kept = supply[0] * (1.0 - sold[0]) * (1.0 - structure.fixed_displacement)
    after = after._replace(stock_flop=kept, sold_share=smoothed(fixed.sales_memory, trade, sold[0]))
    return after, purchases, jnp.stack([flop, flop * bandwidth], axis=1)


def _supply(trade: Trade, x: Inputs, offer: Offer, made: Scalar) -> Options:
    """Arithmetic on offer by option, million H100e."""
    return jnp.stack([trade.stock_flop + made, offer.flop, _grey(x), x.plans.offshore_added])


def _grey(x: Inputs) -> Scalar:
    """Compute that grey channels bring in, million H100e."""
    return x.plans.grey_supply * x.policy.grey


def _list_price(p: Parameters, x: Inputs, offer: Offer) -> Options:
    """Thousand USD per H100e by option."""
    legal = offer.cost / jnp.maximum(offer.flop, 1e-15)
    grey = x.world.price * (1.0 + p.smug_premium)
    return jnp.stack([x.plans.domestic_price, legal, grey, x.world.price])


def _price_per_value(
    p: Parameters, software: Scalar, x: Inputs, offer: Offer, listed: Options, bandwidth: Options
) -> Options:
    """Thousand USD per unit of buyer's value; infinite where nothing is offered."""
    worth = power(bandwidth, p.bw_weight).at[0].multiply(software)
    legal = jnp.where(offer.flop > 0, offer.value / jnp.maximum(offer.flop, 1e-15), 1.0)
    price = listed / worth.at[1].set(legal)
    offered = jnp.stack([jnp.ones_like(software), offer.flop, _grey(x), x.plans.offshore_added])
    return jnp.where(offered > 0, price, jnp.inf)


def bandwidth_per_flop(x: Inputs, offer: Offer, without_hbm: Scalar) -> Options:
    """Memory bandwidth per arithmetic by option, H100 = 1."""
    domestic = x.plans.domestic_bandwidth * (1.0 - without_hbm) + x.plans.hibl_bandwidth * without_hbm
    legal = jnp.where(offer.flop > 0, offer.bandwidth / jnp.maximum(offer.flop, 1e-15), 1.0)
    return jnp.stack([domestic, legal, x.plans.frontier_bandwidth, x.plans.frontier_bandwidth])
