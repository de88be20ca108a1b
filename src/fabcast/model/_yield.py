"""Dies per wafer, negative-binomial yield, learning (model document §2.3).

Equations
    DPW  = π r²/A − 2π r/√(2A),   r = 150 − edge mm,  A = (√a + scribe)²
    Y    = Y_sys (1 + a D/α)^(−α)
    D'   = −(D − D∞) [ω b X'/X + (1 − ω) ln2/τ],   b = −log2(1 − d0_lr_cumwafers)
    D∞   = Dref × floor × exp[extra (P − P_ref)] × [1 + penalty s_dom (1 − q)]

Symbols: a die area, mm² (cm² in Y); D defect density on the full area, per cm²; α
clustering; X cumulative wafers, thousand; ω share of learning that runs with volume; τ
half-life; P immersion passes; s_dom domestic share of tools; q quality of domestic tools
over the frontier.

D counts all that kills a sellable die on the full area: no repair and no salvage beside it
(the record's densities were inverted that way). Leaves out: cross-border spillovers,
repair and harvesting, excursions.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, power
from ._axes import STEP_YEARS
from ._parameters import Parameters

Nodes = Float[Array, "node *draw"]
Scalar = Float[Array, "*draw"]

_WAFER_RADIUS_MM = 150.0
_MM2_PER_CM2 = 100.0


class Learning(NamedTuple):
    """State: defect density and cumulative wafers by node (n7, n5)."""

    defect_density: Nodes
    cumulative: Nodes


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


def initial_learning(p: Parameters, first_wafers: Array) -> Learning:
    """Start at the density of first volume; X starts at one quarter of first starts."""
    density = jnp.stack([p.d0_smic_n7_2021q3, p.d0_smic_n5_2026])
    return Learning(density, jnp.full_like(density, first_wafers))


class Curve(NamedTuple):
    """What learning holds fixed in a draw."""

    lowest: Nodes
    """Floor of defect density on lines of foreign tools, per cm²."""
    by_volume: Scalar
    """Exponent of the growth of cumulative wafers."""
    by_time: Scalar
    """Share of the gap that a quarter of making leaves, volume apart."""


def learning_curve(p: Parameters) -> Curve:
    """Compute what learning holds fixed in a draw."""
    extra_passes = jnp.stack([jnp.zeros_like(p.passes_7_duv), p.passes_5_duv - p.passes_7_duv])
    lowest = p.d0_ref_n7 * p.d0_floor_ratio_duv * jnp.exp(p.d0_extra_per_pass * extra_passes)
    b = -jnp.log2(1.0 - p.d0_lr_cumwafers)
    by_time = jnp.exp2(-p.learning_time_weight * STEP_YEARS / p.d0_halflife_smic)
    return Curve(lowest, -b * (1.0 - p.learning_time_weight), by_time)


def density_floor(p: Parameters, lowest: Nodes, domestic_share: Scalar, quality: Scalar) -> Nodes:
    """Defect density that learning tends to, per cm², by node."""
    penalty = p.dom_line_penalty * domestic_share * jnp.maximum(1.0 - quality, 0.0)
    return lowest * (1.0 + penalty)


def learn(state: Learning, curve: Curve, wafers: Nodes, floor: Nodes) -> Learning:
    """Move defect density by a quarter's wafers (thousand) and effort.

    A node that has not started does not learn.
    """
    total = state.cumulative + wafers
    factor = power(total / state.cumulative, curve.by_volume) * curve.by_time
    gap = state.defect_density - floor
    return Learning(floor + gap * jnp.where(wafers > 0, factor, 1.0), total)
