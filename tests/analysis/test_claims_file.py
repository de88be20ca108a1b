"""A user's claims: the columns of the shipped ones, refused by line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabcast import facts
from fabcast.analysis import read_claims
from fabcast.errors import BadInput

HEAD = "id,quantity,unit,comparator,threshold,horizon,scenario_pair"
GOOD = "a,china_compute_stock,H100e,>=,1000000,2027,actual|-"


def write(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "mine.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def test_few_columns_are_enough(tmp_path: Path) -> None:
    (claim,) = read_claims(write(tmp_path, GOOD))
    assert (claim.id, claim.threshold_by, claim.source_ids) == ("a", "not said", ())


def test_claim_id_and_source_url_stand_for_id_and_sources(tmp_path: Path) -> None:
    head = "claim_id,claimant,date,claim,quantity,unit,comparator,threshold,horizon,scenario_pair,source_url"
    line = "a,Me,2026,Said so,china_compute_stock,H100e,>=,1,2027,actual|-,https://example.org/x"
    (claim,) = read_claims(write(tmp_path, line, head=head))
    assert (claim.id, claim.source_ids) == ("a", ("https://example.org/x",))


def test_the_shipped_table_can_be_read_back(tmp_path: Path) -> None:
    from importlib.resources import as_file, files

    with as_file(files("fabcast.facts") / "data" / "claims.csv") as path:
        assert [c.id for c in read_claims(path)] == [c.id for c in facts.claims()]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "b,china_compute_stok,H100e,>=,1,2027,actual|-",
            "field quantity: 'china_compute_stok' is not known; did you mean china_compute_stock?",
        ),
        (
            "b,china_compute_stock,chips,>=,1,2027,actual|-",
            "field unit: 'chips' is not the unit of china_compute_stock; write H100e.",
        ),
        (
            "b,china_compute_stock,H100e,within,5,2027,actual|-",
            "field threshold: '5' does not go with within; only within takes low..high.",
        ),
        (
            "b,china_compute_stock,H100e,within,5..2,2027,actual|-",
            "field threshold: '5..2' falls; write the lower end first.",
        ),
        (
            "b,china_compute_stock,H100e,>=,5,2027,h200_open|h200_denied",
            "field scenario_pair: 'h200_open|h200_denied': china_compute_stock needs one scenario, "
            "such as actual|-.",
        ),
        (
            "b,delta_china_compute_stock,H100e,>=,5,2027,h200_open|-",
            "field scenario_pair: 'h200_open|-': delta_china_compute_stock needs two, "
            "such as h200_open|h200_denied.",
        ),
        (
            "b,china_compute_stock,H100e,>=,5,2027,h200_opn|-",
            "field scenario_pair: no scenario 'h200_opn'; "
            "did you mean h200_open or h20_open or h200_open_2m?",
        ),
        (
            "b,china_compute_stock,H100e,>=,5,soon,actual|-",
            "field horizon: 'soon' is no horizon; write a year, a date, 'first year', or leave it blank.",
        ),
        (
            "b,china_compute_stock,H100e,>=,5,2026-02-30,actual|-",
            "field horizon: '2026-02-30' is no horizon; write a year, a date, 'first year', "
            "or leave it blank.",
        ),
        (
            "b,china_compute_stock,H100e,>=,5,2050,actual|-",
            "field horizon: '2050' is outside the run, which goes from 2014Q1 to 2040Q4.",
        ),
        (
            ",china_compute_stock,H100e,>=,5,2027,actual|-",
            "field id: is blank; give each claim a name of its own.",
        ),
        (
            "a b,china_compute_stock,H100e,>=,5,2027,actual|-",
            "field id: 'a b' is no name; write letters, digits and . _ + - without spaces.",
        ),
    ],
)
def test_bad_cells_are_refused_by_line_and_field(tmp_path: Path, line: str, sentence: str) -> None:
    file = write(tmp_path, GOOD, line)
    with pytest.raises(BadInput) as caught:
        read_claims(file)
    assert str(caught.value) == f"{file} line 3, {sentence}"


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path)
    with pytest.raises(BadInput) as caught:
        read_claims(file)
    assert str(caught.value) == f"{file}: no claims in it; write one a line below the column names."


def test_an_unknown_comparator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 2, field comparator: '=>' does not fit the pattern"):
        read_claims(write(tmp_path, "b,china_compute_stock,H100e,=>,5,2027,actual|-"))


@pytest.mark.parametrize(("mark", "by"), [("[T:ours]", "compiler"), ("[T:stated]", "claimant")])
def test_a_mark_in_the_text_says_whose_threshold_it_is(tmp_path: Path, mark: str, by: str) -> None:
    (claim,) = read_claims(write(tmp_path, f"{GOOD},Said so. {mark}", head=f"{HEAD},claim"))
    assert (claim.claim, claim.threshold_by) == ("Said so.", by)
