"""The supply chain is read from a folder as it is published; what cannot be used is named."""

import os
import shutil
from pathlib import Path

import pytest

from fabcast.errors import BadInput
from fabcast.facts.importers import Supply, read_eto

GOOD = Path(__file__).parents[2] / "fixtures" / "good" / "importers" / "eto"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOOD, tmp_path / "eto"))


def test_a_folder_is_read() -> None:
    chain = read_eto(GOOD)
    assert [one.name for one in chain.inputs.values()][:2] == ["Ovens", "Tunnel ovens"]
    assert chain.flows == (("N3", "N4"), ("N6", "N4"), ("N4", "N5"), ("N1", "N5"))
    assert chain.varieties == (("N2", "N1"),)
    assert chain.countries["AAA"] == "Aland"


def test_shares_come_with_or_without_a_sign_and_blank_is_unknown() -> None:
    supplies = read_eto(GOOD).supplies
    assert Supply("N6", "Yeast Firm", "BBB", False, 0.55) in supplies
    assert Supply("N7", "Bland", "BBB", True, None) in supplies
    assert not any(supply.input == "S2" for supply in supplies)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "provision.csv",
            "Ovens,N1,40",
            "Ovens,N1,140",
            " line 2, field share_provided: '140' is above 100 pe",
        ),
        ("provision.csv", "Ovens,N1,40", "Ovens,N1,lots", " line 2, field share_provided: 'lots' is no numb"),
        ("provision.csv", "AAA,P1,Ovens", "AAA,P9,Ovens", " line 2, field provider_id: 'P9' is not in prov"),
        ("provision.csv", "share_provided", "portion", " line 1: the column 'share_provided' is missing; is"),
        ("sequence.csv", "Flour,N3,Dough,N4", "Flour,N3,Dough,N99", " line 2: 'N99' is not in inputs.csv; t"),
        ("inputs.csv", "N3,Flour", "N3,Flo,ur", " line 4: 8 cells under 7 column names; get the file anew."),
    ],
)
def test_what_cannot_be_used_is_named(copy: Path, name: str, old: str, new: str, says: str) -> None:
    edit(copy, name, old, new)
    with pytest.raises(BadInput) as caught:
        read_eto(copy)
    assert str(caught.value).startswith(f"{copy / name}{says}")


def test_a_file_that_is_not_there_and_a_folder_that_is_none(copy: Path) -> None:
    (copy / "sequence.csv").unlink()
    with pytest.raises(BadInput, match=r"sequence\.csv: no such file; check the path\.$"):
        read_eto(copy)
    with pytest.raises(BadInput, match=r"inputs\.csv: no folder; give the folder that holds"):
        read_eto(copy / "inputs.csv")


@pytest.mark.skipif("FABCAST_ETO" not in os.environ, reason="FABCAST_ETO names no copy of the data set")
def test_every_published_release_is_read() -> None:
    releases = [file.parent for file in Path(os.environ["FABCAST_ETO"]).rglob("provision.csv")]
    assert releases
    for release in releases:
        chain = read_eto(release)
        assert len(chain.inputs) > 50
        assert all(supply.share is None or 0 <= supply.share <= 1 for supply in chain.supplies)
