"""Boards, scorings and explanations as files to hand on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdf
import pytest

from fabcast.analysis import CheckedClaim, Explanation, check_claims
from fabcast.calibration import load_hindcasts, summarise
from fabcast.cli import explain, main
from fabcast.facts import claims
from fabcast.report import (
    Document,
    claims_document,
    explanation_document,
    gather,
    headline,
    hindcast_document,
    hindcast_words,
    to_markdown,
    to_pdf,
)
from fabcast.report._document import TableBlock
from tests.report.numbers import unspaced

NO_RUN = ("H200-A-16", "H200-A-34", "H200-F-19")
"""Claims that are answered without the model: by the record, by rules, not at all."""
DRAWS = np.linspace(1.0, 3.0, 21)[:, None]
MADE = Explanation(
    "a", "b", "china_compute_stock", "AI compute", "H100e", (2027, 2030), "lever",
    1e6 * np.hstack([DRAWS, 2.0 * DRAWS]), np.stack([1e6 * np.hstack([DRAWS, 2.0 * DRAWS])]),
    (("x", "the only lever"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def board() -> tuple[CheckedClaim, ...]:
    known = {claim.id: claim for claim in claims()}
    return check_claims([known[name] for name in NO_RUN], None)


def read(document: Document) -> str:
    """All text of a document's PDF, without spaces."""
    pages = pypdf.PdfReader(io.BytesIO(to_pdf(document))).pages
    return "".join(unspaced(page.extract_text()) for page in pages)


def sound(document: Document) -> bool:
    """Whether each table has a width a column, and as many cells a row."""
    tables = [b for b in document.blocks if isinstance(b, TableBlock)]
    return all({len(b.widths), *map(len, b.table.rows)} == {len(b.table.columns)} for b in tables)


def test_a_board_tells_each_claim_with_its_answer(board: Sequence[CheckedClaim]) -> None:
    document = claims_document(board, gather(()).parameters, draws=100, seed=1)
    assert sound(document)
    for text in (read(document), unspaced(to_markdown(document))):
        assert all(name in text for name in NO_RUN)
        assert "Settledbytherecord" in text
        assert "noanswer" in text


def test_a_scoring_says_what_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = summarise(load_hindcasts().rows, "as_happened")
    document = hindcast_document(summary)
    assert sound(document)
    text = read(document)
    assert all(unspaced(words) in text for words in hindcast_words(summary))
    assert len(document.figures) == 1 + len({row.series for row in summary.rows})


def test_an_explanation_has_its_sentences_parts_and_whole() -> None:
    document = explanation_document(MADE)
    assert sound(document)
    text = read(document)
    for words in (*(headline(MADE, year) for year in MADE.years), "the only lever", "The whole"):
        assert unspaced(words) in text


def test_the_board_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["claims", "--show", NO_RUN[0], "--out", "board.md"]) == 0
    assert (tmp_path / "board.md").read_text(encoding="utf-8").startswith("# What is said about chip export")
    assert "Wrote board.md.\n" in capsys.readouterr().err


def test_an_explanation_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(explain, "_made", lambda *_, **__: MADE)
    assert main(["explain", "--out", "why.pdf"]) == 0
    assert (tmp_path / "why.pdf").read_bytes().startswith(b"%PDF-")
    assert main(["explain", "--out", "why.html"]) == 2
    assert (
        "why.html: an explanation is written as .md or .pdf; choose one of them." in capsys.readouterr().err
    )


def test_a_scoring_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["hindcast", "--origins", "2024Q4", "--out", "past.html", "--json"]) == 0
    assert (tmp_path / "past.html").read_text(encoding="utf-8").startswith("<!doctype html>")
