"""Periods and reports of the record, by known answer."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.calibration._periods import span_of
from fabcast.calibration._quantities import Quantity
from fabcast.calibration._record import Report, _by_year, reports
from fabcast.errors import BadInput
from fabcast.model import QUARTERS, quarter_index


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024Q1", "2024Q4"),
        ("2024Q3", "2024Q3", "2024Q3"),
        ("2025H2", "2025Q3", "2025Q4"),
        ("2025-12", "2025Q4", "2025Q4"),
        ("2018-2024", "2018Q1", "2024Q4"),
        ("FY2026Q1", "2025Q1", "2025Q1"),
        ("FY2025", "2024Q1", "2024Q4"),
        ("2026 to August", "2026Q1", "2026Q3"),
    ],
)
def test_periods_of_the_record_become_quarters(period: str, first: str, last: str) -> None:
    assert span_of(period) == (quarter_index(first), quarter_index(last) + 1)


@pytest.mark.parametrize("period", ["spec", "2013", "2041Q1", "2025-13", "2024-2019"])
def test_other_periods_are_refused(period: str) -> None:
    with pytest.raises(BadInput, match="is not understood; write 2024"):
        span_of(period)


def test_a_share_of_a_year_is_a_ratio_of_sums() -> None:
    part, whole = np.zeros((len(QUARTERS), 1)), np.zeros((len(QUARTERS), 1))
    part[:4, 0], whole[:4, 0] = [1, 0, 0, 5], [1, 9, 0, 10]
    assert Quantity(part, whole).read("sum", (0, 4))[0] == pytest.approx(6 / 20)
    assert np.isnan(Quantity(part, whole).read("sum", (4, 8))[0])


def test_quarters_add_to_years_and_unknown_stays_unknown() -> None:
    rows = [Report("FY2025Q1", 1, 2, 3), Report("FY2025Q2", None, 4, None), Report("FY2025", None, 9, None)]
    (year,) = _by_year(rows)
    assert (year.period, year.low, year.central, year.high) == ("2024", 5, 6, 7)
    (unknown,) = _by_year([Report("2024Q1", None, 2, None), Report("2024Q2", None, None, 3)])
    assert (unknown.low, unknown.central, unknown.high) == (None, None, 5)


def test_forecasts_and_plans_are_no_record() -> None:
    with pytest.raises(BadInput, match="the facts hold no report"):
        reports("series", "cn.huawei.units.910C", "", "2026", "", 1.0)
