"""Ranges of draws, and the hashes that say whether two of them hold the same numbers.

Numbers are hashed by blocks of fixed size, so the digest of a run is the same however it was cut
into chunks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from fabcast.ensemble import BLOCK
from fabcast.errors import BadInput

from ._job import Values

DRAWS_A_CHUNK = 1024
"""Draws in a file of the store where nothing asks for fewer: a second or so of work."""
_NUMBERS_A_CHUNK = 4_000_000
"""Numbers that a chunk of the store may hold: 32 MB, several of which are under way at a time."""
DRAWS_COUNTED = 2048
"""Draws at a time where only statistics are wanted: counting is cheaper in larger chunks."""
_NUMBERS_COUNTED = 24_000_000


def check_chunk(size: int) -> None:
    """Refuse a size that would cut a block in two.

    >>> check_chunk(100)
    Traceback (most recent call last):
    fabcast.errors.BadInput: a chunk must be a multiple of 256 draws, but is 100; 1024 is the default
    """
    if size < 1 or size % BLOCK:
        raise BadInput(
            f"a chunk must be a multiple of {BLOCK} draws, but is {size}; {DRAWS_A_CHUNK} is the default"
        )


def fitting_chunk(numbers: int) -> int:
    """Draws a chunk where each draw has so many numbers: the usual, or fewer to bound memory.

    >>> fitting_chunk(2_000), fitting_chunk(6_000), fitting_chunk(30_000)
    (1024, 512, 256)
    """
    return max(BLOCK, min(DRAWS_A_CHUNK, _NUMBERS_A_CHUNK // numbers // BLOCK * BLOCK))


def counted_chunk(numbers: int, draws: int, workers: int) -> int:
    """Draws a chunk where each draw has so many numbers and only statistics are kept.

    Large, but no larger than memory allows, and so that every worker has as many of them.

    >>> counted_chunk(3_000, 1_000_000, 2), counted_chunk(11_000, 10_000, 2), counted_chunk(100_000, 9, 2)
    (2048, 1792, 256)
    """
    most = max(BLOCK, min(DRAWS_COUNTED, _NUMBERS_COUNTED // numbers // BLOCK * BLOCK))
    rounds = -(-draws // (most * workers))
    return min(most, -(-draws // (rounds * workers * BLOCK)) * BLOCK)


def ranges(draws: int, size: int) -> list[tuple[int, int]]:
    """First and one past the last draw of each chunk.

    >>> ranges(600, 256)
    [(0, 256), (256, 512), (512, 600)]
    """
    check_chunk(size)
    return [(first, min(first + size, draws)) for first in range(0, draws, size)]


def block_hashes(values: Values, own: int = 0, of: int = 1) -> list[str]:
    """Hash the numbers of each block of 256 draws, outcomes and inputs alike; of several workers, a share."""
    hashes = Hashes(own, of)
    for name, array in in_order_of_name(values):
        hashes.add(name, array)
    return hashes.told()


def in_order_of_name(values: Values) -> Iterator[tuple[str, np.ndarray]]:
    """Outcomes and inputs, in the order in which they are hashed."""
    both = {**values.outcomes, **values.inputs}
    return ((name, both[name]) for name in sorted(both))


class Hashes:
    """Hashes of blocks of draws, array by array: what else reads an array finds it still in the cache.

    Of several workers, number `own` of `of` hashes every block whose number leaves that rest.
    """

    def __init__(self, own: int = 0, of: int = 1) -> None:
        self._blocks: list[Any] = []
        self._own, self._of = own, of

    def add(self, name: str, array: np.ndarray) -> None:
        """Add an array: (draw,), (scenario, draw) or (scenario, draw, quarter)."""
        draws_last = np.moveaxis(array, 1, -1) if array.ndim > 1 else array
        firsts = range(self._own * BLOCK, draws_last.shape[-1], self._of * BLOCK)
        for i, first in enumerate(firsts):
            if i == len(self._blocks):
                self._blocks.append(hashlib.sha256())
            part = np.ascontiguousarray(draws_last[..., first : first + BLOCK])
            self._blocks[i].update(f"{name} {part.dtype.str} {part.shape}\0".encode())
            self._blocks[i].update(part.data)

    def told(self) -> list[str]:
        """One hash a block."""
        return [block.hexdigest()[:32] for block in self._blocks]


def run_digest(blocks: Iterable[str]) -> str:
    """Digest of a whole run from the hashes of its blocks in order.

    >>> run_digest(["a", "b"]) == run_digest(["b", "a"])
    False
    """
    return hashlib.sha256("\n".join(blocks).encode()).hexdigest()[:32]
