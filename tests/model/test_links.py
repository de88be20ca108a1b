"""Links of the chain against hand calculations: lead times, spillovers, parts, scanners, vendors, EUV."""

import types
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast import scenario
from fabcast.model import DEFAULT, Structure, quarter_index
from fabcast.model._access import access, leakage, provider_share, strictly
from fabcast.model._erlang import chain
from fabcast.model._inputs import foreign_parts
from fabcast.model._research import catch_up
from fabcast.model._spending import planned
from fabcast.model._tools import line_capacity
from fabcast.model._vendors import frontier_growth, loss_if_cut, sales_by_country
from fabcast.model._yield import (
    Curve,
    Learning,
    density_floor,
    extra_passes,
    inverted_again,
    learn,
    sellable,
)

shares = st.floats(0.0, 1.0)


def part(**values: Any) -> Any:
    return types.SimpleNamespace(**{k: jnp.asarray(v, float) for k, v in values.items()})


def test_backfill_stops_at_allied_spare_capacity() -> None:
    """0.6 denied whole; allies would fill half of it, but can add a tenth of their 0.4."""
    p = part(
        tool_provider_share=np.array([[[0.6], [0.4], [0.0]]]),
        tool_leak0=0.0,
        enf_elast=0.2,
        ally_backfill=0.5,
        ally_spare_capacity=0.1,
    )
    one, severity = jnp.ones(1), jnp.asarray([[1.0], [0.0], [0.0]])
    got = access(p, provider_share(p), severity, 0.0 * one, leakage(p, one))[0, 0]
    assert float(got) == pytest.approx(0.4 + 0.1 * 0.4)


@given(shares, st.floats(0.3, 3.0))
def test_reading_rules_strictly_keeps_the_ends_and_the_order(read: float, strictness: float) -> None:
    got = float(strictly(jnp.asarray(read), jnp.asarray(strictness)))
    assert -1e-12 <= got <= 1.0
    assert got == pytest.approx(1.0 - (1.0 - read) ** strictness, abs=1e-9)


def test_a_change_of_plan_waits_its_lead_time() -> None:
    lead = chain(jnp.asarray([1.0]), 3, 0.25)
    plans, due = jnp.full((3, 1), 1.0 / 3.0), []
    for _ in range(40):
        plans, now = planned(plans, jnp.asarray([2.0]), lead, 0.25)
        due.append(float(now[0]))
    lag = sum((2.0 - d) * 0.25 for d in due)
    assert due[0] < 1.1
    assert due[-1] == pytest.approx(2.0, abs=1e-6)
    # the mean delay is a year: that much of the change is missing in all
    assert lag == pytest.approx(1.0, rel=0.02)


@given(st.lists(st.floats(0.1, 100.0), min_size=6, max_size=6), st.floats(0.05, 0.9))
def test_substitution_lies_between_the_scarcest_class_and_the_mean(have: list[float], sigma: float) -> None:
    classes = jnp.asarray(have)[:, None]
    mixed = float(line_capacity(classes, jnp.asarray(sigma))[0])
    assert min(have) * (1 - 1e-9) <= mixed <= np.mean(have) * (1 + 1e-9)
    equal = float(line_capacity(jnp.full((6, 1), have[0]), jnp.asarray(sigma))[0])
    assert equal == pytest.approx(have[0], rel=1e-9)


def learner(**changes: Any) -> Any:
    return part(**({"lbd_intergen": 0.0, "die_area_ascend": 665.0} | changes))


def test_others_wafers_count_as_experience() -> None:
    """Own 10, others 30: experience doubles twice, density falls by 2^(−2b), b = 0.5."""
    start = Learning(jnp.full((2, 1), 1.0), jnp.full((2, 1), 10.0), jnp.full((2, 1), 40.0 / 3.0))
    curve = Curve(jnp.zeros((2, 1)), jnp.asarray([-0.5]), jnp.asarray([1.0]))
    wafers = jnp.asarray([[10.0], [0.0]])
    got = learn(start, learner(), curve, wafers, jnp.asarray([30.0]), jnp.zeros((2, 1)))
    np.testing.assert_allclose(got.experience[:, 0], [160.0 / 3.0, 40.0 / 3.0])
    np.testing.assert_allclose(got.defect_density[:, 0], [0.5, 1.0])
    np.testing.assert_allclose(got.cumulative[:, 0], [20.0, 10.0])


def test_the_older_node_teaches_the_newer_one() -> None:
    start = Learning(jnp.full((2, 1), 1.0), jnp.ones((2, 1)), jnp.ones((2, 1)))
    curve = Curve(jnp.zeros((2, 1)), jnp.asarray([-1.0]), jnp.asarray([1.0]))
    wafers = jnp.asarray([[10.0], [1.0]])
    got = learn(start, learner(lbd_intergen=0.2), curve, wafers, jnp.zeros(1), jnp.zeros((2, 1)))
    np.testing.assert_allclose(got.experience[:, 0], [11.0, 4.0])


YIELD = {
    "die_area_ascend": 665.0,
    "y_alpha": 3.0,
    "y_sys_smic_n7": 1.0,
    "repairable_area_share": 0.6,
    "repair_theta": 0.5,
    "salvage_uplift": 1.3,
}
SALVAGE = Structure(salvage=1.0)


@given(st.floats(0.05, 1.5))
def test_salvage_starts_at_the_same_yield(density: float) -> None:
    p = part(**YIELD)
    plain = float(sellable(p, DEFAULT, jnp.asarray(density)))
    again = inverted_again(p, SALVAGE, jnp.asarray(density))
    assert float(sellable(p, SALVAGE, again)) == pytest.approx(plain, rel=1e-9)
    assert float(again) > density


def test_salvage_never_sells_more_than_its_cap() -> None:
    assert float(sellable(part(**YIELD), SALVAGE, jnp.asarray(0.0))) == pytest.approx(0.95)


def test_euv_takes_the_extra_passes_by_halves() -> None:
    p = part(passes_5_duv=54.0, passes_7_duv=34.0, euv_share_halflife=4.0)
    got = [float(extra_passes(p, jnp.asarray([years]))[1, 0]) for years in (0.0, 4.0, 8.0)]
    assert got == pytest.approx([20.0, 10.0, 5.0])
    floor = density_floor(
        part(d0_extra_per_pass=0.01, dom_line_penalty=0.0),
        jnp.ones((2, 1)),
        extra_passes(p, jnp.zeros(1)),
        jnp.zeros(1),
        jnp.ones(1),
    )
    assert float(floor[1, 0]) == pytest.approx(np.exp(0.2))


def test_foreign_parts_give_way_by_halves() -> None:
    p = part(parts_denied_share=0.5, parts_foreign_share=0.4, parts_halflife=3.0)
    series = np.asarray(foreign_parts(p))[:, 0]
    assert series[0] == pytest.approx(0.2)
    assert series[quarter_index("2030Q3")] == pytest.approx(0.2 * 2 ** (-6.125 / 3.0))


def test_what_one_country_may_not_sell_another_does() -> None:
    share = jnp.asarray([[[0.5], [0.3], [0.1]]])
    severity = jnp.asarray([[0.8], [0.0], [0.0]])
    sold = sales_by_country(share, jnp.asarray([[12.0]]), severity, jnp.zeros(1))[0, :, 0]
    # 0.5 × 0.2, 0.3, 0.1 and 0.1 of countries not named: 0.6 in all
    np.testing.assert_allclose(sold, [2.0, 6.0, 2.0])


def test_lost_sales_slow_the_frontier_unless_it_is_given() -> None:
    p = part(vendor_rd_elast=0.8, rd_lambda=0.5, frontier_q_growth=0.1)
    case = (jnp.asarray([[30.0]]), jnp.asarray([[10.0]]), jnp.asarray([[0.5]]))
    slowed = float(frontier_growth(p, DEFAULT, *case)[0, 0])
    assert slowed == pytest.approx(0.1 * (40.0 / 50.0) ** 0.4)
    assert float(frontier_growth(p, Structure(given_frontier=1.0), *case)[0, 0]) == pytest.approx(0.1)


@given(shares, st.floats(1.25, 6.0))
def test_loss_grows_with_the_share_and_never_passes_all(share: float, elasticity: float) -> None:
    loss = float(loss_if_cut(jnp.asarray(share), jnp.asarray(elasticity)))
    assert 0.0 <= loss <= 1.0
    assert loss <= float(loss_if_cut(jnp.asarray(share), jnp.asarray(elasticity * 0.9))) + 1e-12


def test_forms_of_catching_up_agree_at_the_first_gap() -> None:
    first = jnp.asarray([-1.2])
    forms = (DEFAULT, Structure(exponential_catch_up=1.0), Structure(steady_diffusion=1.0))
    at_first = [float(catch_up(form, first, first)[0]) for form in forms]
    assert at_first == pytest.approx([1 - np.exp(-1.2)] * 3)
    later = [float(catch_up(form, first / 4, first)[0]) for form in forms]
    assert later[1] < later[0] < later[2]


def test_scanners_move_to_advanced_lines_when_they_are_short_there(run_central: Any) -> None:
    path = scenario.resolve("actual")
    still = run_central(path, immersion_adv_share=0.02, scanner_move_rate=0.0)
    moving = run_central(path, immersion_adv_share=0.02, scanner_move_rate=0.5)
    late = quarter_index("2030Q4")
    assert float(moving.tools.capacity[late]) > 1.5 * float(still.tools.capacity[late])
    np.testing.assert_allclose(moving.tools.scanners, still.tools.scanners)


def test_a_rush_of_scanners_comes_later_where_nothing_is_to_be_feared(run_central: Any) -> None:
    calm = run_central(scenario.resolve("no_controls"), scanner_front_run=80.0, tool_life=1e6)
    none = run_central(scenario.resolve("no_controls"), scanner_front_run=0.0, tool_life=1e6)
    gap = np.asarray(none.tools.scanners - calm.tools.scanners)
    assert gap[quarter_index("2025Q2")] > 40.0
    assert abs(gap[quarter_index("2040Q4")]) < 2.0


def test_denied_parts_hold_local_sales_down(run_central: Any) -> None:
    path = scenario.resolve("actual")
    free = run_central(path, parts_denied_share=0.0)
    short = run_central(path, parts_denied_share=0.9, parts_halflife=1e6)
    at = quarter_index("2026Q1")
    ratio = np.asarray(short.local_value[at, 1:] / free.local_value[at, 1:])
    assert (ratio < 0.85).all()
    before = quarter_index("2022Q2")
    np.testing.assert_allclose(short.local_value[before], free.local_value[before])


def test_later_milestones_never_precede_earlier_ones() -> None:
    from fabcast.ensemble import run_scenarios

    names = (
        "year_of_first_working_chips_from_domestic_euv",
        "year_of_domestic_euv_in_volume_production",
    )
    first, volume = (run_scenarios(["no_controls"], 256, 3, outcomes=names).values[name][0] for name in names)
    both = ~np.isnan(volume)
    assert both.any()
    assert (volume[both] >= first[both]).all()
