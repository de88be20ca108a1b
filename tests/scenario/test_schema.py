"""The published JSON Schema and the manual are those that the lever table makes."""

import json

from fabcast.scenario import LEVERS, names
from fabcast.scenario.__main__ import PAGE, SCHEMA, page_text, schema_text

STALE = "run `python -m fabcast.scenario`"


def test_published_schema_is_current() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text(), STALE


def test_manual_is_current_and_complete() -> None:
    page = PAGE.read_text("utf-8")
    assert page == page_text(page), STALE
    for name in (*LEVERS, *names()):
        assert f"| `{name}` |" in page


def test_schema_asks_for_the_branch_date_with_a_parent() -> None:
    assert json.loads(schema_text())["dependentRequired"]["extends"] == ["branches_from"]


def test_every_lever_says_what_it_means() -> None:
    for lever in LEVERS.values():
        assert lever.meaning.endswith("."), lever.id
        assert lever.low < lever.high, lever.id
        assert lever.label[0].islower() or lever.label.startswith("U.S."), lever.id
