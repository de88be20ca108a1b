"""`fabcast scenario`: list, show, new, check."""

import json
from pathlib import Path

import pytest

from fabcast.cli import main
from fabcast.scenario import names


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["scenario", *words])
    return code, capsys.readouterr().out


def test_list_has_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(names())


def test_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "list", "--json")
    assert code == 0
    found = {one["id"]: one for one in json.loads(out)["rows"]}
    assert found["h200_denied"]["extends"] == "actual"
    assert found["h200_denied"]["branches_from"] == "2025-12-08"


def test_show_says_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "show", "h200_denied", "--against", "h200_licensed")
    assert code == 0
    assert "share of licences granted case by case (H200), from 2026-01-15: 0 against 1" in out
    assert "us-2026-01-15-review-policy" in out


def test_show_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "show", "h200_capped", "--json")
    shown = json.loads(out)
    assert (code, shown["against"]) == (0, "h200_open")
    assert [change["lever"] for change in shown["differences"]] == ["unit_cap"]
    assert shown["levers"][0]["steps"][0]["value"] == 187500


def test_actual_shows_each_dated_step(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "show", "actual")
    assert code == 0
    assert "2026-07-01  import_permission H200 = 0.08" in out


def test_a_new_file_is_fine_as_it_stands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "my_own.yaml"
    assert run(capsys, "new", str(file), "--extends", "h200_open")[0] == 0
    code, out = run(capsys, "check", str(file))
    assert (code, out.startswith("my_own: fine, from 2026-11-23")) == (0, True)


def test_check_fails_on_a_lever_that_does_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "idle.yaml"
    file.write_text(
        "title: T\ndescription: D\nextends: actual\nbranches_from: 2026-11-23\nlevers:\n"
        "  state_support:\n    - {from: 2026-11-23, value: 1, cites: [hearsay]}\n",
        encoding="utf-8",
    )
    code, out = run(capsys, "check", str(file))
    assert code == 1
    assert out.splitlines() == [
        "lever state_support changes nothing against actual",
        "citation hearsay is in no table of events or sources",
    ]
    assert json.loads(run(capsys, "check", str(file), "--json")[1])["passed"] is False
