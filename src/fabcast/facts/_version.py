"""Which facts these are: the day they were closed and the hash of their bytes; no table is read."""

from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

__all__ = ["AS_OF", "DATA", "content_hash"]

AS_OF = date(2026, 11, 23)
"""The day on which the tables were closed. Sources thin out from October 2026; later is unknown."""

DATA = files("fabcast.facts") / "data"


@cache
def content_hash() -> str:
    """Return the SHA-256 of all shipped tables, over name and bytes in name order.

    >>> len(content_hash())
    64
    """
    digest = sha256()
    for item in sorted(DATA.iterdir(), key=lambda entry: entry.name):
        content = item.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{item.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
