"""Access to foreign tools under the rules (model document §2.1).

Equations
    a_k = Σ_j w_kj [1 − R_j (1 − λ)] + w_k,rest + b_k,   0 ≤ a_k ≤ 1
    b_k = min{β (1 − m) w_k,US R_US (1 − λ), spare Σ_allies w_kj (1 − R_j (1 − λ))}
    λ = λ_0 E^(−ε),   ε = −log_2(1 − enf_elast)          leakage falls with enforcement
    R = 1 − (1 − R_read)^strict,   m = 1 − (1 − m_read)^strict

R and m are read off rules and acts; each draw reads them more or less strictly. A denied order is
lost, apart from the part that is re-ordered (`_tools`).

Symbols: k tool class [index]; j provider country [index]; a part of foreign orders that is filled
[share]; w share of foreign supply [share]; R part of sales that rules deny [share]; λ leakage, with λ_0
that of 2024 [share]; m alignment of allies [share]; E enforcement over that of 2024 [ratio]; ε its
elasticity [ratio]; b backfill by unaligned allies [share]; β `ally_backfill` [share]; spare what allies
can make beyond their own sales, `ally_spare_capacity` [share]; strict `tool_rule_strictness` and
`alignment_strictness` [ratio].

Source: U.S. steps of 2022 were followed by more tool exports of other countries
(`jrc-2026-hayakawa-2024`); the form, with backfill capped by spare capacity, is made for this model.

Leaves out: differences between buyers, second-hand markets.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp, power
from ._parameters import Parameters

Scalar = Float[Array, " draw"]
Shares = Float[Array, "tool provider draw"]


def leakage(p: Parameters, enforcement: Float[Array, "*quarter draw"]) -> Float[Array, "*quarter draw"]:
    """Share of denied demand that still arrives.

    Source: model document §2.1; `tool_leak0`, `enf_elast`.
    """
    elasticity = -jnp.log2(1.0 - p.enf_elast)
    return jnp.clip(p.tool_leak0 * power(jnp.maximum(enforcement, 1e-6), -elasticity), 0.0, 1.0)


def strictly(read: Float[Array, "*row draw"], strictness: Scalar) -> Float[Array, "*row draw"]:
    """Share denied (or aligned) when what the record says is read this strictly.

    Nothing stays nothing and everything stays everything.

    >>> import jax.numpy as jnp
    >>> strictly(jnp.asarray([0.0, 0.75, 1.0]), jnp.asarray(0.5)).tolist()
    [0.0, 0.5, 1.0]
    """
    through = power(jnp.where(read < 1.0, 1.0 - read, 1.0), strictness)
    return jnp.where(read < 1.0, 1.0 - through, 1.0)


def provider_share(p: Parameters) -> Shares:
    """Provider countries' shares of foreign supply, at most one together."""
    share = p.tool_provider_share
    return share / jnp.maximum(share.sum(1, keepdims=True), 1.0)


def access(
    p: Parameters,
    share: Shares,
    severity: Float[Array, "provider draw"],
    alignment: Scalar,
    leak: Scalar,
) -> Float[Array, "tool draw"]:
    """Share of foreign tool orders that are filled, by class.

    Parameters
    ----------
    share : (tool, provider, draw)
        `provider_share`.
    leak : (draw,)
        `leakage`.
    """
    held = severity * (1.0 - leak)
    open_share = 1.0 - (share * held).sum(1)
    allied = (share[:, 1:] * (1.0 - held[1:])).sum(1)
    offered = p.ally_backfill * (1.0 - alignment) * share[:, 0] * held[0]
    backfill = jnp.minimum(offered, p.ally_spare_capacity * allied)
    return jnp.clip(open_share + backfill, 0.0, 1.0)
