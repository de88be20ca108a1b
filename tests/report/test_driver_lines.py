"""What each cell of the headline table turns on: in the tree, in JSON, in the page."""

from __future__ import annotations

import re

import jsonschema  # type: ignore[import-untyped]

from fabcast.report import Brief, build_brief, schema, to_html, to_json
from fabcast.report._driver_lines import STILL, TOO_FEW
from tests.synthetic import synthetic_runs


def test_every_cell_of_the_table_is_asked(brief: Brief) -> None:
    assert [(w.outcome, w.year) for w in brief.why] == [(c.outcome, c.year) for c in brief.contrasts]
    assert all(len(w.lines) <= 3 and bool(w.note) != bool(w.lines) for w in brief.why)
    assert all(line.above_noise for w in brief.why for line in w.lines)


def test_the_headline_cell_agrees_with_the_drivers_of_the_answer(brief: Brief) -> None:
    cell = brief.why_of(brief.headline.outcome, brief.headline.year)
    assert cell is not None
    assert cell.lines == tuple(d for d in brief.drivers[:3] if d.above_noise)


def test_another_cell_finds_its_own_driver(brief: Brief) -> None:
    lost = brief.why_of("china_domestic_ai_compute_output", 2030)
    assert lost is not None
    assert "d0_halflife_smic" in {line.parameter for line in lost.lines}


def test_what_does_not_move_or_cannot_be_told_says_so(brief: Brief) -> None:
    still = [c for c in brief.contrasts if c.probability_zero >= 0.95]
    assert still
    for c in still:
        cell = brief.why_of(c.outcome, c.year)
        assert cell is not None
        assert cell.note == STILL
    few = build_brief(synthetic_runs(draws=20), "h200_open", "h200_denied")
    assert {w.note for w in few.why} <= {STILL, TOO_FEW}
    assert brief.why_of("no_such_outcome", 2030) is None


def test_json_lists_them_under_drivers(brief: Brief) -> None:
    data = to_json(brief)
    jsonschema.validate(data, schema("brief"))
    for cell in brief.why:
        rows = [d for d in data["drivers"] if (d["outcome"], d["year"]) == (cell.outcome, cell.year)]
        assert [d["parameter"] for d in rows][: len(cell.lines)] == [d.parameter for d in cell.lines]
        assert all(set(d) >= {"parameter", "outcome", "measure", "value"} for d in rows)


def test_the_page_folds_them_behind_a_word_that_the_keyboard_reaches(brief: Brief) -> None:
    page = to_html(brief)
    folded = re.findall(r'<details class="why"><summary>why<span class="hidden">: ([^<]+)</span>', page)
    assert len(folded) == sum(bool(w.lines) for w in brief.why)
    assert len(set(folded)) == len(folded), "each says which number it explains"
    assert 'tabindex="-1"' not in page
