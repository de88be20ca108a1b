"""Files of users are bounded: in bytes, in depth, and in what they unpack to."""

from pathlib import Path

import pytest

from fabcast.errors import BadInput, one_line
from fabcast.facts import check_plain, load_yaml, read_bytes, read_text
from fabcast.rules import _parquet, classify_file


def test_a_file_over_its_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    file.write_bytes(b"x" * 11)
    assert read_bytes(file, 11) == b"x" * 11
    with pytest.raises(BadInput) as caught:
        read_bytes(file, 10)
    assert str(caught.value) == f"{file}: 11 bytes is more than the 10 allowed; split the file."


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "closed.txt"
    file.write_text("x", encoding="utf-8")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(
        BadInput, match=r"closed\.txt: cannot be read \(Permission denied\); check the path and"
    ):
        read_text(file, 10)


def test_a_name_too_long_for_a_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        BadInput, match=r"cannot be read \(File name too long\); check the path and its rights\.$"
    ):
        check_plain(tmp_path / ("x" * 5_000))


def test_nesting_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("a: " + "[" * 30 + "]" * 30, encoding="utf-8")
    with pytest.raises(BadInput, match=r"deep\.yaml line 1: nested deeper than 24; flatten it\.$"):
        load_yaml(file)


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    file = tmp_path / "bomb.parquet"
    parquet.write_table(pyarrow.table({"name": ["H20"] * 100_000, "on": ["2026-06-01"] * 100_000}), file)
    assert file.stat().st_size < 5_000
    monkeypatch.setattr(_parquet, "LARGEST_GROUP", 100)
    with pytest.raises(
        BadInput, match=r"bomb\.parquet: row group 1 unpacks to \d+ bytes, more than 100; write it"
    ):
        classify_file(file, tmp_path / "out.csv")


def test_a_sentence_is_one_line_that_steers_no_terminal() -> None:
    said = str(BadInput("'\x1b]0;title\x07\u202eeval\n' is no number"))
    assert said == r"'\x1b]0;title\x07\u202eeval\n' is no number"
    assert said.isprintable()


def test_an_endless_sentence_keeps_its_start_and_its_end() -> None:
    said = one_line("start " + "x" * 1_000_000 + " end")
    assert len(said) < 2_010
    assert said.startswith("start")
    assert said.endswith(" end")
