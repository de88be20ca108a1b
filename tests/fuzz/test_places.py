"""What is no plain, whole text file: each parser refuses it with a sentence, at once, and never hangs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .parsers import PARSERS, good_texts
from .test_parsers import is_a_sentence, read_or_refuse

BOMB = "a: &a [x, x]\n" + "".join(
    f"{y}: &{y} [*{x}, *{x}]\n" for x, y in zip("abcdefg", "bcdefgh", strict=True)
)


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _ring(file: Path) -> None:
    file.symlink_to(file)


def _gone(file: Path) -> None:
    file.symlink_to(file.with_name("gone"))


def _device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _sparse(file: Path) -> None:
    """A file of eight gigabytes that takes no room."""
    with file.open("wb") as opened:
        opened.truncate(8_000_000_000)


PLACES: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": _pipe,
    "ring of links": _ring,
    "link to nothing": _gone,
    "device": _device,
    "nothing": lambda _: None,
}
CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "blank lines": b"\n\n\n",
    "zeros": b"\x00" * 4096,
    "long line": b"x" * 1_000_000,
    "long word behind a key": b"title: " + b"y" * 1_000_000,
    "deep": b"[" * 100_000,
    "deep mapping": b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    "bomb": BOMB.encode(),
    "code": b"!!python/object/apply:os.system ['true']\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "archive": b"PK\x03\x04" + b"\x00" * 200,
    "latin-1": "title: caf\u00e9\n".encode("latin-1"),
    "wide": ",".join(f"c{n}" for n in range(50_000)).encode(),
    "quotes": b'"' * 10_001,
}


LIMITED = [name for name, parser in PARSERS.items() if not parser.named and not name.startswith("classify")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", [name for name, parser in PARSERS.items() if not parser.named])
def test_what_is_no_plain_file_is_refused(name: str, place: str, tmp_path: Path) -> None:
    file = tmp_path / f"odd{PARSERS[name].suffix}"
    PLACES[place](file)
    said = read_or_refuse(name, file)
    assert said is not None
    assert is_a_sentence(said, name, file)


@pytest.mark.parametrize("name", LIMITED)
def test_a_file_too_large_is_refused_unread(name: str, tmp_path: Path) -> None:
    """Lists of transactions are read as a stream, so theirs may have any size."""
    file = tmp_path / f"large{PARSERS[name].suffix}"
    _sparse(file)
    said = read_or_refuse(name, file)
    assert said is not None
    assert "8000000000 bytes is more than the" in said


ODD = [(name, content) for name in PARSERS for content in CONTENTS]


@pytest.mark.parametrize(("name", "content"), ODD)
def test_odd_content_is_refused(name: str, content: str, tmp_path: Path) -> None:
    file = tmp_path / f"odd{PARSERS[name].suffix}"
    file.write_bytes(CONTENTS[content])
    said = read_or_refuse(name, file)
    assert (said is None and content in NOTHING_IN_IT) or (
        said is not None and is_a_sentence(said, name, file)
    )


NOTHING_IN_IT = {"empty", "blank lines"}
"""A rule file with nothing in it adds nothing; most parsers ask for more."""


@pytest.mark.parametrize("name", [name for name, parser in PARSERS.items() if parser.suffix != ".json"])
def test_a_byte_order_mark_and_other_line_ends_change_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"other{PARSERS[name].suffix}"
    file.write_bytes(b"\xef\xbb\xbf" + good_texts(name)[0].replace("\n", "\r\n").encode())
    assert read_or_refuse(name, file) is None
