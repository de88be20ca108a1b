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

from typing import NamedTuple

from ._arrays import Array, Float, jnp


class Chain(NamedTuple):
    """One step of an Erlang chain: what stays, and what a unit of inflow leaves behind."""

    mass: Float[Array, " stage"]
    """Chance that 0, 1, 2 … stages are passed in the step."""
    fill: Float[Array, " stage"]


def chain(mean_years: Float[Array, ""], stages: int, dt: float) -> Chain:
    """Build the exact step of a chain with the given mean delay.

    Parameters
    ----------
    mean_years : scalar
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
    k = jnp.arange(stages)
    log_factorial = jnp.cumsum(jnp.concatenate([jnp.zeros(1), jnp.log(jnp.arange(1.0, stages))]))
    mass = jnp.exp(k * jnp.log(a) - a - log_factorial)
    fill = jnp.clip(1.0 - jnp.cumsum(mass), 0.0, 1.0) * mean_years / (stages * dt)
    return Chain(mass, fill)


def advance(
    stock: Float[Array, "*batch stage"], inflow: Float[Array, "*batch"], step: Chain
) -> tuple[Float[Array, "*batch stage"], Float[Array, "*batch"]]:
    """Move a chain one step; return the new stock and the outflow of the step.

    Parameters
    ----------
    stock : (..., stage)
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
    before = [stock[..., i] for i in range(stock.shape[-1])]
    after = [
        inflow * step.fill[i] + sum((before[j] * step.mass[i - j] for j in range(i + 1)), start=jnp.zeros(()))
        for i in range(len(before))
    ]
    total = sum(before, start=jnp.zeros(())) + inflow
    return jnp.stack(after, axis=-1), total - sum(after, start=jnp.zeros(()))
