"""Who buys what: choice, rationing and the backlog (model document §2.8).

Equations
    M = B (p̄ / p_0)^(1 − ε) + backlog
    s_i = v_i p_i^(−σ) / Σ_i v_i p_i^(−σ)
    p_i = list_i (1 + τ_i) / (e_i φ_i (1 + premium_i))
    Q_i = min(s_i M, cap_i)          four passes: what meets a full cap goes to what is left

Each pass fills at least one of four caps, so four passes are exact. Displacement is an output:
near zero when domestic supply binds, near one when demand binds.

Symbols: i domestic, legal import, smuggled or offshore [index]; M money of the quarter [USD bn];
backlog money unspent before, less what faded [USD bn]; B potential demand, not realised sales [USD bn];
p̄ price index of the choice set, p_0 the world price [thousand USD per unit of value]; ε minus
`ai_demand_elast` [ratio]; s share of money [share]; v taste for the option [ratio]; p price per unit of
buyer's value [thousand USD]; σ `brand_sigma` [ratio]; list list price [thousand USD per H100e]; τ
buy-local wedge or grey premium [ratio]; e value on a bandwidth-weighted basis [ratio]; φ software
effectiveness [share]; premium willingness to pay for the CUDA stack, `cuda_wtp` [ratio]; Q money spent
[USD bn]; cap money that supply can take [USD bn].

Source: constant elasticity of substitution with rationing; neither camp's fixed displacement is assumed
(the rival form does that).

Leaves out: buyers of different kinds, prepayment, strategic stockpiles.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, power
from ._parameters import Parameters

Scalar = Float[Array, " draw"]
Options = Float[Array, "option draw"]


class Trade(NamedTuple):
    """State: unmet money (USD bn), unsold accelerators, share of supply sold of late."""

    backlog: Scalar
    stock_flop: Scalar
    sold_share: Scalar


class Purchases(NamedTuple):
    """What was bought in the quarter, in the order of the ledgers."""

    share_sold: Options
    """Share of each option's cap that was bought."""
    money: Options
    """USD bn."""
    unmet: Scalar
    demand: Scalar
    """Money that buyers would newly spend at the prices of the quarter, USD bn."""


def initial_trade(draws: int) -> Trade:
    """Nothing owed, nothing unsold."""
    return Trade(jnp.zeros(draws), jnp.zeros(draws), jnp.ones(draws))


def backlog_kept(p: Parameters, dt: float) -> Scalar:
    """Share of unmet money that still waits `dt` years later."""
    return jnp.exp2(-dt / p.backlog_half_life)


def sales_memory(p: Parameters, dt: float) -> Scalar:
    """Weight of a step's sales in the share sold of late."""
    return 1.0 - jnp.exp(-dt / p.reinvest_lag)


def ration(money: Scalar, weight: Options, cap: Options) -> Options:
    """Spend money over options by weight until money or caps run out.

    >>> import jax.numpy as jnp
    >>> spent = ration(jnp.asarray(10.0), jnp.ones(4), jnp.asarray([1.0, 2.0, 3.0, 10.0]))
    >>> spent.tolist()
    [1.0, 2.0, 3.0, 4.0]
    """
    spent, left, full = jnp.zeros_like(cap), money, cap <= 0
    for _ in range(cap.shape[0]):
        open_weight = jnp.where(full, 0.0, weight)
        share = open_weight / jnp.maximum(open_weight.sum(0), 1e-30)
        # a cap is full by name, not by what rounding leaves of it: else it would take another pass
        full = full | (spent + left * share >= cap)
        after = jnp.where(full, cap, spent + left * share)
        spent, left = after, left - (after - spent).sum(0)
    return spent


def fixed_displacement(p: Parameters, sold: Scalar, domestic: Scalar, imported: Scalar) -> Scalar:
    """Share of domestic supply that is sold when each imported unit displaces a fixed share.

    Rival form: `displace_supply` where all would be sold, `displace_demand` where not.
    """
    rate = jnp.where(sold > 0.99, p.displace_supply, p.displace_demand)
    left = jnp.maximum(domestic - rate * imported, 0.0)
    return jnp.where(domestic > 0, left / jnp.maximum(domestic, 1e-15), 1.0)


def smoothed(weight: Scalar, state: Trade, sold: Scalar) -> Scalar:
    """Share of domestic supply sold of late: what reinvestment looks at."""
    return state.sold_share + weight * (sold - state.sold_share)


def choice_weights(p: Parameters, price: Options, wedge: Scalar) -> tuple[Options, Scalar]:
    """Preference weights of the four options and their price index.

    Parameters
    ----------
    price : (option, draw)
        List price per unit of buyer's value, thousand USD; infinite where none is offered.
    wedge : (draw,)
        Buy-local wedge on legal imports, fraction.
    """
    foreign = 1.0 + p.cuda_wtp
    one = jnp.ones_like(foreign)
    perceived = price * jnp.stack([one, (1.0 + wedge) / foreign, 1.0 / foreign, 1.0 / foreign])
    taste = jnp.stack([one, one, p.v_grey, p.v_offshore])
    offered = jnp.isfinite(perceived)
    pull = jnp.where(offered, taste * power(jnp.where(offered, perceived, 1.0), -p.brand_sigma), 0.0)
    index = power(jnp.maximum(pull.sum(0), 1e-30), -1.0 / p.brand_sigma)
    return pull, index


def buy(
    state: Trade,
    p: Parameters,
    kept: Scalar,
    demand: Scalar,
    reference_price: Scalar,
    price: Options,
    cap: Options,
    wedge: Scalar,
) -> tuple[Trade, Purchases]:
    """Buy a quarter's accelerators.

    Parameters
    ----------
    kept : (draw,)
        `backlog_kept`.
    demand : (draw,)
        Potential demand at the reference price, USD bn in the quarter.
    price, cap : (option, draw)
        Price per unit of buyer's value (thousand USD) and money that supply can take (USD bn).
    """
    weight, index = choice_weights(p, price, wedge)
    scale = power(index / reference_price, 1.0 + p.ai_demand_elast)
    wanted = demand * jnp.clip(scale, 0.25, 4.0)
    money = wanted + state.backlog
    spent = ration(money, weight, cap)
    unmet = jnp.maximum(money - spent.sum(0), 0.0)
    share = jnp.where(cap > 0, spent / jnp.maximum(cap, 1e-15), 0.0)
    return Trade(unmet * kept, state.stock_flop, state.sold_share), Purchases(share, spent, unmet, wanted)
