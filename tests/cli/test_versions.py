"""Each answer says what it rests on, and that its facts are old once they are."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast import __version__, _versions, cli, facts, rules
from fabcast.calibration import posterior
from fabcast.cli import main
from fabcast.facts import _age
from fabcast.rules._law import current
from tests.rules.test_schema import FINDING

CLI = Path(cli.__file__).parent
ASKED = ["classify", "H20", "--to", "CN", "--on", "2026-06-01"]


def test_a_finding_is_stamped_and_fits_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--json", "--explain"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, FINDING)
    assert found["made_with"]["fabcast"] == __version__
    assert found["made_with"]["facts"].startswith(f"{facts.AS_OF}+{facts.content_hash()[:8]}")
    assert found["made_with"]["rules"].endswith(rules.content_hash()[:8])


@pytest.mark.parametrize(
    "words",
    [
        "facts find HBM",
        "facts show alg_growth",
        "facts audit --no-model",
        "history --series best.cn.smic.yield_large_die",
        "outcomes list",
        "outcomes list --quantities",
        "outcomes show china_compute_stock",
        "outcomes show smic_7nm_and_below_capacity",
        "rules list",
        "rules history H20",
        "rules diff 2023-11-16 2023-11-17",
        "rules check",
        "scenario list",
        "scenario show h200_denied",
        "scenario check h200_denied",
    ],
)
def test_an_answer_for_machines_is_stamped(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words.split(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["made_with"] == _versions.versions()


def test_rows_that_are_published_as_a_list_are_stamped_each(capsys: pytest.CaptureFixture[str]) -> None:
    run = "run actual --outcomes china_compute_stock --years 2030 --draws 8"
    for words in (run, "claims --status settled --draws 8"):
        assert main([*words.split(), "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert rows
        assert all(row["made_with"] == _versions.versions() for row in rows)


def test_each_row_of_a_list_names_what_it_rests_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,on\nH20,2026-06-01\nH200,2026-06-01\nnothing,2026-06-01\n", encoding="utf-8")
    assert main(["classify", str(file), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [row["made_with"] for row in rows] == [_versions.made_with()] * 3
    assert main(["classify", str(file), "--out", str(tmp_path / "found.json")]) == 1
    assert json.loads((tmp_path / "found.json").read_text("utf-8")) == rows


def commands_with_json() -> list[str]:
    """List the modules of commands that offer ``--json``."""
    folder = CLI
    return sorted(file.stem for file in folder.glob("[a-z]*.py") if '"--json"' in file.read_text("utf-8"))


@pytest.mark.parametrize("name", commands_with_json())
def test_no_command_writes_json_past_the_stamp(name: str) -> None:
    """Exceptions: a finding and the doctor name versions themselves; each run of a store has its own."""
    text = (CLI / f"{name}.py").read_text("utf-8")
    by_hand = {"classify": 1, "doctor": 1}.get(name, 0)
    assert len(re.findall(r"json\.dumps?\(", text)) == by_hand
    assert by_hand or re.search(r"print_(json|rows|each)\b", text)
    assert name == "runs" or not re.search(r"print_json\(\[|json_text\(", text)


def test_the_day_of_the_rules_is_the_last_on_which_a_clause_was_checked() -> None:
    clauses = current().book.clauses.values()
    days = [version.source.last_checked for clause in clauses for version in clause.versions]
    assert _versions.made_with()["rules"].startswith(f"{max(days)}+")


def test_the_versions_need_nothing_heavy() -> None:
    code = "import sys; from fabcast.cli import main; main(['--version']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *said, loaded = done.stdout.splitlines()
    assert said == _versions.version_lines()
    assert not {"numpy", "pydantic", "yaml", "pandas", "jax"} & set(loaded.split())


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
