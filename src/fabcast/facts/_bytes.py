"""Files of users, opened within bounds: only plain files, only so many bytes, only below a folder."""

import os
import stat
from pathlib import Path

from fabcast.errors import BadInput

__all__ = ["below", "check_plain", "read_bytes", "read_text"]


def read_bytes(file: Path, limit: int) -> bytes:
    """Return the bytes of a plain file of at most `limit` bytes.

    Raises
    ------
    BadInput
        If it is missing, closed, a folder, a pipe or a device, or too large; it is then not read.

    Examples
    --------
    >>> read_bytes(Path("/no/such/file"), 10)
    Traceback (most recent call last):
    fabcast.errors.BadInput: /no/such/file: no such file; check the path.
    """
    size = check_plain(file)
    if size > limit:
        raise BadInput(f"{file}: {size} bytes is more than the {limit} allowed; split the file.")
    try:
        with file.open("rb") as opened:
            return opened.read(limit)
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror}); check the path and its rights.") from None


def check_plain(file: Path) -> int:
    """Refuse what is no plain file, as a pipe may never end; return the size in bytes.

    Raises
    ------
    BadInput
        If there is nothing, or something else, under that name.
    """
    try:
        found = os.stat(file)  # noqa: PTH116 -- Path.stat() keeps the errors of bad names apart
    except FileNotFoundError:
        raise BadInput(f"{file}: no such file; check the path.") from None
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror}); check the path and its rights.") from None
    except ValueError:
        raise BadInput(f"{file}: no name that a file can have; check the path.") from None
    if stat.S_ISDIR(found.st_mode):
        raise BadInput(f"{file}: cannot be read (Is a directory); check the path and its rights.")
    if not stat.S_ISREG(found.st_mode):
        raise BadInput(f"{file}: a pipe or a device, no plain file; save its content to a file first.")
    return found.st_size


def read_text(file: Path, limit: int) -> str:
    """Return the text of a UTF-8 file of at most `limit` bytes; a leading byte-order mark is dropped.

    Raises
    ------
    BadInput
        As `read_bytes`, or with the line that is not UTF-8.
    """
    raw = read_bytes(file, limit)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{file} line {line}: not UTF-8 text; save the file as UTF-8.") from None


def below(folder: Path, name: str) -> Path:
    """Return the file that another file names, if it lies in that one's folder or below it.

    So a file that came from elsewhere cannot name one of yours: neither by ``..``, nor by a full
    path, nor through a link.

    Raises
    ------
    BadInput
        If it lies outside, or the name is none that a file can have.

    Examples
    --------
    >>> below(Path("/here"), "../there.yaml")
    Traceback (most recent call last):
    fabcast.errors.BadInput: ../there.yaml lies outside /here; a file may name only files beside or below it.
    """
    try:
        inside = (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, or a ring of links
        raise BadInput(f"{name}: no name that a file can have; check the path.") from None
    if not inside:
        raise BadInput(f"{name} lies outside {folder}; a file may name only files beside or below it.")
    return folder / name
