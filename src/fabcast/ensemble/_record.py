"""The run record: everything needed to know which run this was, and to make it again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import numpy as np

from fabcast import facts, rules
from fabcast.model import Path

from ._basis import PRIOR, Basis
from ._choice import engine_name


def run_record(paths: Mapping[str, Path], draws: int, seed: int, basis: Basis = PRIOR) -> dict[str, Any]:
    """Describe a run by hashes of its inputs; `hash` covers all but versions of the machine.

    >>> from fabcast import scenario
    >>> record = run_record({"actual": scenario.resolve("actual")}, 10, 1)
    >>> sorted(record)[:4]
    ['basis', 'code_hash', 'draws', 'engine']
    """
    content = {
        "fabcast": version("fabcast"),
        "code_hash": code_hash(),
        "facts_hash": facts.content_hash(),
        "facts_as_of": facts.AS_OF.isoformat(),
        "rules_hash": rules.content_hash(),
        "scenarios": {name: path_hash(path) for name, path in paths.items()},
        "basis": basis.name,
        **basis.record,
        "draws": draws,
        "seed": seed,
        "engine": engine_name(),
    }
    stamp = digest(content)
    machine = {"python": platform.python_version(), "jax": version("jax"), "numpy": version("numpy")}
    return {"hash": stamp, **content, "machine": machine}


def digest(content: Any) -> str:
    """Hash the canonical JSON of something: sorted keys, no spaces, UTF-8, SHA-256 shortened.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def code_hash() -> str:
    """Hash the code that decides the numbers."""
    return hash_of_rooms("model", "equations", "native", "ensemble", "scenario")


@cache
def hash_of_rooms(*rooms: str) -> str:
    """Hash the source files of rooms."""
    total = hashlib.sha256()
    for room in rooms:
        folder = files("fabcast").joinpath(room)
        sources = (f for f in folder.iterdir() if f.name.endswith((".py", ".ll")))
        for entry in sorted(sources, key=lambda f: f.name):
            total.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return total.hexdigest()[:16]


def path_hash(path: Path) -> str:
    """Hash the arrays of a resolved scenario."""
    total = hashlib.sha256()
    for field in sorted(path.shapes()):
        total.update(field.encode() + getattr(path, field).tobytes())
    for field, values in _leaves("reactions", path.reactions):
        total.update(field.encode() + values.tobytes())
    return total.hexdigest()[:16]


def _leaves(name: str, tree: Any) -> Iterator[tuple[str, np.ndarray]]:
    """Arrays of a nested structure with their names, in order."""
    if tree is None:
        return
    parts = tree._asdict() if hasattr(tree, "_asdict") else tree
    if isinstance(parts, Mapping):
        for key in sorted(parts):
            yield from _leaves(f"{name}.{key}", parts[key])
    else:
        yield name, np.asarray(parts)
