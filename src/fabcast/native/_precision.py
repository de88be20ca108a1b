"""Double and single precision: sizes, bits, and the polynomials of logarithm and exponential.

Coefficients interpolate at Chebyshev points (worked out with 60 digits): of (e^r − 1 − r)/r² for
|r| ≤ ln 2 / 2, and of (ln((1+s)/(1−s)) − 2s)/(s·s²) in s² for |s| ≤ 0.1716. What they leave out is
less than a last digit: 1.3e-17 and 9e-18 in double precision, 2e-10 and 3e-11 in single.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

Name = Literal["double", "single"]


@dataclass(frozen=True, slots=True)
class Precision:
    """One kind of number."""

    name: Name
    real: str
    """Type in the intermediate language."""
    integer: str
    bytes: int
    fraction: int
    """Bits after the leading one."""
    bias: int
    ln2: tuple[float, float]
    """ln 2 in two parts; the first has zeros at its end."""
    exponents: tuple[float, float]
    """Below the first, an exponential is zero; above the second, infinite."""
    exponential: tuple[float, ...]
    logarithm: tuple[float, ...]

    @property
    def shifter(self) -> float:
        """Number that, added, leaves the nearest whole number in the last bits."""
        return 1.5 * 2.0**self.fraction

    def bits(self, value: float) -> int:
        """Bits of a number as an integer.

        >>> hex(DOUBLE.bits(1.0)), hex(SINGLE.bits(1.0))
        ('0x3ff0000000000000', '0x3f800000')
        """
        number, whole = ("d", "Q") if self.bytes == 8 else ("f", "I")
        found: int = struct.unpack(whole, struct.pack(number, value))[0]
        return found


DOUBLE = Precision(
    name="double",
    real="double",
    integer="i64",
    bytes=8,
    fraction=52,
    bias=1023,
    ln2=(0.6931471804855391, 7.440617110012397e-11),
    exponents=(-708.0, 709.0),
    exponential=(
        0.5000000000000001,
        0.16666666666666669,
        0.04166666666662413,
        0.008333333333330062,
        0.0013888888917213717,
        0.00019841269863053618,
        2.4801521295954376e-05,
        2.7557268459997064e-06,
        2.7620088445409746e-07,
        2.510038549551032e-08,
    ),
    logarithm=(
        0.666666666666667,
        0.3999999999989924,
        0.2857142862609589,
        0.2222221111514416,
        0.18182890556695602,
        0.1533167403016786,
        0.1461703754879165,
    ),
)
SINGLE = Precision(
    name="single",
    real="float",
    integer="i32",
    bytes=4,
    fraction=23,
    bias=127,
    ln2=(0.693145751953125, 1.42860682030941723212e-06),
    exponents=(-87.0, 88.0),
    exponential=(
        0.500000001346581,
        0.16666666681623232,
        0.041666464925285904,
        0.0083333109254809,
        0.0013933649996309251,
        0.00019890990824673654,
    ),
    logarithm=(0.6666666655430018, 0.4000012200081688, 0.2855080255327671, 0.2333096405177204),
)
PRECISIONS: dict[str, Precision] = {p.name: p for p in (DOUBLE, SINGLE)}
