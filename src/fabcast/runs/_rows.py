"""What the numbers of a chunk leave behind: counts by bin, sums by blocks, and how many are above and below.

Many draws go through a table of counts (`fabcast.native`), few are sorted, and so are all where there is no
compiler. Both give the same bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from fabcast import native
from fabcast.ensemble import BLOCK
from fabcast.errors import BadInput

from ._plan import CHANGE, LEVEL, RELATIVE, Cells, Series, is_date
from ._tally import MOST_CELLS, Counted, count, count_exactly

_MANY = 1024
"""Draws from which a table is faster than sorting. Measured: 10 against 20 ns a number, at 4,096 draws 4."""


class Part(NamedTuple):
    """What one chunk leaves of a series."""

    counted: Counted
    sums: Float[np.ndarray, "block cell"]
    finite: Int[np.ndarray, " cell"]
    signs: Int[np.ndarray, "3 cell"]
    """Of a contrast: draws above, below and at zero. Of a date's, *never* counts as later."""


def part(series: Series) -> Part:
    """Count and add up a series.

    Raises
    ------
    BadInput
        For more cells than a key can name.
    """
    cells, draws = series.ours.shape
    if cells > MOST_CELLS:
        raise BadInput(f"{cells} cells in one tally; give at most {MOST_CELLS}")
    if is_date(series.name.outcome):
        return _dates(series.ours, series.base)
    if draws >= _MANY and native.available():
        return _by_table(series.ours, series.base, series.name.kind)
    return _by_sorting(series.ours, series.base, series.name.kind)


def _by_table(ours: Cells, base: Cells | None, kind: native.Kind) -> Part:
    found = native.count_rows(ours, base, kind)
    signs = np.stack([found.above, found.below, found.finite - found.above - found.below])
    return Part(Counted(found.keys, found.counts), found.sums, found.finite, signs)


def _by_sorting(ours: Cells, base: Cells | None, kind: native.Kind) -> Part:
    values = _values(ours, base, kind)
    finite = np.isfinite(values)
    known = np.where(finite, values, 0.0) + 0.0  # both zeros are one
    signs = np.stack([(known > 0).sum(1), (known < 0).sum(1), (finite & (known == 0)).sum(1)])
    return Part(count(values, finite), _block_sums(known), finite.sum(1), signs)


def _values(ours: Cells, base: Cells | None, kind: native.Kind) -> Cells:
    """Levels, differences, or differences over the size of the base; a vanishing base is left out."""
    if kind == LEVEL or base is None:
        return ours
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        change = ours - base
        return np.asarray(change / np.abs(base) if kind == RELATIVE else change)


def _block_sums(values: Cells) -> Float[np.ndarray, "block cell"]:
    """Sum each row by blocks of draws: eight lanes, which are then added in pairs, as the table does."""
    cells, draws = values.shape
    held = np.zeros((cells, -(-draws // BLOCK), BLOCK // native.LANES, native.LANES))
    held.reshape(cells, -1)[:, :draws] = values
    lanes = np.cumsum(held, axis=2)[:, :, -1]
    while lanes.shape[-1] > 1:
        half = lanes.shape[-1] // 2
        lanes = lanes[..., :half] + lanes[..., half:]
    return np.asarray(lanes[..., 0].T)


def _dates(ours: Cells, base: Cells | None) -> Part:
    """Count dates one by one; of a contrast, *never* is later than any date."""
    values = _values(ours, base, LEVEL if base is None else CHANGE)
    finite = np.isfinite(values)
    signs = np.zeros((3, len(ours)), np.int64)
    if base is not None:
        late, early = (np.where(np.isnan(dates), np.inf, dates) for dates in (ours, base))
        signs = np.stack([(late > early).sum(1), (late < early).sum(1), (late == early).sum(1)])
    known = np.where(finite, values, 0.0)
    return Part(count_exactly(values, finite), _block_sums(known), finite.sum(1), signs)
