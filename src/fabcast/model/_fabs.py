"""From tool capacity to good dies (model document §2.2, §2.3).

Equations
    wafers_n = 12 Δ W conversion × split_n,   started_n = wafers_n × ai × cut
    dies = Σ_n started_n × DPW × Y_n × gain_n
    cut = L + (1 − L) × throttle

Under open foundries abroad, dies made there come on top.

Symbols: n node class, 7 nm or 5 nm [index]; Δ step [years]; W installed capacity [kwpm]; wafers wafers
of all uses [thousand]; started AI wafers [thousand]; conversion 7 nm class starts over capacity
[share]; split part of starts on the node [share]; ai part of wafers for AI accelerators [share]; DPW
gross dies a wafer [dies]; Y yield [share]; gain arithmetic of a die of the node over that of a 7 nm die
[ratio]; dies good dies [million die-equivalents]; L part of dies that the second memory class serves
[share]; throttle part of AI starts that is made when dies pile up [share]; cut the same, less what the
second class takes [share].

Source: accounting; conversion and AI share follow the record to 2025 (see the parameters).

Leaves out: cycle time between start and die, moves of capacity between customers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ._arrays import Array, Float, jnp
from ._fixed import Fixed
from ._inputs import Inputs
from ._packaging import throttle
from ._parameters import Parameters
from ._structure import Structure
from ._tools import ToolFlows
from ._yield import Learning, abroad, density_floor, extra_passes, learn, sellable

if TYPE_CHECKING:
    from ._quarter import State

Scalar = Float[Array, " draw"]
Nodes = Float[Array, "node draw"]
FIRST_ADVANCED = 2021.5
"""First volume of the 7 nm class: learning starts."""


class Fabs(NamedTuple):
    """What fabs did in a step; dies in million die-equivalents."""

    starts: Scalar
    """7 nm class starts, kwpm."""
    wafers: Scalar
    """AI wafers, thousand."""
    dies: Scalar
    foreign: Scalar
    """Dies of foreign foundries."""
    yield_n7: Scalar
    lower_class: Scalar
    """Dies for the second memory class."""


def run_fabs(
    p: Parameters, fixed: Fixed, structure: Structure, state: State, x: Inputs, tools: ToolFlows
) -> tuple[Learning, Fabs]:
    """Start wafers, learn, and count good dies."""
    starts = tools.capacity * x.plans.conversion
    split = jnp.stack([1.0 - x.plans.n5_share, x.plans.n5_share])
    wafers = 12.0 * fixed.step * starts * split
    learning = _learn(p, fixed, state, x, tools, wafers)
    before, after = state.learning.defect_density, learning.defect_density
    good = sellable(p, structure, 0.5 * (before + after))
    lower = x.plans.second_memory
    free = jnp.where(x.plans.packaging_recorded > 0, 1.0, throttle(state.packaging, p))
    cut = lower + (1.0 - lower) * free
    ai_wafers = wafers * x.plans.ai_share * cut
    gain = jnp.stack([jnp.ones_like(p.n5_die_gain), p.n5_die_gain])
    dies = (ai_wafers * fixed.gross_dies * good * gain).sum(0) / 1e3
    opened = x.policy.rows["foundry_open"] * p.foundry_access_nocontrol
    return learning, Fabs(
        starts=starts,
        wafers=ai_wafers.sum(0),
        dies=dies,
        foreign=x.plans.foreign_dies + dies * opened / (1.0 - opened),
        yield_n7=good[0],
        lower_class=dies * lower / jnp.maximum(cut, 1e-12),
    )


def _learn(p: Parameters, fixed: Fixed, state: State, x: Inputs, tools: ToolFlows, wafers: Nodes) -> Learning:
    quality = jnp.exp(state.research.quality_gap.mean(0))
    euv_years = jnp.maximum(state.research.clock[0] - fixed.euv_milestone, 0.0)
    floor = density_floor(
        p, fixed.curve.lowest, extra_passes(p, euv_years), tools.domestic_share.mean(0), quality
    )
    border = jnp.where(x.policy.rows["controls"] > 0, p.spill_after_decouple, 1.0)
    started = jnp.where(x.plans.date >= FIRST_ADVANCED, wafers, 0.0)
    return learn(state.learning, p, fixed.curve, started, abroad(p, border, fixed.step), floor)
