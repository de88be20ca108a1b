"""Names looked up in a list: the same one, one that is alike, none; a score each, and never a silent yes."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.errors import BadInput
from fabcast.facts.importers import flags_of, plain_name, read_csl, screen

FILE = Path(__file__).parents[2] / "fixtures" / "good" / "importers" / "screening.csv"
LISTED = read_csl(FILE)


def test_a_listing_gives_its_flags_by_list_and_by_the_section_it_cites() -> None:
    assert [(party.list, party.flags) for party in LISTED] == [
        ("EL", ("entity_list", "footnote_4")),
        ("MEU", ("military_end_user",)),
        ("DPL", ()),
        ("EL", ("entity_list", "footnote_5")),
    ]


@pytest.mark.parametrize("name", ["Invented Computing Works Co., Ltd.", "etoile computing works", "ICW"])
def test_the_same_name_scores_a_hundred_whatever_its_case_and_accents(name: str) -> None:
    first = screen(name, LISTED)[0]
    assert (first.score, first.exact, first.party.name) == (100, True, LISTED[0].name)
    assert flags_of(screen(name, LISTED)) == ("entity_list", "footnote_4")


@pytest.mark.parametrize(
    "name", ["Invented Computing Work Company Limited", "Invented Foundry", "Invented Aero"]
)
def test_a_name_that_is_alike_scores_less_and_makes_the_flags_unknown(name: str) -> None:
    found = screen(name, LISTED)
    assert all(85 <= match.score < 100 and not match.exact for match in found)
    assert flags_of(found) == ("unknown",)
    assert screen(name, LISTED, exact=True) == ()


def test_a_name_that_is_not_there_gives_nothing_and_no_flag() -> None:
    assert flags_of(screen("Bakers of Nowhere", LISTED)) == ()


def test_a_list_that_the_rules_do_not_test_gives_no_flag() -> None:
    found = screen("Nobody in particular", LISTED)
    assert found[0].exact
    assert flags_of(found) == ()


def test_a_name_of_no_letters_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^' \.\.' holds no letters to look for; give the name of a party\.$"):
        screen(" ..", LISTED)


def test_without_the_package_the_same_name_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert screen("ICW", LISTED, exact=True)[0].exact
    with pytest.raises(BadInput, match=r"^comparing names needs the package rapidfuzz; install it with: pip"):
        screen("ICW", LISTED)


@given(st.text(min_size=1, max_size=60))
def test_any_name_is_answered_in_order_and_only_its_own_scores_a_hundred(name: str) -> None:
    if not plain_name(name):
        return
    found = screen(name, LISTED)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all((match.score == 100) == (plain_name(match.found) == plain_name(name)) for match in found)


def test_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("name,city\nA,B\n", encoding="utf-8")
    with pytest.raises(
        BadInput, match=r"other\.csv line 1: the column 'source' is missing; is this the file"
    ):
        read_csl(file)
    file.write_text("source,name,alt_names\n", encoding="utf-8")
    with pytest.raises(
        BadInput, match=r"other\.csv: no parties under the column names; get the file anew\.$"
    ):
        read_csl(file)
