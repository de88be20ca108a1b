"""Files of a fit: whole or not at all, no pickles, and a sentence where something is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from fabcast.errors import BadInput
from fabcast.facts import DAMAGED_ARCHIVE, unpacked_bytes

MAKE_ONE = "make one with `fabcast calibrate`"
LIMIT = 500_000_000
"""Most bytes that the arrays of one file may take once unpacked: a hundred times those of the shipped fit."""


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
        if unpacked_bytes(path, LIMIT) > LIMIT:
            raise BadInput(f"{path}: unpacks to more than {LIMIT} bytes, so it is no fit; {MAKE_ONE}")
        with np.load(path, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file; {MAKE_ONE}") from None
    except (*DAMAGED_ARCHIVE, OSError):
        raise BadInput(f"{path}: cannot be read as arrays; {MAKE_ONE}") from None


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
