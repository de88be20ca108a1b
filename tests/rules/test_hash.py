"""The version of the rules moves with the law and with the code that decides, and with nothing else."""

from pathlib import Path

import pytest

import fabcast
from fabcast.rules import content_hash
from fabcast.rules._hash import ASIDE, hash_of

ROOM = Path(fabcast.__file__).parent / "rules"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "us").mkdir()
    (tmp_path / "us" / "3A090.yaml").write_text("clauses: []\n", "utf-8")
    for name in ("_evaluate.py", *ASIDE):
        (tmp_path / name).write_text("one = 1\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["us/3A090.yaml", "_evaluate.py"])
def test_law_and_deciding_code_move_it(room: Path, name: str) -> None:
    before = hash_of(room)
    (room / name).write_text("two = 2\n", "utf-8")
    assert hash_of(room) != before


@pytest.mark.parametrize("name", sorted(ASIDE))
def test_how_rows_come_and_go_does_not(room: Path, name: str) -> None:
    before = hash_of(room)
    (room / name).write_text("two = 2\n", "utf-8")
    assert hash_of(room) == before
    assert (ROOM / name).is_file()


def test_it_is_the_hash_of_this_room() -> None:
    assert content_hash() == hash_of(ROOM)
