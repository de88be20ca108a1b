"""Hindcasts in words, tables and figures: what is uncomfortable is said, nothing is fetched."""

from __future__ import annotations

import re

import pytest

from fabcast.calibration import HindcastSummary, load_hindcasts, summarise
from fabcast.report import hindcast_figures, hindcast_page, hindcast_tables, hindcast_words
from fabcast.report._hindcast_tables import TITLES


@pytest.fixture(scope="module")
def summary() -> HindcastSummary:
    return summarise(load_hindcasts().rows, "as_happened")


def test_the_words_say_what_held_and_what_kind_of_test_it_was(summary: HindcastSummary) -> None:
    said = " ".join(hindcast_words(summary))
    assert f"held {100 * summary.coverage(0.9):.0f} % of {len(summary.rows)} outcomes" in said
    assert "Pseudo-out-of-sample" in said


def test_a_bar_that_is_not_met_is_said(summary: HindcastSummary) -> None:
    worse = tuple(r.model_copy(update={"pit": 0.999, "crps": 9.0}) for r in summary.rows)
    said = hindcast_words(HindcastSummary("as_happened", worse))
    assert "Not met: 90 % coverage within 80-97 % and mean CRPS below the best rival's." in said


def test_stale_results_say_so(summary: HindcastSummary) -> None:
    assert hindcast_words(summary, ["code", "priors"])[-1] == (
        "Stale: made with other code and priors than now installed; "
        "make them anew with `fabcast hindcast --refit`."
    )


def test_every_series_has_a_short_name(summary: HindcastSummary) -> None:
    assert {row.series for row in summary.rows} <= set(TITLES)


def test_tables_count_every_outcome_once(summary: HindcastSummary) -> None:
    makers = (hindcast_tables.by_series, hindcast_tables.by_horizon, hindcast_tables.by_origin)
    for table in (make(summary) for make in makers):
        assert sum(int(row[1]) for row in table.rows) == len(summary.rows)


def test_there_is_a_figure_a_series_with_its_table(summary: HindcastSummary) -> None:
    pit, *series = hindcast_figures(summary)
    assert len(series) == len({row.series for row in summary.rows})
    assert sum(len(figure.table.rows) for figure in series) == len(summary.rows)
    assert all(figure.svg.startswith("<svg role=") for figure in (pit, *series))


def test_the_page_is_whole_and_fetches_nothing(summary: HindcastSummary) -> None:
    page = hindcast_page(summary)
    assert page.count("<svg") == 1 + len({row.series for row in summary.rows})
    assert not re.search(r"<script|src=\"http|@import|url\(http", page)
