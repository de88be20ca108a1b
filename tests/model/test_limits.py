"""Extreme conditions, and the analytic answer to the H200 question."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from fabcast import scenario
from fabcast.ensemble import drivers
from fabcast.model import IMPORT_CHIPS, QUARTERS, Path, Structure, neutral_path, quarter_index

ZERO_TOOLS = ("adv_tool_spend", "class_tool_spend")


def with_drivers(**values: Any) -> Any:
    base = drivers()
    full = {k: np.broadcast_to(np.asarray(v, float), getattr(base, k).shape) for k, v in values.items()}
    return dataclasses.replace(base, **full)


def test_no_advanced_share_of_scanners_no_wafers(run_central: Any) -> None:
    r = run_central(scenario.resolve("actual"), immersion_adv_share=0.0, scanner_move_rate=0.0)
    assert float(np.max(r.starts)) == 0.0
    assert float(np.max(r.dies_made)) == 0.0


def test_no_tools_bought_and_old_ones_worn_out_no_capacity(run_central: Any) -> None:
    world = with_drivers(adv_tool_spend=0.0, class_tool_spend=0.0)
    r = run_central(scenario.resolve("actual"), world=world, tool_life=1e-3, frontrun_stock_adv_kwpm=0.0)
    assert float(np.max(r.tools.capacity)) == pytest.approx(0.0, abs=1e-12)
    assert float(np.max(r.dies_made)) == pytest.approx(0.0, abs=1e-12)


def test_full_access_denies_nothing(run_central: Any) -> None:
    r = run_central(neutral_path())
    np.testing.assert_allclose(r.access, 1.0)
    assert float(np.max(r.tools.lost)) == 0.0


def test_no_access_leaves_what_unnamed_countries_supply(run_central: Any, central: Any) -> None:
    path = scenario.resolve("actual")
    shut = dataclasses.replace(
        path,
        tool_severity_advanced=np.ones_like(path.tool_severity_advanced),
        tool_severity_mature=np.ones_like(path.tool_severity_mature),
        ally_alignment=np.ones(len(QUARTERS)),
        front_running=np.zeros(len(QUARTERS)),
    )
    r = run_central(shut, tool_leak0=0.0)
    unnamed = 1.0 - np.minimum(np.asarray(central[0].tool_provider_share).sum(1), 1.0)
    np.testing.assert_allclose(r.access, np.tile(unnamed, (len(QUARTERS), 1)), atol=1e-12)
    np.testing.assert_allclose(r.tools.delivered[:52, 0], 0.0, atol=1e-12)
    assert float(np.asarray(r.tools.scanners)[:52].max()) <= 14.0


def test_no_research_leaves_diffusion_and_the_frontier_alone(run_central: Any) -> None:
    """No money for research, no line time, no talent: the gap moves by diffusion less the frontier."""
    nothing = {"tool_rd_share": 0.0, "subsidy_add": 0.0, "line_time_gain": 0.0, "talent_boost": 0.0}
    r = run_central(neutral_path(), ideas_A=0.0, catchup_open=0.0, frontier_q_growth=0.07, **nothing)
    assert float(np.max(r.knowledge)) < 2e-3
    gap = np.asarray(r.quality_gap)
    fallen = gap[quarter_index("2030Q4")] - gap[quarter_index("2035Q4")]
    np.testing.assert_allclose(fallen, 5.0 * 0.07, rtol=1e-9)


def test_no_memory_of_either_class_no_accelerators(run_central: Any) -> None:
    path = dataclasses.replace(
        scenario.resolve("actual"),
        hbm_import_open=np.zeros(len(QUARTERS)),
        hbm_domestic_open=np.zeros(len(QUARTERS)),
    )
    r = run_central(path, hbm_leak_after_ban=0.0, hibl_share=0.0)
    assert float(np.max(r.packaging.packaged)) == pytest.approx(0.0, abs=1e-12)


def test_infinite_supply_leaves_no_demand_unmet(run_central: Any) -> None:
    r = run_central(scenario.resolve("actual"), other_domestic_h100e_2025=1e9)
    assert float(np.max(r.purchases.unmet[40:])) == pytest.approx(0.0, abs=1e-6)


def test_displacement_is_nothing_where_supply_binds(run_central: Any) -> None:
    """Huge demand: all chips sell with and without imports; domestic sales are untouched."""
    rich = {"demand_2025_potential": 1e6, "cn_capex_growth": 0.0, "demand_growth_2031": 0.0}
    opened = run_central(scenario.resolve("h200_open"), **rich)
    denied = run_central(scenario.resolve("h200_denied"), **rich)
    np.testing.assert_allclose(opened.delivered[:, 0], denied.delivered[:, 0], rtol=1e-9)
    assert float(opened.delivered[60, 1, 0]) > float(denied.delivered[60, 1, 0])


START = quarter_index("2027Q1")
GAMMA = 0.25


def limit_case() -> tuple[Any, dict[str, Any]]:
    """World in which domestic output grows at γ a year from tools bought with sales alone.

    Every class is bought in step, nothing is denied, delays and wear vanish, yield stands
    still, memory and packaging never bind: output is proportional to capacity, and capacity
    is added in proportion to spending, which follows the share of output that is sold.
    """
    quarters = np.arange(len(QUARTERS))
    spend = np.where(quarters < START, 0.0, 0.25)
    world = with_drivers(
        adv_tool_spend=spend,
        class_tool_spend=0.25,
        n7_conversion=1.0,
        adv_share_ai=0.5,
        foreign_made_dies=0.0,
        other_domestic_profile=0.0,
        packaging_capacity=1e6,
        smuggled_supply=0.0,
        world_price=10.0,
        domestic_price=10.0,
    )
    changes = {
        "adv_capex_growth": np.exp(GAMMA) - 1.0,
        "capex_rev_elast": 1.0,
        "capex_state_floor": 0.0,
        "reinvest_lag": 1e-3,
        "tool_install": 1e-3,
        "lead_other": 1e-3,
        "deploy_lag": 1e-3,
        "tool_life": 1e6,
        "econ_life": 1e4,
        "gpu_hazard": 0.0,
        "gpu_hazard_slope": 0.0,
        "immersion_adv_share": 1e6,
        "d0_halflife_smic": 1e9,
        "d0_lr_cumwafers": 0.0,
        "tool_rule_strictness": 1.0,
        "n5_share_2030": 0.0,
        "n7_conversion_2028": 1.0,
        "adv_share_ai_2024": 0.5,
        "adv_share_ai_2025": 0.5,
        "adv_share_ai_2030": 0.5,
        "perf_per_die_growth": 1.0,
        "hibl_share": 1.0,
        "pkg_response_years": 1e-3,
        "demand_2025_potential": 1e6,
        "frontrun_stock_adv_kwpm": 0.0,
    }
    return world, changes


def import_path(units_a_quarter: float, first: int) -> Path:
    """H20-class chips, one thousandth of what the pool holds, from one quarter on."""
    path = neutral_path()
    on_sale = np.zeros_like(path.on_sale)
    cap = np.full_like(path.us_unit_cap, np.inf)
    chip = IMPORT_CHIPS.index("A100")
    on_sale[first:, chip] = 1.0
    cap[:, chip] = units_a_quarter
    return dataclasses.replace(path, on_sale=on_sale, us_unit_cap=cap, controls=np.ones(len(QUARTERS)))


@pytest.mark.parametrize("delta", [0.0, 0.3, 0.62, 1.0])
def test_h200_benchmark(run_central: Any, delta: float) -> None:
    """F T [1 − δ (1 + γ T/2)], T = 5 years (model document §3); δ* = 1/(1 + γT/2) = 0.62."""
    world, changes = limit_case()
    fixed = Structure(fixed_displacement=1.0)
    legacy = run_central(import_path(0.0, START), world=world, structure=fixed, **changes)
    capacity = np.asarray(legacy.tools.capacity)
    # spending is chosen so that additions are γ × capacity from the first quarter on
    added = capacity[START] - capacity[START - 1]
    scale = added / (0.25 * GAMMA * capacity[START - 1] / (1.0 - 0.25 * GAMMA))
    world = dataclasses.replace(world, adv_tool_spend=world.adv_tool_spend / scale)
    changes |= {"displace_supply": delta, "displace_demand": delta}
    before = run_central(import_path(0.0, START), world=world, structure=fixed, **changes)
    after = run_central(import_path(100.0, START), world=world, structure=fixed, **changes)
    quarters = slice(START, START + 20)
    imported = np.asarray(after.delivered[quarters, 1, 0])
    yearly = imported.mean() * 4.0
    assert imported.std() < 1e-9 * imported.mean()
    gained = (np.asarray(after.delivered) - np.asarray(before.delivered))[quarters, :2, 0].sum()
    predicted = yearly * 5.0 * (1.0 - delta * (1.0 + GAMMA * 5.0 / 2.0))
    assert gained == pytest.approx(predicted, abs=0.04 * yearly * 5.0)
