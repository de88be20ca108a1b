"""What a wafer and a die cost at home (model document §2.4).

Equations
    c_wafer = world price × (1 + premium) × (X / X_0)^(−b),   X ≥ X_0
    b       = −[0.6 log2(1 − lbd_rate) + 0.4 log2(1 − lbd_rate_modern)]
    c_die   = c_wafer / (dies per wafer × yield)

Symbols: X cumulative wafers of the node, thousand, and X_0 those by the date of the reported
premium; b learning exponent, a mixture of the older and the newer evidence so that neither
literature decides alone. Money in USD of 2025.

The premium holds what multi-patterning, small lines and local inputs add. Leaves out: design
cost, utilisation, the price a foundry asks beyond its cost.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp
from ._parameters import Parameters

Scalar = Float[Array, "..."]

PREMIUM_DATE = 2024.1
"""The premium over the leader's wafer was reported in February 2024."""
OLDER_EVIDENCE = 0.6
"""Weight of `lbd_rate` against `lbd_rate_modern` (model document §2.4)."""


def learning_exponent(p: Parameters) -> Scalar:
    """Fall of unit cost per log of cumulative output.

    >>> from types import SimpleNamespace
    >>> round(float(learning_exponent(SimpleNamespace(lbd_rate=0.2, lbd_rate_modern=0.2))), 4)
    0.3219
    """
    older = jnp.log2(1.0 - jnp.asarray(p.lbd_rate))
    modern = jnp.log2(1.0 - jnp.asarray(p.lbd_rate_modern))
    return -(OLDER_EVIDENCE * older + (1.0 - OLDER_EVIDENCE) * modern)


def wafer_cost(world_price: Scalar, premium: Scalar, output_ratio: Scalar, exponent: Scalar) -> Scalar:
    """Cost of a domestic wafer, USD.

    Parameters
    ----------
    world_price : scalar
        Price of the leader's wafer of the class, USD.
    premium : scalar
        Reported premium over it, fraction.
    output_ratio : scalar
        Cumulative wafers over those at the date of the premium; below one counts as one.

    >>> import jax.numpy as jnp
    >>> one, two = jnp.asarray(1.0), jnp.asarray(2.0)
    >>> round(float(wafer_cost(jnp.asarray(9346.0), jnp.asarray(0.45), two, one)))
    6776
    """
    return world_price * (1.0 + premium) * jnp.maximum(output_ratio, 1.0) ** (-exponent)


def die_cost(wafer: Scalar, gross_dies: Scalar, good_share: Scalar) -> Scalar:
    """Cost of a sellable die, USD; infinite where no die is good.

    >>> import jax.numpy as jnp
    >>> float(die_cost(jnp.asarray(1000.0), jnp.asarray(50.0), jnp.asarray(0.5)))
    40.0
    """
    good = gross_dies * good_share
    return jnp.where(good > 0, wafer / jnp.where(good > 0, good, 1.0), jnp.inf)
