"""Ownership: shares of listed owners add up, half makes a party listed, rings end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.errors import BadInput
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


def test_the_last_owner_up_the_line_is_the_ultimate_parent() -> None:
    table = Holdings((Holding("A", "B", 51.0), Holding("B", "C", 80.0), Holding("D", "C", 20.0)))
    assert table.ultimate_parent("C") == "A"
    assert table.ultimate_parent("A") == "A"


def test_half_is_no_majority() -> None:
    assert Holdings((Holding("A", "B", 50.0),)).ultimate_parent("B") == "B"


def test_a_party_that_owns_itself_adds_nothing_to_what_others_own() -> None:
    table = Holdings((Holding("C", "C", 40.0), Holding("A", "C", 30.0)))
    assert table.owned_pct("C", {"A", "C"}) == 30.0


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "holdings.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def test_a_table_is_read_from_a_file_of_any_spreadsheet(tmp_path: Path) -> None:
    file = written(tmp_path, '\ufeffowner,owned,share\r\n A , B ,60\r\n"C, Ltd",B,0\r\nD,B,40\r\n')
    found = Holdings.from_csv(str(file)).rows
    assert found == (Holding("A", "B", 60.0), Holding("C, Ltd", "B", 0.0), Holding("D", "B", 40.0))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("owner,owned,share\nA,,60\n", " line 2: 'owned' is blank; a row needs owner, owned and share."),
        ("owner,owned,share\nA,B\n", " line 2: 'share' is blank; a row needs owner, owned and share."),
        ("owner,owned\n", " line 1: the column 'share' is missing; name owner, owned and share."),
        ("", " line 1: the column 'owner' is missing; name owner, owned and share."),
        ('owner,owned,share\nA,"B,1\n', " line 2: 'share' is blank; a row needs owner, owned and share."),
        (
            "owner,owned,share\nA,B,1\nA,C,most\n",
            " line 3: share is 'most', no number; write percent, as 51.",
        ),
        ("owner,owned,share\nA,B,-1\n", " line 2: share is -1; a share lies between 0 and 100 percent."),
        (
            "owner,owned,share\nA,B,100.5\n",
            " line 2: share is 100.5; a share lies between 0 and 100 percent.",
        ),
        ("owner,owned,share\nA,B,nan\n", " line 2: share is nan; a share lies between 0 and 100 percent."),
        (
            "owner,owned,share\nA,B,60\nC,B,60\n",
            ": the shares of B add up to 120 percent; check its rows.",
        ),
        (
            "owner,owned,share\nCafé,B,1\n".encode("latin-1"),
            " line 2: not UTF-8 text; save the file as UTF-8.",
        ),
    ],
)
def test_a_bad_table_says_what_is_wrong(text: str | bytes, says: str, tmp_path: Path) -> None:
    file = written(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        Holdings.from_csv(file)
    assert str(caught.value) == f"{file}{says}"


def test_a_ring_above_a_party_ends_too() -> None:
    ring = Holdings((Holding("B", "A", 60.0), Holding("C", "B", 60.0), Holding("B", "C", 60.0)))
    assert ring.ultimate_parent("A") is None


def test_the_whole_may_be_owned_and_no_more(tmp_path: Path) -> None:
    whole = written(tmp_path, "owner,owned,share\nA,B,100\nC,D,60\nE,D,40\n")
    assert len(Holdings.from_csv(whole).rows) == 3
    more = written(tmp_path, "owner,owned,share\nC,D,60\nE,D,40.4\n")
    with pytest.raises(
        BadInput, match=r"holdings\.csv: the shares of D add up to 100\.4 percent; check its rows\.$"
    ):
        Holdings.from_csv(more)


def test_a_cell_without_end_says_what_is_wrong(tmp_path: Path) -> None:
    file = written(tmp_path, f"owner,owned,share\n{'x' * 200_000},B,1\n")
    with pytest.raises(
        BadInput, match=r"holdings\.csv: not valid CSV: field larger than field limit .*; check quo"
    ):
        Holdings.from_csv(file)
