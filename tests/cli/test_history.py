"""``fabcast history``: the table, its JSON and what it says to an unknown series."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from fabcast import analysis
from fabcast.analysis import HistoryRuns
from fabcast.calibration._quantities import Quantity
from fabcast.cli import main
from fabcast.model import QUARTERS

NAME = "smic_7nm_yield"


@pytest.fixture(autouse=True)
def _flat_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model whose yield is 30 % in the central draw and 20 to 40 % in the others."""
    draws = np.concatenate([[30.0], np.linspace(20.0, 40.0, 11)])
    flat = Quantity(np.tile(draws, (len(QUARTERS), 1)))
    monkeypatch.setattr(analysis, "history_runs", lambda: HistoryRuns({NAME: flat}))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command and give what it prints."""

    def _run(*words: str) -> str:
        assert main(["history", *words]) == 0
        return capsys.readouterr().out

    return _run


def test_one_series_is_shown_with_its_verdicts(run: Callable[..., str]) -> None:
    shown = run("--series", "yield_large_die")
    assert "yield_large_die: Yield of a large 7 nm class die, percent" in shown
    assert "2025 32 (20 to 45) C 30 21 to 39 yes yes" in " ".join(shown.split())
    assert "(2024-09)" in shown  # the panel's rival reports


def test_a_series_can_be_named_as_the_facts_name_it(run: Callable[..., str]) -> None:
    assert "yield_large_die" in run("--series", "best.cn.smic.yield_large_die")


def test_json_holds_the_same_points(run: Callable[..., str]) -> None:
    found = json.loads(run("--series", "best.cn.smic.yield_large_die", "--json"))
    assert [p["period"] for p in found["points"]] == ["2024", "2025", "2026"]
    assert found["points"][0] | {"low": 15, "central": 25, "high": 50, "model": 30} == found["points"][0]
    assert found["tally"]["in_range"] == 3


def test_an_unknown_series_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--series", "yeild"]) == 2
    said = capsys.readouterr()
    assert (
        said.out,
        "series 'yeild' is not in the history; list them with `fabcast history`" in said.err,
    ) == (
        "",
        True,
    )
