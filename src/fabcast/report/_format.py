"""Numbers as people read them: scaled, rounded to what they carry, with unit and sign.

Rounding keeps two digits of a difference and three of a level, the same number of decimals
for the middle and both ends of an interval. A minus is a minus sign, not a hyphen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from fabcast.analysis import Spread

MISSING = "–"
"""What stands where a value is not defined."""
NBSP = "\u00a0"
"""A space at which no line breaks: between a number and its percent sign or scale word."""


_MAGNITUDES = ((1e9, 1e9, "billion"), (1e6, 1e6, "million"), (1e4, 1e3, "thousand"))
"""From which size on, by what to divide, and the word for it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How one set of numbers is written: divide by `factor`, put `before` and `after` around."""

    factor: float = 1.0
    before: str = ""
    after: str = ""

    def wrap(self, text: str) -> str:
        """Put the unit to a written number."""
        return f"{self.before}{text}{self.after}"


def scale_for(unit: str, size: float, *, difference: bool = False) -> Scale:
    """Choose the scale for a unit and a typical size.

    Parameters
    ----------
    unit
        Unit text of an outcome, for instance ``H100e per year`` or ``percent``.
    size
        Largest absolute value to be written.
    difference
        Whether the numbers are differences: percent become points, years stay a count.

    Examples
    --------
    >>> scale_for("H100e", 1.2e6).after.split()
    ['million', 'H100e']
    >>> scale_for("percent", 30, difference=True).after.split()
    ['points']
    """
    if unit == "percent":
        return Scale(after=f"{NBSP}points" if difference else f"{NBSP}%")
    if unit in {"", "1", "ratio", "-"}:
        return Scale()
    if unit == "year":
        return Scale(after=f"{NBSP}years" if difference else "")
    if unit.startswith("USD bn"):
        return Scale(before="$", after=unit.replace("USD bn", f"{NBSP}bn"))
    factor, word = _magnitude(size)
    return Scale(factor, after=f"{word} {unit}")


def _magnitude(size: float) -> tuple[float, str]:
    for least, factor, word in _MAGNITUDES:
        if abs(size) >= least:
            return factor, NBSP + word
    return 1.0, ""


def decimals_for(value: float, digits: int) -> int:
    """Decimals that show `digits` significant digits of a value, from 0 to 4.

    >>> decimals_for(0.0632, 2), decimals_for(12.3, 2), decimals_for(0.0, 2)
    (3, 0, 0)
    """
    if value == 0.0 or not math.isfinite(value):
        return 0
    return min(4, max(0, digits - 1 - math.floor(math.log10(abs(value)))))


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Write a number with thousands separated and a true minus sign.

    >>> number(-1234.56, 1), number(0.3, 0, signed=True), number(2.0, 1, signed=True)
    ('−1,234.6', '0', '+2.0')
    """
    if not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}"
    if float(text.replace(",", "")) == 0.0:
        return "0"
    sign = "−" if value < 0 else ("+" if signed else "")
    return sign + text


def level(value: float, unit: str) -> str:
    """Write a level with its unit, to three digits.

    >>> print(level(1_238_000, "H100e"), level(34.2, "percent"), level(4.04, "USD bn a year"), sep=" | ")
    1.24 million H100e | 34.2 % | $4.04 bn a year
    >>> level(2034.25, "year"), level(float("nan"), "months")
    ('2034 Q2', '–')
    """
    if not math.isfinite(value):
        return MISSING
    if unit == "year":
        return quarter_of(value)
    scale = scale_for(unit, value)
    scaled = value / scale.factor
    return scale.wrap(number(scaled, decimals_for(scaled, 3)))


def level_interval(spread: Spread, unit: str) -> str:
    """Write a median level with its 90 % interval.

    >>> print(level_interval(Spread(1e6, 0, 2e6, 0, 4.5e6, 0), "H100e"))
    2.00 million H100e (1.00 to 4.50)
    """
    if unit == "year":
        return f"{level(spread.p50, unit)} ({level(spread.p5, unit)} to {level(spread.p95, unit)})"
    return _interval(spread, unit, difference=False)


def change(spread: Spread, unit: str) -> str:
    """Write a contrast with sign, unit and 90 % interval.

    >>> print(change(Spread(-5e4, 0, 6.2e5, 0, 2.4e6, 0), "H100e"))
    +0.62 million H100e (−0.05 to +2.40)
    >>> print(change(Spread(-3.0, 0, -2.0, 0, 0.5, 0), "USD bn a year"))
    −$2.0 bn a year (−3.0 to +0.5)
    """
    return _interval(spread, unit, difference=True)


def _interval(spread: Spread, unit: str, *, difference: bool) -> str:
    middle, ends = interval_parts(spread, unit, difference=difference)
    return f"{middle} ({ends})" if ends else middle


def interval_parts(spread: Spread, unit: str, *, difference: bool) -> tuple[str, str]:
    """Write the middle of an interval with its unit, and its ends; the ends are empty where it has none.

    >>> interval_parts(Spread(-5e4, 0, 6.2e5, 0, 2.4e6, 0), "H100e", difference=True)[1]
    '−0.05 to +2.40'
    """
    if not math.isfinite(spread.p50):
        return MISSING, ""
    scale = scale_for(unit, max(abs(spread.p5), abs(spread.p50), abs(spread.p95)), difference=difference)
    low, middle, high = (v / scale.factor for v in (spread.p5, spread.p50, spread.p95))
    decimals = _shared_decimals(low, middle, high, 2 if difference else 3)
    a, b, c = (number(v, decimals, signed=difference) for v in (low, middle, high))
    return _signed_wrap(scale, b), f"{a} to {c}"


def change_parts(points: tuple[float, float, float], unit: str) -> tuple[str, str]:
    """Write the 5, 50 and 95 % points of a difference: the middle with its unit, and the ends.

    >>> print(*change_parts((0.0, 1500.0, 23000.0), "wafers a month"), sep=" | ")
    +1.5 thousand wafers a month | 0 to +23.0
    """
    low, middle, high = points
    return interval_parts(Spread(low, low, middle, high, high, middle), unit, difference=True)


def _signed_wrap(scale: Scale, text: str) -> str:
    """Keep the sign in front of a currency sign: −$2, not $−2."""
    if scale.before and text[:1] in "+−":
        return text[:1] + scale.wrap(text[1:])
    return scale.wrap(text)


def _shared_decimals(low: float, middle: float, high: float, digits: int) -> int:
    """Decimals for an interval: by its middle, or by a quarter of its width if the middle is nearly zero."""
    return decimals_for(max(abs(middle), (high - low) / 4.0), digits)


def percent_change(spread: Spread | None) -> str:
    """Write a relative change with its 90 % interval.

    >>> print(percent_change(Spread(-0.09, 0, -0.03, 0, 0.01, 0)), percent_change(None))
    −3.0 % (−9.0 to +1.0) –
    """
    if spread is None or not math.isfinite(spread.p50):
        return MISSING
    low, middle, high = (100.0 * v for v in (spread.p5, spread.p50, spread.p95))
    decimals = min(1, _shared_decimals(low, middle, high, 2))
    a, b, c = (number(v, decimals, signed=True) for v in (low, middle, high))
    return f"{b}{NBSP}% ({a} to {c})"


def share(value: float | None) -> str:
    """Write a probability or a share of draws; only certainty is written as 0 % or 100 %.

    >>> print(share(0.934), share(0.998), share(0.001), share(1.0), share(None))
    93 % >99 % <1 % 100 % –
    """
    if value is None or not math.isfinite(value):
        return MISSING
    if 0.0 < value < 0.01:
        return f"<1{NBSP}%"
    if 0.99 < value < 1.0:
        return f">99{NBSP}%"
    return f"{100.0 * value:.0f}{NBSP}%"


def quarter_of(year: float) -> str:
    """Write a decimal year as the quarter it falls in.

    >>> quarter_of(2034.0), quarter_of(2034.99)
    ('2034 Q1', '2034 Q4')
    """
    whole = math.floor(year + 1e-9)
    return f"{whole} Q{min(4, int((year - whole + 1e-9) * 4.0) + 1)}"
