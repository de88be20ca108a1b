"""Outcome measures of one draw, from the record of its quarters (model document §2.11–2.14).

Equations
    L = 12 [ln(R κ) + γ_A l_A] / (γ_C + γ_A)     months; R compute ratio, κ concentration,
        γ_C = ln train_growth, γ_A = ln alg_growth, l_A algorithm diffusion lag in years
    parity = first quarter of four in a row with R ≤ 1
    R&D = intensity × elasticity × revenue (1 − diversion)

Definitions of all outcomes are in `_outcome_list`.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp
from ._axes import IMPORT_CHIPS
from ._parameters import Parameters
from ._quarter import Record
from ._time import MID_QUARTER

Measures = dict[str, Array]
Series = Float[Array, " quarter"]
_MILLION = 1e6
_NEVER = jnp.nan


def measure(p: Parameters, r: Record) -> Measures:
    """Read every outcome, one value a quarter (dates: one value)."""
    return {
        **_compute(p, r),
        **_trade(p, r),
        **_making(r),
        "binding": binding(r),
    }


def _compute(p: Parameters, r: Record) -> Measures:
    stock = r.compute.stock
    onshore = stock[:, :3, 0].sum(-1)
    us = stock[:, 4, 0]
    ratio = us / jnp.maximum(onshore, 1e-12)
    return {
        "china_compute_stock": onshore * _MILLION,
        "china_compute_stock_bandwidth": stock[:, :3, 1].sum(-1) * _MILLION,
        "china_compute_offshore": stock[:, 3, 0] * _MILLION,
        "us_to_china_ai_compute_ratio": ratio,
        "us_designed_share_of_china_stock": percent(stock[:, 1:3, 0].sum(-1), onshore),
        "us_lead_over_china_in_frontier_models": lead(p, us, effective_china(r)),
        "year_of_compute_parity": parity(ratio),
        "smuggled_compute": year_sum(r.delivered[:, 2, 0]) * _MILLION,
    }


def _trade(p: Parameters, r: Record) -> Measures:
    money = r.purchases.money
    revenue = year_sum(r.legal_cost)
    demand = year_sum(r.purchases.demand)
    h200 = IMPORT_CHIPS.index("H200")
    net = revenue * p.us_rd_intensity * p.vendor_rd_elast * (1.0 - p.diversion)
    return {
        "domestic_share_of_china_ai_accelerators_by_value": percent(
            year_sum(money[:, 0]), year_sum(money[:, :3].sum(-1))
        ),
        "nvidia_china_revenue": revenue,
        "h200_units_delivered_to_china": year_sum(r.legal_units[:, h200]) * _MILLION,
        "legal_ai_chips_delivered_to_china": year_sum(r.legal_units.sum(-1)) * _MILLION,
        "china_ai_accelerator_demand": demand,
        "domestic_ai_accelerator_supply_over_total_demand": year_sum(money[:, 0])
        / jnp.maximum(demand, 1e-12),
        "us_government_receipts_from_h200_fee": year_sum(r.legal_fee),
        "us_semiconductor_rnd_from_china_sales": net,
    }


def _making(r: Record) -> Measures:
    return {
        "china_domestic_ai_compute_output": year_sum(r.accelerators) * _MILLION,
        "huawei_ascend_units_produced": year_sum(r.packages) * _MILLION,
        "china_7nm_and_below_capacity": r.tools.capacity * 1e3,
        "smic_7nm_starts": r.starts * 1e3,
        "smic_7nm_yield": r.yield_n7 * 100.0,
        "cxmt_hbm3_stacks_shipped": year_sum(r.memory.made) * _MILLION,
        "hbm_stacks_on_hand": r.stacks_on_hand * _MILLION,
        "domestic_share_of_chip_equipment_in_china": percent(
            year_sum(r.local_value.sum(-1)), year_sum(r.spend.sum(-1))
        ),
        "full_stack_self_reliance": self_reliance(r),
    }


def year_sum(flow: Series) -> Series:
    """Sum of the four quarters that end with each quarter.

    >>> import jax.numpy as jnp
    >>> year_sum(jnp.ones(108))[:5].tolist()
    [1.0, 2.0, 3.0, 4.0, 4.0]
    """
    total = jnp.cumsum(flow)
    return total - jnp.concatenate([jnp.zeros(4), total[:-4]])


def percent(part: Series, whole: Series) -> Series:
    """Share in percent; unknown where the whole is nothing."""
    return jnp.where(whole > 1e-12, 100.0 * part / jnp.where(whole > 1e-12, whole, 1.0), jnp.nan)


def effective_china(r: Record) -> Series:
    """Compute that Chinese developers can use: onshore at its effectiveness, and rented."""
    stock = r.compute.stock[:, :, 0]
    return stock[:, 0] * r.compute.effectiveness + stock[:, 1] + stock[:, 2] + stock[:, 3]


def lead(p: Parameters, us: Series, china: Series) -> Series:
    """U.S. lead in months (equation 2.11)."""
    ratio = us / jnp.maximum(china, 1e-12)
    algorithms = jnp.log(p.alg_growth)
    years = jnp.log(ratio * p.frontier_ratio_scale) + algorithms * p.alg_diff_lag
    return 12.0 * years / (jnp.log(p.train_growth) + algorithms)


def parity(ratio: Series) -> Float[Array, ""]:
    """Date from which the ratio is at most one for four quarters; unknown if never."""
    below = ratio <= 1.0
    run = below[:-3] & below[1:-2] & below[2:-1] & below[3:]
    first = jnp.argmax(run)
    return jnp.where(run.any(), jnp.asarray(MID_QUARTER)[first], _NEVER)


def self_reliance(r: Record) -> Series:
    """Geometric mean of local shares along the chain, percent."""
    made = year_sum(r.dies_made)
    dies = made / jnp.maximum(made + year_sum(r.foreign_dies), 1e-12)
    stacks = year_sum(r.memory.made)
    memory = stacks / jnp.maximum(stacks + year_sum(r.memory.imported), 1e-12)
    links = jnp.concatenate([r.tools.domestic_share, dies[:, None], memory[:, None]], axis=-1)
    return 100.0 * jnp.exp(jnp.log(jnp.maximum(links, 1e-12)).mean(-1)) * (links.min(-1) > 0)


def binding(r: Record) -> Array:
    """Code of what limits domestic output (`BINDING`).

    Demand where supply stays unsold; else the tightest of packaging, memory and dies; where
    dies bind, the tool class that holds capacity down.
    """
    limit = jnp.argmin(r.packaging.limits, axis=-1)
    tool = 4 + jnp.argmin(r.tools.by_class, axis=-1)
    code = jnp.where(limit == 2, tool, 2 + limit)
    code = jnp.where(r.purchases.share_sold[:, 0] < 0.99, 1, code)
    return jnp.where(r.packaging.used > 1e-9, code, 0).astype(jnp.int8)
