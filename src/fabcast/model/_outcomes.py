"""Outcome measures of one draw, from what its quarters left (model document §2.11–2.14).

Equations
    L = 12 [ln(R κ) + γ_A l_A] / (γ_C + γ_A)     months; R compute ratio, κ concentration,
        γ_C = ln train_growth, γ_A = ln alg_growth, l_A algorithm diffusion lag in years
    parity = first quarter of four in a row with R ≤ 1
    R&D = intensity × elasticity × revenue (1 − diversion)

Definitions of all outcomes are in `_outcome_list`.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp, log
from ._axes import TOOL_CLASSES
from ._cost import PREMIUM_DATE, die_cost, learning_exponent, wafer_cost
from ._inputs import TRADE_START
from ._parameters import Parameters
from ._quarter import FIRST_ADVANCED
from ._record import Reading
from ._time import MID_QUARTER, at
from ._yield import dies_per_wafer

Measures = dict[str, Array]
Series = Float[Array, "quarter *draw"]
_MILLION = 1e6
_NEVER = jnp.nan


def measure(p: Parameters, r: Reading) -> Measures:
    """Read every outcome, one value a quarter (dates: one value)."""
    return {
        **_compute(p, r),
        **_trade(p, r),
        **_making(p, r),
        "binding": r.binding.astype(jnp.int8),
    }


def _compute(p: Parameters, r: Reading) -> Measures:
    stock = r.stock
    onshore = stock[:, :3, 0].sum(1)
    us = stock[:, 4, 0]
    ratio = us / jnp.maximum(onshore, 1e-12)
    return {
        "china_compute_stock": onshore * _MILLION,
        "china_compute_stock_bandwidth": stock[:, :3, 1].sum(1) * _MILLION,
        "china_compute_offshore": stock[:, 3, 0] * _MILLION,
        "us_to_china_ai_compute_ratio": ratio,
        "us_designed_share_of_china_stock": percent(stock[:, 1:3, 0].sum(1), onshore),
        "us_lead_over_china_in_frontier_models": lead(p, us, effective_china(r)),
        "year_of_compute_parity": parity(ratio),
        "smuggled_compute": year_sum(r.smuggled) * _MILLION,
    }


def _trade(p: Parameters, r: Reading) -> Measures:
    money = r.money
    revenue = year_sum(r.legal_cost)
    demand = year_sum(r.demand)
    net = revenue * p.us_rd_intensity * p.vendor_rd_elast * (1.0 - p.diversion)
    return {
        "domestic_share_of_china_ai_accelerators_by_value": percent(
            year_sum(money[:, 0]), year_sum(money[:, :3].sum(1))
        ),
        "nvidia_china_revenue": revenue,
        "h200_units_delivered_to_china": year_sum(r.h200_units) * _MILLION,
        "legal_ai_chips_delivered_to_china": year_sum(r.legal_units) * _MILLION,
        "china_ai_accelerator_demand": demand,
        "domestic_ai_accelerator_supply_over_total_demand": year_sum(money[:, 0])
        / jnp.maximum(demand, 1e-12),
        "us_government_receipts_from_h200_fee": year_sum(r.legal_fee),
        "us_semiconductor_rnd_from_china_sales": net,
    }


def _making(p: Parameters, r: Reading) -> Measures:
    return {
        "china_domestic_ai_compute_output": year_sum(r.accelerators) * _MILLION,
        "huawei_ascend_units_produced": year_sum(r.packages) * _MILLION,
        "china_7nm_and_below_capacity": r.capacity * 1e3,
        "smic_7nm_starts": r.starts * 1e3,
        "smic_7nm_yield": r.yield_n7 * 100.0,
        "smic_7nm_die_cost": domestic_die_cost(p, r),
        "cxmt_hbm3_stacks_shipped": year_sum(r.stacks_made) * _MILLION,
        "hbm_stacks_on_hand": r.stacks_on_hand * _MILLION,
        "domestic_share_of_chip_equipment_in_china": percent(year_sum(r.local_value), year_sum(r.spend)),
        "full_stack_self_reliance": self_reliance(r),
    }


def year_sum(flow: Series) -> Series:
    """Sum of the four quarters that end with each quarter.

    >>> import jax.numpy as jnp
    >>> year_sum(jnp.ones(108))[:5].tolist()
    [1.0, 2.0, 3.0, 4.0, 4.0]
    """
    padded = jnp.concatenate([jnp.zeros_like(flow[:3]), flow])
    return padded[3:] + padded[2:-1] + padded[1:-2] + padded[:-3]


def percent(part: Series, whole: Series) -> Series:
    """Share in percent; unknown where the whole is nothing."""
    return jnp.where(whole > 1e-12, 100.0 * part / jnp.where(whole > 1e-12, whole, 1.0), jnp.nan)


def effective_china(r: Reading) -> Series:
    """Compute that Chinese developers can use: onshore at its effectiveness, and rented."""
    stock = r.stock[:, :, 0]
    return stock[:, 0] * r.effectiveness + stock[:, 1] + stock[:, 2] + stock[:, 3]


def lead(p: Parameters, us: Series, china: Series) -> Series:
    """U.S. lead in months (equation 2.11)."""
    ratio = us / jnp.maximum(china, 1e-12)
    algorithms = log(p.alg_growth)
    years = log(ratio * p.frontier_ratio_scale) + algorithms * p.alg_diff_lag
    return 12.0 * years / (log(p.train_growth) + algorithms)


def parity(ratio: Series) -> Float[Array, "*draw"]:
    """Date from which the ratio is at most one for four quarters; unknown if never.

    Quarters before sales are counted one by one (2022) do not qualify: both stocks rest on
    rough yearly levels there.
    """
    counted = MID_QUARTER > TRADE_START
    below = (ratio <= 1.0) & counted.reshape(-1, *[1] * (ratio.ndim - 1))
    run = below[:-3] & below[1:-2] & below[2:-1] & below[3:]
    date = MID_QUARTER[:-3].reshape(-1, *[1] * (ratio.ndim - 1))
    first = jnp.where(run, date, jnp.inf).min(0)
    return jnp.where(jnp.isfinite(first), first, _NEVER)


def domestic_die_cost(p: Parameters, r: Reading) -> Series:
    """Cost of a sellable large die of the 7 nm class, USD; unknown before first volume.

    The reported premium over the leader's wafer holds at its date (`PREMIUM_DATE`).
    """
    ratio = r.wafers_n7 / at(r.wafers_n7, PREMIUM_DATE)
    wafer = wafer_cost(p.wafer_price_7, p.price_premium_smic, ratio, learning_exponent(p))
    gross = dies_per_wafer(p.die_area_ascend, p.edge_exclusion, p.scribe_width)
    cost = die_cost(wafer, gross, r.yield_n7)
    started = (MID_QUARTER > FIRST_ADVANCED).reshape(-1, *[1] * (cost.ndim - 1))
    return jnp.where(started, cost, jnp.nan)


def self_reliance(r: Reading) -> Series:
    """Geometric mean of local shares along the chain, percent."""
    made = year_sum(r.dies_made)
    dies = made / jnp.maximum(made + year_sum(r.foreign_dies), 1e-12)
    stacks = year_sum(r.stacks_made)
    memory = stacks / jnp.maximum(stacks + year_sum(r.stacks_imported), 1e-12)
    logs = r.tool_share_log + log(jnp.maximum(dies, 1e-12)) + log(jnp.maximum(memory, 1e-12))
    every_link = (r.tool_share_least > 0) & (dies > 0) & (memory > 0)
    return 100.0 * jnp.exp(logs / (len(TOOL_CLASSES) + 2)) * every_link
