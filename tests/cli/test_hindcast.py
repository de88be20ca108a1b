"""``fabcast hindcast``: words, JSON to its schema, page, refit, and answers to bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest

from fabcast.calibration import _hindcast_fit as fitting
from fabcast.calibration import _hindcast_store as store
from fabcast.calibration import load_hindcasts
from fabcast.calibration._smc import Plan
from fabcast.cli import main
from fabcast.report import schema


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command and give what it prints."""

    def _run(*words: str) -> str:
        assert main(["hindcast", *words]) == 0
        return capsys.readouterr().out

    return _run


def test_the_words_lead_and_every_miss_is_listed(run: Callable[..., str]) -> None:
    shown = " ".join(run().split())
    assert shown.startswith("Hindcasts from the ends of 2021, 2022, 2023 and 2024, legal acts fed")
    missed = [r for r in load_hindcasts().rows if r.policy == "as_happened" and r.missed]
    assert f"Outside the 90 % interval: {len(missed)}, worst first" in shown


@pytest.mark.parametrize("policy", ["as_happened", "known_at_origin"])
def test_json_keeps_to_its_schema(run: Callable[..., str], policy: str) -> None:
    data = json.loads(run("--policy", policy, "--json"))
    jsonschema.validate(data, schema("hindcast"))
    assert data["policy"] == policy
    assert data["targets"] == len(data["targets_detail"])


def test_origins_can_be_chosen(run: Callable[..., str]) -> None:
    data = json.loads(run("--origins", "2022Q4,2023Q4", "--json"))
    assert data["origins"] == ["2022Q4", "2023Q4"]


def test_a_page_is_written_whole(run: Callable[..., str], tmp_path: Path) -> None:
    run("--html", str(tmp_path / "page.html"), "--json")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").endswith("</html>\n")


def test_refit_writes_results_that_are_then_read(
    run: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a model that answers one number for everything, and few members."""

    def ones(inputs: dict[str, np.ndarray], seen: list[object], **_: object) -> np.ndarray:
        return np.ones((len(next(iter(inputs.values()))), len(seen)))

    monkeypatch.setattr(fitting, "predictions", ones)
    monkeypatch.setattr(store.refit, "__kwdefaults__", _small(store.refit))
    monkeypatch.setattr(store.make_hindcasts, "__kwdefaults__", _small(store.make_hindcasts))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "results"
    made = json.loads(run("--refit", "--origins", "2021Q4", "--results", str(folder), "--json"))
    read = json.loads(run("--results", str(folder), "--json"))
    assert made == read
    assert made["origins"] == ["2021Q4"]


def _small(function: object) -> dict[str, object]:
    kept: dict[str, object] = dict(function.__kwdefaults__)  # type: ignore[attr-defined]
    return kept | {"members": 128, "plan": Plan(keep=0.5, sweeps=1, final=1)}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--policy", "none"),
            "policy 'none' is none of as_happened, known_at_origin; choose one",
        ),
        (
            ("--origins", "2019Q4"),
            "origin '2019Q4' is none of 2021Q4, 2022Q4, 2023Q4, 2024Q4; choose among these",
        ),
        (
            ("--results", "nowhere"),
            "nowhere: no hindcasts there; make them with `fabcast hindcast --refit`",
        ),
    ],
)
def test_bad_input_gets_a_sentence(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hindcast", *words]) == 2
    told = capsys.readouterr()
    assert message in " ".join(told.err.split())
    assert told.out == ""
