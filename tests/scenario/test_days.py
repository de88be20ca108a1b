"""Days to quarters: exact means, middles, and the first quarter after a branch."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.model import QUARTERS
from fabcast.scenario._days import DAYS, STARTS, by_day, first_quarter, mean, middle

DATES = st.dates(date(2014, 1, 1), date(2040, 12, 31))


def test_the_axis_has_every_day_of_27_years() -> None:
    assert len(DAYS) == (date(2041, 1, 1) - date(2014, 1, 1)).days
    assert len(STARTS) == len(QUARTERS) + 1


def test_known_mean_and_middle() -> None:
    days = by_day([(date(2023, 11, 17), 0.0)], 1.0)
    quarter = QUARTERS.index("2023Q4")
    assert mean(days)[quarter] == 47 / 92  # 1 October to 16 November
    assert middle(days)[quarter] == 1.0


@given(DATES, DATES, st.floats(0, 1), st.floats(0, 1))
def test_mean_equals_a_plain_sum_over_days(one: date, two: date, x: float, y: float) -> None:
    first, second = sorted((one, two))
    got = mean(by_day([(first, x), (second, y)], 0.5))
    for quarter in (0, first_quarter(first) % 108, first_quarter(second) % 108, 107):
        start, stop = (date.fromordinal(int(STARTS[quarter + i])) for i in (0, 1))
        each = [start + timedelta(n) for n in range((stop - start).days)]
        values = [y if day >= second else x if day >= first else 0.5 for day in each]
        assert got[quarter] == pytest.approx(np.mean(values))


def test_a_constant_is_not_rounded() -> None:
    assert set(mean(by_day([], 0.85))) == {0.85}
    assert set(mean(by_day([], float("inf")))) == {float("inf")}


@pytest.mark.parametrize(
    ("day", "quarter"),
    [("2025-12-08", "2026Q1"), ("2022-10-07", "2022Q4"), ("2026-11-23", "2027Q1"), ("2026-07-01", "2026Q3")],
)
def test_first_quarter_after_a_branch(day: str, quarter: str) -> None:
    assert QUARTERS[first_quarter(date.fromisoformat(day))] == quarter
