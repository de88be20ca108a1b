"""From good dies to accelerators (model document §2.6).

Equations
    used = min{dies + bank, stacks / h + L, P d}          per quarter
    out = pkg_yield_cn × used,   drawn = max(0, used − L) h
    P' = max(0, min(dies, memory) (1 + g τ) / d − P) / τ          after the record ends
    made = out × e + other

A die-equivalent is a 665 mm² die of the 7 nm class; a 5 nm die counts `n5_die_gain`.
The binding term is recorded: which input gates output is itself a result.

Symbols: used dies that go into packages [million die-equivalents]; dies good dies that arrive [million
die-equivalents]; memory dies that memory serves, stacks / h + L [million die-equivalents]; bank dies in
stock [million die-equivalents]; stacks HBM stacks on hand [million]; h HBM stacks a die-equivalent,
`hbm_per_die` [stacks]; L dies that the second, lower-bandwidth memory class serves from a supply of its
own [million die-equivalents]; P packaging capacity [million packages a quarter]; d dies a package
[dies]; out dies in good packages [million die-equivalents]; drawn stacks taken [million]; τ
`pkg_response_years` [years]; g growth that packagers expect, so that the cheapest stage does not lag
for ever, `pkg_growth` [1/year]; e arithmetic of a die-equivalent, `h100e_per_die` and its growth
[H100e]; other accelerators below 7 nm class [million H100e]; made domestic accelerators [million
H100e].

Source: a package needs all its parts, so the scarcest decides; capacity that follows its inputs is
made for this model, after a fixed path had made packaging a permanent limit.

Leaves out: designs that trade memory against logic, packaging materials, test capacity.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp
from ._parameters import Parameters

Scalar = Float[Array, " draw"]


class Packaging(NamedTuple):
    """State: dies in stock (million die-equivalents), capacity, yearly use."""

    dies: Scalar
    capacity: Scalar
    yearly_use: Scalar


class PackagingFlows(NamedTuple):
    """What the quarter made."""

    used: Scalar
    packaged: Scalar
    stacks_drawn: Scalar
    limits: Float[Array, "limit draw"]
    """Dies that packaging, memory and dies on hand would each allow, million."""
    stacks_wanted: Scalar
    """Stacks that the dies on hand would take, million."""
    without_hbm: Scalar
    """Share of packaged dies that use the second memory class."""


def initial_packaging(draws: int) -> Packaging:
    """Nothing in stock."""
    return Packaging(jnp.zeros(draws), jnp.zeros(draws), jnp.zeros(draws))


def throttle(state: Packaging, p: Parameters) -> Scalar:
    """Share of planned AI wafer starts that are made: cut when dies pile up.

    1 while the stock is below `die_stock_target` years of use, 0 at twice that.
    """
    years = state.dies / jnp.maximum(state.yearly_use, 1e-6)
    return jnp.clip(2.0 - years / p.die_stock_target, 0.0, 1.0)


def advance_packaging(
    state: Packaging,
    p: Parameters,
    dies: Scalar,
    stacks: Scalar,
    stacks_per_die: Scalar,
    lower_class: Scalar,
    recorded_capacity: Scalar,
    recorded: Scalar,
    dies_per_package: Scalar,
    dt: float,
) -> tuple[Packaging, PackagingFlows]:
    """Package the dies of a step of `dt` years.

    Parameters
    ----------
    dies : (draw,)
        Good dies arriving, million die-equivalents.
    stacks : (draw,)
        HBM stacks on hand, million.
    lower_class : (draw,)
        Dies that the second memory class can serve in the quarter, million (L).
    recorded_capacity, recorded : (draw,)
        Capacity on record, million packages a quarter, and 1 while the record lasts.
    """
    on_hand = state.dies + dies
    capacity = jnp.where(recorded > 0, recorded_capacity, state.capacity)
    memory = stacks / stacks_per_die + lower_class
    feasible = jnp.minimum(memory, on_hand) / dies_per_package
    target = feasible * (1.0 + p.pkg_growth * p.pkg_response_years)
    grown = capacity + (1.0 - jnp.exp(-dt / p.pkg_response_years)) * jnp.maximum(target - capacity, 0.0)
    meanwhile = jnp.where(recorded > 0, capacity, 0.5 * (capacity + grown))
    limits = jnp.stack([meanwhile * dies_per_package, memory, on_hand])
    used = jnp.minimum(limits.min(0), on_hand)
    use = state.yearly_use + (1.0 - jnp.exp(-dt)) * (used / dt - state.yearly_use)
    without = jnp.minimum(used, lower_class)
    flows = PackagingFlows(
        used=used,
        packaged=used * p.pkg_yield_cn,
        stacks_drawn=(used - without) * stacks_per_die,
        limits=limits,
        stacks_wanted=(on_hand - lower_class) * stacks_per_die,
        without_hbm=jnp.where(used > 0, without / jnp.maximum(used, 1e-15), 0.0),
    )
    return Packaging(on_hand - used, grown, use), flows
