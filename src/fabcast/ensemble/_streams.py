"""Random streams named by meaning: a number depends on seed, name and draw index, on nothing else.

Each name owns a counter-based generator (Philox, Salmon et al. 2011), so draw 1,000 of
"parameter:y_alpha" is the same number whether it is made alone, in a chunk of 512, or after
a hundred other parameters were added. Scenarios use the same draws, so they differ only
through policy.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from jaxtyping import Float, UInt64
from scipy.special import ndtri

from fabcast.errors import BadInput

_WORDS_A_BLOCK = 4
"""Philox4x64 makes four 64-bit words for each value of its counter."""


def uniform(name: str, n: int, seed: int, first: int = 0) -> Float[np.ndarray, " draw"]:
    """Draw uniform numbers in (0, 1), ends excluded, for the draws ``first`` to ``first + n - 1``.

    Parameters
    ----------
    name
        What the numbers are for; the stream belongs to it.
    n
        How many draws.
    seed
        Seed of the run.
    first
        Index of the first draw.

    Returns
    -------
    numpy.ndarray
        Shape ``(n,)``, float64, dimensionless.

    Raises
    ------
    BadInput
        If ``n`` is not positive, or ``first`` or ``seed`` is negative.

    Examples
    --------
    >>> whole = uniform("yield", 10, seed=1)
    >>> bool((uniform("yield", 3, seed=1, first=6) == whole[6:9]).all())
    True
    """
    words = _words(name, n, seed, first)
    # 52 bits and a half: exact in float64, so neither 0 nor 1 can come out.
    return ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normal(name: str, n: int, seed: int, first: int = 0) -> Float[np.ndarray, " draw"]:
    """Draw standard normal numbers by inversion of `uniform`: same arguments, same errors.

    >>> round(float(normal("yield", 100_000, seed=1).std()), 2)
    1.0
    """
    return np.asarray(ndtri(uniform(name, n, seed, first)), dtype=np.float64)


def _words(name: str, n: int, seed: int, first: int) -> UInt64[np.ndarray, " draw"]:
    _check(n, seed, first)
    block, offset = divmod(first, _WORDS_A_BLOCK)
    generator = np.random.Philox(key=_key(name, seed), counter=block)
    return generator.random_raw(n + offset)[offset:]


def _key(name: str, seed: int) -> int:
    """Hash seed and name to the 128-bit key of the name's own generator."""
    digest = blake2b(f"{seed}\0{name}".encode(), digest_size=16, person=b"fabcast-stream-1")
    return int.from_bytes(digest.digest(), "little")


def _check(n: int, seed: int, first: int) -> None:
    if n < 1:
        raise BadInput(f"the number of draws is {n}; ask for at least one")
    if first < 0:
        raise BadInput(f"the first draw is {first}; draws are counted from 0")
    if seed < 0:
        raise BadInput(f"the seed is {seed}; use a whole number from 0 up")
