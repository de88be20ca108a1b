"""Delays of Erlang form, advanced exactly over a step.

A fixed lag makes false oscillation and a first-order lag lets output leak out too
early, so every delay is a chain of equal stages. With inflow held constant over the
step the chain has a closed form, non-negative for any mean delay (model document §0,
§12):

    x_i ← Σ_{j≤i} x_j Pois(i−j; a) + (u·mean/n) P(i+1, a),      a = n Δ / mean

where Pois is the Poisson mass and P the regularised lower gamma function, which for
whole i is 1 − Σ_{m≤i} Pois(m; a). The outflow is what is missing from the balance.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ._arrays import Array, Float, jnp, log


class Chain(NamedTuple):
    """One step of an Erlang chain: what stays, and what a unit of inflow leaves behind."""

    mass: Float[Array, "stage ..."]
    """Chance that 0, 1, 2 … stages are passed in the step."""
    fill: Float[Array, "stage ..."]


def chain(mean_years: Float[Array, "*draw"], stages: int, dt: float) -> Chain:
    """Build the exact step of a chain with the given mean delay.

    Parameters
    ----------
    mean_years : (...)
        Mean delay, years, above zero.
    stages : int
        Number of equal stages (Erlang order).
    dt : float
        Step, years.

    >>> import jax.numpy as jnp
    >>> step = chain(jnp.asarray(1.0), 3, 0.25)
    >>> round(float(step.mass[0]), 4)
    0.4724
    """
    a = stages * dt / mean_years
    log_a = log(a)
    mass = [jnp.exp(k * log_a - a - math.lgamma(k + 1.0)) for k in range(stages)]
    passed = [sum(mass[: k + 1], start=jnp.zeros(())) for k in range(stages)]
    fill = [jnp.clip(1.0 - total, 0.0, 1.0) * mean_years / (stages * dt) for total in passed]
    return Chain(jnp.stack(mass), jnp.stack(fill))


def advance(
    stock: Float[Array, "stage ..."], inflow: Float[Array, ...], step: Chain
) -> tuple[Float[Array, "stage ..."], Float[Array, ...]]:
    """Move a chain one step; return the new stock and the outflow of the step.

    Parameters
    ----------
    stock : (stage, ...)
        What is on its way, any unit.
    inflow : (...)
        What entered during the step, same unit (an amount, not a rate).

    Notes
    -----
    Stages are spelled out rather than multiplied as a matrix: three to six of them, and the
    compiler makes one pass of it (measured: the whole chain runs twice as fast).

    >>> import jax.numpy as jnp
    >>> step = chain(jnp.asarray(0.5), 3, 0.25)
    >>> x, out = advance(jnp.zeros(3), jnp.asarray(1.0), step)
    >>> bool(jnp.isclose(x.sum() + out, 1.0)), bool(out > 0)
    (True, True)
    """
    stages = range(stock.shape[0])
    after = [
        inflow * step.fill[i] + sum((stock[j] * step.mass[i - j] for j in range(i + 1)), start=jnp.zeros(()))
        for i in stages
    ]
    before = sum((stock[i] for i in stages), start=inflow)
    return jnp.stack(after), before - sum(after, start=jnp.zeros(()))
