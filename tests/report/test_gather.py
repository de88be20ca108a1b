"""The books behind a brief: words for every id that runs can hold."""

from __future__ import annotations

from fabcast import scenario
from fabcast.ensemble import sample_inputs
from fabcast.model import OUTCOMES
from fabcast.report import Evidence, gather


def books(*names: str) -> Evidence:
    return gather([scenario.load(name) for name in names])


def test_every_sampled_input_has_words_a_grade_and_sources() -> None:
    known = books("actual")
    for name in sample_inputs(2, seed=1):
        words = known.parameters[name]
        assert words.description
        assert words.grade in "ABCD"
        assert set(words.sources) <= set(known.sources), name


def test_every_outcome_has_its_definition() -> None:
    known = books("actual").outcomes
    assert set(known) == set(OUTCOMES)
    assert all(words.definition and words.leaves_out for words in known.values())


def test_the_base_refers_to_what_the_question_names() -> None:
    assert books("h200_licensed", "h200_denied").scenario("h200_denied").phrase == "denying them"
    assert books("service_ban", "h200_denied").scenario("h200_denied").phrase == "denying H200 licences"


def test_sources_carry_an_address_and_a_grade() -> None:
    assert all(s.address and s.grade in "ABCD" for s in books("actual").sources.values())
