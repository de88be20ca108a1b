"""A search in words, table and data: the same numbers, and what moved nothing is said so."""

from __future__ import annotations

import json
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
from rich.console import Console

from fabcast.report import answer_html, print_answer, schema, search_json, search_page, search_words
from tests import games


def test_data_hold_to_the_schema() -> None:
    page = games.search_page()
    data = json.loads(json.dumps(search_json(page, search_words(page)), allow_nan=False))
    jsonschema.validate(data, schema("search"))
    assert data["points"][0]["settings"] == {"licence_grant.H200": 0.0, "us_fee.H200": None}
    assert [row["moves_nothing"] for row in data["levers"]] == [False, True]
    assert data["points"][1]["regret"]["nvidia_china_revenue"]["p50"] == 0.0


def test_the_words_hold_the_ends_the_idle_lever_and_the_luck_of_the_search() -> None:
    words = [text.replace("\u00a0", " ") for text in search_words(games.search_page())]
    assert words[0].startswith(
        "Of 3 settings tried from 2027-01-01 on, 2 are such that no other is better for"
    )
    assert words[1].startswith("Least “AI compute located in China”: point 1 (share of licences granted")
    assert "it changes AI compute located in China by −500 thousand H100e (−600 to −400), and" in words[1]
    assert "on the front in 90 % of draws" in words[1]
    assert "Most “Revenue from legal sales of U.S. AI chips to China”: point 2" in words[2]
    assert words[3].startswith("No objective moved with us_fee.H200")
    assert (
        "is 10.0 thousand H100e smaller in AI compute located in China and $0.100 bn a year larger"
        in words[4]
    )


def test_one_best_setting_is_told_as_no_conflict() -> None:
    words = search_words(games.search_page(one_best=True))
    assert words[0].endswith("these wishes do not conflict.")


def test_the_page_and_the_terminal_hold_every_point_and_the_base() -> None:
    page = games.search_page()
    content = search_page(page, search_words(page))
    console = Console(width=120, record=True, file=StringIO())
    print_answer(content, console)
    text = " ".join(console.export_text().split())
    assert "licence_grant.H200 1" in text
    assert "moved nothing" in text
    html = answer_html(content)
    assert html.count("<svg") == 1
    assert page.found.task.base.title.replace("'", "&#39;") in html
