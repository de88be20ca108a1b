"""Counting numbers by their leading bits, at the pace of memory (`count.ll`).

Sorting does the same and takes five times as long: 17 against 3 nanoseconds a number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from threading import local

import numpy as np

from ._machine import compile_object, load

BINS = 1 << 22
"""Bins of a cell."""
_BINS_A_MARK = 64
_READ_AHEAD = 8
"""Marks that are read at a time."""


class _Tables(local):
    """A thread's own table and marks, all nought between calls."""

    def __init__(self) -> None:
        self.table = np.zeros(BINS, np.uint32)
        self.marks = np.zeros(BINS // _BINS_A_MARK + _READ_AHEAD, np.uint8)


_TABLES = _Tables()


def count_bins(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count the finite numbers of each row by bin.

    Parameters
    ----------
    values : (cell, draw)
        Doubles; neighbours along a row are neighbours in memory.

    Returns
    -------
    tuple
        Keys in rising order, cell × `BINS` + bin, and how often each occurs; both uint32.

    >>> keys, counts = count_bins(np.array([[1.0, 1.0, 2.0, np.nan]]))
    >>> (keys - keys[0]).tolist(), counts.tolist()
    ([0, 1024], [2, 1])
    """
    if values.dtype != np.float64 or values.strides[-1] != values.itemsize:
        raise ValueError(f"cannot count {values.dtype} with strides {values.strides}")
    cells, draws = values.shape
    room = cells * min(draws, BINS) + 1
    keys, counts = np.empty(room, np.uint32), np.empty(room, np.uint32)
    told, shape = np.empty(cells, np.int64), np.array([draws, values.strides[0]], np.int64)
    arrays = (values, _TABLES.table, _TABLES.marks, keys, counts, told, shape)
    _code()(*(array.ctypes.data for array in arrays), cells)
    return keys[: told[-1]].copy(), counts[: told[-1]].copy()


@cache
def _code() -> Callable[..., None]:
    source = files("fabcast").joinpath("native", "count.ll").read_text(encoding="utf-8")
    return load(compile_object(source))
