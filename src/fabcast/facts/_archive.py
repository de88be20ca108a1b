"""Archives of arrays (``.npz``) from elsewhere: what one asks for is known before it is unpacked."""

from __future__ import annotations

import zipfile
from math import prod
from pathlib import Path
from struct import error as StructError  # noqa: N812 - an exception, named as one
from tokenize import TokenError
from typing import IO
from zlib import error as ZlibError  # noqa: N812 - an exception, named as one

from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic

__all__ = ["DAMAGED_ARCHIVE", "unpacked_bytes"]

DAMAGED_ARCHIVE = (
    ValueError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TokenError,
    TypeError,
    StructError,
    ZlibError,
    zipfile.BadZipFile,
)
"""What a torn, locked or otherwise unreadable archive raises; heads are read as Python's literals."""


def unpacked_bytes(file: Path | IO[bytes], limit: int) -> int:
    """Return the bytes that an archive of arrays asks for: its members, or their arrays if those are larger.

    `zipfile` gives no more of a member than its size says; NumPy takes the memory that an array's head asks
    for before it reads on. So both are asked first; heads are not, where the members alone are over `limit`.

    Parameters
    ----------
    file
        The archive; of an open one the place is moved.
    limit
        Bytes above which no head need be read.

    Raises
    ------
    ValueError, BadZipFile and others of `DAMAGED_ARCHIVE`
        It is no archive of arrays.
    """
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        packed = sum(member.file_size for member in members)
        return packed if packed > limit else max(packed, sum(_array_bytes(archive, m) for m in members))


def _array_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Return the bytes of an array, as its head says, none below zero; nothing else of it is read."""
    with archive.open(member) as file:
        read = read_array_header_1_0 if read_magic(file) == (1, 0) else read_array_header_2_0
        shape, _, dtype = read(file)
    return max(prod(shape), 0) * dtype.itemsize
