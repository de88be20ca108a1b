"""The value of information in words is that of its data."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest
from rich.console import Console

from fabcast.analysis import elsewhere, find_decision, game_terms, information, turnings, utilities_of
from fabcast.report import WorthPage, print_worth, schema, worth_html, worth_json, worth_words


def made(revenue: float = 0.4, spread: float = 1.0) -> WorthPage:
    """Licensing costs a unit of lead where spares are many and brings sales."""
    rng = np.random.default_rng(5)
    draws = 600
    spares, other = rng.normal(size=(2, draws))
    zero = np.zeros(draws)
    cost = 1.0 + spread * spares
    values = {term.id: np.column_stack([zero, zero]) for term in game_terms("us")} | {
        "china_compute": np.column_stack([-cost, zero]),
        "lead": np.column_stack([-cost, zero]),
        "revenue": np.column_stack([2.0 + 0.1 * other, zero]),
    }
    decision = find_decision("license_h200").with_weights(f"lead=1,revenue={revenue}")
    parameters = {"spares_years": spares, "econ_life": other}
    found = information(parameters, utilities_of(decision.weights.values, values), decision.options)
    turns = turnings(parameters, values, decision.weights.values)
    return WorthPage(decision, found, turns, elsewhere(decision, values), {}, draws, 1, "prior")


@pytest.fixture(scope="module")
def page() -> WorthPage:
    return made()


def plain(page: WorthPage) -> str:
    return " ".join(worth_words(page)).replace("\u00a0", " ")


def test_data_hold_to_the_schema(page: WorthPage) -> None:
    data = json.loads(json.dumps(worth_json(page), allow_nan=False))
    jsonschema.validate(data, schema("voi"))
    assert data["because"] == list(worth_words(page))
    assert [one["id"] for one in data["groups"]] == ["servicing", "stock"]


def test_the_sentences_hold_the_numbers_of_the_data(page: WorthPage) -> None:
    data, told = worth_json(page), plain(page)
    everything, first = data["everything"], data["groups"][0]
    for one in (everything, first):
        assert f"{one['value']:.2f} ({one['low']:.2f} to {one['high']:.2f})" in told
    assert "“Servicing of installed tools”" in told
    assert f"{100 * everything['changes']:.0f} % of draws" in told
    assert "there is no one right set" in told
    assert "told from nothing" not in told


def test_a_value_whose_interval_reaches_nothing_is_said_to(page: WorthPage) -> None:
    first = page.found.groups[0]
    weak = replace(first, worth=replace(first.worth, low=-0.01))
    told = plain(replace(page, found=replace(page.found, groups=(weak, *page.found.groups[1:]))))
    assert "That cannot be told from nothing." in told


def test_the_turning_weight_is_where_both_are_level(page: WorthPage) -> None:
    turn = {one.term: one.turns_at for one in page.turnings}
    assert turn["revenue"] == pytest.approx(0.5, abs=0.05)
    assert turn["allies"] is None
    assert "The choice turns where the weight of “sales of U.S. chips and tools to China”" in plain(page)


def test_a_choice_that_nothing_changes_is_said_to_be_closed() -> None:
    told = plain(made(revenue=50.0, spread=0.01))
    assert "No knowledge of the inputs would change this choice" in told
    assert "Most worth finding out" not in told


def test_other_weights_choose_for_themselves(page: WorthPage) -> None:
    assert {w.id for w, _, _ in page.elsewhere} == {"security-first", "lead-first", "revenue-first"}
    assert {choice for _, choice, _ in page.elsewhere} == {"deny", "license up to the cap"}


def test_what_the_equations_leave_out_is_not_named_as_worth_finding_out(page: WorthPage) -> None:
    first = page.found.groups[0]
    hidden = replace(first, inputs=("discrepancy.compute",), label="What the equations leave out")
    again = replace(page, found=replace(page.found, groups=(hidden, *page.found.groups)))
    assert "Most worth finding out is “Servicing" in plain(again)


def test_terminal_and_page_show_every_table(page: WorthPage) -> None:
    console = Console(width=110, record=True, file=StringIO())
    print_worth(page, console)
    text, html = console.export_text(), worth_html(page)
    for words in (
        "Groups of inputs",
        "Where the weight of one term turns the choice",
        "Other example weights",
    ):
        assert words in text
        assert words in html
    assert html.count("<svg") == 2
    assert "<script" not in html
