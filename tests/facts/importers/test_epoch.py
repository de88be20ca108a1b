"""Chip counts: quarters are added, sums since the start stand, unfinished periods are left out."""

from datetime import date
from pathlib import Path

import pytest

from fabcast.errors import BadInput
from fabcast.facts.importers import chip_stock, read_epoch

GOOD = Path(__file__).parents[2] / "fixtures" / "good" / "importers"
HEAD = "Chip manufacturer,Start date,End date,Compute estimate in H100e (median),H100e (5th percentile)\n"


def test_quarters_are_added_to_the_last_whole_one() -> None:
    one, two = chip_stock(read_epoch(GOOD / "chips.csv"))
    assert (one.designer, one.chip, one.end) == ("Maker", "One", date(2030, 6, 30))
    assert one.units == (115, 150, 195)
    assert one.h100e == (230, 300, 390)
    assert (two.units, two.h100e) == ((None, None, None), (None, 7, None))


def test_of_sums_since_the_start_the_last_stands() -> None:
    (only,) = chip_stock(read_epoch(GOOD / "sums.csv"))
    assert (only.h100e, only.end) == ((240, 300, 380), date(2030, 6, 30))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("M,2030-01-01,soon,1,1\n", " line 2, field End date: 'soon' is no date."),
        ("M,2030-01-01,2/30/2030,1,1\n", " line 2, field End date: '2/30/2030' is no date."),
        ("M,2030-01-01,2030-03-31,few,1\n", " line 2, field h100e, percentile 50: 'few' is no number of 0"),
        ("M,2030-01-01,2030-03-31,-1,1\n", " line 2, field h100e, percentile 50: '-1' is no number of 0"),
        ("M,2030-01-01,2030-03-31,1,2\n", " line 2, field h100e: percentiles fall; get the file anew."),
        ("", ": no rows under the column names; get the file anew."),
    ],
)
def test_what_cannot_be_used_is_named(row: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_epoch(file)
    assert str(caught.value).startswith(f"{file}{says}")
