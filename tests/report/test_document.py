"""The brief laid out for paper: one tree for PDF and Markdown, whole and in order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from fabcast.analysis import UnderForm
from fabcast.report import Brief, Document, brief_document, build_brief
from fabcast.report._document import Figures, Heading, PageBreak, Paragraph, SourceList, TableBlock
from tests.report.conftest import bare
from tests.synthetic import synthetic_runs


def test_the_first_page_has_question_answer_table_and_figure(document: Document, brief: Brief) -> None:
    first = document.blocks[: document.blocks.index(PageBreak())]
    assert document.title == brief.question
    assert isinstance(first[0], Paragraph)
    assert first[0].role == "lead"
    assert brief.answer[0].startswith(first[0].text)
    assert first[0].text.count("(") == 2, "the sentence carries its intervals"
    assert [b.role for b in first if isinstance(b, TableBlock)] == ["headline"]
    assert sum(isinstance(b, Figures) for b in first) == 1


def test_the_first_page_says_what_the_headline_turns_on(document: Document) -> None:
    first = document.blocks[: document.blocks.index(PageBreak())]
    said = " ".join(b.text for b in first if isinstance(b, Paragraph))
    assert "The headline turns most on: Share of the licensed cap that buyers take up (" in said


def test_nothing_of_the_answer_is_lost(document: Document, brief: Brief) -> None:
    said = " ".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    for text in brief.answer[1:]:
        assert text in said
    assert brief.answer[0].split("Brackets")[1] in said


def test_the_headline_table_has_every_outcome_that_is_no_date(document: Document, brief: Brief) -> None:
    table = next(b.table for b in document.blocks if isinstance(b, TableBlock))
    assert len(table.rows) == len(brief.outcomes) - 1
    assert all(len(row) == 4 for row in table.rows)


def test_every_column_has_a_width_and_every_row_every_cell(document: Document) -> None:
    tables = [b for b in document.blocks if isinstance(b, TableBlock)]
    for block in tables:
        assert len(block.widths) == len(block.table.columns), block.table.caption
        assert {len(row) for row in block.table.rows} == {len(block.table.columns)}


def test_headings_never_skip_a_level(document: Document) -> None:
    levels = [b.level for b in document.blocks if isinstance(b, Heading)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_record_and_day_stand_at_the_head(brief: Brief) -> None:
    dated = replace(bare(brief), record={**brief.record, "facts_as_of": "2026-11-23"})
    assert brief_document(dated).running == f"record {'0' * 16} · facts as of 2026-11-23"


def test_each_cell_tells_what_it_turns_on(document: Document, brief: Brief) -> None:
    tables = {b.table.caption: b.table for b in document.blocks if isinstance(b, TableBlock)}
    cells, inputs = tables["What each change turns on"], tables["Inputs by number"]
    assert len(cells.rows) == len(brief.outcomes) - 1
    numbers = {row[0]: row[1] for row in inputs.rows}
    stock = next(row for row in cells.rows if row[0] == brief.headline.label)
    assert numbers[stock[2].split()[0]] == "Share of the licensed cap that buyers take up"


def test_rival_forms_are_laid_out(brief: Brief) -> None:
    forms = tuple(UnderForm(name, name, "", (brief.headline,)) for name in ("default", "rival"))
    document = brief_document(replace(brief, forms=forms))
    block = next(
        b for b in document.blocks if isinstance(b, TableBlock) and "under each form" in b.table.caption
    )
    assert len(block.widths) == len(block.table.columns)


def test_a_poor_brief_still_makes_a_document() -> None:
    poor = brief_document(bare(build_brief(synthetic_runs(draws=3), "h200_open", "h200_denied")))
    assert not any(isinstance(b, SourceList) for b in poor.blocks)
    assert "Too few draws" in " ".join(b.text for b in poor.blocks if isinstance(b, Paragraph))
