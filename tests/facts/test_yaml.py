"""YAML comes in as text: nothing is guessed, nothing clever is let in, and any input ends in a sentence."""

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fabcast.errors import BadInput
from fabcast.facts import load_yaml


def write(folder: Path, text: str) -> Path:
    file = folder / "a.yaml"
    file.write_bytes(text.encode("utf-8"))
    return file


def test_codes_and_countries_stay_as_they_are_written(tmp_path: Path) -> None:
    """A YAML 1.2 reader makes 3E001 thirty; YAML 1.1 makes NO false, and 12:30 and 0o14 numbers."""
    text = "- 3E001\n- 4E091\n- NO\n- on\n- 1_000\n- 12:30\n- 0o14\n- ~\n- null\n- 2024-01-01\n- .5\n- ''\n"
    expected = ["3E001", "4E091", "NO", "on", "1_000", "12:30", "0o14", "~", "null", "2024-01-01", ".5", ""]
    assert load_yaml(write(tmp_path, text)) == expected


def test_keys_stay_text_too(tmp_path: Path) -> None:
    assert load_yaml(write(tmp_path, "NO: 3E001\n3E001: y\n")) == {"NO": "3E001", "3E001": "y"}


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    tree, lines = load_yaml(write(tmp_path, "# c\na:\n  - x: 1\n    y: 2\n  - z\n"), lines=True)
    assert tree == {"a": [{"x": "1", "y": "2"}, "z"]}
    assert (lines[("a",)], lines[("a", 0, "y")], lines[("a", 1)]) == (2, 4, 5)


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert load_yaml(write(tmp_path, "# only a remark\n")) == {}


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_depth_is_bounded(tmp_path: Path, opening: str) -> None:
    with pytest.raises(BadInput, match="nested deeper than 24"):
        load_yaml(write(tmp_path, opening * 60))


def test_size_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="split the file"):
        load_yaml(write(tmp_path, "a: " + "x" * 4_000_001))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_yaml(tmp_path)


plain = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcNO3E0", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
def test_what_is_written_is_what_is_read(tree: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder), yaml.safe_dump(tree, default_style='"', allow_unicode=True))
        assert load_yaml(file) == tree


yaml_like = st.lists(
    st.sampled_from(
        [*"\n -:[]{},'\"&*!|>%@`#?\t", "a: ", "- ", "---", "&a", "*a", "!!x", "é", "\x00", "\ufeff"]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(st.text(st.characters(codec="utf-8"), max_size=60), yaml_like))
def test_any_text_gives_a_tree_or_a_sentence(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder), text)
        try:
            tree = load_yaml(file)
        except BadInput as error:
            assert str(error).startswith(f"{file}")
        else:
            assert isinstance(tree, dict | list | str)


@given(st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_a_sentence(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.yaml"
        file.write_bytes(raw)
        try:
            load_yaml(file)
        except BadInput as error:
            assert str(error).startswith(f"{file}")
