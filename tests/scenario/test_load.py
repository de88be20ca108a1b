"""Files that cannot be used are refused with the place and the remedy; names are not guessed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabcast.errors import BadInput
from fabcast.scenario import load, names

BAD = Path(__file__).parents[1] / "fixtures" / "bad" / "scenario"
MARK = "# says: "


FILES = [file for file in sorted(BAD.glob("*.yaml")) if file.read_text("utf-8").startswith(MARK)]
"""Files without the mark only help another one."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_bad_file_gives_its_sentence(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The expected sentence is the file's first line."""
    monkeypatch.chdir(BAD)
    first = file.read_text(encoding="utf-8").splitlines()[0]
    with pytest.raises(BadInput) as caught:
        load(file.name)
    assert str(caught.value) == first.removeprefix(MARK)


def test_missing_file_is_named() -> None:
    with pytest.raises(BadInput, match=r"nowhere\.yaml: no such file; check the path\.$"):
        load("nowhere.yaml")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            "h200_licnsed",
            "no scenario 'h200_licnsed'; did you mean h200_licensed or h200_denied or h200_capped?",
        ),
        ("../actual", "no scenario '../actual'; did you mean actual?"),
        ("", f"no scenario ''; known: {', '.join(names())}"),
    ],
)
def test_unknown_name_is_suggested_for_never_guessed(wrong: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        load(wrong)
    assert str(caught.value) == sentence


def test_a_file_may_not_take_the_name_of_a_library_scenario(tmp_path: Path) -> None:
    file = tmp_path / "h200_denied.yaml"
    file.write_text("title: T\ndescription: D\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(file)
    assert str(caught.value) == (
        f"{file}: h200_denied is a scenario that comes with Fabcast; give the file another name"
    )


def test_a_name_of_any_length_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no scenario"):
        load("(" * 5000)
    with pytest.raises(BadInput):
        load(tmp_path / f"{'x' * 5000}.yaml")


def test_case_and_dashes_do_not_matter() -> None:
    assert load("H200-Denied") is load("h200_denied")


def test_a_file_extends_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "title: A\ndescription: A\nextends: actual\nbranches_from: 2026-11-23\n", encoding="utf-8"
    )
    (tmp_path / "b.yaml").write_text(
        "title: B\ndescription: B\nextends: a.yaml\nbranches_from: 2027-01-01\n", encoding="utf-8"
    )
    assert load(tmp_path / "b.yaml").lineage == ("b", "a", "actual")


WHOLE = (Path(__file__).parents[2] / "src/fabcast/scenario/library/h200_open_2m.yaml").read_text("utf-8")
SCRAPS = st.sampled_from(
    ["", ":", "- ", "{", "]", "\n", "from", "H20", "all: 1", "2026-02-30", "1e999", "nan", "~"]
)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.one_of(SCRAPS, st.text(max_size=8)))
def test_a_damaged_file_is_read_or_refused_never_more(
    tmp_path_factory: pytest.TempPathFactory, at: int, gone: int, put: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "damaged.yaml"
    file.write_text(WHOLE[:at] + put + WHOLE[at + gone :], encoding="utf-8", errors="replace")
    try:
        load(file)
    except BadInput as refused:
        assert "\n" not in str(refused)
