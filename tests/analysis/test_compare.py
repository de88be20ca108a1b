"""Paired contrasts: known answers, honest ties, dates that never come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from fabcast.analysis import compare, contrast_of, is_date
from fabcast.errors import BadInput
from tests.synthetic import SyntheticRuns, synthetic_runs

NAN = float("nan")


def two(ours: Any, base: Any, *, date: bool = False) -> SyntheticRuns:
    pair = np.array([ours, base], dtype=float)
    values = pair if date else pair[:, :, None]
    return SyntheticRuns(("a", "b"), ("2030Q4",), {"x": values}, {"x": {"units": "H100e"}}, {})


def test_a_constant_shift_is_found_exactly() -> None:
    base = np.linspace(1.0, 9.0, 101)
    found = contrast_of(two(base + 2.0, base), "a", "b", "x", 2030)
    assert found.contrast.p5 == pytest.approx(2.0)
    assert found.contrast.p95 == pytest.approx(2.0)
    assert found.probability_positive == 1.0
    assert found.relative_p50 == pytest.approx(2.0 / 5.0)


def test_contrast_is_paired_and_not_a_difference_of_quantiles() -> None:
    rng = np.random.default_rng(1)
    base = rng.lognormal(sigma=2.0, size=2000)
    found = contrast_of(two(base * 1.1, base), "a", "b", "x", 2030)
    assert found.probability_positive == 1.0
    assert found.relative_p50 == pytest.approx(0.1)


def test_ties_are_neither_positive_nor_negative() -> None:
    found = contrast_of(two([1, 1, 2, 0], [1, 1, 1, 1]), "a", "b", "x", 2030)
    signs = (found.probability_positive, found.probability_negative, found.probability_zero)
    assert signs == (0.25, 0.25, 0.5)


def test_unknown_draws_are_left_out_and_counted() -> None:
    found = contrast_of(two([1, NAN, 3, np.inf], [0, 0, 0, 0]), "a", "b", "x", 2030)
    assert found.share_defined == 0.5
    assert found.contrast.mean == 2.0


def test_relative_change_has_no_meaning_where_the_base_is_zero() -> None:
    assert contrast_of(two([1, 2, 3], [0, 0, 0]), "a", "b", "x", 2030).relative_p50 is None


def test_never_is_counted_in_each_scenario_and_is_later_than_any_date() -> None:
    found = contrast_of(two([2031, NAN, 2033, NAN], [2030, 2030, NAN, NAN], date=True), "a", "b", "x", None)
    assert (found.probability_never, found.probability_never_against) == (0.5, 0.25 * 2)
    assert (found.probability_positive, found.probability_negative, found.probability_zero) == (
        0.5,
        0.25,
        0.25,
    )
    assert found.share_defined == 0.25
    assert found.contrast.p50 == 1.0
    assert found.relative_p50 is None


def test_a_date_that_never_comes_has_no_size_but_keeps_its_sign() -> None:
    found = contrast_of(two([NAN, NAN], [NAN, NAN], date=True), "a", "b", "x", None)
    assert np.isnan(found.contrast.p50)
    assert found.probability_zero == 1.0
    assert found.share_defined == 0.0


@settings(max_examples=60)
@given(hnp.arrays(float, (2, 30), elements=st.floats(-1e9, 1e9)))
def test_swapping_the_scenarios_flips_the_contrast(pair: Any) -> None:
    one = contrast_of(two(pair[0], pair[1]), "a", "b", "x", 2030)
    other = contrast_of(two(pair[1], pair[0]), "a", "b", "x", 2030)
    assert one.contrast.p5 == pytest.approx(-other.contrast.p95, rel=1e-9, abs=1e-6)
    assert one.probability_positive == other.probability_negative
    total = one.probability_positive + one.probability_negative + one.probability_zero
    assert total == pytest.approx(1.0)


def test_order_is_outcomes_then_years_and_dates_come_once() -> None:
    runs = synthetic_runs(draws=20)
    chosen = ("year_of_compute_parity", "china_compute_stock")
    found = compare(runs, "h200_licensed", "h200_denied", chosen, (2027, 2030))
    assert [(c.outcome, c.year) for c in found] == [
        ("year_of_compute_parity", None),
        ("china_compute_stock", 2027),
        ("china_compute_stock", 2030),
    ]
    everything = compare(runs, "h200_licensed", "h200_denied", years=(2030,))
    assert {c.outcome for c in everything} == set(runs.values) - {"binding"}


def test_a_scenario_against_itself_is_zero_everywhere() -> None:
    for found in compare(synthetic_runs(draws=20), "h200_open", "h200_open"):
        assert found.probability_zero == 1.0


def test_wrong_names_are_refused_with_what_there_is() -> None:
    runs = replace(synthetic_runs(draws=4), values={"x": np.zeros((4, 4, 108))})
    with pytest.raises(BadInput, match="scenario 'h300' is not in these runs; they hold: h200_licensed"):
        compare(runs, "h300", "h200_denied", ["x"])
    with pytest.raises(BadInput, match="outcome 'y' is not in these runs; they hold: x"):
        is_date(runs, "y")
    with pytest.raises(BadInput, match="year 2050 is not in these runs; they go from 2014Q1 to 2040Q4"):
        compare(runs, "h200_licensed", "h200_denied", ["x"], [2050])
