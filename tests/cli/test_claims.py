"""``fabcast claims``, ``explain`` and ``breakeven`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest

from fabcast.cli import main
from fabcast.report import schema

HEAD = "id,claimant,date,claim,quantity,unit,comparator,threshold,horizon,scenario_pair"
MINE = "mine,Me,2026-11,Compute grows.,china_compute_stock,H100e,>=,1000000,2027,h200_open|-"
DRAWS = ("--draws", "64", "--prior")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEAD}\n{MINE}\n", encoding="utf-8")
    return path


def test_a_users_file_is_tested_and_given_as_json_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", str(file), "--json", *DRAWS]) == 0
    said = capsys.readouterr()
    data = json.loads(said.out)
    jsonschema.validate(data, schema("claims"))
    assert [(row["claim_id"], row["status"], row["ensemble"]) for row in data] == [
        ("mine", "modelled", "prior")
    ]
    assert said.err == ""


def test_a_claim_in_full_tells_basis_dates_and_what_it_turns_on(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", str(file), "--show", "MINE", *DRAWS]) == 0
    said = capsys.readouterr().out
    assert all(words in said for words in ("Compute grows.", "On each basis", "By date", "Across thresholds"))


def test_the_page_is_written_beside_nothing_else(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(file), "--html", "board.html", *DRAWS]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Wrote board.html: open it in a browser.\n"
    page = (file.parent / "board.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert 'id="mine"' in page


def test_claims_that_need_no_run_make_none(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fabcast.cli import claims

    monkeypatch.setattr(claims, "run_shown", None)
    file.write_text(f"{HEAD}\na,Me,2026,Twice,tpp_h200_over_h20,ratio,>=,6,2025,actual|-\n", encoding="utf-8")
    assert main(["claims", str(file)]) == 0
    assert "1 settled by rule arithmetic" in " ".join(capsys.readouterr().out.split())


def test_why_two_scenarios_differ_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["explain", "h200_open", "--against", "h200_denied", "--years", "2027", "--json", *DRAWS]
    assert main(words) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema("explain"))
    assert sum(row["mean"] for row in data["parts"]) == pytest.approx(data["total"][0]["mean"])


def test_where_the_sign_flips_is_told_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fabcast.analysis import Dial

    monkeypatch.setattr(Dial, "grid", lambda self, _=3: np.linspace(self.low, self.high, 3))
    words = ["breakeven", "--over", "uptake", "--year", "2030", "--json", *DRAWS]
    assert main(words) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema("breakeven"))
    assert data["by_value"][0]["value"] == 0.0
    assert data["benchmark"] is None


def test_claims_are_tested_from_python_as_at_the_command_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import fabcast as fc

    table = fc.check_claims(file, draws=64, prior=True)
    assert main(["claims", str(file), "--json", *DRAWS]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert table.loc[0, "claim_id"] == "mine"
    assert table.loc[0, "probability"] == row["probability"]


def test_claims_are_tested_on_runs_that_are_given(file: Path) -> None:
    import fabcast as fc
    from fabcast.errors import BadInput

    runs = fc.simulate(["h200_open"], draws=4)
    assert fc.check_claims(file, runs).loc[0, "draws"] == 4
    file.write_text(f"{HEAD}\n{MINE.replace('h200_open', 'h200_denied')}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="scenario 'h200_denied' is not in these runs"):
        fc.check_claims(file, runs)
