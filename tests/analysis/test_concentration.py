"""Concentration of a supply chain: known shares, unknown ones as intervals, and what a stop reaches."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.analysis import stop_sentences, supply_concentration, supply_stop
from fabcast.analysis._concentration import country_shares, herfindahl
from fabcast.errors import BadInput
from fabcast.facts.importers import Input, Supply, SupplyChain, read_eto

CHAIN = read_eto(Path(__file__).parents[1] / "fixtures" / "good" / "importers" / "eto")


def test_shares_index_and_sole_source_of_known_shares() -> None:
    found = {one.name: one for one in supply_concentration(CHAIN)}
    assert found["Ovens"].shares == {"BBB": (0.6, 0.6), "AAA": (0.4, 0.4)}
    assert found["Ovens"].hhi == (5200, 5200)
    assert found["Tunnel ovens"].sole == {"AAA": "yes"}
    assert found["Ovens"].sole == {}


def test_what_nobody_is_named_for_widens_the_interval() -> None:
    found = {one.name: one for one in supply_concentration(CHAIN)}
    assert found["Yeast"].shares == {"BBB": (0.55, 1.0), "CCC": (0.0, 0.45)}
    assert found["Yeast"].hhi == (3025, 10_000)
    assert found["Flour"].shares == {"AAA": (0.3, 1.0)}
    assert found["Salt"].sole == {"BBB": "unknown"}
    assert found["Salt"].hhi == (0, 10_000)


def test_a_stop_reaches_what_is_made_with_what_fails() -> None:
    hits = {hit.name: (hit.fails, hit.reached, hit.steps) for hit in supply_stop(CHAIN, "AAA", critical=0.3)}
    assert hits == {
        "Tunnel ovens": ("yes", "", 0),
        "Ovens": ("yes", "", 0),
        "Flour": ("yes", "", 0),
        "Dough": ("no", "whole", 1),
        "Bread": ("no", "whole", 1),
    }


def test_a_variety_that_fails_reaches_its_kind_in_part_and_what_may_fail_reaches_perhaps() -> None:
    hits = {hit.name: (hit.fails, hit.reached) for hit in supply_stop(CHAIN, "AAA")}
    assert hits == {
        "Tunnel ovens": ("yes", ""),
        "Flour": ("unknown", ""),
        "Ovens": ("no", "part"),
        "Bread": ("no", "part"),
        "Dough": ("no", "unknown"),
    }


def test_the_sentences_count_the_same_rows() -> None:
    hits = supply_stop(CHAIN, "AAA")
    first, second = stop_sentences(CHAIN, "AAA", hits, 0.5)
    assert first.startswith(
        "If Aland supplied nothing, 1 of 5 inputs would lose at least 50% of their world supply, and 1 more"
    )
    assert second.startswith("Downstream, 0 further inputs are made with one of those, and 2 with something")


@pytest.mark.parametrize(
    ("country", "critical", "says"),
    [
        ("XXX", 0.5, "country 'XXX' supplies no input of this data set; it has AAA, BBB, CCC."),
        ("AAA", 0.0, "the share that counts as failed lies above 0 and up to 1, but is 0."),
    ],
)
def test_a_stop_that_cannot_be_asked(country: str, critical: float, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        supply_stop(CHAIN, country, critical=critical)
    assert str(caught.value) == says


def test_half_is_no_sole_source() -> None:
    with pytest.raises(BadInput, match=r"more than half and at most all, but 0\.5 was asked for"):
        supply_concentration(CHAIN, sole=0.5)


COUNTRIES = st.sampled_from(["AAA", "BBB", "CCC", "Various"])
SHARES = st.one_of(st.none(), st.floats(0, 0.25))
SUPPLIES = st.lists(
    st.builds(Supply, st.sampled_from(["N1", "N2", "N3"]), st.just("x"), COUNTRIES, st.just(True), SHARES),
    min_size=1,
    max_size=8,
)


@given(SUPPLIES)
def test_intervals_hold_their_point_and_the_index_stays_in_range(supplies: list[Supply]) -> None:
    shares = country_shares(row for row in supplies if row.input == supplies[0].input)
    assert all(0 <= low <= high <= 2.01 for low, high in shares.values())
    low, high = herfindahl(shares)
    assert 0 <= low <= high


@given(SUPPLIES, st.floats(0.05, 1.0), st.floats(0.05, 1.0))
def test_a_higher_bar_never_fails_more(supplies: list[Supply], one: float, other: float) -> None:
    inputs = {name: Input(name, name, "tool_resource", "") for name in ("N1", "N2", "N3")}
    chain = SupplyChain(inputs, tuple(supplies), (("N1", "N2"),), (("N3", "N2"),), {})
    low, high = sorted((one, other))
    try:
        at_low, at_high = (supply_stop(chain, "AAA", critical=bar) for bar in (low, high))
    except BadInput:
        return
    sure = [{hit.id for hit in hits if hit.fails == "yes"} for hits in (at_low, at_high)]
    assert sure[1] <= sure[0]


@pytest.mark.skipif("FABCAST_ETO" not in os.environ, reason="FABCAST_ETO names no copy of the data set")
def test_a_published_release_is_answered() -> None:
    for file in Path(os.environ["FABCAST_ETO"]).rglob("provision.csv"):
        chain = read_eto(file.parent)
        assert all(0 <= one.hhi[0] <= one.hhi[1] <= 11_000 for one in supply_concentration(chain))
        assert supply_stop(chain, "NLD")[0].fails == "yes"
