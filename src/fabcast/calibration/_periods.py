"""Periods of the record as quarters of the model.

Understood: a year, a quarter, a half, a month (its quarter), a span of years, a fiscal year
or quarter that ends in January (taken as the calendar one a year earlier, a month off), and
"2026 to August" (whole quarters that have begun by then).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from fabcast.errors import BadInput
from fabcast.model import QUARTERS, quarter_index

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}

Span = tuple[int, int]
"""First quarter and the one after the last, as positions on the time axis."""


def _quarters(first: str, last: str) -> Span:
    return quarter_index(first), quarter_index(last) + 1


def _year(year: str) -> Span:
    return _quarters(f"{year}Q1", f"{year}Q4")


def _half(year: str, half: str) -> Span:
    return _quarters(f"{year}Q{2 * int(half) - 1}", f"{year}Q{2 * int(half)}")


def _month(year: str, month: str) -> Span:
    return _quarters(*[f"{year}Q{(int(month) + 2) // 3}"] * 2)


def _fiscal_quarter(year: str, quarter: str) -> Span:
    return _quarters(*[f"{int(year) - 1}Q{quarter}"] * 2)


def _to_month(year: str, name: str) -> Span:
    return _quarters(f"{year}Q1", f"{year}Q{(_MONTHS[name] + 2) // 3}")


_FORMS: tuple[tuple[str, Callable[..., Span]], ...] = (
    (r"(\d{4})", _year),
    (r"(\d{4}Q[1-4])", lambda quarter: _quarters(quarter, quarter)),
    (r"(\d{4})H([12])", _half),
    (r"(\d{4})-(0[1-9]|1[0-2])", _month),
    (r"(\d{4})-(\d{4})", lambda first, last: _quarters(f"{first}Q1", f"{last}Q4")),
    (r"FY(\d{4})Q([1-4])", _fiscal_quarter),
    (r"FY(\d{4})", lambda year: _year(str(int(year) - 1))),
    (rf"(\d{{4}}) to ({'|'.join(_MONTHS)})", _to_month),
)


def span_of(period: str) -> Span:
    """Quarters that a period of the record covers.

    Raises
    ------
    BadInput
        For a form that is not listed above, or a date outside the time axis.

    Examples
    --------
    >>> [QUARTERS[i] for i in span_of("FY2025Q3")]
    ['2024Q3', '2024Q4']
    >>> span_of("2024-12") == span_of("2024Q4")
    True
    """
    for pattern, build in _FORMS:
        if found := re.fullmatch(pattern, period):
            first, stop = build(*found.groups())
            if 0 <= first < stop <= len(QUARTERS):
                return first, stop
    raise BadInput(f"period '{period}' is not understood; write 2024, 2024Q3, 2024H1, 2024-11 or 2018-2024")


def calendar_year(span: Span) -> str | None:
    """Calendar year that holds all quarters of a span, or None.

    >>> calendar_year(span_of("FY2025Q3")), calendar_year(span_of("2018-2024"))
    ('2024', None)
    """
    years = {quarter[:4] for quarter in QUARTERS[span[0] : span[1]]}
    return years.pop() if len(years) == 1 else None
