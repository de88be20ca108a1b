"""The answer in words says what the numbers say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fabcast import scenario
from fabcast.analysis import Contrast, Judgement, Spread
from fabcast.report import Bound, Brief, ScenarioWords
from fabcast.report._format import NBSP, change, percent_change, share
from fabcast.report._headline import PHRASES
from fabcast.report._words import answer, chances, effect, likelihood

OURS = ScenarioWords("a", "A", "licensing chips")
BASE = ScenarioWords("b", "B", "denying them")


def contrast(up: float, down: float, same: float = 0.0) -> Contrast:
    change = Spread(-1e5, 0.0, 5e5, 6e5, 9e5, 4e5)
    level = Spread(4e6, 4.5e6, 5e6, 5.5e6, 6e6, 5e6)
    relative = Spread(-0.02, 0.0, 0.1, 0.12, 0.2, 0.1)
    return Contrast(
        "china_compute_stock", "Stock", "H100e", 2030, level, level, change, relative, up, down, same, 1.0
    )


@pytest.mark.parametrize(
    ("up", "down", "words"),
    [
        (0.995, 0.005, "is virtually certain to raise China's AI compute"),
        (0.93, 0.07, "is very likely to raise China's AI compute"),
        (0.7, 0.3, "is likely to raise China's AI compute"),
        (0.55, 0.45, "may raise or lower China's AI compute"),
        (0.08, 0.92, "is very likely to lower China's AI compute"),
        (0.0, 0.0, "does not move China's AI compute"),
    ],
)
def test_likelihood_words_follow_the_probability(up: float, down: float, words: str) -> None:
    assert effect(contrast(up, down, 1.0 - up - down)) == words


def test_words_grow_stronger_with_probability() -> None:
    order = ["", "is likely", "is very likely", "is virtually certain"]
    found = [order.index(likelihood(p / 100)) for p in range(50, 101)]
    assert found == sorted(found)


def test_the_first_sentence_can_be_quoted_alone() -> None:
    text = answer((OURS, BASE), contrast(0.93, 0.07), (), (), None)[0].replace(NBSP, " ")
    assert text == (
        "Licensing chips, compared with denying them, is very likely to raise China's AI compute at the end "
        "of 2030: by +10 % (−2 to +20), or +500 thousand H100e (−100 to +900). Brackets hold 90 % of "
        "draws. It is higher in 93 % of draws and lower in 7 %; the median without it is 5.00 million H100e."
    )


def test_ties_are_told_and_certainty_is_plain() -> None:
    assert chances(contrast(0.5, 0.25, 0.25)).replace(NBSP, " ") == (
        "higher in 50 % of draws, lower in 25 % and exactly the same in 25 %"
    )
    assert chances(contrast(1.0, 0.0)) == "higher in every draw"
    assert chances(contrast(0.0, 0.0, 1.0)) == "exactly the same in every draw"


def test_an_unmoved_headline_is_said_to_be_unmoved() -> None:
    text = answer((OURS, BASE), contrast(0.1, 0.0, 0.9), (), (), None)[0]
    assert "does not move China's AI compute" in text
    assert f"the same in {share(0.9)} of draws" in text


def test_bounds_and_judgement_are_named() -> None:
    c = contrast(0.9, 0.1)
    bound = Bound(ScenarioWords("o", "Open", "opening the door"), (replace(c, label="x"),))
    texts = answer((OURS, BASE), c, (), (bound,), Judgement(0.6, 0.25, 0.15, 3, 9))
    assert f"opening the door, {change(c.contrast, c.unit)}" in texts[1]
    assert [share(v) in texts[2] for v in (0.6, 0.25, 0.15)] == [True] * 3


def test_the_answer_holds_the_headline_numbers_of_the_table(brief: Brief) -> None:
    (row,) = [c for c in brief.contrasts if (c.outcome, c.year) == ("china_compute_stock", 2030)]
    assert change(row.contrast, row.unit) in brief.answer[0]
    assert percent_change(row.relative) in brief.answer[0]
    assert chances(row) in brief.answer[0]
    assert brief.question == "What does licensing H200-class chips to China change, against denying them?"


def test_every_scenario_of_the_library_reads_inside_a_sentence() -> None:
    assert set(scenario.names()) <= set(PHRASES)
    assert all(phrase[0].islower() and not phrase.endswith(".") for phrase in PHRASES.values())
