"""Write the published JSON Schema and the tables of the reference page anew from the lever table.

For those who work on Fabcast: run ``python -m fabcast.scenario`` in a checkout after a change.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from fabcast.scenario import json_schema
from fabcast.scenario._manual import lever_table, scenario_table

SCHEMA = Path(__file__).with_name("scenario.schema.json")
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "scenarios.md"
BETWEEN = re.compile(
    r"(<!-- (?P<name>scenarios|levers) -->\n).*?(?P<end>\n<!-- end (?P=name) -->)", re.DOTALL
)
TABLES = {"scenarios": scenario_table, "levers": lever_table}


def schema_text() -> str:
    """Text of the published schema."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def page_text(page: str) -> str:
    """Put current tables between the page's markers ``<!-- name -->`` and ``<!-- end name -->``.

    >>> page_text("no markers")
    'no markers'
    """
    return BETWEEN.sub(lambda found: f"{found[1]}\n{TABLES[found['name']]()}\n{found['end']}", page)


def main() -> None:
    """Write both files; only a checkout has the page."""
    if not PAGE.is_file():
        raise SystemExit(f"no {PAGE}; run this in a checkout of the project")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    PAGE.write_text(page_text(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
