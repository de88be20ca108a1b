"""Counts by leading bits: within the stated bound of the exact quantile, whatever the order."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fabcast.errors import BadInput
from fabcast.runs._tally import ERROR, MOST_CELLS, Tally, count, count_exactly, merge

POINTS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False, width=64)


def told(values: np.ndarray, cell: int = 0, *, exact: bool = False) -> list[float]:
    tally = Tally(exact=exact)
    tally.add((count_exactly if exact else count)(values, np.isfinite(values)))
    found: list[float] = tally.quantiles(1 if exact else len(values), POINTS)[cell].tolist()
    return found


def bound(values: np.ndarray) -> np.ndarray:
    """Each quantile lies between two order statistics; either may be off by the bound."""
    known = np.sort(values[np.isfinite(values)])
    places = np.array(POINTS) * (len(known) - 1)
    sides = np.abs(known[np.floor(places).astype(int)]), np.abs(known[np.ceil(places).astype(int)])
    return np.asarray(ERROR * np.maximum(*sides) * (1 + 1e-12))


@given(arrays(np.float64, st.integers(1, 60), elements=st.one_of(FLOATS.filter(lambda x: abs(x) < 1e300))))
def test_a_quantile_is_within_the_bound_at_any_scale_and_sign(values: np.ndarray) -> None:
    assert (np.abs(np.array(told(values[None])) - np.quantile(values, POINTS)) <= bound(values)).all()


@pytest.mark.parametrize("scale", [1e-9, 1.0, 3e7])
def test_the_bound_is_not_idle(scale: float) -> None:
    values = scale * np.exp(np.random.default_rng(1).normal(size=20_000))
    error = np.abs(np.array(told(values[None])) / np.quantile(values, POINTS) - 1.0)
    assert 0.1 * ERROR < error.max() <= ERROR


def test_what_is_unknown_is_left_out_and_cells_do_not_mix() -> None:
    values = np.array([[1.0, np.nan, 3.0, np.inf], [-8.0, -8.0, -8.0, -8.0], [np.nan] * 4])
    assert told(values, 0)[3] == pytest.approx(2.0, rel=ERROR)
    assert told(values, 1) == pytest.approx([-8.0] * 7, rel=ERROR)
    assert all(np.isnan(told(values, 2)))


def test_zero_is_zero_with_either_sign() -> None:
    assert told(np.array([[0.0, -0.0, 0.0]])) == [0.0] * 7


def test_dates_are_exact() -> None:
    values = np.array([[2030.25, np.nan, 2031.125, 2040.875]])
    assert told(values, exact=True) == np.quantile(values[np.isfinite(values)], POINTS).tolist()


@given(st.permutations(range(12)), st.lists(st.integers(0, 12), max_size=3))
def test_neither_order_nor_grouping_matters(order: list[int], cuts: list[int]) -> None:
    values = np.random.default_rng(2).normal(size=(3, 12 * 40)) ** 3
    parts = [count(v, np.isfinite(v)) for v in np.split(values, 12, axis=1)]
    whole = count(values, np.isfinite(values))
    ends = [0, *sorted(cuts), 12]
    groups = [[parts[k] for k in order[a:b]] for a, b in pairwise(ends) if b > a]
    found = merge([merge(group) for group in groups])
    assert found.keys.tolist() == whole.keys.tolist()
    assert found.counts.tolist() == whole.counts.tolist()


def test_memory_stops_growing_with_draws() -> None:
    tally, sizes = Tally(), []
    for k in range(64):
        values = np.exp(np.random.default_rng(k).normal(size=(1, 4096)))
        tally.add(count(values, np.isfinite(values)))
        if k in (15, 63):
            sizes.append(len(tally._whole().keys))
    assert sizes[1] < 1.25 * sizes[0] < 12_000  # four times the draws


@pytest.mark.parametrize("draws", [1024, 5000])
def test_a_table_of_counts_and_sorting_are_one(draws: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(draws)
    values = np.exp(rng.normal(size=(7, draws)))
    values[1], values[2, ::3], values[3, ::2] = 0.0, np.nan, -values[3, ::2]
    values[4], values[5, 0], values[6] = -np.inf, -0.0, 1e-310 * rng.normal(size=draws)
    finite = np.isfinite(values)
    counted, again = count(values, finite), count(values[:, ::-1].copy(), finite[:, ::-1])
    monkeypatch.setattr("fabcast.native.available", lambda: False)
    sorted_ = count(values, finite)
    for found in (counted, again):
        assert found.keys.tolist() == sorted_.keys.tolist()
        assert found.counts.tolist() == sorted_.counts.tolist()
    assert counted.keys.dtype == sorted_.keys.dtype


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(BadInput, match=r"^1025 cells in one tally; give at most 1024$"):
        count(np.zeros((MOST_CELLS + 1, 1)), np.ones((MOST_CELLS + 1, 1), dtype=bool))
