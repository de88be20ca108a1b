"""Quarters as dates, growth paths and interpolation between dated values.

A series has one value a quarter and draw; what is the same for all draws is a column
(quarter by one draw).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ._arrays import Array, Float, jnp, log
from ._axes import FIRST_YEAR, QUARTERS, STEP_YEARS

MID_QUARTER = FIRST_YEAR + STEP_YEARS * (np.arange(len(QUARTERS)) + 0.5)
"""Date of each quarter's middle, decimal years."""
QUARTER_END = MID_QUARTER + STEP_YEARS / 2
"""Date of each quarter's end, decimal years."""

Series = Float[Array, "quarter draw"]
Column = Float[np.ndarray, "quarter 1"]
Scalar = Float[Array, " draw"]
_UP_TO_NOW = np.tril(np.ones((len(QUARTERS), len(QUARTERS))))


def years_since(date: float) -> Column:
    """Years from a date to each quarter's middle, zero before it.

    >>> years_since(2040.0)[-1].tolist()
    [0.875]
    """
    return np.asarray(np.maximum(MID_QUARTER - date, 0.0))[:, None]


def grow(rate_by_quarter: Series) -> Series:
    """Accumulate yearly growth rates into a factor that is 1 before growth starts.

    A matrix product makes the running sum in one operation.

    Parameters
    ----------
    rate_by_quarter : (quarter, draw)
        Growth a year, fraction; zero where the path is given.

    >>> import jax.numpy as jnp
    >>> grow(jnp.zeros((108, 1)))[-1].tolist()
    [1.0]
    """
    return jnp.exp(_UP_TO_NOW @ log(1.0 + rate_by_quarter) * STEP_YEARS)


def grow_in(rate: Scalar, when: Column) -> Series:
    """Grow at one rate a year in the marked quarters.

    >>> import jax.numpy as jnp
    >>> round(float(grow_in(jnp.asarray([0.5]), between(2020, 2022))[-1, 0]), 6)
    2.25
    """
    return jnp.exp(log(1.0 + rate) * (np.cumsum(when, axis=0) * STEP_YEARS))


def between(first: float, last: float) -> Column:
    """Mark quarters whose middle lies in [first, last).

    >>> int(between(2027, 2028).sum())
    4
    """
    return ((first <= MID_QUARTER) & (last > MID_QUARTER)).astype(float)[:, None]


def ramp(dates: Sequence[float], values: Sequence[Scalar]) -> Series:
    """Interpolate dated values linearly, flat outside.

    >>> import jax.numpy as jnp
    >>> round(float(ramp((2020, 2030), (jnp.zeros(1), jnp.ones(1)))[45, 0]), 4)
    0.5375
    """
    weights = [np.interp(MID_QUARTER, dates, row)[:, None] for row in np.eye(len(dates))]
    return sum((w * v for w, v in zip(weights, values, strict=True)), start=jnp.zeros(()))


def at(series: Series, date: float) -> Scalar:
    """Read a series in the quarter that holds a date.

    >>> import numpy as np
    >>> float(at(np.arange(108.0), 2014.3))
    1.0
    """
    return series[int((date - FIRST_YEAR) / STEP_YEARS)]
