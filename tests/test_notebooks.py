"""The tutorial notebook: kept without outputs, runs from top to bottom, and shows what it promises."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs/tutorial/h200.ipynb"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook", ROOT / "docs/_hooks/notebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def ran(hook: ModuleType) -> Any:
    return hook.executed(NOTEBOOK)


def shown(ran: Any, source: str, kind: str = "text/html") -> str:
    """What the one cell with this source showed."""
    cell = next(cell for cell in ran.cells if cell.cell_type == "code" and source in cell.source)
    return str(cell.outputs[-1].data[kind])


def test_it_is_valid_and_kept_without_outputs() -> None:
    kept = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(kept)
    code = [cell for cell in kept.cells if cell.cell_type == "code"]
    assert len(code) > 8
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_every_cell_runs_and_none_warns(ran: Any) -> None:
    outputs = [one for cell in ran.cells if cell.cell_type == "code" for one in cell.outputs]
    assert outputs
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]


def test_results_show_themselves(ran: Any) -> None:
    assert "licence required" in shown(ran, 'fc.classify("H200"')
    assert "<svg" in shown(ran, "brief = fc.brief(")
    assert "median (5 % to 95 %)" in shown(ran, "brief.headline").replace("\u00a0", " ")
    assert "What the change turns on" in shown(ran, 'brief.why_of("china_compute_stock"')
    assert "2 claims" in shown(ran, "fc.check_claims(")
    assert shown(ran, 'Path("brief.pdf").stat()', "text/plain") == "True"


def test_the_page_shows_cells_and_outputs(hook: ModuleType, ran: Any) -> None:
    page = hook.rendered(ran)
    assert "{{ notebook: h200.ipynb }}" in (ROOT / "docs/tutorial/notebook.md").read_text("utf-8")
    assert not page.startswith("#"), "the title is the page's"
    assert page.count("```python") == sum(cell.cell_type == "code" for cell in ran.cells)
    for block in page.split('<div class="shown">')[1:]:
        assert "\n\n" not in block.split("</div>\n\n")[0].split("\n\n```")[0]
