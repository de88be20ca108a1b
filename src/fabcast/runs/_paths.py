"""Resolved scenarios as one file: a run can be checked when the scenario files are long gone."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from fabcast.facts import unpacked_bytes
from fabcast.model import ROWS, Path, Reactions, Rules

LARGEST = 500_000_000
"""Most bytes that scenarios of a run may take once unpacked; one takes about 50,000."""
_PLAIN = tuple(field for field in Reactions._fields if field not in {"menu", "rules"})


def paths_file(paths: Mapping[str, Path]) -> bytes:
    """Write resolved scenarios as ``.npz``, no pickles.

    >>> from fabcast import scenario
    >>> path = scenario.resolve("actual")
    >>> back = read_paths(paths_file({"actual": path}))["actual"]
    >>> bool((back.us_gate == path.us_gate).all())
    True
    """
    arrays = {f"{i}/{key}": values for i, path in enumerate(paths.values()) for key, values in _arrays(path)}
    to = io.BytesIO()
    np.savez_compressed(to, names=np.array(list(paths), dtype=np.str_), **arrays)
    return to.getvalue()


def _arrays(path: Path) -> Iterator[tuple[str, Any]]:
    for row in ROWS:
        yield row, getattr(path, row)
    if path.reactions is None:
        return
    for row, values in path.reactions.menu.items():
        yield f"menu/{row}", values
    for field in _PLAIN:
        yield f"reactions/{field}", getattr(path.reactions, field)
    for field in Rules._fields:
        yield f"rules/{field}", getattr(path.reactions.rules, field)


def read_paths(content: bytes) -> dict[str, Path]:
    """Read resolved scenarios, in their order.

    Raises
    ------
    ValueError, KeyError and others of `fabcast.facts.DAMAGED_ARCHIVE`
        They would unpack to more than `LARGEST` bytes, or are none.
    """
    if unpacked_bytes(io.BytesIO(content), LARGEST) > LARGEST:
        raise ValueError(f"unpacks to more than {LARGEST} bytes")
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        arrays = {key: found[key] for key in found.files}
    return {str(name): _path(_below(f"{i}/", arrays)) for i, name in enumerate(arrays["names"])}


def _path(arrays: Mapping[str, Any]) -> Path:
    menu = _below("menu/", arrays)
    plain, rules = _below("reactions/", arrays), _below("rules/", arrays)
    reactions = Reactions(menu=menu, rules=Rules(**rules), **plain) if plain else None
    return Path(**{row: arrays[row] for row in ROWS}, reactions=reactions)


def _below(start: str, arrays: Mapping[str, Any]) -> dict[str, Any]:
    return {key.removeprefix(start): values for key, values in arrays.items() if key.startswith(start)}
