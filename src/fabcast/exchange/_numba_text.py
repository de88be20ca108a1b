"""Fixed parts of the Numba source."""

from __future__ import annotations

from ._numpy import number
from ._text import ARITHMETIC, Form, Writer

HEAD = '''"""Made by Fabcast from its own equations: `run(given)`, compiled by Numba.

`given` is that of the NumPy source; outcomes are (quarter, draw), dates (draw,).
"""

import math

import numba
import numpy as np

inf, nan = np.inf, np.nan
BLOCK = {block}


@numba.njit(forceinline=True)
def _exp(x):
    # 2^k e^r with |r| at most ln 2 / 2, e^r by its series
    x = min(max(x, -708.0), 709.0)
    k = math.floor(x * 1.4426950408889634 + 0.5)
    r = x - k * 0.693145751953125 - k * 1.42860682030941723212e-6
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return p * _float((np.int64(k) + np.int64(1023)) << np.int64(52))


@numba.extending.intrinsic
def _float(context, bits):
    def made(ctx, builder, signature, args):
        return builder.bitcast(args[0], ctx.get_value_type(numba.float64))

    return numba.float64(numba.int64), made


@numba.extending.intrinsic
def _bits(context, x):
    def made(ctx, builder, signature, args):
        return builder.bitcast(args[0], ctx.get_value_type(numba.int64))

    return numba.int64(numba.float64), made


@numba.njit(forceinline=True)
def _ln(x):
    bits = _bits(x)
    e = (bits - np.int64(0x3FE6A09E667F3BCD)) >> np.int64(52)
    m = _float(bits - (e << np.int64(52)))
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = 1.0 / 19.0
    p = p * z + 1.0 / 17.0
    p = p * z + 1.0 / 15.0
    p = p * z + 1.0 / 13.0
    p = p * z + 1.0 / 11.0
    p = p * z + 1.0 / 9.0
    p = p * z + 1.0 / 7.0
    p = p * z + 1.0 / 5.0
    p = p * z + 1.0 / 3.0
    found = e * 0.6931471805599453 + (2.0 * s + 2.0 * s * z * p)
    return found if x > 0.0 else -1e300


'''

AFTER_ROWS = """
def _ago(x, quarters, before):
    found = np.full(x.shape, before, dtype=x.dtype)
    found[quarters:] = x[:-quarters]
    return found


def _ln_of_rows(x):
    return np.where(x > 0, np.log(x), -inf)


def _power(x, y):
    return np.exp(y * _ln_of_rows(x))
"""
"""What rows that all draws share need."""

WRITER = Writer(
    ARITHMETIC
    | {
        "max": Form("max({}, {})"),
        "min": Form("min({}, {})"),
        "pow": Form("_exp({1} * _ln({0}))"),
        "exp": Form("_exp({})"),
        "exp2": Form("_exp(0.6931471805599453 * ({}))"),
        "log": Form("_ln({})"),
        "sqrt": Form("math.sqrt({})"),
        "abs": Form("abs({})"),
        "eq": Form("{} == {}", 1, (2, 2)),
        "ne": Form("{} != {}", 1, (2, 2)),
        "and": Form("({} and {})", 9, (1, 1)),
        "or": Form("({} or {})", 9, (1, 1)),
        "not": Form("(not {})", 9, (9,)),
        "is_finite": Form("(abs({}) < 1e300)"),
        "select": Form("({1} if {0} else {2})", 9, (1, 9, 9)),
        "number_of": Form("(1.0 if {} else 0.0)"),
    },
    number,
)
