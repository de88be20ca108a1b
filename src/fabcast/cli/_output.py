"""Write results: whole or not at all, and text that every terminal can take."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fabcast._versions import stamped, stamped_each
from fabcast.errors import BadInput


def check_writable(path: Path) -> None:
    """Refuse a place that cannot be written, before the work is done.

    Raises
    ------
    BadInput
        The folder is missing or closed, or the path is a folder.
    """
    folder = path.parent
    if path.is_dir():
        raise BadInput(f"cannot write {path}: it is a folder; name a file with --out.")
    if not folder.is_dir():
        raise BadInput(f"cannot write {path}: the folder {folder} does not exist; make it or choose another.")
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise BadInput(f"cannot write {path}: permission denied; choose another place with --out.")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file in one step: readers see the old file or the new one, never half of it.

    Raises
    ------
    BadInput
        The disk is full or the place went away; what was there before stays.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}; choose another place with --out.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise BadInput(f"cannot write {path}: {error.strerror}; nothing was changed.") from None
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def print_json(data: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write JSON and nothing else to stdout: an answer with the versions it rests on, a list as it is."""
    sys.stdout.write(json_text(stamped(data) if isinstance(data, Mapping) else data))


def print_rows(rows: Sequence[Any]) -> None:
    """Write the rows of an answer, with the versions they rest on beside them."""
    print_json({"rows": rows})


def print_each(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that are published as a bare list, the versions in each."""
    print_json(stamped_each(rows))


def json_text(data: Any) -> str:
    """Write JSON as text, the same everywhere.

    >>> print(json_text([1]), end="")
    [
     1
    ]
    """
    return json.dumps(data, indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def take_any_text() -> None:
    """Let an old terminal show a question mark for a sign it lacks, rather than fail."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
