"""Each scenario of the library moves what it says, and nothing before its branch."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast import scenario
from fabcast.ensemble import RunSet, run_scenarios
from fabcast.model import year_end_index

STOCK = "china_compute_stock"
OUTPUT = "china_domestic_ai_compute_output"
TOOLS = "domestic_share_of_chip_equipment_in_china"
LINES = "china_7nm_and_below_capacity"
SALES = "nvidia_china_revenue"
SMUGGLED = "smuggled_compute"
MEMORY = "cxmt_hbm3_stacks_shipped"
MOST = 0.66
"""Share of draws in which a stated direction must hold."""

UP, DOWN = 1, -1
MOVES = {
    "b30a_open": [(STOCK, 2030, UP), (SALES, 2030, UP)],
    "blackwell_half_cap": [(STOCK, 2030, UP), (SALES, 2027, UP)],
    "china_blocks": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "controls_leaky": [(SMUGGLED, 2030, UP), (LINES, 2030, UP), (STOCK, 2030, UP)],
    "controls_tight": [(SMUGGLED, 2030, DOWN), (LINES, 2030, DOWN), (TOOLS, 2030, UP), (STOCK, 2030, DOWN)],
    "full_decoupling": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "gain_ai": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "h200_capped": [(SALES, 2027, UP), (STOCK, 2030, UP)],
    "h200_denied": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "h200_open": [(SALES, 2027, UP), (STOCK, 2030, UP)],
    "h200_open_2m": [(SALES, 2027, UP), (STOCK, 2030, UP)],
    "h200_strict_terms": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "h20_denied": [(STOCK, 2027, DOWN)],
    "h20_open": [(SALES, 2027, UP), (STOCK, 2027, UP)],
    "half_decoupling": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "match_act": [(LINES, 2030, DOWN), (TOOLS, 2030, UP), (OUTPUT, 2030, DOWN)],
    "no_controls": [(STOCK, 2030, UP), (SALES, 2030, UP), (TOOLS, 2030, DOWN), (SMUGGLED, 2030, DOWN)],
    "no_new_hbm": [(MEMORY, 2030, DOWN), (OUTPUT, 2030, DOWN)],
    "no_state_fund": [(LINES, 2030, DOWN), (OUTPUT, 2030, DOWN), (TOOLS, 2030, DOWN)],
    "no_state_fund_since_2014": [(LINES, 2026, DOWN), (OUTPUT, 2026, DOWN), (TOOLS, 2030, DOWN)],
    "rules_repealed": [(STOCK, 2030, UP), (SALES, 2030, UP), (SMUGGLED, 2030, DOWN)],
    "service_ban": [(LINES, 2030, DOWN), (OUTPUT, 2030, DOWN)],
    "state_fund_doubled": [(LINES, 2030, UP), (OUTPUT, 2030, UP), (TOOLS, 2030, UP)],
    "status_quo": [(SALES, 2027, DOWN), (STOCK, 2030, DOWN)],
    "tool_mandate_off": [(TOOLS, 2030, DOWN)],
}
"""What each scenario does against `actual`: outcome, year, direction."""
SAME = {
    "controls_as_is": "status_quo",
    "h200_licensed": "actual",
    "h200_strict_terms": "h200_denied",
    "gain_ai": "half_decoupling",
}
"""Scenarios that say that they give the numbers of another one."""

OPEN = {
    "governments_react": [STOCK, SALES, OUTPUT],
    "h200_denied_answered": [STOCK, SALES, OUTPUT],
}
"""Scenarios whose sign is open: what they move, either way."""

BOUNDS = {
    "china_blocks": [(SALES, DOWN)],
    "controls_leaky": [(SMUGGLED, UP), (LINES, UP)],
    "controls_tight": [(SMUGGLED, DOWN), (LINES, DOWN), (SALES, DOWN)],
    "full_decoupling": [(SALES, DOWN)],
    "h200_denied": [(SALES, DOWN)],
    "h20_denied": [(SALES, DOWN)],
    "match_act": [(LINES, DOWN)],
    "no_controls": [(SMUGGLED, DOWN)],
    "no_new_hbm": [(MEMORY, DOWN)],
    "no_state_fund": [(LINES, DOWN), (TOOLS, DOWN)],
    "no_state_fund_since_2014": [(LINES, DOWN), (TOOLS, DOWN)],
    "rules_repealed": [(SMUGGLED, DOWN)],
    "service_ban": [(LINES, DOWN)],
    "state_fund_doubled": [(LINES, UP), (TOOLS, UP)],
    "tool_mandate_off": [(TOOLS, DOWN)],
}
"""What a scenario can only move one way, by its own definition: no draw and no quarter goes the other way."""
TOLERANCE = 1e-9
"""Of an outcome's largest value: what rounding may do."""


@pytest.fixture(scope="module")
def runs() -> RunSet:
    return run_scenarios(scenario.names(), draws=96, seed=1)


def rows(runs: RunSet, name: str) -> dict[str, np.ndarray]:
    return {k: v[runs.scenarios.index(name)] for k, v in runs.values.items()}


def test_every_scenario_has_its_expectation() -> None:
    assert {"actual", *MOVES, *SAME, *OPEN} == set(scenario.names())


@pytest.mark.parametrize("name", scenario.names())
def test_before_the_branch_every_draw_is_that_of_actual(runs: RunSet, name: str) -> None:
    start = scenario.branch_quarter(scenario.load(name))
    ours, base = rows(runs, name), rows(runs, "actual")
    for outcome, values in ours.items():
        if values.ndim == 2:
            past = values[:, :start], base[outcome][:, :start]
            if name in OPEN:  # governments that react run through a program of their own: rounding differs
                np.testing.assert_allclose(*past, rtol=1e-9, atol=1e-9, err_msg=outcome)
            else:
                np.testing.assert_array_equal(*past, outcome)


@pytest.mark.parametrize("name", sorted(OPEN))
def test_where_the_sign_is_open_it_moves_all_the_same(runs: RunSet, name: str) -> None:
    ours, base = rows(runs, name), rows(runs, "actual")
    for outcome in OPEN[name]:
        at = year_end_index(2030)
        change = np.abs(ours[outcome] - base[outcome])[:, at]
        assert (change > 1e-6 * np.abs(base[outcome][:, at])).mean() > MOST, outcome


@pytest.mark.parametrize("name", sorted(MOVES))
def test_it_moves_what_it_should(runs: RunSet, name: str) -> None:
    ours, base = rows(runs, name), rows(runs, "actual")
    for outcome, year, sign in MOVES[name]:
        at = year_end_index(year)
        change = sign * (ours[outcome] - base[outcome])[:, at]
        assert (change > 0).mean() > MOST, (outcome, year)


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_in_no_draw_it_moves_the_other_way(runs: RunSet, name: str) -> None:
    ours, base = rows(runs, name), rows(runs, "actual")
    for outcome, sign in BOUNDS[name]:
        change = sign * (ours[outcome] - base[outcome])
        assert change.min() >= -TOLERANCE * np.abs(base[outcome]).max(), outcome
        assert change.max() > 0.0, outcome


def test_scenarios_that_give_the_same_numbers_name_each_other(runs: RunSet) -> None:
    groups: dict[tuple[bytes, ...], list[str]] = {}
    for name in scenario.names():
        groups.setdefault(tuple(v.tobytes() for v in rows(runs, name).values()), []).append(name)
    for group in groups.values():
        told = {name: scenario.load(name).description for name in group}
        silent = [name for name in group if not any(other in told[name] for other in set(group) - {name})]
        assert len(silent) <= 1, f"{silent} give the same numbers, and only one may be silent about it"


def test_caps_lie_between_no_licence_and_an_open_gate(runs: RunSet) -> None:
    at = year_end_index(2027)
    names = ("h200_denied", "h200_capped", "h200_open")
    none, capped, free = (rows(runs, s)["h200_units_delivered_to_china"][:, at] for s in names)
    assert ((none <= capped) & (capped <= free * (1 + TOLERANCE))).all()
    assert capped.max() <= 10 * 75_000 * (1 + TOLERANCE)


@pytest.mark.parametrize("name", sorted(SAME))
def test_one_that_changes_nothing_says_so(runs: RunSet, name: str) -> None:
    for outcome, values in rows(runs, name).items():
        np.testing.assert_array_equal(values, rows(runs, SAME[name])[outcome], outcome)
    said = scenario.load(name).description
    assert SAME[name] in said


def test_half_lies_between_all_and_nothing(runs: RunSet) -> None:
    at = year_end_index(2027)
    lost, half, kept = (rows(runs, s)[SALES][:, at] for s in ("full_decoupling", "half_decoupling", "actual"))
    assert (lost == 0.0).all()
    assert ((lost <= half) & (half <= kept)).all()


def test_the_cap_on_blackwell_binds_in_some_draws_only(runs: RunSet) -> None:
    at = year_end_index(2030)
    chip = "legal_ai_chips_delivered_to_china"
    capped, free = (rows(runs, s)[chip][:, at] for s in ("blackwell_half_cap", "rules_repealed"))
    assert (capped > 0.0).mean() > 0.0
    assert capped.max() <= 4 * 728_000 + rows(runs, "actual")[chip][:, at].max() + 1.0
    assert free.max() > capped.max()
