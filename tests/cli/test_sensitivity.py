"""``fabcast sensitivity`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast.cli import main
from fabcast.report import schema

FEW = ("--draws", "1024", "--prior")


def test_json_alone_holds_to_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", "--method", "sobol", "--enough", "--json", *FEW]) == 0
    said = capsys.readouterr()
    data = json.loads(said.out)
    jsonschema.validate(data, schema("sensitivity"))
    assert (data["against"] is None, data["year"], said.err) == (False, 2030, "")
    assert [one["method"] for one in data["methods"]] == ["sobol"]
    assert data["methods"][0]["basis"] == "prior"
    assert data["enough"]["rows"][-1]["draws"] == 1024


def test_a_level_of_one_scenario_by_the_default_method(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", "h200_denied", "--json", *FEW]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["against"] is None
    assert [one["method"] for one in data["methods"]] == ["shapley"]
    assert sum(row["measures"]["share"]["value"] for row in data["methods"][0]["rows"]) == pytest.approx(1.0)


def test_a_date_is_asked_by_delta_and_tells_never(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["sensitivity", "actual", "--outcome", "year_of_compute_parity", *FEW]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "Shift of the whole distribution" in text
    assert "of draws it never comes by 2040, which counts as a value." in " ".join(text.split())


def test_a_figure_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "when.svg"
    assert main(["sensitivity", "--by-quarter", "--out", str(file), *FEW]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"written to {file}\n")
    assert file.read_text(encoding="utf-8").startswith("<svg role=")
