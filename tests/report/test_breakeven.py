"""The break-even's words and data are those of its draws."""

from __future__ import annotations

import json
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest
from rich.console import Console

from fabcast.analysis import critical_displacement, find_breakeven, find_dial
from fabcast.report import BreakevenPage, breakeven_json, breakeven_words, print_breakeven, schema


def page(over: str = "displacement", root: float = 1.0) -> BreakevenPage:
    dial = find_dial(over)
    found = find_breakeven(lambda x: root * np.linspace(0.8, 1.2, 20) - x, dial.grid(), 20, halvings=20)
    return BreakevenPage(dial, found, "A", "B", "cumulative_compute", "the AI compute", 2030, 5.0)


def test_data_hold_to_the_schema_with_the_benchmark() -> None:
    data = json.loads(json.dumps(breakeven_json(page()), allow_nan=False))
    jsonschema.validate(data, schema("breakeven"))
    assert data["flip"]["p50"] == pytest.approx(1.0)
    told = {row["reinvestment"]: row["displacement"] for row in data["benchmark"]["rows"]}
    assert told[0.25] == critical_displacement(0.25, 5.0)
    assert data["benchmark"]["implied_reinvestment"] == pytest.approx(0.0, abs=1e-6)


def test_other_dials_have_no_benchmark() -> None:
    assert breakeven_json(page("reinvestment"))["benchmark"] is None


def test_the_sentence_holds_the_numbers() -> None:
    words = breakeven_words(page()).replace("\u00a0", " ")
    assert words.startswith("In 100 % of draws the sign of “A” against “B” on the AI compute")
    assert "of 1.00 (0.82 to 1.18)" in words


def test_no_flip_is_told_with_the_sign_that_stays() -> None:
    words = breakeven_words(page(root=100.0)).replace("\u00a0", " ")
    assert words.endswith("it is never lower in 100 % of draws.")


def test_the_table_and_the_benchmark_are_printed() -> None:
    console = Console(width=100, record=True, file=StringIO())
    print_breakeven(page(), console)
    text = console.export_text()
    assert "Lower in" in text
    assert "0.62 at γ = 0.25" in text
