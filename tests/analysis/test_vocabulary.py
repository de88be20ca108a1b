"""Every named quantity has its entry: a definition, a unit, and what can be said of it or why not."""

import csv
from importlib import resources

import pytest

from fabcast import facts
from fabcast.analysis import known_quantities, quantities, vocabulary
from fabcast.analysis._claims_formula import names_in
from fabcast.model import OUTCOMES

TEXT = resources.files("fabcast.analysis").joinpath("data/vocabulary.csv").read_text("utf-8")
LISTED = [row["quantity"] for row in csv.DictReader(TEXT.splitlines())]
STATUSES = {
    "an outcome of the model",
    "worked out from outcomes",
    "a matter of record",
    "arithmetic of rules and chips",
    "not modelled",
}


def test_no_name_is_listed_twice() -> None:
    assert len(set(LISTED)) == len(LISTED) >= 76


def test_all_that_claims_may_name_has_an_entry() -> None:
    contrasts = {f"delta_{name}" for name in OUTCOMES}
    assert set(known_quantities()) - contrasts <= set(vocabulary())
    assert {*LISTED, *quantities(), *OUTCOMES} == set(vocabulary())


def test_every_shipped_claim_is_under_its_quantity() -> None:
    named = [claim for quantity in vocabulary().values() for claim in quantity.claims]
    assert sorted(named) == sorted(c.id for c in facts.claims() if c.quantity in vocabulary())
    assert {c.quantity for c in facts.claims()} - set(vocabulary()) <= {f"delta_{name}" for name in OUTCOMES}


@pytest.mark.parametrize("name", list(vocabulary()))
def test_an_entry_is_whole(name: str) -> None:
    quantity = vocabulary()[name]
    assert quantity.unit
    assert quantity.definition.endswith(".")
    assert set(quantity.status) <= STATUSES
    if "not modelled" in quantity.status:
        assert quantity.status == ("not modelled",)
        assert not quantity.readings
        assert quantity.why_not
    else:
        assert quantity.readings


def test_what_is_worked_out_from_outcomes_names_outcomes() -> None:
    for quantity in vocabulary().values():
        for reading in quantity.readings:
            if reading.route == "model":
                pieces = [name for part in reading.formula.split("|") for name in names_in(part.strip())]
                assert any(p in OUTCOMES or p.startswith("tool_share.") for p in pieces), quantity.id
