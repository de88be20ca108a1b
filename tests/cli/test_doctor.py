"""Doctor names what is missing and what is old, and never needs what it looks for."""

import json
from datetime import timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from fabcast.cli import doctor, main
from fabcast.facts import AS_OF


def test_a_complete_installation_is_in_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert "Fabcast" in capsys.readouterr().out


def test_json_is_only_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["missing"] == []
    assert report["facts"]["as_of"] == AS_OF.isoformat()


def test_a_missing_package_is_named_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        if name == "jax":
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)
    assert main(["doctor"]) == 1
    assert "Missing: jax. Run: python3 start.py brief" in capsys.readouterr().out


@pytest.mark.parametrize(("days", "stale"), [(0, False), (90, False), (91, True)])
def test_facts_are_stale_after_ninety_days(days: int, stale: bool) -> None:
    assert doctor._facts(AS_OF + timedelta(days=days))["stale"] is stale


def test_stale_facts_are_said_aloud() -> None:
    report = doctor.examine() | {"facts": doctor._facts(AS_OF + timedelta(days=400)), "extras": {}}
    assert doctor._advice(report) == ["The facts are older than 90 days: look for a newer release."]


def test_an_optional_group_says_what_for_and_how() -> None:
    extra = {"for": "run the tests", "missing": ["pytest"], "get_it": 'python -m pip install "fabcast[dev]"'}
    assert doctor._wanted("dev", extra) == (
        'Optional [dev], to run the tests, lacks pytest. Get it: python -m pip install "fabcast[dev]"'
    )


def test_every_extra_says_what_it_is_for() -> None:
    assert all(extra["for"] for extra in doctor.examine()["extras"].values())


def test_a_folder_that_does_not_exist_yet_counts_as_its_parent(tmp_path: Path) -> None:
    assert doctor._writable(tmp_path / "a" / "b")


def test_without_a_compiler_runs_are_slower_and_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = doctor._found
    monkeypatch.setattr(doctor, "_found", lambda name: None if name == "llvmlite" else found(name))
    report = doctor.examine()
    assert (report["missing"], report["compiler"]) == ([], None)
    assert any(line.startswith("Without llvmlite runs take") for line in doctor._advice(report))
