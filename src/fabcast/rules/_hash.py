"""One hash over the law as it is written here: the clauses' files and the code that reads them."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

ASIDE = frozenset({"_file.py", "_notebook.py", "_parquet.py", "_timeline.py"})
"""Modules that carry rows in and out, or draw them: no finding rests on them."""


@cache
def content_hash() -> str:
    """Hash every clause file and every module of this room that a finding rests on, in name order.

    >>> len(content_hash())
    16
    """
    return hash_of(files("fabcast.rules"))


def hash_of(room: Traversable) -> str:
    """Hash the clauses and the code in a folder like this room's."""
    entries = [*room.joinpath("us").iterdir(), *room.iterdir()]
    counted = (e for e in entries if e.name.endswith((".yaml", ".py")) and e.name not in ASIDE)
    total = hashlib.sha256()
    for entry in sorted(counted, key=lambda e: e.name):
        total.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return total.hexdigest()[:16]
