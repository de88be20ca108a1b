"""The brief as Markdown, read back: tables are tables, figures are there, numbers are all told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fabcast.report import (
    Brief,
    Document,
    ScenarioWords,
    brief_document,
    build_brief,
    figure_file,
    to_json,
    to_markdown,
)
from fabcast.report._document import Paragraph, TableBlock
from fabcast.report._markdown import escaped
from tests.report.conftest import synthetic_books
from tests.report.numbers import unspaced, written
from tests.synthetic import SyntheticRuns

READ = MarkdownIt("commonmark").enable("table")


@pytest.fixture(scope="module")
def text(document: Document) -> str:
    return to_markdown(document, "brief-figures")


@pytest.fixture(scope="module")
def tokens(text: str) -> list[Token]:
    return READ.parse(text)


def plain(token: Token) -> str:
    """Text of an inline token without its marks."""
    return "".join(
        child.content
        for child in token.children or ()
        if child.type in ("text", "code_inline", "text_special")
    )


def cells(tokens: list[Token]) -> list[list[list[str]]]:
    """Read tables back: table, row, cell."""
    tables: list[list[list[str]]] = []
    for before, token in pairwise(tokens):
        if token.type == "table_open":
            tables.append([])
        if token.type == "tr_open":
            tables[-1].append([])
        if before.type in ("th_open", "td_open"):
            tables[-1][-1].append(plain(token))
    return tables


def test_every_table_reads_back_cell_by_cell(document: Document, tokens: list[Token]) -> None:
    blocks = [b.table for b in document.blocks if isinstance(b, TableBlock)]
    found = cells(tokens)
    assert len(found) == len(blocks)
    for table, read in zip(blocks, found, strict=True):
        asked = [[unspaced(cell) for cell in row] for row in (table.columns, *table.rows)]
        assert [[unspaced(cell) for cell in row] for row in read] == asked


def test_there_is_no_html_in_it(tokens: list[Token]) -> None:
    inline = [child for token in tokens for child in token.children or ()]
    assert not [t for t in (*tokens, *inline) if t.type.startswith("html")]


def test_one_title_and_headings_that_never_skip(tokens: list[Token]) -> None:
    levels = [int(t.tag[1]) for t in tokens if t.type == "heading_open"]
    assert levels.count(1) == 1 == levels[0]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_figure_is_linked_and_described(document: Document, tokens: list[Token]) -> None:
    images = [c for token in tokens for c in token.children or () if c.type == "image"]
    assert [i.attrs["src"] for i in images] == [f"brief-figures/{figure_file(f)}" for f in document.figures]
    assert all(len(i.content) > 20 for i in images)


def test_without_a_folder_the_figures_tables_stand_in(document: Document) -> None:
    told = to_markdown(document)
    assert "![" not in told
    assert len(cells(READ.parse(told))) == len(document.figures) + sum(
        isinstance(b, TableBlock) for b in document.blocks
    )


def test_every_headline_number_is_in_it_with_its_interval(tokens: list[Token], brief: Brief) -> None:
    told = unspaced("".join(plain(t) for t in tokens if t.type == "inline"))
    assert [name for name, number in written(to_json(brief)) if number not in told] == []


def test_no_line_ends_in_space_and_one_line_ends_the_file(text: str) -> None:
    assert all(line == line.rstrip() for line in text.splitlines())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text


def test_a_hostile_title_stays_text(runs: SyntheticRuns) -> None:
    evil = ScenarioWords("h200_open", "<b>x</b> | a_b_c", "[x](javascript:y) `z`", "- a\n# b")
    books = replace(synthetic_books(), scenarios={name: replace(evil, id=name) for name in runs.scenarios})
    tokens = READ.parse(
        to_markdown(brief_document(build_brief(runs, "h200_licensed", "h200_denied", (), books)))
    )
    inline = [child for token in tokens for child in token.children or ()]
    assert not [t for t in inline if t.type in ("html_inline", "code_inline")]
    links = [t.attrs["href"] for t in inline if t.type == "link_open"]
    assert all(str(link).startswith("http") for link in links)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30))
def test_any_line_of_text_reads_back(line: str) -> None:
    wanted = " ".join(line.split())
    if wanted:
        body = to_markdown(Document("k", "t", "s", "", "", (Paragraph(wanted),)))
        read = [plain(t) for t in READ.parse(body) if t.type == "inline"]
        assert read[2] == wanted


def test_what_starts_a_list_is_escaped() -> None:
    assert escaped("1. one") == "1\\. one"
    assert escaped("2026 is a year") == "2026 is a year"
