"""State money: what the contrasts are about, and that their parts add up."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast import scenario
from fabcast.analysis import MONEY_CASES, Explanation, explain_money, money, subsidy_channels
from fabcast.ensemble import RunSet, drivers, run_scenarios, sample_inputs
from fabcast.model import QUARTERS, parameter_ids, year_end_index

LINES = "china_7nm_and_below_capacity"
TOOLS = "domestic_share_of_chip_equipment_in_china"
DRAWS = 48


@pytest.fixture(scope="module")
def runs() -> RunSet:
    names = dict.fromkeys(name for case in MONEY_CASES for name in (case.scenario, case.against))
    return run_scenarios(tuple(names), DRAWS, 1, outcomes=(LINES, TOOLS))


@pytest.fixture(scope="module")
def split() -> tuple[Explanation, ...]:
    return explain_money(MONEY_CASES[2], (LINES, TOOLS), (2035,), sample_inputs(DRAWS, 1))


def level(runs: RunSet, name: str, outcome: str, year: int) -> np.ndarray:
    return np.asarray(runs.values[outcome][runs.scenarios.index(name)][:, year_end_index(year)])


def test_the_scenarios_differ_in_state_money_alone() -> None:
    for case in MONEY_CASES:
        found = scenario.differences(scenario.load(case.scenario), scenario.load(case.against))
        assert {one.lever for one in found} == {"state_support"}


def test_money_of_one_year_is_the_drawn_support_times_the_plan_of_that_year() -> None:
    shape = np.asarray(drivers().state_support[1], dtype=float).reshape(len(QUARTERS), -1)
    spent = money({"cn_support": np.array([10.0, 40.0])}, "2026Q1", "2026Q4")
    at = slice(QUARTERS.index("2026Q1"), QUARTERS.index("2026Q4") + 1)
    np.testing.assert_allclose(spent, np.array([10.0, 40.0]) * shape[at].mean(1).mean())
    np.testing.assert_allclose(spent[1], 4.0 * spent[0])


def test_money_adds_up_over_years() -> None:
    inputs = {"cn_support": np.array([30.0])}
    whole = money(inputs, "2014Q4", "2030Q4")
    parts = money(inputs, "2014Q4", "2026Q4") + money(inputs, "2027Q1", "2030Q4")
    np.testing.assert_allclose(whole, parts)


def test_bought_and_kept_sum_to_the_plan_against_no_money_ever(runs: RunSet) -> None:
    def change(first: str, second: str) -> np.ndarray:
        return np.asarray(level(runs, first, LINES, 2030) - level(runs, second, LINES, 2030))

    whole = change("actual", "no_state_fund_since_2014")
    bought, keeps = (change(case.scenario, case.against) for case in MONEY_CASES[:2])
    np.testing.assert_allclose(bought + keeps, whole)
    assert (bought > 0.0).all()
    assert (keeps > 0.0).all()


def test_more_money_never_means_fewer_lines(runs: RunSet) -> None:
    names = ("no_state_fund_since_2014", "no_state_fund", "actual", "state_fund_doubled")
    levels = np.stack([level(runs, name, LINES, 2030) for name in names])
    assert (np.diff(levels, axis=0) >= 0.0).all()


def test_the_parts_sum_to_the_whole_in_every_draw(split: tuple[Explanation, ...]) -> None:
    for made in split:
        np.testing.assert_allclose(made.draws_by_part.sum(0), made.whole, rtol=1e-9, atol=1e-9)


def test_the_whole_is_the_contrast_of_the_runs(runs: RunSet, split: tuple[Explanation, ...]) -> None:
    change = level(runs, "state_fund_doubled", LINES, 2035) - level(runs, "actual", LINES, 2035)
    np.testing.assert_allclose(split[0].whole[:, 0], change, rtol=1e-9)


def test_lines_carry_capacity_and_research_carries_the_local_share_of_tools(
    split: tuple[Explanation, ...],
) -> None:
    lines, tools = split
    shares = {share.part: share.share_of_mean or 0.0 for share in lines.shares}
    assert shares["direct"] > 0.75
    parts = dict(zip((name for name, _ in tools.parts), tools.draws_by_part, strict=True))
    assert (parts["direct"] == 0.0).all()
    assert parts["tool_research"].mean() > 0.5 * tools.whole.mean()


def test_the_channels_set_inputs_that_the_model_reads() -> None:
    assert {name for loop in subsidy_channels() for name, _ in loop.sets} <= set(parameter_ids())
