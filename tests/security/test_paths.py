"""A file that came from elsewhere names no file of yours: not by ``..``, a full path or a link."""

from pathlib import Path

import pytest

from fabcast.errors import BadInput
from fabcast.facts import below
from fabcast.scenario import load

CHILD = "title: T\ndescription: D\nextends: {parent}\nbranches_from: 2027-01-01\n"
PARENT = "title: P\ndescription: P\nextends: actual\nbranches_from: 2026-12-01\n"
REFORM = "reform: r\ntitle: R\nfrom: 2027-01-01\nthresholds: {tpp_line: 9000}\n"
RULES = "title: T\ndescription: D\nextends: actual\nbranches_from: 2027-01-01\nlevers:\n  us_chip_rules:\n"
STEP = "    - {{from: 2027-01-01, value: {file}}}\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder of scenarios, and files outside of it."""
    (tmp_path / "outside.yaml").write_text(PARENT, encoding="utf-8")
    (tmp_path / "reform.yaml").write_text(REFORM, encoding="utf-8")
    folder = tmp_path / "scenarios"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "inside.yaml").write_text(PARENT, encoding="utf-8")
    (folder / "sub" / "reform.yaml").write_text(REFORM, encoding="utf-8")
    (folder / "linked.yaml").symlink_to(tmp_path / "outside.yaml")
    return folder


def child(room: Path, parent: str) -> Path:
    file = room / "child.yaml"
    file.write_text(CHILD.format(parent=parent), encoding="utf-8")
    return file


def test_a_parent_below_is_read(room: Path) -> None:
    assert load(child(room, "sub/inside.yaml")).lineage == ("child", "inside", "actual")


@pytest.mark.parametrize("parent", ["../outside.yaml", "sub/../../outside.yaml", "linked.yaml", "{full}"])
def test_a_parent_outside_is_refused(room: Path, parent: str) -> None:
    name = parent.format(full=room.parent / "outside.yaml")
    with pytest.raises(BadInput) as caught:
        load(child(room, name))
    said = f"{name} lies outside {room}; a file may name only files beside or below it."
    assert str(caught.value) == f"{room}/child.yaml line 3: {said}"


def with_reform(room: Path, file: str) -> Path:
    made = room / "reformed.yaml"
    made.write_text(RULES + STEP.format(file=file), encoding="utf-8")
    return made


def test_a_reform_below_is_taken_and_one_outside_is_refused(room: Path) -> None:
    lever = load(with_reform(room, "sub/reform.yaml")).settings[0]
    assert lever.steps[0].rules == str(room / "sub" / "reform.yaml")
    with pytest.raises(
        BadInput, match=r"reformed\.yaml line 7: \.\./reform\.yaml lies outside .*/scenarios; a "
    ):
        load(with_reform(room, "../reform.yaml"))


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5_000])
def test_a_name_that_no_file_can_have_is_refused(name: str, tmp_path: Path) -> None:
    if "\0" in name:
        with pytest.raises(BadInput, match=r"no name that a file can have; check the path\.$"):
            below(tmp_path, name)
    else:
        with pytest.raises(BadInput):
            load(child(tmp_path, f"{name}.yaml"))


@pytest.mark.parametrize(
    "name", ["../levers", "..%2Flevers", "library/../actual", "/etc/passwd", ".", "*", "act*"]
)
def test_an_id_is_no_path(name: str) -> None:
    with pytest.raises(BadInput, match="no scenario"):
        load(name)
