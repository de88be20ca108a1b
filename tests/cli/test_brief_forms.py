"""The forms of a brief that the name of the file chooses: page, PDF, Markdown, data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

import fabcast as fc
from fabcast.cli import brief, main
from fabcast.errors import BadInput
from fabcast.report import Brief, schema
from tests.synthetic import SyntheticRuns, synthetic_runs


def fake(
    scenarios: Sequence[str], draws: int, seed: int, outcomes: Any = None, *, prior: bool
) -> SyntheticRuns:
    return synthetic_runs(draws=draws, seed=seed, scenarios=tuple(scenarios))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with runs by formula instead of the model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(brief, "run_shown", fake)
    return tmp_path


def test_pdf_on_the_asked_paper(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--draws", "60", "--out", "b.pdf", "--paper", "letter"]) == 0
    assert capsys.readouterr().err == "Wrote b.pdf.\n"
    assert (folder / "b.pdf").read_bytes().startswith(b"%PDF-")
    assert [p.name for p in folder.iterdir()] == ["b.pdf"]


def test_markdown_with_its_figures_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--draws", "60", "--out", "b.md"]) == 0
    text = (folder / "b.md").read_text(encoding="utf-8")
    figures = sorted(p.name for p in (folder / "b-figures").iterdir())
    assert len(figures) > 10
    for name in figures:
        assert f"(b-figures/{name})" in text
        assert (folder / "b-figures" / name).read_text().startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert capsys.readouterr().err == "Wrote b.md.\n"


def test_data_as_a_file_are_those_on_stdout(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "--draws", "60", "--out", "b.json", "--json"]) == 0
    out = capsys.readouterr().out
    assert (folder / "b.json").read_text() == out
    jsonschema.validate(json.loads(out), schema("brief"))


def test_a_folder_of_figures_that_is_a_file_is_refused(folder: Path) -> None:
    (folder / "b-figures").write_text("mine")
    assert main(["brief", "--draws", "60", "--out", "b.md"]) == 2
    assert [p.name for p in folder.iterdir()] == ["b-figures"]


def test_python_writes_the_same_and_returns_the_brief(folder: Path) -> None:
    made = fc.brief(draws=60, to="b.md")
    assert isinstance(made, Brief)
    assert (folder / "b.md").read_text(encoding="utf-8").startswith(f"# {made.question}")
    with pytest.raises(BadInput, match=r"b\.doc: a brief is written as \.html, \.md, \.pdf or \.json"):
        fc.brief(to="b.doc")
