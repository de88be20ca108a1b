"""Outcome measures of one draw, from what its quarters left (model document §2.11–2.14).

Equations
    L = 12 [ln(R κ) + γ_A l_A] / (γ_C + γ_A)     months; R compute ratio, κ concentration,
        γ_C = ln train_growth, γ_A = ln alg_growth, l_A algorithm diffusion lag in years
    parity = first quarter of four in a row with R ≤ 1
    R&D = intensity × elasticity × revenue (1 − diversion)
    dependence = Σ_i c_i loss_i / Σ c_i,   loss = 1 − (1 − w)^(1/(σ − 1))     c purchases of
        input i, w U.S. share of them, σ elasticity of substitution

Definitions of all outcomes are in `_outcome_list`.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp, log
from ._axes import TOOL_CLASSES, TOOLS
from ._cost import PREMIUM_DATE, die_cost, learning_exponent, wafer_cost
from ._fabs import FIRST_ADVANCED
from ._inputs import TRADE_START
from ._parameters import Parameters
from ._record import Reading
from ._research import euv_milestone, milestones
from ._time import MID_QUARTER, QUARTER_END, at
from ._vendors import LEAST_ELASTICITY, loss_if_cut
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
        **_dependence(p, r),
        **_milestones(p, r),
        **_responses(r),
        "binding": r.binding.astype(jnp.int8),
    }


def _compute(p: Parameters, r: Reading) -> Measures:
    stock = r.stock
    onshore = stock[:, :3, 0].sum(1)
    us = stock[:, 4, 0]
    ratio, usable = us / jnp.maximum(onshore, 1e-12), effective_china(r)
    return {
        "china_compute_stock": onshore * _MILLION,
        "china_compute_stock_bandwidth": stock[:, :3, 1].sum(1) * _MILLION,
        "china_compute_offshore": stock[:, 3, 0] * _MILLION,
        "us_to_china_ai_compute_ratio": ratio,
        "us_to_china_ai_compute_ratio_effective": us / jnp.maximum(usable - stock[:, 3, 0], 1e-12),
        "us_to_china_ai_compute_ratio_with_offshore": (us - stock[:, 3, 0])
        / jnp.maximum(onshore + stock[:, 3, 0], 1e-12),
        "us_to_china_new_ai_compute_ratio": p.us_share
        * year_sum(r.world_flow)
        / jnp.maximum(year_sum(r.delivered[:, :3].sum(1)), 1e-12),
        "us_designed_share_of_new_ai_compute_in_china": percent(
            year_sum(r.delivered[:, 1:3].sum(1)), year_sum(r.delivered[:, :3].sum(1))
        ),
        "us_designed_share_of_china_stock": percent(stock[:, 1:3, 0].sum(1), onshore),
        "us_lead_over_china_in_frontier_models": lead(p, us, usable),
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
        "domestic_unit_share_of_china_ai_accelerators": _unit_share(r),
        "us_cards_below_datacentre_class_sold_in_china": year_sum(r.lower_cards) * _MILLION,
        "compute_of_us_cards_below_datacentre_class": year_sum(r.lower_cards_flop) * _MILLION,
        "domestic_share_by_value_with_lower_cards": percent(
            year_sum(money[:, 0]), year_sum(money[:, :2].sum(1) + r.lower_cards_value)
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


def _unit_share(r: Reading) -> Series:
    """Domestic share of cards sold in China, cards below data-centre class among them, percent."""
    domestic = year_sum(r.packages + r.other_cards)
    return percent(domestic, domestic + year_sum(r.legal_units + r.lower_cards))


def _dependence(p: Parameters, r: Reading) -> Measures:
    """What a cut by the United States would cost, what local chips cost, who sells tools."""
    made = jnp.maximum(year_sum(r.accelerators), 1e-12)
    domestic = jnp.where(r.accelerators > 1e-9, 1.0, jnp.nan)
    return {
        "dependence_on_us_vendors": dependence(p, r),
        "us_toolmakers_china_revenue": year_sum(r.us_tools.sum(1)),
        "allied_toolmakers_china_revenue": year_sum(r.allied_tools),
        "domestic_share_of_lithography_purchases_in_china": percent(
            year_sum(r.litho_local), year_sum(r.litho_spend)
        ),
        "premium_per_domestic_h100e": (r.domestic_price - r.world_price) * 1e3 * domestic,
        "state_support_per_domestic_h100e": year_sum(r.support) * 1e3 / made * domestic,
    }


def dependence(p: Parameters, r: Reading) -> Series:
    """Share of the value of chip tools and accelerators lost if U.S. vendors stopped selling, percent."""
    hard = jnp.asarray([tool.hard for tool in TOOLS])[:, None]
    sigma = jnp.where(hard, LEAST_ELASTICITY, p.sigma_tool_easy)
    spend, money = year_sum(r.class_spend), year_sum(r.money)
    tools = loss_if_cut(year_sum(r.us_tools) / jnp.maximum(spend, 1e-12), sigma)
    bought = money[:, :3].sum(1)
    chips = loss_if_cut(money[:, 1:3].sum(1) / jnp.maximum(bought, 1e-12), p.brand_sigma)
    lost = (spend * tools).sum(1) + bought * chips
    return percent(lost, spend.sum(1) + bought)


def _milestones(p: Parameters, r: Reading) -> Measures:
    immersion = milestones(p)[0]
    return {
        "year_of_domestic_immersion_on_7nm_lines": date_reached(r.scanner_clock, immersion),
        "year_of_first_working_chips_from_domestic_euv": date_reached(r.scanner_clock, p.euv_first),
        "year_of_domestic_euv_in_volume_production": date_reached(r.scanner_clock, euv_milestone(p)),
    }


def _responses(r: Reading) -> Measures:
    """What mineral curbs do abroad, and how far governments have moved from their scripts."""
    return {
        "mineral_price_outside_china": r.mineral_price,
        "counter_control_cost": r.curb_cost,
        "us_posture": r.tightness[:, 0],
        "allied_posture": r.tightness[:, 1],
        "chinese_posture": r.tightness[:, 2],
    }


def date_reached(clock: Series, milestone: Float[Array, "*draw"]) -> Float[Array, "*draw"]:
    """Date at which the clock of progress passes a milestone; unknown if never by 2040.

    >>> import jax.numpy as jnp
    >>> clock = jnp.maximum(jnp.arange(108.0) - 52.0, 0.0)[:, None] / 4.0
    >>> [float(date_reached(clock, jnp.asarray([years]))[0]) for years in (1.0, 99.0)]
    [2028.25, nan]
    """
    date = QUARTER_END.reshape(-1, *[1] * (clock.ndim - 1))
    first = jnp.where(clock >= milestone, date, jnp.inf).min(0)
    return jnp.where(jnp.isfinite(first), first, _NEVER)


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
