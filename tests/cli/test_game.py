"""``fabcast game``, ``leverage`` and ``search`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

import fabcast.analysis
from fabcast.cli import main
from fabcast.report import schema
from tests import games

SMALL = ("--draws", "24", "--prior")
WISHES = ("--objective", "china_compute_stock:min", "--objective", "nvidia_china_revenue:max")
LEVERS = ("--lever", "licence_grant.H200=0..1", "--lever", "us_fee.H200=0..0.5")


def test_a_game_is_told_as_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["game", "--cn-weights", "compute=1,subsidy=0.2", "--json", *SMALL]
    assert main(words) == 0
    said = capsys.readouterr()
    data = json.loads(said.out)
    jsonschema.validate(data, schema("game"))
    assert said.err == ""
    assert data["weights"]["cn"] == {
        "id": "own",
        "label": "own weights",
        "example": False,
        "values": {"compute": 1.0, "subsidy": 0.2},
    }
    assert data["weights"]["us"]["example"]
    hold = next(row for row in data["pairs"] if (row["us"], row["cn"]) == ("hold", "hold"))
    assert hold["us_payoff"] == {"p5": 0.0, "p50": 0.0, "p95": 0.0, "mean": 0.0}


def test_leverage_is_told_as_json_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.report.test_leverage import point

    found = (point("tools", "us", 0.4, 0.9, 70.0),)
    monkeypatch.setattr(fabcast.analysis, "chokepoints", lambda *_: found)
    assert main(["leverage", "--json", *SMALL]) == 0
    said = capsys.readouterr()
    jsonschema.validate(json.loads(said.out), schema("leverage"))
    assert said.err == ""


@pytest.fixture
def quick_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finished search instead of a long one."""
    monkeypatch.setattr(fabcast.analysis, "policy_search", lambda *_, **__: games.searched())


@pytest.mark.usefixtures("quick_search")
def test_points_are_written_as_scenarios_that_pass_their_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["search", *WISHES, *LEVERS, "--save", str(tmp_path), "--json", "--prior"]
    assert main(words) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, schema("search"))
    assert [Path(name).name for name in data["files"]] == ["front-1.yaml", "front-2.yaml"]
    assert main(["scenario", "check", data["files"][0]]) == 0
    assert "fine" in capsys.readouterr().out


@pytest.mark.usefixtures("quick_search")
def test_a_page_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "front.html"
    assert main(["search", *WISHES, *LEVERS, "--out", str(out), "--prior"]) == 0
    assert capsys.readouterr().out == f"wrote {out}\n"
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_package_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert main(["game"]) == 2
    assert "a game needs the package nashpy; install it with: pip install 'fabcast[analyse]'" in (
        capsys.readouterr().err
    )
