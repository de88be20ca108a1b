"""The model page's table of links names tests and switches that exist."""

import re
from pathlib import Path

import pytest

from fabcast.analysis import loops
from fabcast.model import RIVALS_SHOWN, parameter_ids
from fabcast.scenario import LEVERS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "explanation" / "model.md").read_text("utf-8")
ROWS = re.findall(r"^\| (.+?) \| `(tests/\S+)` \| (\w+) `(\w+)` \|$", PAGE, re.MULTILINE)
KNOWN = {
    "loop": {loop.id for loop in loops().values() if loop.present},
    "lever": set(LEVERS),
    "structure": set(RIVALS_SHOWN),
    "parameter": set(parameter_ids()),
}


def test_the_table_was_found() -> None:
    assert len(ROWS) > 25


@pytest.mark.parametrize(("link", "test", "kind", "switch"), ROWS, ids=[row[0] for row in ROWS])
def test_each_link_has_its_test_and_its_switch(link: str, test: str, kind: str, switch: str) -> None:
    assert (ROOT / test).is_file(), link
    assert switch in KNOWN[kind], link


def test_every_loop_that_can_be_cut_is_attributed() -> None:
    cut = {switch for _, _, kind, switch in ROWS if kind == "loop"}
    assert {loop.id for loop in loops().values() if loop.present} - cut <= {
        "harder_ideas",
        "subsidy_waste",
        "exhaustion",
    }
