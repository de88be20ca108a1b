"""Tools and memory follow the rules: a reform of a clause moves access in the chain."""

from datetime import date
from pathlib import Path as FilePath

import numpy as np
import pytest

from fabcast import scenario
from fabcast.ensemble import run_scenarios
from fabcast.model import PROVIDERS, QUARTERS
from fabcast.scenario._caught import caught, history

US = PROVIDERS.index("US")


def test_tools_are_reached_from_october_2022() -> None:
    assert [(day, asked) for day, asked in history("tools") if asked] == [(date(2022, 10, 7), True)]


def test_memory_is_reached_from_the_compliance_date() -> None:
    assert [(day, asked) for day, asked in history("memory") if asked] == [(date(2024, 12, 31), True)]


def test_nothing_is_reached_where_the_rules_are_off() -> None:
    assert caught("tools", [(date(2014, 1, 1), "off")]).max() == 0.0


def repealed(tmp_path: FilePath, *clauses: str) -> scenario.Scenario:
    """Actual, with clauses repealed from 2027 on."""
    reform = tmp_path / "repeal.yaml"
    reform.write_text(
        f"reform: repeal\ntitle: Clauses ended\nfrom: 2027-01-01\nrepeal: [{', '.join(clauses)}]\n"
    )
    file = tmp_path / "repealed.yaml"
    file.write_text(
        "title: Clauses ended\nquestion: What if they ended?\ndescription: A reform from 2027 on.\n"
        "extends: actual\nbranches_from: 2027-01-01\nlevers:\n  us_chip_rules:\n"
        "    - {from: 2027-01-01, value: repeal.yaml}\n"
    )
    return scenario.load(str(file))


FABS = ("744.23(a)(1)", "744.23(a)(2)(i)", "744.23(a)(2)(ii)")


def test_ending_the_fab_rule_opens_tools_and_nothing_else(tmp_path: FilePath) -> None:
    changed, base = scenario.resolve(repealed(tmp_path, *FABS)), scenario.resolve("actual")
    start = QUARTERS.index("2027Q1")
    assert (changed.tool_severity_advanced[start:, US] == 0).all()
    assert (base.tool_severity_advanced[start:, US] > 0).all()
    np.testing.assert_array_equal(changed.tool_severity_advanced[:start], base.tool_severity_advanced[:start])
    np.testing.assert_array_equal(changed.hbm_import_open, base.hbm_import_open)
    np.testing.assert_array_equal(changed.us_gate, base.us_gate)


def test_ending_the_memory_rule_opens_memory(tmp_path: FilePath) -> None:
    changed = scenario.resolve(repealed(tmp_path, "742.6(a)(6)(i)(B)", "744.23(a)(3)(i)(B)"))
    assert (changed.hbm_import_open[QUARTERS.index("2027Q1") :] == 1).all()


def test_a_reform_of_a_clause_reaches_the_chain(tmp_path: FilePath) -> None:
    repealed(tmp_path, *FABS)
    runs = run_scenarios([str(tmp_path / "repealed.yaml"), "actual"], draws=8)
    capacity = runs.values["china_7nm_and_below_capacity"]
    end = QUARTERS.index("2032Q4")
    # where scanners are the scarcest class more of the others adds nothing
    assert (capacity[0, :, end] >= capacity[1, :, end]).all()
    assert (capacity[0, :, end] > capacity[1, :, end]).mean() > 0.5
    assert (
        capacity[0, :, : QUARTERS.index("2026Q4")].tobytes()
        == capacity[1, :, : QUARTERS.index("2026Q4")].tobytes()
    )


@pytest.mark.parametrize("outline", [60.0, 121.0, 300.0])
def test_the_finding_for_memory_does_not_hang_on_the_outline(
    outline: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fabcast.scenario import _caught

    monkeypatch.setattr(_caught, "_STACK_OUTLINE_MM2", outline)
    assert _caught._asked("memory", date(2025, 6, 1), "in_force")
