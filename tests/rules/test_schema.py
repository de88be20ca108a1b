"""The published schemas hold: for every rule file, and for what `classify` gives."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given

from fabcast.facts import load_yaml
from fabcast.rules import classify
from fabcast.rules._read import CLAUSE_KEYS, FILE_KEYS, HERE, VERSION_KEYS
from tests.rules.rows import days, rows

FOLDER = HERE.parent / "schema"
CLAUSE: dict[str, Any] = json.loads((FOLDER / "clause.schema.json").read_text())
FINDING: dict[str, Any] = json.loads((FOLDER / "finding.schema.json").read_text())


@pytest.mark.parametrize("path", sorted(HERE.glob("*.yaml")), ids=lambda path: path.name)
def test_every_rule_file_fits_the_schema(path: Path) -> None:
    jsonschema.validate(load_yaml(path), CLAUSE)


def test_the_schema_and_the_reader_know_the_same_keys() -> None:
    known = CLAUSE["$defs"]
    assert set(CLAUSE["properties"]) | {"about"} == FILE_KEYS
    assert set(known["clause"]["properties"]) == CLAUSE_KEYS
    assert set(known["version"]["properties"]) == VERSION_KEYS


@given(rows, days)
def test_every_finding_fits_the_schema(row: dict[str, Any], day: str) -> None:
    jsonschema.validate(classify(row, on=day).to_dict(), FINDING)


def test_a_bad_row_fits_the_schema() -> None:
    jsonschema.validate({"row": 2, "error": "…"}, FINDING)
