"""``fabcast discover`` and ``fabcast voi`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast.cli import main
from fabcast.report import schema

COMMON = (
    *("discover", "--quantity", "china_compute_stock", "--comparator", ">", "--horizon", "2030"),
    *("--draws", "256", "--prior"),
)


def test_a_condition_of_ones_own_gives_json_alone_and_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "found.html"
    assert main([*COMMON, "--threshold", "14000000", "--json", "--out", str(out)]) == 0
    said = capsys.readouterr()
    data = json.loads(said.out)
    jsonschema.validate(data, schema("discover"))
    assert data["condition"]["scenarios"] == ["actual"]
    assert data["rate"]["whole"] == 256
    assert said.err == f"Wrote {out}: open it in a browser.\n"
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_condition_that_holds_nowhere_says_so_and_leaves_with_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*COMMON, "--threshold", "99000000000000"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    told = " ".join(said.err.split())
    assert "holds in none of 256 draws: its probability is below 1.2 % (95 % confidence)." in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["discover"], "give either the name of a condition"),
        (["discover", "parity_before_2035", "--quantity", "china_compute_stock"], "give either the name"),
        (["discover", "parity_before_2035", "--method", "som"], "--method: 'som' is neither prim nor cart."),
        (["discover", "h200_lowers_compute", "--against", "nowhere"], "nowhere"),
        (["voi", "license_h200", "--weights", "calm=1"], "Washington has no term 'calm'"),
        (["voi", "license_h200", "--year", "2099"], "--year: 2099 is outside the run"),
        (["voi", "license_h200", "--draws", "50", "--prior"], "needs at least 100 draws; raise --draws"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_decision_gives_json_alone_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "worth.html"
    weights = "china_compute=1,revenue=0.1"
    asked = ["voi", "license_h200", "--weights", weights, "--draws", "128", "--prior", "--json"]
    assert main([*asked, "--out", str(out)]) == 0
    said = capsys.readouterr()
    data = json.loads(said.out)
    jsonschema.validate(data, schema("voi"))
    assert data["weights"]["values"] == {"china_compute": 1.0, "revenue": 0.1}
    assert all(one["value"] <= data["everything"]["value"] + 1e-12 for one in data["inputs"])
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
