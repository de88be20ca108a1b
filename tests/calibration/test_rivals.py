"""Rivals: known answers, spreads from their own past errors alone, fallbacks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.calibration._rivals import (
    DAMPING,
    NO_ERRORS_SD,
    RIVALS,
    Past,
    central,
    forecast,
    forecasts,
    pooled,
    squared_errors,
)

LINE = Past((2018.0, 2019.0, 2020.0, 2021.0), (0.0, 1.0, 2.0, 3.0))


def test_a_straight_line_goes_on_straight_damped_or_not_at_all() -> None:
    ahead = [central(rival, LINE, 2023.0) for rival in RIVALS]
    damped = 3.0 + (1 - DAMPING**2) / -np.log(DAMPING)
    assert ahead == pytest.approx([3.0, 5.0, damped])


def test_the_damped_trend_lies_between_the_others_and_levels_off() -> None:
    assert 3.0 < central("damped_trend", LINE, 2022.0) < central("log_trend", LINE, 2022.0)
    far = central("damped_trend", LINE, 2121.0)
    assert far == pytest.approx(3.0 + 1.0 / -np.log(DAMPING), abs=1e-6)


def test_one_value_makes_all_rivals_the_last_value() -> None:
    one = Past((2022.5,), (4.0,))
    assert {central(rival, one, 2025.0) for rival in RIVALS} == {4.0}


def test_errors_are_a_years_squares() -> None:
    assert squared_errors("last_value", LINE) == [1.0, 1.0, 1.0]
    assert squared_errors("log_trend", LINE) == [0.0, 0.0]


def test_the_pool_is_the_median_over_series_and_a_judged_spread_without_errors() -> None:
    steps = {str(k): Past((0.0, 1.0), (0.0, k)) for k in (1.0, 2.0, 5.0)}
    assert pooled("last_value", steps) == 4.0
    assert pooled("log_trend", steps) == NO_ERRORS_SD**2


def test_the_spread_grows_with_the_horizon_and_with_past_errors() -> None:
    near, far = (forecast("last_value", LINE, date, 1.0).sd for date in (2022.0, 2025.0))
    assert far == pytest.approx(2.0 * near)
    rough = Past(LINE.dates, (0.0, 3.0, -3.0, 3.0))
    assert forecast("last_value", rough, 2022.0, 1.0).sd > near


def test_an_estimated_drift_adds_to_the_spread() -> None:
    flat = Past(LINE.dates, (1.0, 1.0, 1.0, 1.0))
    sds = {rival: forecast(rival, flat, 2025.0, 0.5).sd for rival in RIVALS}
    own = 2 * 0.5 / (2 + 2)
    assert sds["log_trend"] == pytest.approx(np.sqrt(own * (4 + 16 / 3)))
    assert sds["log_trend"] > sds["damped_trend"]


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(0.25, 6.0))
def test_any_past_gives_a_distribution(values: list[float], ahead: float) -> None:
    past = Past(tuple(float(2015 + k) for k in range(len(values))), tuple(values))
    for rival in RIVALS:
        found = forecast(rival, past, past.dates[-1] + ahead, 0.1)
        assert np.isfinite(found.means).all()
        assert found.sd > 0


def test_a_series_without_a_past_has_no_rival() -> None:
    found = forecasts({"known": LINE}, [("known", 2022.0), ("new", 2022.0)])
    assert found[1] is None
    assert found[0] is not None
    assert set(found[0]) == set(RIVALS)
