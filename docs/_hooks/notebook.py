"""Runs the tutorial notebook and puts its cells with what they showed into the page that asks for them.

A page asks by ``{{ notebook: h200.ipynb }}``, a file beside it. The notebook is kept without outputs, so
that what the page shows was made by the installed version when the page was built.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

TUTORIAL = Path(__file__).parents[1] / "tutorial"
MARK = re.compile(r"\{\{ notebook: (\S+) \}\}")
BLANK = re.compile(r"\n\s*\n")
"""Where Markdown would end a block of HTML."""
MOST_SECONDS = 300
"""A cell that takes longer fails the build."""


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the cells in place of the mark; called by the site builder."""
    return MARK.sub(lambda found: rendered(executed(TUTORIAL / found[1])), markdown)


def executed(notebook: Path) -> Any:
    """Run a notebook in an empty folder and return it with its outputs; the first error is raised."""
    read = nbformat.read(notebook, as_version=4)
    with TemporaryDirectory() as folder, TemporaryDirectory() as sockets:
        # Sockets of the file system, not of the network: no port is opened.
        config = Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}})
        where = {"metadata": {"path": folder}}
        NotebookClient(read, config=config, timeout=MOST_SECONDS, resources=where).execute()
    return read


def rendered(notebook: Any) -> str:
    """Write an executed notebook as Markdown, its title left to the page."""
    parts = (text for cell in notebook.cells for text in _cell(cell))
    return "\n\n".join(parts).split("\n", 1)[1].strip()


def _cell(cell: Any) -> list[str]:
    if cell.cell_type == "markdown":
        return [cell.source]
    return [f"```python\n{cell.source}\n```", *(_output(one) for one in cell.outputs)]


def _output(output: Any) -> str:
    """Write one output: as HTML where it has any, else as text."""
    if output.output_type == "stream":
        return f"```text\n{output.text.strip()}\n```"
    page = output.data.get("text/html")
    if page is None:
        return f"```text\n{output.data['text/plain']}\n```"
    whole = BLANK.sub("\n", page)
    return f'<div class="shown">{whole}</div>'
