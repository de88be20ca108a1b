"""Foreign toolmakers: what they sell in China and what that does to the frontier (§2.12).

Equations, by tool class k
    sales_kj = F_k open_kj / Σ_j open_kj,   open_kj = w_kj [1 − R_j (1 − λ)]
    g_k* = g* (Rev_k / Rev_k,open)^(vendor_rd_elast × rd_lambda)
    Rev_k = elsewhere_k + F_k          Rev_open: the same, had every order been filled

What local makers sold because of denial counts as lost revenue of foreign ones; what vendors
sold elsewhere instead does not (tools are made to order; `diversion` holds for chips).

Symbols: k tool class [index]; j provider country [index]; F foreign tools bought in China [USD bn];
sales sales of a country's makers in China [USD bn]; open what its rules let through [share]; w shares
of foreign supply [share]; R part of sales denied [share]; λ leakage [share]; Rev revenue of foreign
makers [USD bn]; elsewhere tools bought outside China [USD bn]; g* growth of the frontier's quality,
`frontier_q_growth` [ln a year].

Source: research follows revenue with an elasticity; loss where a supplier is cut off as in
`clayton-maggiori-and-schreger-2024`.

Leaves out: price responses, mergers, shares of single firms.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp, power
from ._parameters import Parameters
from ._structure import Structure

LEAST_ELASTICITY = 1.2
"""Below it (`sigma_tool_hard` is) nearly all is lost at any share: the formula needs more than one."""

Classes = Float[Array, "tool draw"]
Providers = Float[Array, "tool provider draw"]
Scalar = Float[Array, " draw"]


def sales_by_country(
    share: Providers, foreign: Classes, severity: Float[Array, "provider draw"], leak: Scalar
) -> Providers:
    """Split foreign tools bought by Chinese fabs over provider countries, USD bn.

    What the named countries do not supply (their shares may sum to less than one) is left out.

    >>> import jax.numpy as jnp
    >>> share = jnp.asarray([[[0.6], [0.4], [0.0]]])
    >>> severity = jnp.asarray([[1.0], [0.0], [0.0]])
    >>> sales_by_country(share, jnp.asarray([[10.0]]), severity, jnp.zeros(1))[0, :, 0].tolist()
    [0.0, 10.0, 0.0]
    """
    let_in = share * (1.0 - severity * (1.0 - leak))
    rest = jnp.maximum(1.0 - share.sum(1, keepdims=True), 0.0)
    whole = jnp.maximum(let_in.sum(1, keepdims=True) + rest, 1e-12)
    return foreign[:, None] * let_in / whole


def frontier_growth(
    p: Parameters, structure: Structure, elsewhere: Classes, foreign: Classes, access: Classes
) -> Classes:
    """Growth of the frontier's quality after what denial costs its makers, ln a year.

    Parameters
    ----------
    elsewhere, foreign : (tool, draw)
        Tools bought outside China, and foreign tools bought in China, USD bn in the step.
    access : (tool, draw)
        Share of foreign orders that rules let through.
    """
    refused = foreign * (1.0 / jnp.maximum(access, 0.05) - 1.0)
    kept = (elsewhere + foreign) / jnp.maximum(elsewhere + foreign + refused, 1e-12)
    slowed = power(jnp.maximum(kept, 1e-6), p.vendor_rd_elast * p.rd_lambda)
    return p.frontier_q_growth * jnp.where(structure.given_frontier > 0, 1.0, slowed)


def loss_if_cut(share: Classes, elasticity: Classes | float) -> Classes:
    """Share of an input's use that is lost if a supplier with this share is cut off.

    1 − (1 − w)^(1/(σ − 1)), σ at least 1.2 (model document §2.14).

    >>> import jax.numpy as jnp
    >>> round(float(loss_if_cut(jnp.asarray(0.6), jnp.asarray(2.0))), 3)
    0.6
    """
    sigma = jnp.maximum(elasticity, LEAST_ELASTICITY)
    return 1.0 - power(jnp.clip(1.0 - share, 1e-9, 1.0), 1.0 / (sigma - 1.0))
