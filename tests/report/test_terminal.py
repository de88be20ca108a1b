"""The terminal brief: whole at eighty columns and more, plain where the terminal is."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from fabcast.report import Brief, ScenarioWords, build_brief, contrast_table, print_brief
from fabcast.report._format import NBSP
from tests.report.conftest import synthetic_books
from tests.synthetic import SyntheticRuns, synthetic_runs


def printed(brief: Brief, width: int) -> str:
    out = io.StringIO()
    print_brief(brief, Console(file=out, width=width, color_system=None))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(brief: Brief, width: int) -> None:
    assert max(map(len, printed(brief, width).splitlines())) <= min(width, 104)


def test_all_parts_are_there(brief: Brief) -> None:
    text = printed(brief, 100)
    for part in ("What changes", "Bounds", "What binds", "What drives", "How far to trust it", "Run record"):
        assert part in text
    assert "Share of the licensed cap that buyers take up" in text
    assert "Not yet scored against the past" in text
    assert brief.command in text


def test_the_answer_is_the_same_words_as_in_every_form(brief: Brief) -> None:
    flat = " ".join(printed(brief, 100).replace(NBSP, " ").split())
    for text in brief.answer:
        assert " ".join(text.replace(NBSP, " ").split()) in flat


def test_a_plain_terminal_gets_no_escape_codes(brief: Brief) -> None:
    assert "\x1b" not in printed(brief, 80)


def test_brackets_in_a_title_are_text_and_no_markup(runs: SyntheticRuns) -> None:
    odd = ScenarioWords("h200_open", "Odd [red]title[/red]", "doing [bold]odd[/bold] things", "[link]")
    books = replace(synthetic_books(), scenarios={name: replace(odd, id=name) for name in runs.scenarios})
    text = printed(build_brief(runs, "h200_licensed", "h200_denied", ("h200_open",), books), 100)
    assert "[red]title[/red]" in text
    assert "[bold]odd[/bold]" in text


def test_a_poor_brief_prints() -> None:
    text = printed(build_brief(synthetic_runs(draws=3), "h200_open", "h200_denied"), 80)
    assert "no honest ranking" in text


def test_contrasts_make_a_table_with_both_levels(brief: Brief) -> None:
    out = io.StringIO()
    Console(file=out, width=100).print(contrast_table(brief))
    assert "never" in out.getvalue()
    assert all(c.label.split()[0] in out.getvalue() for c in brief.contrasts)
