"""``fabcast calibrate`` with a problem of known answer in place of the chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fabcast import calibration
from fabcast.calibration import Beliefs, Check, Fit, Plan, Posterior
from fabcast.calibration._sample import fit_populations
from fabcast.cli import calibrate as command
from fabcast.cli import main
from tests.calibration.toy import problem

GOOD = Check("members", 2048.0, 2000, at_least=True, means="Members in all")
BAD = Check("R-hat", 1.2, 1.01, at_least=False, means="Spread")


def toy(members: int, seed: int, *, store: Path, progress: Any) -> Fit:
    beliefs = Beliefs.from_facts()
    linear, _ = problem(3, scores=beliefs.size)
    return fit_populations(beliefs, linear, members, seed, progress, store, Plan(sweeps=1, final=2))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(calibration, "fit_record", toy)
    monkeypatch.setattr(command, "_checked", lambda _: (GOOD,))
    monkeypatch.setattr(command, "_told", lambda _: {"lessons": []})
    return tmp_path


def test_a_fit_that_holds_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--members", "128", "--out", "fit", "--json"]) == 0
    assert sorted(f.name for f in (folder / "fit").iterdir()) == [
        "posterior.json",
        "posterior.npz",
        "taught.json",
    ]
    assert Posterior.load(folder / "fit").record["checks"] == [GOOD.row()]
    said = capsys.readouterr()
    assert json.loads(said.out)["checks"][0]["name"] == "members"
    assert "Wrote fit/posterior.npz and its record: 128 members." in said.err


def test_a_fit_that_fails_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "_checked", lambda _: (GOOD, BAD))
    assert main(["calibrate", "--members", "128", "--out", "fit"]) == 1
    assert not (folder / "fit" / "posterior.npz").exists()
    said = capsys.readouterr()
    assert said.err == "Not shipped: R-hat is 1.2, but must be at most 1.01: spread.\n"
    assert "R-hat" in said.out


def test_ctrl_c_leaves_a_fit_to_go_on_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(members: int, seed: int, *, store: Path, progress: Any) -> Fit:
        def told(share: float, words: str) -> None:
            if share > 0.5:
                raise KeyboardInterrupt

        return toy(members, seed, store=store, progress=told)

    monkeypatch.setattr(calibration, "fit_record", stopped)
    assert main(["calibrate", "--members", "128", "--out", "fit"]) == 130
    assert "go on with: fabcast calibrate --out fit --resume" in capsys.readouterr().err
    assert main(["calibrate", "--members", "128", "--out", "fit"]) == 2
    assert "fit holds an unfinished fit; go on with --resume" in capsys.readouterr().err
    monkeypatch.setattr(calibration, "fit_record", toy)
    assert main(["calibrate", "--members", "128", "--out", "fit", "--resume"]) == 0
    whole = toy(128, 1, store=folder / "whole", progress=None).posterior
    assert np.array_equal(Posterior.load(folder / "fit").scores, whole.scores)
    assert not (folder / "fit" / "unfinished").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--members", "127"],
            "--members must be an even number from 128 up, but is 127; 4096 is the default.",
        ),
        (
            ["--members", "10"],
            "--members must be an even number from 128 up, but is 10; 4096 is the default.",
        ),
        (["--seed", "-1"], "--seed must be 0 or more, but is -1."),
    ],
)
def test_misuse_is_said_in_a_sentence(
    words: list[str], sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_the_report_prints_what_was_taught(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--report"]) == 0
    said = capsys.readouterr().out
    for title in ("The record takes a tenth or more", "Expected to stay confounded", "What to measure next"):
        assert title in said


def test_the_report_is_json_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--report", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"lessons", "declared", "confounded", "rejections", "worths", "headline"} <= set(told)
