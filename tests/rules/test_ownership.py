"""Ownership: shares of listed owners add up, half makes a party listed, rings end."""

from hypothesis import given
from hypothesis import strategies as st

from fabcast.rules import Holding, Holdings

NAMES = st.sampled_from("ABCDEF")
TABLES = st.lists(st.builds(Holding, NAMES, NAMES, st.floats(0, 100)), max_size=14).map(
    lambda r: Holdings(tuple(r))
)


def test_shares_of_several_listed_owners_add_up() -> None:
    table = Holdings((Holding("A", "C", 30.0), Holding("B", "C", 20.0)))
    assert table.owned_pct("C", {"A", "B"}) == 50.0
    assert table.owned_pct("C", {"A"}) == 30.0


def test_a_party_owned_at_half_counts_as_listed_for_what_it_owns() -> None:
    table = Holdings((Holding("A", "B", 50.0), Holding("B", "C", 50.0)))
    assert table.owned_pct("C", {"A"}) == 50.0


def test_a_party_owned_at_less_passes_nothing_on() -> None:
    table = Holdings((Holding("A", "B", 49.9), Holding("B", "C", 100.0)))
    assert table.owned_pct("C", {"A"}) == 0.0


def test_a_ring_has_no_ultimate_parent() -> None:
    ring = Holdings((Holding("A", "B", 60.0), Holding("B", "C", 60.0), Holding("C", "A", 60.0)))
    assert ring.ultimate_parent("A") is None


@given(TABLES, NAMES, st.sets(NAMES, max_size=3))
def test_any_table_has_an_answer_and_more_listed_owners_never_own_less(
    table: Holdings, party: str, listed: set[str]
) -> None:
    assert table.owned_pct(party, listed) <= table.owned_pct(party, listed | {"A"}) + 1e-9
    table.ultimate_parent(party)
