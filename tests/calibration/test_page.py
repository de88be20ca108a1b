"""The page on the fit says what the shipped files say."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from scipy.stats import chisquare

from fabcast.calibration import observations, posterior, targets

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def hook() -> Iterator[ModuleType]:
    sys.path.insert(0, str(DOCS / "_hooks"))
    yield importlib.import_module("calibration")
    sys.path.remove(str(DOCS / "_hooks"))


def test_every_mark_has_its_part_and_every_part_its_mark(hook: ModuleType) -> None:
    page = (DOCS / "explanation" / "calibration.md").read_text(encoding="utf-8")
    assert set(hook.MARK.findall(page)) == set(hook.PARTS)
    assert not hook.MARK.search(hook.on_page_markdown(page))


def test_every_report_and_every_line_left_out_is_listed(hook: ModuleType) -> None:
    assert len(hook.data().splitlines()) == 2 + len(observations())
    assert len(hook.left_out().splitlines()) == 2 + sum(t.use != "fit" for t in targets().values())


def test_checks_are_those_of_the_shipped_fit(hook: ModuleType) -> None:
    for check in posterior().record["checks"]:
        assert re.search(rf"^\| {check['name']} \| {check['value']:.4g} \|", hook.checks(), re.MULTILINE)


def test_simulation_based_calibration_held(hook: ModuleType) -> None:
    """The committed result: about one bin in a hundred outside its 99 % bounds, nominal coverage."""
    found = hook.result("sbc")
    assert found["runs"] >= 100
    assert found["bins_outside"] < 0.02
    assert found["inside90_all"] == pytest.approx(0.9, abs=0.01)
    assert found["inside50_all"] == pytest.approx(0.5, abs=0.015)
    # each histogram against flat ranks, at one per cent over all of them together
    flat = [chisquare(row["counts"]).pvalue for row in found["rows"]]
    assert min(flat) > 0.01 / len(flat)


def test_figures_are_drawn_with_words(hook: ModuleType) -> None:
    assert hook.taught().count('<svg role="img"') == 2
    assert hook.simulated().count("<title") == 1
