"""Time on the axis: mid-quarter dates, growth factors, ramps between dated values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ._arrays import Array, Float, jnp
from ._axes import FIRST_YEAR, QUARTERS, STEP_YEARS

MID_QUARTER = FIRST_YEAR + STEP_YEARS * (np.arange(len(QUARTERS)) + 0.5)
"""Date of each quarter's middle, decimal years."""
QUARTER_END = MID_QUARTER + STEP_YEARS / 2
"""Date of each quarter's end, decimal years."""

Series = Float[Array, " quarter"]


def years_since(date: float) -> Float[np.ndarray, " quarter"]:
    """Years from a date to each quarter's middle, zero before it.

    >>> float(years_since(2040.0)[-1])
    0.875
    """
    return np.asarray(np.maximum(MID_QUARTER - date, 0.0))


def grow(rate_by_quarter: Series) -> Series:
    """Accumulate yearly growth rates into a factor that is 1 before growth starts.

    Parameters
    ----------
    rate_by_quarter : (quarter,)
        Growth a year, fraction; zero where the path is given.

    >>> import jax.numpy as jnp
    >>> float(grow(jnp.zeros(108))[-1])
    1.0
    """
    return jnp.exp(jnp.cumsum(jnp.log1p(rate_by_quarter)) * STEP_YEARS)


def between(first: float, last: float) -> Float[np.ndarray, " quarter"]:
    """Mark quarters whose middle lies in [first, last).

    >>> int(between(2027, 2028).sum())
    4
    """
    return ((first <= MID_QUARTER) & (last > MID_QUARTER)).astype(float)


def ramp(dates: Sequence[float], values: Sequence[Float[Array, ""]]) -> Series:
    """Interpolate dated values linearly, flat outside.

    >>> import jax.numpy as jnp
    >>> round(float(ramp((2020, 2030), (jnp.asarray(0.0), jnp.asarray(1.0)))[45]), 4)
    0.5375
    """
    return jnp.interp(MID_QUARTER, jnp.asarray(dates, float), jnp.stack([jnp.asarray(v) for v in values]))


def at(series: Series, date: float) -> Float[Array, ""]:
    """Read a series in the quarter that holds a date.

    >>> import numpy as np
    >>> float(at(np.arange(108.0), 2014.3))
    1.0
    """
    return series[int((date - FIRST_YEAR) / STEP_YEARS)]
