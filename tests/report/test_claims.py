"""The board: its words hold the numbers of the data, its JSON holds to the schema, its page is whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast import facts
from fabcast.analysis import CheckedClaim, Side
from fabcast.errors import BadInput
from fabcast.report import arranged, because, claims_html, claims_json, schema, verdict
from fabcast.report._claims_words import amount, probability_words, threshold
from tests.claims_runs import checked

CONTRACT = "claim_id status probability value comparator threshold horizon scenario_pair turns_on because"
NAMES = tuple(claim.id for claim in facts.claims())


def board() -> tuple[CheckedClaim, ...]:
    return tuple(checked().values())


def test_json_holds_to_its_schema_and_to_the_contract() -> None:
    data = json.loads(json.dumps(claims_json(board()), allow_nan=False))
    jsonschema.validate(data, schema("claims"))
    assert all(set(CONTRACT.split()) <= set(row) for row in data)
    assert [row["claim_id"] for row in data] == [one.claim.id for one in board()]


@pytest.mark.parametrize("name", NAMES)
def test_the_sentence_holds_the_numbers_of_the_data(name: str) -> None:
    one = checked()[name]
    words = because(one)
    assert words.endswith(".")
    assert "\n" not in words
    if one.answer is not None and one.status != "not_modelled":
        signed = one.status == "modelled" and len(one.scenarios) > 1
        assert amount(one.answer, one.unit, signed=signed) in words
        assert threshold(one) in words
    if one.status == "modelled" and one.answer is not None:
        assert f"in {probability_words(one.answer)} of draws" in words
    if one.status == "not_modelled":
        assert one.reason in words


@pytest.mark.parametrize("name", [claim.id for claim in facts.claims() if claim.threshold_by == "compiler"])
def test_no_verdict_where_the_threshold_is_ours(name: str) -> None:
    one = checked()[name]
    assert verdict(one) is None
    if one.status != "not_modelled":
        assert "the threshold is ours" in because(one)
    row = claims_json([one])[0]
    if one.status == "modelled" and one.claim.comparator not in ("within", "=="):
        assert row["across_thresholds"]


def test_a_settled_claim_is_judged_outright() -> None:
    assert verdict(checked()["SELF-31"]) == "true"
    assert verdict(checked()["SELF-29"]) == "not true"


def test_the_page_is_one_file_that_fetches_nothing() -> None:
    page = claims_html(board(), {}, draws=256, seed=1)
    assert page.count("<article") == len(board())
    assert "<script" not in page
    assert not re.search(r'(?:src|@import|url\()\s*=?\s*["\']?https?:', page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_claims_can_be_picked_and_sorted() -> None:
    settled = arranged(board(), statuses=("settled",))
    assert {one.status for one in settled} == {"settled"}
    assert [one.claim.id for one in arranged(board(), text="h200-F-03")] == ["H200-F-03"]
    likely = arranged(board(), "probability")
    told = [one.answer.probability for one in likely if one.status != "not_modelled" and one.answer]
    assert told == sorted(told, reverse=True)
    assert likely[-1].status == "not_modelled"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"order": "size"}, "--sort: 'size' is no order; choose one of given, probability, open, date,"),
        ({"statuses": ("true",)}, "--status: 'true' is no status; choose among settled, rule, modelled,"),
    ],
)
def test_unknown_orders_and_statuses_are_refused(words: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        arranged(board(), **words)


def test_bases_that_disagree_leave_no_verdict() -> None:
    one = checked()["H200-A-34"]
    assert len({answer.probability for answer in one.bases}) == 2
    assert verdict(one) == "it depends on the basis"
    assert "while others differ" in because(one)


def test_reports_that_settle_nothing_are_told_with_the_answer() -> None:
    one = checked()["SELF-11"]
    covering = [report.range for report in one.record if report.covers]
    low, high = min(r.low for r in covering), max(r.high for r in covering)
    words = because(one).replace("\u00a0", " ")
    assert f"reports of it lie between {low:.1f} % and {high:.1f} %" in words


@pytest.mark.parametrize(
    ("side", "probability", "words"),
    [
        ("at_most", 0.2, "unlikely to be true"),
        ("at_most", 0.8, None),
        ("at_least", 0.95, "very likely to be true"),
        ("at_least", 0.2, None),
    ],
)
def test_a_bound_carries_a_verdict_only_if_it_excludes_the_other(
    side: Side, probability: float, words: str | None
) -> None:
    one = checked()["SELF-32"]
    assert one.answer is not None
    bound = replace(one.answer, probability_is=side, probability=probability)
    assert verdict(replace(one, bases=(bound,))) == words
