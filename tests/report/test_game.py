"""A game's words and data are those of its draws."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest
from rich.console import Console

from fabcast.analysis import Board, Weights, game_terms, play
from fabcast.report import GamePage, answer_html, game_json, game_page, game_words, print_answer, schema
from fabcast.report._game_page import stable_pairs
from fabcast.scenario import postures
from tests import games


@pytest.fixture(scope="module")
def page() -> GamePage:
    return games.game_page()


def built(first: np.ndarray, second: np.ndarray) -> GamePage:
    """A game of two postures a side with given payoffs, in one draw."""
    us, cn = (Weights(who, "own", "own weights", "", {game_terms(who)[0].id: 1.0}) for who in ("us", "cn"))
    menus = postures("us")[:2], postures("cn")[:2]
    tables = {
        who: {term.id: (values if k == 0 else 0.0 * values)[None] for k, term in enumerate(game_terms(who))}
        for who, values in (("us", first), ("cn", second))
    }
    game = play(Board(("hold", "tighten"), ("hold", "close"), tables, 1.0), us, cn)
    return GamePage(game, (game,), menus, "History", "Allies hold.", 2030, 1, "prior ranges")


def test_data_hold_to_the_schema(page: GamePage) -> None:
    data = json.loads(json.dumps(game_json(page, game_words(page)), allow_nan=False))
    jsonschema.validate(data, schema("game"))
    assert len(data["pairs"]) == len(page.postures[0]) * len(page.postures[1])
    assert len(data["examples"]) == len(page.examples)
    stable = [(row["us"], row["cn"]) for row in data["pairs"] if row["stable"]]
    assert stable == [
        (page.postures[0][i].id, page.postures[1][j].id) for i, j in sorted(stable_pairs(page.game))
    ]
    left = {term.id for who in ("us", "cn") for term in game_terms(who, modelled=False)}
    assert {row["id"] for row in data["left_out"]} == left
    for side in ("us", "cn"):
        for found in data["equilibria"]:
            assert sum(found[side].values()) == pytest.approx(1.0)


def test_the_words_count_the_examples_and_say_that_they_are_examples(page: GamePage) -> None:
    words = " ".join(game_words(page))
    assert f"{len(page.examples)} pairs of example weights" in words
    counted = sum(any(pair[0] == 1 for pair in stable_pairs(game)) for game in page.examples)
    assert f"Washington tightens in {counted} of {len(page.examples)}" in words
    assert "example weights “security first” for Washington" in words
    assert words.endswith("the game says what follows from them, not what either government wants.")


def test_shares_in_the_words_are_those_of_the_table(page: GamePage) -> None:
    words = " ".join(game_words(page)).replace("\u00a0", " ")
    for i, j in stable_pairs(page.game):
        told = f"{100 * page.game.holds[i, j]:.0f} % of draws"
        assert f"{page.pair(i, j)} (stable in {told})" in words


def test_changes_are_those_of_the_terms_in_natural_units(page: GamePage) -> None:
    page = replace(page, game=next(game for game in page.examples if stable_pairs(game)))
    found = page.game.equilibria[0]
    told = {row["quantity"]: row for row in game_json(page, ())["equilibria"][0]["changes"]}
    i, j = found.rows.index(max(found.rows)), found.columns.index(max(found.columns))
    assert found.pure
    us, cn = page.game.board.terms["us"], page.game.board.terms["cn"]
    assert told["compute"]["p50"] == pytest.approx(np.median(2.0 ** cn["compute"][:, i, j] - 1.0))
    assert told["revenue"]["p50"] == pytest.approx(10.0 * np.median(us["revenue"][:, i, j]))
    assert told["subsidy"]["mean"] == pytest.approx(-10.0 * np.mean(cn["subsidy"][:, i, j]))
    words = " ".join(game_words(page)).replace("\u00a0", " ").replace("−", "-")
    said = re.search(r"What it changes: AI compute in China ([+-]?[\d.]+) %", words)
    assert said is not None
    assert float(said[1]) == pytest.approx(100.0 * told["compute"]["p50"], abs=0.5)


def test_the_dilemma_is_told() -> None:
    dilemma = np.array([[0.0, -3.0], [2.0, -2.0]])
    words = " ".join(game_words(built(dilemma, dilemma.T))).replace("\u00a0", " ")
    assert "With the user’s weights for Washington" in words
    assert "Both would do better if Washington keeps to its script and Beijing keeps to its script" in words
    assert "+2.0 (+2.0 to +2.0) for Washington" in words
    assert "in 100 % of draws for both" in words
    assert "“Washington tightens” is best whatever the other does and “Beijing closes” is best" in words
    assert "going first is worth nothing to it" in words


def test_a_game_without_a_certain_answer_is_told_with_its_odds() -> None:
    pennies = np.array([[0.0, -2.0], [-2.0, 0.0]])
    words = " ".join(game_words(built(pennies, -pennies))).replace("\u00a0", " ")
    assert "no pair of postures is stable for certain" in words
    assert "Washington tightens with odds of 50 %" in words
    assert "correlate at −1.00" in words
    assert "No other pair of postures would leave both better off" in words


def test_the_nearest_switch_in_words_is_one_of_the_data(page: GamePage) -> None:
    data = game_json(page, ())
    words = next(text for text in game_words(page) if text.startswith("The nearest change"))
    at = [f"{row['weight']:g} to {row['at']:.2g}" for row in data["switches"]]
    assert any(told in words for told in at)


def test_the_page_and_the_terminal_show_every_pair(page: GamePage) -> None:
    content = game_page(page, game_words(page))
    console = Console(width=100, record=True, file=StringIO())
    print_answer(content, console)
    text = console.export_text()
    html = answer_html(content)
    for menu in page.postures:
        for posture in menu:
            assert posture.words.split(",")[0] in " ".join(text.split())
            assert posture.label in html
    assert "<script" not in html
    assert html.count("<svg") == 1
    assert "●" in html
