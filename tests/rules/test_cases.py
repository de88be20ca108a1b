"""The law by example: every case of ``cases/*.yaml`` holds, alone and in a table.

The tree mirrors the clauses: ``cases/3A090.yaml`` holds the cases of ``us/3A090.yaml``. A case says what it
shows, the row, the day, the destination, and the parts of the finding that matter, written as in a table.
"""

from pathlib import Path
from typing import Any

import pytest

from fabcast.facts import load_yaml
from fabcast.rules import classify, classify_table
from fabcast.rules._read import HERE
from fabcast.rules._results import part_text

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['what']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in load_yaml(path)["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_the_law_by_example(case: dict[str, Any]) -> None:
    finding = classify(case["item"], on=case["on"], to=case["to"])
    assert {name: part_text(getattr(finding, name)) for name in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", CASES)
def test_a_table_says_the_same(case: dict[str, Any]) -> None:
    row = {name: [cell] for name, cell in case["item"].items()}
    found = classify_table({**row, "on": [case["on"]], "to": [case["to"]]})
    assert {name: found[name][0] for name in case["expect"]} == case["expect"]


def test_every_file_of_cases_mirrors_a_rule_file() -> None:
    rules = {path.stem for path in HERE.glob("*.yaml")}
    assert {path.stem for path in FOLDER.glob("*.yaml")} <= rules


def test_the_catalogue_gives_the_density_that_the_record_prints() -> None:
    finding = classify("H20", on="2024-06-01", to="CN")
    assert finding.nearest == {"parameter": "performance_density", "threshold": 3.2, "distance": -0.291}
