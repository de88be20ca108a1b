"""Results in a notebook: one block each, escaped, readable on light and on dark."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from fabcast import facts
from fabcast.analysis import CheckedClaim, check_claims, html_of, needed
from fabcast.report import Brief, claims_json, theme
from fabcast.report._claims_notebook import ClaimsTable
from fabcast.report._format import change


class Balanced(HTMLParser):
    """Fails where a tag is not closed; keeps the text and all styles."""

    VOID = frozenset({"br", "path", "line", "use"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.styles = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styles += "".join(value or "" for name, value in attrs if name == "style")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def settled() -> tuple[CheckedClaim, ...]:
    """Claims that need no run."""
    return check_claims([claim for claim in facts.claims() if not needed([claim])[0]][:6], None)


def shown(result: object) -> str:
    text = result._repr_html_()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


def test_a_brief_shows_question_answer_table_and_figure(brief: Brief) -> None:
    page = Balanced(shown(brief))
    assert brief.question in page.text
    assert change(brief.headline.contrast, brief.headline.unit).split(" (")[0] in page.text
    assert all(words.label in page.text for words in brief.outcomes.values())
    assert shown(brief).count("<svg") == 1


def test_in_a_terminal_it_says_question_and_answer(brief: Brief) -> None:
    assert repr(brief).splitlines()[:2] == ["Brief", brief.question]
    assert brief.answer[-1] in repr(brief)
    assert len(repr(brief)) < 3000


def test_its_markdown_says_the_same_without_figures(brief: Brief) -> None:
    text = brief._repr_markdown_()
    assert text.startswith("# What does licensing")
    assert "![" not in text
    assert brief.headline.label in text


def test_a_contrast_shows_both_levels_and_the_change(brief: Brief) -> None:
    page = Balanced(shown(brief.headline))
    assert change(brief.headline.contrast, brief.headline.unit) in page.text
    assert "end of 2030" in page.text
    assert "higher in" in page.text.lower()
    markdown = brief.headline._repr_markdown_()
    assert markdown is not None
    assert change(brief.headline.contrast, brief.headline.unit) in markdown


def test_a_date_tells_how_often_it_never_comes(brief: Brief) -> None:
    assert "Never in" in Balanced(shown(next(c for c in brief.contrasts if c.is_date))).text


def test_a_cell_shows_what_it_turns_on(brief: Brief) -> None:
    cell = brief.why_of(brief.headline.outcome, brief.headline.year)
    assert cell is not None
    assert cell.lines[0].description in Balanced(shown(cell)).text
    assert cell.lines[0].description in cell._repr_markdown_()
    still = next(w for w in brief.why if not w.lines)
    assert still.note in Balanced(shown(still)).text


def test_a_claim_shows_its_chance_and_why(settled: tuple[CheckedClaim, ...]) -> None:
    for one in settled:
        page = Balanced(shown(one))
        assert one.claim.id in page.text
        assert ("True:" in page.text) != ("No answer" in page.text)
        assert one._repr_markdown_()


def test_the_board_is_a_data_frame_that_shows_itself(settled: tuple[CheckedClaim, ...]) -> None:
    board = ClaimsTable(claims_json(settled))
    page = Balanced(shown(board))
    assert all(one.claim.id in page.text for one in settled)
    assert isinstance(board, pd.DataFrame)
    assert "no answer" in page.text or board["probability"].notna().all()
    assert shown(board.iloc[:1]).count("<tr") == 2
    assert "dataframe" in shown(board[["claim_id", "status"]])


def test_a_long_board_says_how_much_is_shown(settled: tuple[CheckedClaim, ...]) -> None:
    board = ClaimsTable(claims_json(settled) * 20)
    with pd.option_context("display.max_rows", 10):
        assert f"{len(board)} claims; the first 10 are shown" in shown(board)


def test_colours_suit_light_and_dark(brief: Brief, settled: tuple[CheckedClaim, ...]) -> None:
    for result in (brief, brief.headline, settled[0], brief.why[0]):
        text = shown(result)
        fixed = {theme.INK, theme.SOFT, theme.GRID, "#fff", "#ffffff", "white", "black"}
        assert not [color for color in fixed if color in text]
        assert "color:inherit" in text
        assert "<style" not in text


def test_texts_are_escaped(brief: Brief) -> None:
    evil = replace(brief, question="<img src=x>", headline=replace(brief.headline, label="<script>"))
    assert "<img" not in shown(evil)
    assert "<script" not in shown(evil.headline)


def test_what_no_writer_knows_stays_plain() -> None:
    assert html_of("text") is None
