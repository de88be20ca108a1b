"""``fabcast brief --structures`` runs the same draws under each rival form."""

from __future__ import annotations

import json

import numpy as np
import pytest

from fabcast import calibration, ensemble, scenario
from fabcast.cli import main
from fabcast.cli._forms import _Forms
from fabcast.ensemble import Basis, Discrepancy, run_scenarios, sample_inputs
from fabcast.model import DEFAULT, RIVALS_SHOWN

STOCK = "china_compute_stock"


def test_the_headline_is_shown_under_each_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--structures", "--draws", "48", "--prior", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [form["id"] for form in data["structures"]] == ["default", *RIVALS_SHOWN]
    headline = {row["year"]: row for row in data["outcomes"] if row["id"] == STOCK}
    for row in data["structures"][0]["outcomes"]:
        assert row == headline[row["year"]]
    middles = {form["id"]: form["outcomes"][1]["contrast"]["p50"] for form in data["structures"]}
    assert middles["fixed_displacement"] != middles["default"]
    assert data["structures_say"]


def test_discrepancy_is_added_as_in_the_runs_of_the_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    basis = Basis("posterior", sample_inputs, Discrepancy(0.3))
    monkeypatch.setattr(calibration, "choose_basis", lambda **_: (basis, ""))
    pair = (scenario.load("h200_licensed"), scenario.load("h200_denied"))
    forms = _Forms(pair, (STOCK,), (40, 3), lambda _: None, prior=False)
    again = forms(DEFAULT).values[STOCK]
    once = run_scenarios(pair, 40, 3, outcomes=(STOCK,), basis=basis).values[STOCK]
    np.testing.assert_array_equal(again, once)
    plain = ensemble.run_scenarios(pair, 40, 3, outcomes=(STOCK,)).values[STOCK]
    assert (again != plain).any()


def test_compare_shows_each_chosen_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = "smic_7nm_yield,china_7nm_and_below_capacity"
    words = ["compare", "state_fund_doubled", "actual", "--structures", "--draws", "24", "--prior"]
    words += ["--outcomes", chosen, "--years", "2027,2035"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.count("under other equations") == 2
    assert main([*words, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    rows = [(row["id"], row["year"]) for row in data["structures"][0]["outcomes"]]
    assert rows == [(name, year) for name in chosen.split(",") for year in (2027, 2035)]
    assert "at the end of 2035" in " ".join(data["structures_say"])
