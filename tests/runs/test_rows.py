"""A table of counts and sorting leave the same bits of a series."""

import numpy as np
import pytest

from fabcast.errors import BadInput
from fabcast.native import Kind
from fabcast.runs._plan import CHANGE, LEVEL, RELATIVE, Name, Series
from fabcast.runs._rows import part
from fabcast.runs._tally import MOST_CELLS

STOCK = "china_compute_stock"


def rows(draws: int, seed: int = 0) -> np.ndarray:
    """Cells of many kinds: wide, zero, unknown, of both signs, infinite, near nothing."""
    rng = np.random.default_rng(seed)
    values = np.exp(rng.normal(size=(8, draws)))
    values[1], values[2, ::3], values[3, ::2] = 0.0, np.nan, -values[3, ::2]
    values[4], values[5, ::7], values[6] = -np.inf, -0.0, 1e-310 * rng.normal(size=draws)
    values[7, :2] = np.inf, np.nan
    return values


@pytest.mark.parametrize("kind", [LEVEL, CHANGE, RELATIVE])
@pytest.mark.parametrize("draws", [1024, 1031, 5000])
def test_a_table_and_sorting_leave_the_same(kind: Kind, draws: int, monkeypatch: pytest.MonkeyPatch) -> None:
    base = None if kind == LEVEL else rows(draws, 1)[::-1].copy()
    series = Series(Name(kind, "ours", STOCK), rows(draws), base)
    counted = [part(series), part(series)]
    monkeypatch.setattr("fabcast.native.available", lambda: False)
    sorted_ = part(series)
    for found in counted:
        np.testing.assert_array_equal(found.counted.keys, sorted_.counted.keys)
        np.testing.assert_array_equal(found.counted.counts, sorted_.counted.counts)
        assert found.counted.keys.dtype == sorted_.counted.keys.dtype
        assert found.sums.tobytes() == sorted_.sums.tobytes()
        np.testing.assert_array_equal(found.finite, sorted_.finite)
        np.testing.assert_array_equal(found.signs, sorted_.signs)


def test_what_is_left_is_right() -> None:
    values, base = rows(2000), rows(2000, 1)
    left = part(Series(Name(CHANGE, "ours", STOCK), values, base))
    with np.errstate(invalid="ignore"):
        change = values - base
    known = np.isfinite(change)
    assert left.finite.tolist() == known.sum(1).tolist()
    np.testing.assert_allclose(left.sums.sum(0), np.where(known, change, 0.0).sum(1), rtol=1e-9)
    assert left.signs.sum(0).tolist() == left.finite.tolist()
    assert left.signs[0].tolist() == (known & (change > 0)).sum(1).tolist()


def test_chunks_add_up_to_the_whole() -> None:
    values = rows(4096)
    whole = part(Series(Name(LEVEL, "ours", STOCK), values))
    halves = [part(Series(Name(LEVEL, "ours", STOCK), v.copy())) for v in np.split(values, 2, axis=1)]
    assert np.concatenate([half.sums for half in halves]).tobytes() == whole.sums.tobytes()
    assert sum(half.counted.counts.sum() for half in halves) == whole.counted.counts.sum()


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(BadInput, match=r"^1025 cells in one tally; give at most 1024$"):
        part(Series(Name(LEVEL, "ours", STOCK), np.zeros((MOST_CELLS + 1, 1))))
