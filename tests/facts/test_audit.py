"""The audit: the shipped facts pass, and each kind of fault is found in small books made for it."""

from datetime import date

import pytest

from fabcast import facts
from fabcast.facts import Kind, Observation, Parameter, Reach, Source, Status
from fabcast.facts._audit import Books, audit


def source(name: str, grade: str = "B", reach: str = "page") -> Source:
    return Source.model_validate(
        {"id": name, "title": name, "address": f"https://example.org/{name}", "reach": reach, "grade": grade}
    )


def parameter(name: str = "x", **changes: object) -> Parameter:
    fields: dict[str, object] = {
        "id": name,
        "description": "An example",
        "unit": "year",
        "distribution": "lognormal",
        "low": 0.5,
        "central": 1,
        "high": 2,
        "role": "structural",
        "status": "used",
        "kind": "estimate",
        "grade": "B",
        "known_from": date(2024, 1, 31),
        "source_ids": ("press",),
    }
    return Parameter.model_validate(fields | changes)


def observation(**changes: object) -> Observation:
    fields: dict[str, object] = {
        "series": "stock",
        "entity": "e",
        "period": "2025",
        "central": 1,
        "unit": "year",
        "kind": "observed",
        "grade": "A",
        "source_ids": ("filing",),
    }
    return Observation.model_validate(fields | changes)


SOURCES = {
    s.id: s
    for s in (source("press"), source("filing", "A"), source("index", "D", "index"), source("blog", "D"))
}


def books(*parameters: Parameter, rows: tuple[Observation, ...] = ()) -> Books:
    series = {"stock": rows} if rows else {}
    return Books({p.id: p for p in parameters}, {}, series, {}, SOURCES)


def test_the_shipped_facts_pass() -> None:
    assert facts.audit().failures == ()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (parameter(source_ids=()), "parameter x has no source; cite one in source_ids"),
        (parameter(source_ids=("nobody",)), "parameter x cites 'nobody', which is no source"),
        (parameter(source_ids=("index",), kind="judgement"), "rests only on an index number"),
        (parameter(source_ids=("blog",), grade="D"), "rests only on grade D"),
        (parameter(grade="A"), "is graded A on a source of grade B"),
        (parameter(low=1, high=1), "its range has no width"),
    ],
)
def test_each_fault_is_found(made: Parameter, expected: str) -> None:
    (failure,) = audit(books(made)).failures
    assert expected in failure


def test_a_number_in_a_series_needs_a_source_and_words_do_not() -> None:
    assert audit(books(rows=(observation(source_ids=()),))).failures
    assert not audit(books(rows=(observation(source_ids=(), central=None),))).failures


def test_a_prior_may_not_rest_on_what_it_will_be_fitted_to() -> None:
    target = observation(target=True)
    (failure,) = audit(books(parameter(rests_on=("stock",)), rows=(target,))).failures
    assert "parameter x rests on stock, which is also data to fit" in failure
    fixed = parameter(rests_on=("stock",), distribution="fixed")
    assert audit(books(fixed, rows=(target,))).passed
    seen = parameter("y", role="observation", status="planned", link="comparison", source_ids=("filing",))
    (failure,) = audit(books(parameter(rests_on=("y",)), seen)).failures
    assert "parameter x rests on y" in failure


def test_a_prior_may_not_share_a_page_with_an_observation_of_the_same_quantity() -> None:
    seen = parameter("y", role="observation", status="planned", link="comparison", rests_on=("x",))
    (failure,) = audit(books(parameter(), seen)).failures
    assert "parameter x and observation y share a source" in failure
    assert audit(books(parameter(), parameter("y", role="observation", status="rival"))).passed


def test_the_lists_name_rivals_plans_and_sources_no_fact_cites() -> None:
    found = audit(books(parameter(status="rival"), parameter("y", status="planned", link="cost 2.4")))
    assert found.lists["rival parameters"] == ("x",)
    assert found.lists["planned parameters"] == ("y: cost 2.4",)
    assert found.lists["sources no fact cites"] == ("blog", "filing", "index")
    assert found.passed


def test_no_default_rests_on_an_index_number_alone() -> None:
    for known in facts.parameters().values():
        reaches = {facts.sources()[name].reach for name in known.source_ids}
        if known.status == Status.used and Reach.index_only in reaches:
            assert known.kind == Kind.judgement
            assert Reach.own in reaches
