"""Fills the page of messages with what bad files are answered with, at the mark ``<!-- files -->``.

The sentences are those that the tests hold exact: each stands beside its file in ``tests/fixtures/bad``,
or in the file's first line.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARK = "<!-- files -->"
BAD = Path(__file__).parents[2] / "tests" / "fixtures" / "bad"
TITLES = {"facts": "Tables of facts", "rules": "Reforms, holdings, lists", "scenario": "Scenario files"}
SAYS = "# says: "


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the tables in place of the mark; called by the site builder."""
    return markdown.replace(MARK, tables()) if MARK in markdown else markdown


def tables() -> str:
    """Write one table a folder of bad files."""
    return "\n\n".join(_table(room, title) for room, title in TITLES.items())


def _table(room: str, title: str) -> str:
    rows = [f"| `{name}` | {_cell(said)} |" for name, said in sorted(sentences(room))]
    return "\n".join([f"## {title}", "", "| File | Answer |", "| --- | --- |", *rows])


def sentences(room: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each bad file of a folder, and its sentence."""
    for file in (BAD / room).iterdir():
        said = _said(file)
        if said:
            yield file.name, said


def _said(file: Path) -> str:
    if file.suffix == ".txt":
        return ""
    for beside in (file.with_suffix(".txt"), file.with_name(f"{file.name}.expected.txt")):
        if beside.is_file():
            return beside.read_text(encoding="utf-8").strip()
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix(SAYS) if first.startswith(SAYS) else ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")
