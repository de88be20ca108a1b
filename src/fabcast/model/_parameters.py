"""The uncertain numbers of the chain: one field a parameter id, one value a draw.

Names are the ids of the parameter table, where each has its unit, range, source and
grade. Families (`tool_weight.immersion`, …) are vectors over tool classes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Float

from ._axes import PROVIDERS, TOOL_CLASSES
from ._path import Array

Scalar = Float[Array, ""]
Classes = Float[Array, " tool"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """One joint draw (or many, with the draw axis last)."""

    # access (2.1)
    tool_provider_share: Float[Array, "tool provider"]
    tool_leak0: Scalar
    enf_elast: Scalar
    ally_backfill: Scalar
    ally_spare_capacity: Scalar
    tool_rule_strictness: Scalar
    alignment_strictness: Scalar
    frontrun_stock_adv_kwpm: Scalar
    frontrun_class_multiplier: Float[Array, " other_tool"]
    scanner_front_run: Scalar
    scanner_front_run_return: Scalar
    frontrun_chips_response: Scalar
    reorder_rule_flow_cap: Scalar
    # tools and capacity (2.2)
    tool_weight: Classes
    capex_7_duv: Scalar
    equip_share_capex: Scalar
    lead_duvi: Scalar
    lead_other: Scalar
    tool_install: Scalar
    tool_life: Scalar
    adv_capex_growth: Scalar
    capex_rev_elast: Scalar
    capex_state_floor: Scalar
    reinvest_lag: Scalar
    capex_demand_nocontrol: Scalar
    wfe_growth: Scalar
    immersion_price: Scalar
    immersion_adv_share: Scalar
    scanner_move_rate: Scalar
    duvi_10k_7: Scalar
    dom_duvi_thr: Scalar
    dom_duvi_first_units: Scalar
    dom_duvi_growth: Scalar
    uptime_decay_litho: Scalar
    uptime_decay_other: Scalar
    spares_years: Scalar
    service_recovery: Scalar
    n7_conversion_2028: Scalar
    # yield (2.3)
    y_alpha: Scalar
    y_sys_smic_n7: Scalar
    d0_ref_n7: Scalar
    d0_floor_ratio_duv: Scalar
    d0_extra_per_pass: Scalar
    passes_7_duv: Scalar
    passes_5_duv: Scalar
    dom_line_penalty: Scalar
    d0_smic_n7_2021q3: Scalar
    d0_smic_n5_2026: Scalar
    d0_halflife_smic: Scalar
    d0_lr_cumwafers: Scalar
    learning_time_weight: Scalar
    world_n7_wafers: Scalar
    lbd_spill_ratio: Scalar
    spill_after_decouple: Scalar
    lbd_intergen: Scalar
    euv_share_halflife: Scalar
    die_area_ascend: Scalar
    edge_exclusion: Scalar
    scribe_width: Scalar
    adv_share_ai_2024: Scalar
    adv_share_ai_2025: Scalar
    adv_share_ai_2030: Scalar
    n5_share_2030: Scalar
    n5_die_gain: Scalar
    die_stock_target: Scalar
    foundry_access_nocontrol: Scalar
    ascend_die_bank: Scalar
    # cost (2.4)
    wafer_price_7: Scalar
    price_premium_smic: Scalar
    lbd_rate: Scalar
    lbd_rate_modern: Scalar
    # memory (2.5)
    hbm_foreign_stock: Scalar
    hbm_leak_after_ban: Scalar
    hbm_dies_per_wafer: Scalar
    hbm_die_yield_cxmt: Scalar
    hbm_stack_yield_cxmt: Scalar
    hbm_y_max: Scalar
    hbm_yield_learn_q: Scalar
    hbm_cycle: Scalar
    hbm_volume_start: Scalar
    cxmt_hbm_wpm_2026: Scalar
    cxmt_hbm_growth: Scalar
    hbm_wpm_cap_share: Scalar
    dram_wpm_2026: Scalar
    dram_wpm_growth: Scalar
    hbm_per_die: Scalar
    hbm_per_compute_fall: Scalar
    hibl_share: Scalar
    # packaging and accelerators (2.6, 2.7)
    pkg_yield_cn: Scalar
    pkg_response_years: Scalar
    pkg_growth: Scalar
    h100e_per_die: Scalar
    perf_per_die_growth: Scalar
    other_domestic_h100e_2025: Scalar
    other_domestic_h100e_per_card: Scalar
    ascend_eff_train: Scalar
    ascend_eff_inf: Scalar
    sw_gap_halflife: Scalar
    deploy_lag: Scalar
    gpu_hazard: Scalar
    gpu_hazard_slope: Scalar
    econ_life: Scalar
    # demand and trade (2.8)
    demand_2025_potential: Scalar
    cn_capex_growth: Scalar
    demand_growth_2031: Scalar
    ai_demand_elast: Scalar
    backlog_half_life: Scalar
    brand_sigma: Scalar
    cuda_wtp: Scalar
    bw_weight: Scalar
    buylocal_wedge: Scalar
    smug_premium: Scalar
    v_grey: Scalar
    v_offshore: Scalar
    price_fall: Scalar
    dom_price_fall: Scalar
    nocontrol_cn_share: Scalar
    nocontrol_cn_gate: Scalar
    cn_gate_post2026: Scalar
    h200_cap_flow: Scalar
    h200_ceiling_growth: Scalar
    h200_class_decay: Scalar
    h200_price: Scalar
    smug_fwd_h100e: Scalar
    smug_growth: Scalar
    offshore_2025q4: Scalar
    offshore_growth_2026: Scalar
    diversion: Scalar
    # world (2.13a) and lag (2.11)
    us_share: Scalar
    world_growth_shock: Scalar
    world_growth_2031: Scalar
    world_growth_2036: Scalar
    train_growth: Scalar
    alg_growth: Scalar
    alg_diff_lag: Scalar
    frontier_ratio_scale: Scalar
    # research and adoption (2.9, 2.10)
    tool_rd_share: Scalar
    rd_gest: Scalar
    rd_dep: Scalar
    rd_lambda: Scalar
    ideas_A: Scalar  # noqa: N815 - the symbol of equation 2.9
    ideas_beta: Scalar
    demand_pull_elast: Scalar
    ctrl_galvanise: Scalar
    subsidy_add: Scalar
    subsidy_tool_rd_share: Scalar
    cn_support: Scalar
    catchup_open: Scalar
    catchup_cut: Scalar
    talent_boost: Scalar
    line_time_gain: Scalar
    frontier_q_growth: Scalar
    q_gap_2023: Scalar
    q_gap_offset: Classes
    hazard_effort: Scalar
    duvi28_hvm: Scalar
    duvi7_after_duvi28: Scalar
    euv_first: Scalar
    euv_hvm_after_first: Scalar
    milestone_n7: Float[Array, " other_tool"]
    local_share_2018: Classes
    adopt_g0: Scalar
    adopt_ga: Scalar
    adopt_gq: Scalar
    adopt_gm: Scalar
    adv_line_share_discount: Scalar
    tool_qual_t: Scalar
    dom_share_ceiling_pre: Scalar
    parts_foreign_share: Scalar
    parts_halflife: Scalar
    parts_denied_share: Scalar
    share_ceiling_mature: Scalar
    # vendors (2.12)
    us_rd_intensity: Scalar
    vendor_rd_elast: Scalar
    tool_world_growth: Scalar
    sigma_tool_easy: Scalar
    # counter-controls (2.13)
    cc_china_share: Scalar
    cc_price_initial: Scalar
    cc_price_persist: Scalar
    cc_recover: Scalar
    cc_leak: Scalar
    cc_mine_years: Scalar
    min_stock: Scalar
    cc_cost_share: Scalar
    cc_output_loss: Scalar
    cc_full_loss: Scalar
    # responses (2.15)
    ratchet_p: Scalar
    rule_flip: Scalar
    ally_align_p: Scalar
    retaliate_p: Scalar
    gate_turn_p: Scalar
    # rival structures only
    displace_supply: Scalar
    displace_demand: Scalar
    repairable_area_share: Scalar
    repair_theta: Scalar
    salvage_uplift: Scalar


FAMILIES: dict[str, tuple[str, ...]] = {
    "tool_weight": tuple(f"tool_weight.{k}" for k in TOOL_CLASSES),
    "frontrun_class_multiplier": tuple(f"frontrun_class_multiplier.{k}" for k in TOOL_CLASSES[1:]),
    "local_share_2018": tuple(f"local_share_2018.{k}" for k in TOOL_CLASSES),
    "q_gap_offset": tuple(f"q_gap_offset.{k}" for k in TOOL_CLASSES),
    "milestone_n7": tuple(f"milestone_n7.{k}" for k in TOOL_CLASSES[1:]),
    "tool_provider_share": tuple(
        f"tool_provider_share.{k}.{country}" for k in TOOL_CLASSES for country in PROVIDERS
    ),
}
"""Vector fields and the parameter ids they stack, in axis order."""

RIVALS: frozenset[str] = frozenset(
    {"displace_supply", "displace_demand", "repairable_area_share", "repair_theta", "salvage_uplift"}
)
"""Parameters that only a rival structure reads; the default answers do not depend on them."""


def parameter_ids() -> tuple[str, ...]:
    """Return every parameter id the chain uses, families spelled out.

    >>> "tool_weight.immersion" in parameter_ids(), "tool_weight" in parameter_ids()
    (True, False)
    """
    names: list[str] = []
    for field in fields(Parameters):
        names.extend(FAMILIES.get(field.name, (field.name,)))
    return tuple(names)


def stack_parameters(values: dict[str, Float[np.ndarray, " draw"]]) -> Parameters:
    """Fill `Parameters` from one array a parameter id, the draw axis last.

    Raises
    ------
    KeyError
        With the id that is missing.

    >>> import numpy as np
    >>> p = stack_parameters({name: np.ones(3) for name in parameter_ids()})
    >>> p.tool_provider_share.shape, p.tool_life.shape
    ((6, 3, 3), (3,))
    """
    columns = {}
    for field in fields(Parameters):
        ids = FAMILIES.get(field.name)
        if ids is None:
            columns[field.name] = np.asarray(values[field.name], dtype=np.float64)
        else:
            columns[field.name] = np.stack([values[i] for i in ids]).astype(np.float64)
    share = columns["tool_provider_share"]
    columns["tool_provider_share"] = share.reshape(len(TOOL_CLASSES), len(PROVIDERS), -1)
    return Parameters(**columns)
