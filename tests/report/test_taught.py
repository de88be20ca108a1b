"""What was taught, as words and tables."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from fabcast.report import print_taught, taught_tables, taught_words

TOLD: dict[str, Any] = {
    "lessons": [
        {
            "input": "bw_weight",
            "contraction": 0.4,
            "shift": -0.5,
            "prior": [0.3, 0.5, 0.7],
            "posterior": [0.3, 0.45, 0.6],
        },
        {
            "input": "not_in_the_facts",
            "contraction": -0.01,
            "shift": 0.0,
            "prior": [-1.0, 0.0, 1.0],
            "posterior": [-1.0, 0.0, 12345.0],
        },
    ],
    "declared": [{"first": "a", "second": "b", "prior": 0.0, "posterior": -0.25}],
    "confounded": [],
    "rejections": [{"title": "Sales", "period": "2025Q4", "prior": 0.031, "posterior": 0.0}],
    "worths": [{"title": "Legal chips", "year": "2027", "narrower": 0.46}],
    "headline": [[1e4, 5e5, 2.5e6], [2e4, 5e5, 2.4e6]],
    "inside": [33, 33],
    "judgement": 0.76,
    "not_narrowed": 0.86,
}


def test_sentences_count_and_round() -> None:
    assert taught_words(TOLD) == (
        "The record takes a tenth or more off the variance of 1 of 2 inputs.",
        "The headline contrast (5-95 %) goes from 0.01 to 2.50 to 0.02 to 2.40 million H100e.",
        "76 % of what remains of its variance traces to inputs of judgement,",
        "86 % to inputs that the record did not narrow.",
        "33 of 33 reports lie in the central 90 % of what the fit predicts for them; "
        "30 would if the errors assumed were just right.",
    )


def test_tables_have_their_rows() -> None:
    lessons, declared, tied, rejections, worths = taught_tables(TOLD)
    assert lessons.rows[1][1:3] == ("−0.01", "+0.00")
    assert lessons.rows[1][4] == "−1 · 0 · 12,345"
    assert declared.rows == [("a · b", "+0.00", "−0.25")]
    assert tied.rows == []
    assert rejections.rows == [("Sales", "2025Q4", "3.1 %", "0.0 %")]
    assert worths.rows == [("Legal chips", "2027", "46 %")]


def test_all_of_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_taught(TOLD, Console(width=140))
    said = capsys.readouterr().out
    assert all(table.title in said for table in taught_tables(TOLD))
    assert "not_in_the_facts" in said
