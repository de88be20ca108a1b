"""Toolmakers' research, capability and milestones (model document §2.9).

Equations, by tool class k
    R_k = r Rev_k [1 + (1 − a_k)]^pull [1 + galvanise (1 − a_k)] + additionality × Sub_k
    G_k' = Erlang2[R_k ; rd_gest] − rd_dep G_k
    z_k' = A (G_k/Ĝ_k)^λ e^(−β z) + κ (1 − e^z) + talent + line-time − g*
    κ    = catchup_open [a_k + (1 − a_k) catchup_cut]
    c_k' = (G_k/Ĝ_k)^effort                               progress clock from 2026-11

Symbols: z ln of quality over the frontier's; a access; Ĝ research stock of the same draw
under the actual path; c years of progress: a milestone falls when c reaches its drawn time,
so under the actual path milestones fall at their prior dates. Sub is the state money that
reaches toolmakers' research.

Three channels of "controls galvanise" are here: demand (pull), effort (galvanise) and line
time; lost diffusion (κ) has the opposite sign. Leaves out: talent flows between firms,
espionage, misuse of money beyond `subsidy_add` (an intention-to-treat measure).
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, log, power
from ._axes import STEP_YEARS
from ._erlang import Chain, advance
from ._parameters import Parameters

Classes = Float[Array, "tool draw"]
Scalar = Float[Array, " draw"]

CLOCK_START = 2026.875
"""Milestone times are counted from November 2026."""
QUALITY_START = 2023.0
"""The quality gap is given for 2023."""
_GAP_OFFSET = (-1.1, -0.1, 0.2, 0.4, -0.4, -0.1)
"""Class gap less the common gap, ln: `model_inputs`, note to q_gap_2023."""


class Research(NamedTuple):
    """State by class: money in digestion, research stock (USD bn), ln quality gap, clock (years)."""

    digesting: Float[Array, "stage tool draw"]
    knowledge: Classes
    quality_gap: Classes
    clock: Classes


def initial_research(p: Parameters) -> Research:
    """No research stock; the gap of 2023."""
    gap = jnp.minimum(p.q_gap_2023 + jnp.asarray(_GAP_OFFSET)[:, None], 0.0)
    return Research(jnp.zeros((2, *gap.shape)), jnp.full_like(gap, 1e-3), gap, jnp.zeros_like(gap))


def knowledge_kept(p: Parameters) -> Scalar:
    """Share of the research stock that a quarter leaves."""
    return jnp.exp(-p.rd_dep * STEP_YEARS)


def spending(p: Parameters, revenue: Classes, access: Classes, subsidy: Classes) -> Classes:
    """Research money of the quarter by class, USD bn."""
    denied = 1.0 - access
    own = p.tool_rd_share * revenue * power(1.0 + denied, p.demand_pull_elast)
    return own * jnp.maximum(1.0 + p.ctrl_galvanise * denied, 0.0) + p.subsidy_add * subsidy


def subsidy_for_research(p: Parameters) -> Classes:
    """State money that reaches toolmakers' research in a quarter of the baseline plan, USD bn by class."""
    weight = p.tool_weight / p.tool_weight.sum(0)
    return p.cn_support * p.subsidy_tool_rd_share * STEP_YEARS * weight


def advance_research(
    state: Research,
    p: Parameters,
    digestion: Chain,
    kept: Scalar,
    money: Classes,
    access: Classes,
    doublings: Classes,
    reference: Classes,
    date: Scalar,
) -> Research:
    """Move research stock, quality and the milestone clock by a quarter.

    Parameters
    ----------
    kept : (draw,)
        `knowledge_kept`.
    reference : (tool, draw)
        Research stock of the same draw under the actual path; zero means this is it.
    doublings : (tool, draw)
        Doublings of the domestic installed base in the quarter.
    """
    digesting, digested = advance(state.digesting, money, digestion)
    knowledge = state.knowledge * kept + digested
    ratio = jnp.where(reference > 0, knowledge / jnp.where(reference > 0, reference, 1.0), 1.0)
    log_ratio = log(ratio)
    slope = _progress(p, state.quality_gap, log_ratio, access) * STEP_YEARS + p.line_time_gain * doublings
    moved = jnp.minimum(state.quality_gap + slope, 0.0)
    gap = jnp.where(date >= QUALITY_START, moved, state.quality_gap)
    tick = jnp.where(date >= CLOCK_START, STEP_YEARS * jnp.exp(p.hazard_effort * log_ratio), 0.0)
    return Research(digesting, knowledge, gap, state.clock + tick)


def _progress(p: Parameters, gap: Classes, log_ratio: Classes, access: Classes) -> Classes:
    """Yearly change of ln quality relative to the frontier, line time apart."""
    own = p.ideas_A * jnp.exp(p.rd_lambda * log_ratio - p.ideas_beta * gap)
    diffusion = p.catchup_open * (access + (1.0 - access) * p.catchup_cut) * (1.0 - jnp.exp(gap))
    return own + diffusion + p.talent_boost - p.frontier_q_growth


def milestones(p: Parameters) -> Classes:
    """Progress (years) at which a class serves 7 nm lines in volume."""
    immersion = jnp.maximum(p.duvi7_hvm, p.duvi28_hvm)
    return jnp.concatenate([immersion[None], p.milestone_n7])
