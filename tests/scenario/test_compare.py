"""Differences in words, idle levers, citations."""

from collections.abc import Callable
from datetime import date

import pytest

from fabcast.scenario import Scenario, cited, differences, idle_levers, library, load, names, unknown_cites


def test_a_scenario_does_not_differ_from_itself() -> None:
    assert differences(load("h200_open"), load("h200_open")) == ()


def test_differences_name_lever_chip_day_and_both_values() -> None:
    (only,) = differences(load("h200_denied"), load("h200_licensed"))
    assert (only.lever, only.keys, only.start) == ("licence_grant", ("H200",), date(2026, 1, 15))
    assert (only.first, only.second) == ("0", "1")
    assert "us-2026-01-15-review-policy" in only.cites


def test_later_steps_are_told() -> None:
    found = {d.lever: str(d) for d in differences(load("h200_open_2m"), load("h200_open"))}
    assert found["unit_cap"] == (
        "hard cap on chips a quarter (H200), from 2025-12-08: 500,000, then none from 2027-01-01 against none"
    )


def test_all_chips_are_said_in_one_word() -> None:
    said = [str(d) for d in differences(load("china_blocks"), load("h200_open"))]
    assert "share of licensed chips that Beijing lets in (every chip), from 2025-12-08: 0 against 1" in said


@pytest.mark.parametrize("name", names())
def test_no_lever_of_the_library_is_idle(name: str) -> None:
    assert idle_levers(library()[name]) == ()


@pytest.mark.parametrize("name", names())
def test_every_citation_of_the_library_is_in_the_facts(name: str) -> None:
    assert unknown_cites(library()[name]) == ()


def test_every_number_of_the_library_has_a_citation_or_a_reason() -> None:
    """Zeros and ones that a scenario's own description explains need no more."""
    for scenario in library().values():
        for setting in scenario.settings:
            for step in setting.steps:
                plain = step.value in (0.0, 1.0, float("inf"))
                assert plain or step.rules or step.cites, (
                    scenario.id,
                    setting.lever,
                    setting.key,
                    step.start,
                )


def test_idle_lever_is_told(write: Callable[[str], Scenario]) -> None:
    one = write(
        "enforcement:\n  - {from: 2026-11-23, value: 1}\nstate_support:\n  - {from: 2026-11-23, value: 2}"
    )
    assert idle_levers(one) == ("enforcement",)


def test_unknown_citation_is_told(write: Callable[[str], Scenario]) -> None:
    one = write("enforcement:\n  - {from: 2026-11-23, value: 2, cites: [my-own-view]}")
    assert unknown_cites(one) == ("my-own-view",)
    assert "my-own-view" in cited(one)
