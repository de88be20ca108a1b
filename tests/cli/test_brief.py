"""The brief's commands: what goes where, whole files or none, one sentence when it cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast.cli import _documents, _output, brief, compare, main, run
from fabcast.errors import BadInput
from fabcast.report import schema
from tests.synthetic import SyntheticRuns, synthetic_runs


def fake(
    scenarios: Sequence[str], draws: int, seed: int, outcomes: Any = None, *, prior: bool
) -> SyntheticRuns:
    return synthetic_runs(draws=draws, seed=seed, scenarios=tuple(scenarios))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with runs by formula instead of the model."""
    monkeypatch.chdir(tmp_path)
    for module in (brief, compare, run):
        monkeypatch.setattr(module, "run_shown", fake)
    return tmp_path


def test_the_brief_prints_the_answer_and_writes_one_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", "--draws", "200"]) == 0
    said = capsys.readouterr()
    assert "What does licensing H200-class chips to China change" in said.out
    assert said.err == "Wrote brief.html: open it in a browser.\n"
    assert [p.name for p in folder.iterdir()] == ["brief.html"]
    assert (folder / "brief.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_json_is_all_that_stands_on_stdout(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--draws", "120", "--json"]) == 0
    said = capsys.readouterr()
    data = json.loads(said.out)
    jsonschema.validate(data, schema("brief"))
    assert (data["scenario"], data["against"], data["draws"]) == ("h200_licensed", "h200_denied", 120)
    assert [b["scenario"] for b in data["bounds"]] == ["h200_open", "china_blocks"]
    assert said.err == ""
    assert list(folder.iterdir()) == []


def test_json_and_html_together_if_a_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--draws", "60", "--json", "--out", "mine.html"]) == 0
    json.loads(capsys.readouterr().out)
    assert [p.name for p in folder.iterdir()] == ["mine.html"]


def test_no_html_writes_no_file(folder: Path) -> None:
    assert main(["brief", "--draws", "60", "--no-html"]) == 0
    assert list(folder.iterdir()) == []


def test_bounds_stand_beside_the_question_they_bound_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", "h200_open", "--draws", "60", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bounds"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["brief", "--draws", "-3"], "--draws must be at least 1, but is -3; 2000 is the default."),
        (["brief", "--seed", "-1"], "--seed must be 0 or more, but is -1."),
        (["compare", "actual", "actual"], "'actual' stands on both sides; choose two different scenarios."),
        (["run", "actual", "--years", "2027,x"], "--years: 'x' is not a year; write years with commas"),
        (["run", "actual", "--years", ","], "--years names no year"),
        (
            ["run", "actual", "--years", "1999"],
            "--years: 1999 is outside the run, which goes from 2014",
        ),
        (["run", "actual", "--outcomes", "china_compute_stok"], "did you mean china_compute_stock?"),
        (["outcomes", "show", "zzz"], "outcome 'zzz' is not known; list them with: fabcast outcomes list"),
    ],
)
def test_bad_words_are_refused_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert list(folder.iterdir()) == []


def test_an_interrupt_leaves_the_old_file_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "brief.html").write_text("old")

    def interrupted(path: Path, text: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_documents, "write_whole", interrupted)
    assert main(["brief", "--draws", "60"]) == 130
    assert (folder / "brief.html").read_text() == "old"
    assert [p.name for p in folder.iterdir()] == ["brief.html"]
    assert capsys.readouterr().err.count("\n") == 1


def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "brief.html"
    target.write_text("old")

    def full(self: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(BadInput, match="No space left on device; nothing was changed"):
        _output.write_whole(target, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["brief.html"]
    assert target.read_text() == "old"


def test_a_written_file_has_ordinary_permissions(tmp_path: Path) -> None:
    _output.write_whole(tmp_path / "a.html", "x")
    plain = tmp_path / "b.html"
    plain.write_text("x")
    assert (tmp_path / "a.html").stat().st_mode == plain.stat().st_mode


def test_compare_gives_the_same_contract_for_chosen_outcomes_and_years(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["compare", "h200_open", "h200_denied", "--outcomes", "nvidia_china_revenue", "--years", "2028"]
    assert main([*words, "--draws", "80", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema("brief"))
    assert [(o["id"], o["year"]) for o in data["outcomes"]] == [("nvidia_china_revenue", 2028)]


def test_compare_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "h200_open", "h200_denied", "--draws", "80"]) == 0
    assert "U.S. lead in frontier" in capsys.readouterr().out


def test_run_gives_levels_by_scenario_outcome_and_year(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", "h200_open", "h200_denied", "--outcomes", "china_compute_stock,year_of_compute_parity"]
    assert main([*words, "--years", "2027,2030", "--draws", "50", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    jsonschema.validate(rows, schema("run"))
    assert [(r["scenario"], r["year"]) for r in rows] == [
        (s, y) for s in ("h200_open", "h200_denied") for y in (2027, 2030, None)
    ]
    assert main([*words, "--draws", "50"]) == 0
    assert "million" in capsys.readouterr().out


def test_every_outcome_can_be_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outcomes", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rows"]
    assert all(o["definition"] and o["leaves_out"] and o["unit"] for o in listed)
    assert main(["outcomes", "show", listed[0]["id"]]) == 0
    assert listed[0]["definition"] in capsys.readouterr().out
    assert main(["outcomes", "list"]) == 0
    assert listed[-1]["id"] in capsys.readouterr().out


def test_an_old_terminal_gets_question_marks_and_no_failure() -> None:
    words = [sys.executable, "-m", "fabcast", "outcomes", "list"]
    plain = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(words, capture_output=True, check=False, env=plain)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_real_chain_answers_end_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["brief", "--draws", "64", "--json", "--out", "brief.html"]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema("brief"))
    assert {o["id"] for o in data["outcomes"]} == {o["id"] for o in data["bounds"][0]["outcomes"]}
    assert len({o["id"] for o in data["outcomes"]}) == 12
    assert data["sources"]
    assert (tmp_path / "brief.html").stat().st_size > 100_000
