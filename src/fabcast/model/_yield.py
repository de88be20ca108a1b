"""Dies per wafer, negative-binomial yield, learning (model document §2.3).

Equations
    DPW = π r² / A − 2 π r / √(2 A),   r = 150 − edge_exclusion,   A = (√(a) + scribe_width)²
    Y = Y_sys (1 + a D / α)^(−α)
    D' = −(D − D_∞) [ω b X' / X + (1 − ω) ln 2 / τ],   b = −log_2(1 − d0_lr_cumwafers)
    X' = own + spill × border × world_n7_wafers + lbd_intergen × older
    D_∞ = D_ref × floor × exp[extra (P − P_ref)] × [1 + dom_line_penalty s_dom (1 − q)]
Rival form with repair and salvage
    Y = min{0.95, uplift × Y_sys (1 + A_c D / α)^(−α)},   A_c = (1 − ρ) a + ρ a θ

By default D counts all that kills a sellable die on the full area: no repair and no salvage
beside it, as the record's densities were inverted that way. The rival inverts them again,
so that both forms start at the same yield.

Symbols: DPW gross dies a wafer [dies]; r usable radius of a wafer [mm]; a die area [mm², in Y cm²]; A
the same with scribe lines [mm²]; Y sellable part of gross dies [share]; Y_sys part lost to nothing
random, `y_sys_smic_n7` [share]; D defect density on the full area [1/cm²]; D_∞ floor that learning
approaches [1/cm²]; α clustering, `y_alpha` [ratio]; X experience, counted from first volume, as what
came before is in the starting density [thousand wafers]; b learning exponent [1]; own wafers of the
node [thousand a year]; older wafers of the older node [thousand a year]; spill `lbd_spill_ratio`
[ratio]; border one in a world without controls, else `spill_after_decouple` [ratio]; ω share of
learning that runs with volume, one less `learning_time_weight` [share]; τ half-life, `d0_halflife_smic`
[years]; P immersion passes, P_ref those of the leader's line [passes]; floor `d0_floor_ratio_duv`
[ratio]; extra `d0_extra_per_pass` [1/pass]; s_dom domestic share of tools [share]; q quality of
domestic tools over the frontier's [ratio]; ρ `repairable_area_share` [share]; θ `repair_theta` [ratio];
uplift `salvage_uplift` [ratio].

Source: negative-binomial yield as in `chiplet-actuary-parameter-file`; learning from own output and,
less, from others' (`irwin-and-klenow-1994-learning-by-doing`, `goldberg-et-al-2024`).

Leaves out: excursions.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, power
from ._axes import STEP_YEARS
from ._parameters import Parameters
from ._structure import Structure

Nodes = Float[Array, "node *draw"]
Scalar = Float[Array, "*draw"]

_WAFER_RADIUS_MM = 150.0
_MM2_PER_CM2 = 100.0
_MOST_SALVAGED = 0.95


class Learning(NamedTuple):
    """State: defect density, cumulative wafers and experience by node (n7, n5)."""

    defect_density: Nodes
    cumulative: Nodes
    experience: Nodes


def dies_per_wafer(area_mm2: Scalar, edge_mm: Scalar, scribe_mm: Scalar) -> Scalar:
    """Gross dies on a 300 mm wafer.

    >>> import jax.numpy as jnp
    >>> round(float(dies_per_wafer(jnp.asarray(665.0), jnp.asarray(3.0), jnp.asarray(0.11))), 1)
    76.0
    """
    cell = (jnp.sqrt(area_mm2) + scribe_mm) ** 2
    r = _WAFER_RADIUS_MM - edge_mm
    return jnp.maximum(jnp.pi * r**2 / cell - 2.0 * jnp.pi * r / jnp.sqrt(2.0 * cell), 0.0)


def die_yield(area_mm2: Scalar, defect_density: Nodes, alpha: Scalar, systematic: Scalar) -> Nodes:
    """Sellable share of gross dies.

    >>> import jax.numpy as jnp
    >>> round(float(die_yield(jnp.asarray(665.0), jnp.asarray(0.18), jnp.asarray(3.0), jnp.asarray(1.0))), 3)
    0.365
    """
    killers = area_mm2 / _MM2_PER_CM2 * defect_density
    return systematic * power(1.0 + killers / alpha, -alpha)


def sellable(p: Parameters, structure: Structure, defect_density: Nodes) -> Nodes:
    """Sellable share of accelerator dies under the chosen form."""
    plain = die_yield(p.die_area_ascend, defect_density, p.y_alpha, p.y_sys_smic_n7)
    repaired = die_yield(critical_area(p), defect_density, p.y_alpha, p.y_sys_smic_n7)
    salvaged = jnp.minimum(_MOST_SALVAGED, repaired * p.salvage_uplift)
    return jnp.where(structure.salvage > 0, salvaged, plain)


def critical_area(p: Parameters) -> Scalar:
    """Area on which a defect kills, after repair, mm²."""
    return p.die_area_ascend * (1.0 - p.repairable_area_share * (1.0 - p.repair_theta))


def inverted_again(p: Parameters, structure: Structure, density: Nodes) -> Nodes:
    """Defect density that gives the same yield under the chosen form.

    Solves uplift (1 + A_c D'/α)^(−α) = (1 + a D/α)^(−α) for D'.
    """
    full, critical = p.die_area_ascend / _MM2_PER_CM2, critical_area(p) / _MM2_PER_CM2
    grown = (1.0 + full * density / p.y_alpha) * power(p.salvage_uplift, 1.0 / p.y_alpha)
    other = p.y_alpha / critical * (grown - 1.0)
    return jnp.where(structure.salvage > 0, other, density)


def initial_learning(p: Parameters, structure: Structure, first_wafers: Array) -> Learning:
    """Start at the density of first volume, with one quarter of wafers, own and others'."""
    density = inverted_again(p, structure, jnp.stack([p.d0_smic_n7_2021q3, p.d0_smic_n5_2026]))
    own = jnp.full_like(density, first_wafers)
    return Learning(density, own, own + abroad(p, p.spill_after_decouple, STEP_YEARS))


def abroad(p: Parameters, border: Scalar, dt: float) -> Scalar:
    """Others' wafers of a step that count as experience, thousand."""
    return 12.0 * dt * p.world_n7_wafers * p.lbd_spill_ratio * border


class Curve(NamedTuple):
    """What learning holds fixed in a draw."""

    lowest: Nodes
    """Floor of defect density on lines of foreign tools, per cm²."""
    by_volume: Scalar
    """Exponent of the growth of experience."""
    by_time: Scalar
    """Share of the gap that a step of making leaves, volume apart."""


def learning_curve(p: Parameters, structure: Structure, dt: float) -> Curve:
    """Compute what learning holds fixed in a draw, at steps of `dt` years."""
    b = -jnp.log2(1.0 - p.d0_lr_cumwafers)
    time = jnp.where(structure.learning_by_time > 0, 1.0, p.learning_time_weight)
    time = jnp.where(structure.learning_by_volume > 0, 0.0, time)
    by_time = jnp.exp2(-time * dt / p.d0_halflife_smic)
    lowest = p.d0_ref_n7 * p.d0_floor_ratio_duv
    return Curve(jnp.stack([lowest, lowest]), -b * (1.0 - time), by_time)


def extra_passes(p: Parameters, euv_years: Scalar) -> Nodes:
    """Immersion passes of each node beyond those of the 7 nm class.

    Local EUV takes half of them each `euv_share_halflife` after its volume production.
    """
    extra = (p.passes_5_duv - p.passes_7_duv) * jnp.exp2(-euv_years / p.euv_share_halflife)
    return jnp.stack([jnp.zeros_like(extra), extra])


def density_floor(
    p: Parameters, lowest: Nodes, extra: Nodes, domestic_share: Scalar, quality: Scalar
) -> Nodes:
    """Defect density that learning tends to, per cm², by node."""
    penalty = p.dom_line_penalty * domestic_share * jnp.maximum(1.0 - quality, 0.0)
    return lowest * jnp.exp(p.d0_extra_per_pass * extra) * (1.0 + penalty)


def learn(
    state: Learning, p: Parameters, curve: Curve, wafers: Nodes, others: Scalar, floor: Nodes
) -> Learning:
    """Move defect density by a step's wafers (thousand) and effort.

    A node that has not started does not learn; it does not watch others either.

    Parameters
    ----------
    others : (draw,)
        Others' wafers that count as experience (`abroad`).
    """
    older = jnp.stack([jnp.zeros_like(wafers[0]), wafers[0]])
    seen = wafers + jnp.where(wafers > 0, others + p.lbd_intergen * older, 0.0)
    total = state.experience + seen
    factor = power(total / state.experience, curve.by_volume) * curve.by_time
    gap = state.defect_density - floor
    density = floor + gap * jnp.where(wafers > 0, factor, 1.0)
    return Learning(density, state.cumulative + wafers, total)
