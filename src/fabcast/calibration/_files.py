"""Files of a fit: whole or not at all, no pickles, and a sentence where something is wrong."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import Any
from zlib import error as ZlibError  # noqa: N812 - an exception, named as one

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic

from fabcast.errors import BadInput

MAKE_ONE = "make one with `fabcast calibrate`"
LIMIT = 500_000_000
"""Most bytes that the arrays of one file may take once unpacked: a hundred times those of the shipped fit."""
DAMAGE = (ValueError, EOFError, KeyError, NotImplementedError, RuntimeError, ZlibError, zipfile.BadZipFile)
"""What a torn, locked or otherwise unreadable archive raises."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Make a folder, and refuse one that cannot be written.

    Raises
    ------
    BadInput
        If it, or a file in it, cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as problem:
        reason = problem.strerror or "no reason given"
        raise BadInput(f"{folder}: cannot be written ({reason}); choose another folder") from problem


def write_arrays(path: Path, **arrays: np.ndarray) -> None:
    """Write arrays to one file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    part.replace(path)


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """Read arrays; pickles are refused, and so is what would unpack to more than `LIMIT` bytes.

    Raises
    ------
    BadInput
        If the file is missing, damaged or too large; what is too large is not unpacked.
    """
    try:
        if _unpacked(path) > LIMIT:
            raise BadInput(f"{path}: unpacks to more than {LIMIT} bytes, so it is no fit; {MAKE_ONE}")
        with np.load(path, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file; {MAKE_ONE}") from None
    except (*DAMAGE, OSError):
        raise BadInput(f"{path}: cannot be read as arrays; {MAKE_ONE}") from None


def _unpacked(path: Path) -> int:
    """Return the bytes that an archive of arrays asks for: its members, or their arrays if those are larger.

    `zipfile` gives no more of a member than its size says; NumPy takes the memory that an array's head asks
    for before it reads on. So both are asked first.
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        packed = sum(member.file_size for member in members)
        return packed if packed > LIMIT else max(packed, sum(_array_bytes(archive, m) for m in members))


def _array_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return the bytes of an array, as its head says, none below zero; nothing else of it is read."""
    with archive.open(member) as file:
        read = read_array_header_1_0 if read_magic(file) == (1, 0) else read_array_header_2_0
        shape, _, dtype = read(file)
    return max(prod(shape), 0) * dtype.itemsize


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file; {MAKE_ONE}") from None
    except (ValueError, OSError, RecursionError):
        raise BadInput(f"{path}: cannot be read as JSON; {MAKE_ONE}") from None
    if not isinstance(found, dict):
        raise BadInput(f"{path}: does not hold a record; {MAKE_ONE}")
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
