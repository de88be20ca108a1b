"""What a wafer and a die cost at home (model document §2.4).

Equations
    c_wafer = p_world (1 + price_premium_smic) (X / X_0)^(−b),   X ≥ X_0
    b = −[0.6 log_2(1 − lbd_rate) + 0.4 log_2(1 − lbd_rate_modern)]
    c_die = c_wafer / (DPW × Y)

The premium holds what multi-patterning, small lines and local inputs add. The exponent is a
mixture of the older and the newer evidence, so that neither literature decides alone.

Symbols: c_wafer cost of a wafer [USD of 2025]; p_world price of the leader's wafer, `wafer_price_7`
[USD of 2025]; X cumulative wafers of the node, X_0 those by the date of the reported premium
[thousand]; b learning exponent [1]; c_die cost of a sellable die [USD of 2025]; DPW gross dies a wafer
[dies]; Y yield [share].

Source: `irwin-and-klenow-1994-learning-by-doing` for the older evidence,
`goldberg-et-al-2024-industrial-policy-in` for the newer.

Leaves out: design cost, utilisation, the price a foundry asks beyond its cost.
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
