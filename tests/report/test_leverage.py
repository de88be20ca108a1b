"""Leverage in words, table and data: the same numbers, and the unknown stays unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import pytest
from rich.console import Console

from fabcast.analysis import Chokepoint, Spread
from fabcast.report import (
    LeveragePage,
    answer_html,
    leverage_json,
    leverage_page,
    leverage_words,
    print_answer,
    schema,
)


def spread(middle: float) -> Spread:
    return Spread(
        0.5 * middle, 0.8 * middle, middle, 1.1 * middle, min(1.2 * middle, max(1.0, middle)), middle
    )


def point(name: str, holder: str, share: float, loss: float, months: float | None) -> Chokepoint:
    return Chokepoint(
        id=name,
        label=name,
        holder=holder,
        share=spread(share),
        power=spread(2.0),
        loss=spread(loss),
        capped=0.9 if share > 0.9 else 0.0,
        cost_share=spread(0.2) if holder != "cn" else None,
        concentration=None if holder == "cn" else spread(0.5),
        months=None if months is None else spread(months),
        never=None if months is None else 0.03,
        stock_months=spread(6.0) if months is None else None,
        note="A note.",
    )


@pytest.fixture
def page() -> LeveragePage:
    points = (
        point("easy tools", "us", 0.6, 0.3, 20.0),
        point("easy tools", "coalition", 0.7, 0.4, 20.0),
        point("hard tools", "us", 0.4, 0.9, 70.0),
        point("hard tools", "coalition", 0.8, 1.0, 70.0),
        point("scanners", "us", 0.0, 0.0, 60.0),
        point("scanners", "coalition", 0.98, 1.0, 60.0),
        point("gallium", "cn", 0.99, 1.0, None),
    )
    return LeveragePage(points, "History", 2027, 500, 1, "prior ranges")


def test_data_hold_to_the_schema_and_the_unknown_is_null(page: LeveragePage) -> None:
    data = json.loads(json.dumps(leverage_json(page, leverage_words(page)), allow_nan=False))
    jsonschema.validate(data, schema("leverage"))
    gallium = data["chokepoints"][-1]
    assert (gallium["months"], gallium["cost_share"], gallium["concentration"]) == (None, None, None)
    assert gallium["probability_not_rebuilt_by_2040"] is None


def test_the_words_say_that_a_share_misleads(page: LeveragePage) -> None:
    words = " ".join(leverage_words(page)).replace("\u00a0", " ")
    assert words.startswith("A share alone misleads: the United States alone holds 40 % (20 to 48)")
    assert "purchases of hard tools and 60 % (30 to 72) of those of easy tools" in words
    assert "would cost 90 % (45 to 100) of the use of the first and 30 % (15 to 36) of the second" in words
    assert "add most for scanners: 100 % (50 to 100) together, 0 % alone" in words
    assert "70 (35 to 70) months for hard tools, 20 (10 to 20) months for easy tools" in words


def test_nothing_is_said_of_misleading_shares_where_none_mislead(page: LeveragePage) -> None:
    alike = replace(page, points=page.points[:2])
    assert not any("misleads" in text for text in leverage_words(alike))


def test_the_table_marks_what_is_a_lower_bound_and_what_is_unknown(page: LeveragePage) -> None:
    content = leverage_page(page, leverage_words(page))
    console = Console(width=140, record=True, file=StringIO())
    print_answer(content, console)
    text = " ".join(console.export_text().split())
    assert "(at least)" in text
    assert "not by 2040" in text
    gallium = content.parts[0].tables[0].rows[-1]
    assert gallium[-1] == "unknown; stocks last 6 (3 to 6)"
    html = answer_html(content)
    assert html.count("<svg") == 1
    assert "<script" not in html
