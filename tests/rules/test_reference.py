"""The reference page names every column, switch, field and file."""

from pathlib import Path

import pytest

from fabcast.rules._columns import COLUMNS
from fabcast.rules._law import current
from fabcast.rules._results import RESULT_COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "rules.md").read_text()
FIELDS = {name.partition("_")[0] if name.startswith("nearest") else name for name in RESULT_COLUMNS}


@pytest.mark.parametrize("name", [name for name in COLUMNS if name != "item"])
def test_every_column_is_told(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_every_switch_file_and_field_is_told() -> None:
    book = current().book
    told = [*book.switches, *(f"us/{name}.yaml" for name in book.titles), *(FIELDS - {"row", "item"})]
    assert [name for name in told if f"`{name}`" not in PAGE] == []
