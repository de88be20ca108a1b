"""Numbers for people: right scale, right rounding, honest signs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.analysis import Spread
from fabcast.report import _format as f

FINITE = st.floats(-1e12, 1e12, allow_nan=False)
UNITS = ("H100e", "H100e a year", "percent", "ratio", "USD bn a year", "months", "chips a year")


def spread(low: float, middle: float, high: float) -> Spread:
    return Spread(low, low, middle, high, high, middle)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_240_000.0, "H100e", "1.24 million H100e"),
        (38_400.0, "H100e", "38.4 thousand H100e"),
        (9_999.0, "chips a year", "9,999 chips a year"),
        (2.5e9, "H100e", "2.50 billion H100e"),
        (34.0, "percent", "34.0 %"),
        (9.13, "ratio", "9.13"),
        (4.2, "USD bn a year", "$4.20 bn a year"),
        (8.9, "months", "8.90 months"),
        (2034.5, "year", "2034 Q3"),
        (0.0, "months", "0 months"),
    ],
)
def test_levels_read_as_people_write_them(value: float, unit: str, text: str) -> None:
    assert f.level(value, unit).replace(f.NBSP, " ") == text


@pytest.mark.parametrize(
    ("values", "unit", "text"),
    [
        ((-0.05e6, 0.62e6, 2.4e6), "H100e", "+0.62 million H100e (−0.05 to +2.40)"),
        ((-9.0, -3.0, 1.0), "percent", "−3.0 points (−9.0 to +1.0)"),
        ((-3.0, -2.0, 0.5), "USD bn a year", "−$2.0 bn a year (−3.0 to +0.5)"),
        ((0.0, 0.0, 0.0), "months", "0 months (0 to 0)"),
        ((-2.0, 0.0, 3.0), "year", "0 years (−2.0 to +3.0)"),
    ],
)
def test_changes_carry_sign_unit_and_interval(values: tuple[float, ...], unit: str, text: str) -> None:
    assert f.change(spread(*values), unit).replace(f.NBSP, " ") == text


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted), st.sampled_from(UNITS))
def test_every_change_has_its_interval_in_brackets_and_no_hyphen_for_minus(
    values: list[float], unit: str
) -> None:
    text = f.change(spread(*values), unit)
    assert re.search(r"\(\S+ to \S+\)$", text)
    assert "-" not in text
    assert "−0 " not in text
    assert "nan" not in text


@given(FINITE, st.integers(0, 4))
def test_a_written_number_reads_back_within_its_rounding(value: float, decimals: int) -> None:
    back = float(f.number(value, decimals).replace(",", "").replace("−", "-"))
    assert back == pytest.approx(value, abs=0.5 * 10**-decimals * 1.001 + abs(value) * 1e-12)


@given(st.floats(0, 1))
def test_only_certainty_is_written_as_certain(p: float) -> None:
    text = f.share(p).replace(f.NBSP, " ")
    assert (text == "100 %") == (p == 1.0)
    assert (text == "0 %") == (p == 0.0)


def test_what_has_no_value_is_a_dash() -> None:
    nan = float("nan")
    assert f.level(nan, "H100e") == f.share(None) == f.percent_change(None) == f.MISSING
    assert f.change(spread(nan, nan, nan), "year") == f.MISSING
