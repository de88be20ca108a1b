"""Imported data sets at the command line: sentences, JSON to its schema, exit codes."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast.cli import main
from fabcast.report import schema

GOOD = Path(__file__).parents[1] / "fixtures" / "good" / "importers"
LIST = str(GOOD / "screening.csv")
CASES = [
    (["import", "eto", str(GOOD / "eto")], "import_eto", 0),
    (["import", "eto", str(GOOD / "eto"), "--stop", "aaa"], "import_eto", 0),
    (["import", "epoch", str(GOOD / "chips.csv")], "import_epoch", 0),
    (["import", "csl", LIST, "Invented Computing Work"], "import_csl", 1),
    (["import", "csl", LIST, "Bakers"], "import_csl", 0),
]


@pytest.mark.parametrize(("words", "name", "code"), CASES, ids=lambda part: str(part)[:24])
def test_json_holds_to_its_schema_and_says_what_the_terminal_says(
    words: list[str], name: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schema(name))
    assert main(words) == code
    printed = capsys.readouterr().out
    assert all(sentence in printed for sentence in found["says"])


def test_the_terminal_leads_with_the_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "eto", str(GOOD / "eto"), "--stop", "AAA"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("If Aland supplied nothing, 1 of 5 inputs")
    assert "Tunnel ovens: fails, loses 95 %" in lines
    assert "Flour: may fail, loses 30 to 100 %" in lines


def classify(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["classify", "H20", "--to", "CN", "--on", "2026-06-01", "--json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("ICW", "entity_flags=entity_list;footnote_4"),
        ("Invented Computing Work Company", "entity_flags=unknown"),
        ("Bakers", "entity_flags="),
    ],
)
def test_a_screened_party_is_judged_as_if_its_flags_were_given(
    name: str, like: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = classify(capsys, "--screening", LIST, "--set", f"end_user={name}")
    told = classify(capsys, "--set", like)
    jsonschema.validate(seen.pop("screening"), schema("import_csl"))
    assert seen == told


def test_a_name_that_is_only_alike_never_gives_a_yes(capsys: pytest.CaptureFixture[str]) -> None:
    seen = classify(capsys, "--screening", LIST, "--set", "end_user=Invented Foundry")
    assert seen["screening"]["flags"] == ["unknown"]
    assert seen["review_policy"] == "unknown"


def test_flags_that_are_given_stand(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--screening", LIST, "--set", "end_user=ICW", "--set", "entity_flags=none"]
    assert main(["classify", "H20", "--to", "CN", "--on", "2026-06-01", *words]) == 0
    said = capsys.readouterr().out
    assert "The flags given stand: none. The list would give entity_list;footnote_4." in said


def test_rows_of_a_file_are_screened_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows = ["H20,ICW,", "H20,Bakers,", "H20,Invented Foundry,", "H20,ICW,none", "H20,,"]
    file.write_text("name,end_user,entity_flags\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["--on", "2026-06-01", "--to", "CN", "--screening", LIST, "--out", str(out)]
    assert main(["classify", str(file), *words]) == 0
    said = capsys.readouterr().err
    assert said.count("'ICW' resembles 1 listed name") == 1
    assert "score 95 of 100: Invented Foundry Group" in said
    policies = [line.split(",")[9] for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert policies == ["presumption_of_denial", "case_by_case", "unknown", "case_by_case", "case_by_case"]
