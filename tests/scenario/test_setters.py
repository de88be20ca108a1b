"""Levers that set one array multiply, day by day; one alone leaves the array bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fabcast.errors import BadInput
from fabcast.model import PROVIDERS, QUARTERS
from fabcast.scenario import LEVERS, Lever, Scenario, held, resolve
from fabcast.scenario._resolve import setters

AT = QUARTERS.index("2030Q1")


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Add a lever beside an existing one, for one test."""

    def added(beside: str, **changes: str) -> None:
        new: Lever = replace(LEVERS[beside], id="second", default=1.0, **changes)  # type: ignore[arg-type]
        monkeypatch.setitem(LEVERS, "second", new)
        setters.cache_clear()

    yield added
    monkeypatch.undo()
    setters.cache_clear()


def test_every_array_has_one_lever_today() -> None:
    assert all(len(levers) == 1 for levers in setters().values())


def test_two_levers_multiply(add: Callable[..., None], write: Callable[[str], Scenario]) -> None:
    add("enforcement")
    scenario = write("enforcement: [{from: 2027-01-01, value: 3}]\nsecond: [{from: 2026-11-23, value: 0.5}]")
    array = resolve(scenario).enforcement
    assert array[QUARTERS.index("2026Q4") + 1] == 1.5
    assert array[AT] == 1.5
    assert array[0] == 1.0
    assert held(scenario, date(2028, 12, 31)).enforcement[AT] == 1.5


def test_rules_still_decide_whether_both_reach(
    add: Callable[..., None], write: Callable[[str], Scenario]
) -> None:
    add("tool_severity_advanced")
    steps = (
        "tool_severity_advanced: {US: [{from: 2026-11-23, value: 0.8}]}\n"
        "second: {US: [{from: 2026-11-23, value: 0.5}]}"
    )
    us = PROVIDERS.index("US")
    assert resolve(write(steps)).tool_severity_advanced[AT, us] == pytest.approx(0.4)
    off = f'us_chip_rules: [{{from: 2026-11-23, value: "off"}}]\n{steps}'
    assert resolve(write(off)).tool_severity_advanced[AT, us] == 0.0


def test_memory_multiplies_too(add: Callable[..., None], write: Callable[[str], Scenario]) -> None:
    add("hbm_import_open")
    steps = "hbm_import_open: [{from: 2026-11-23, value: 0.6}]\nsecond: [{from: 2026-11-23, value: 0.5}]"
    np.testing.assert_allclose(resolve(write(steps)).hbm_import_open[AT], 0.3)


def test_levers_that_do_not_fit_are_refused(add: Callable[..., None]) -> None:
    add("enforcement", reading="middle")
    with pytest.raises(BadInput) as refused:
        setters()
    assert str(refused.value) == (
        "levers.csv: enforcement and second set the same array, enforcement, but differ in axis or reading; "
        "give the new one those of the first"
    )
