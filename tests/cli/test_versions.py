"""Each answer says what it rests on, and that its facts are old once they are."""

import json
from datetime import timedelta

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast import __version__, facts, rules
from fabcast.calibration import posterior
from fabcast.cli import _age, _versions, main
from tests.rules.test_schema import FINDING

ASKED = ["classify", "H20", "--to", "CN", "--on", "2026-06-01"]


def test_a_finding_is_stamped_and_fits_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--json", "--explain"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, FINDING)
    assert found["made_with"]["fabcast"] == __version__
    assert found["made_with"]["facts"].startswith(f"{facts.AS_OF}+{facts.content_hash()[:8]}")
    assert found["made_with"]["rules"].endswith(rules.content_hash()[:8])


def test_doctor_names_the_versions_of_facts_rules_and_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert all(text in said for name, text in _versions.versions().items() if name != "fabcast")


def test_the_version_of_the_fit_is_the_one_that_runs_record() -> None:
    assert _versions.posterior_version() == str(posterior().record["digest"])[:16]


@pytest.mark.parametrize(("days", "said"), [(90, False), (91, True), (400, True)])
def test_an_answer_says_on_stderr_when_its_facts_are_old(
    days: int, said: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    day = facts.AS_OF + timedelta(days=days)
    monkeypatch.setattr(_age, "today", lambda: day)
    assert main([*ASKED, "--json"]) == 0
    out, err = capsys.readouterr()
    json.loads(out)
    line = f"The facts are of {facts.AS_OF}, {days} days ago: look for a newer release of Fabcast.\n"
    assert err == (line if said else "")
