"""``fabcast facts`` at the command line: what it prints, and the code it leaves with."""

import json

import pytest

from fabcast.cli import main


def test_find_lists_facts_with_value_and_grade(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "find", "permanent", "failure", "hazard"]) == 0
    line = "parameter gpu_hazard: Permanent accelerator failure hazard = 0.039 1/year (0.025 to 0.061) [C]\n"
    assert capsys.readouterr().out == line


def test_finding_nothing_is_a_negative_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "find", "zzzz", "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["rows"] == []
    assert said.err == "no fact holds 'zzzz'; try fewer or other words.\n"


def test_show_names_the_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "show", "alg_growth"]) == 0
    out = capsys.readouterr().out
    assert "alg_growth (parameter): 2.9 ratio/year (1.8 to 4.7)" in out
    assert "[A] Ho et al. 2024, https://arxiv.org/abs/2403.05812" in out


def test_show_suggests_a_near_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "show", "alg_grwth"]) == 2
    assert "no fact has the id 'alg_grwth'; did you mean alg_growth?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["gpu_hazard", "hbm_imports", "cn.smic.yield", "nvidia-h20-96gb", "us-2026-08-10q", "SELF-01"]
)
def test_show_gives_json_of_every_kind(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "show", name, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["id"], bool(answer["records"]), bool(answer["sources"])) == (name, True, True)


def test_audit_without_the_model_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "audit", "--no-model", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["passed"] is True
    assert answer["lists"]["rival_parameters"]


def test_audit_fails_on_a_parameter_that_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fabcast.cli.facts._unmoved", lambda: ("gpu_hazard",))
    assert main(["facts", "audit"]) == 1
    assert "parameter gpu_hazard is used but its change moves no outcome" in capsys.readouterr().err
