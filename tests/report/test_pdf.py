"""The PDF brief, opened with a reader: pages, fonts, vector figures, tags, and every number."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pypdf
import pytest

from fabcast.errors import BadInput
from fabcast.report import Brief, Document, ScenarioWords, _pdf, brief_document, build_brief, to_json, to_pdf
from tests.report.conftest import bare, synthetic_books
from tests.report.numbers import unspaced, written
from tests.synthetic import SyntheticRuns, synthetic_runs


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return to_pdf(document)


@pytest.fixture(scope="module")
def reader(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


@pytest.fixture(scope="module")
def pages(reader: pypdf.PdfReader) -> list[str]:
    return [unspaced(page.extract_text()) for page in reader.pages]


def headings(outline: Any) -> list[str]:
    """Titles of all bookmarks, inner ones too."""
    inner = ([one.title] if not isinstance(one, list) else headings(one) for one in outline)
    return [title for titles in inner for title in titles]


def resources(holder: Any) -> Iterator[Any]:
    """Walk the resources of a page and of all forms drawn on it."""
    found = holder.get("/Resources")
    if found is None:
        return
    found = found.get_object()
    yield found
    for inner in (found.get("/XObject") or {}).values():
        yield from resources(inner.get_object())


def test_every_page_says_which_of_how_many_it_is(pages: list[str]) -> None:
    assert 6 <= len(pages) <= 14
    for i, text in enumerate(pages, 1):
        assert f"Page{i}of{len(pages)}" in text


def test_every_page_carries_the_record(pages: list[str]) -> None:
    assert all(f"record{'0' * 16}" in text for text in pages)


def test_it_has_title_author_language_and_tags(reader: pypdf.PdfReader, brief: Brief) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == brief.question
    assert reader.metadata.author == "Fabcast"
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert len(headings(reader.outline)) > 10


def test_figures_are_vector_and_fonts_are_inside(reader: pypdf.PdfReader) -> None:
    fonts = []
    for page in reader.pages:
        for found in resources(page):
            kinds = [x.get_object()["/Subtype"] for x in (found.get("/XObject") or {}).values()]
            assert "/Image" not in kinds
            fonts += [font.get_object() for font in (found.get("/Font") or {}).values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        told = inner["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(told), font["/BaseFont"]


def test_the_first_page_answers_the_question(pages: list[str], brief: Brief) -> None:
    first = pages[0]
    assert unspaced(brief.question) in first
    assert unspaced(brief.answer[0].split(" Brackets")[0]) in first
    assert all(unspaced(words.label) in first for words in brief.outcomes.values())
    assert "Theanswerbetweenitsbounds." in first


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_answer_fits_the_first_page_of_both_papers(document: Document, paper: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(document, paper)))
    width = float(reader.pages[0].mediabox.width)
    assert width == pytest.approx({"a4": 595.3, "letter": 612.0}[paper], abs=0.1)
    assert "Theanswerinfull" in unspaced(reader.pages[1].extract_text())


def test_every_headline_number_is_in_it_with_its_interval(pages: list[str], brief: Brief) -> None:
    text, numbers = "".join(pages), list(written(to_json(brief)))
    assert len(numbers) > 20
    assert [name for name, number in numbers if number not in text] == []


def test_same_brief_same_bytes(brief: Brief, made: bytes) -> None:
    assert to_pdf(brief_document(brief)) == made  # figures drawn anew


def test_marks_in_texts_stay_texts(runs: SyntheticRuns) -> None:
    evil = ScenarioWords("h200_open", "#panic() $x$ *b*", "_doing_ <x> @y", "= no heading\n#let a")
    books = replace(synthetic_books(), scenarios={name: replace(evil, id=name) for name in runs.scenarios})
    made = to_pdf(brief_document(bare(build_brief(runs, "h200_licensed", "h200_denied", (), books))))
    text = "".join(unspaced(p.extract_text()) for p in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "#panic()$x$*b*" in text
    assert "=noheading" in text


def test_a_poor_brief_still_makes_a_pdf() -> None:
    poor = brief_document(bare(build_brief(synthetic_runs(draws=3), "h200_open", "h200_denied")))
    assert pypdf.PdfReader(io.BytesIO(to_pdf(poor))).pages


def test_other_paper_is_refused(document: Document) -> None:
    with pytest.raises(BadInput, match="--paper: 'a5' is not known; choose a4 or letter"):
        to_pdf(document, "a5")


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ("typst", "PDF needs the package typst; install it with: pip install 'fabcast\\[report\\]'"),
        ("font_source_sans_pro", "PDF needs the package font-source-sans-pro; install"),
    ],
)
def test_without_the_extra_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, lacks: str, says: str
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == lacks else find_spec(name))
    with pytest.raises(BadInput, match=says):
        _pdf.check_pdf()
