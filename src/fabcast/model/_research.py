"""Toolmakers' research, capability and milestones (model document §2.9).

Equations, by tool class k
    R_k = r Rev_k (2 − a_k)^demand_pull_elast [1 + ctrl_galvanise (1 − a_k)] + subsidy_add × Sub_k
    G_k' = Erlang2(R_k ; rd_gest) − rd_dep G_k
    z_k' = ideas_A (G_k / Ĝ_k)^λ e^(−β z_k) + κ f(z_k) + talent_boost + ℓ_k − g_k*
    κ = catchup_open [a_k + (1 − a_k) catchup_cut]
    f(z) = 1 − e^z          rivals: e^(z_0 − z) (1 − e^z) (exponential), 1 − e^(z_0) (steady)
    c_k' = (G_k / Ĝ_k)^hazard_effort          progress clock from November 2026

A milestone falls when the clock reaches its drawn time, so under the actual path milestones fall at
their prior dates. Later milestones are earlier ones plus a drawn increment, so their order holds in
every draw. Three channels of "controls galvanise" are here: demand (pull), effort (galvanise) and
line time; lost diffusion (κ) has the opposite sign.

Symbols: k tool class [index]; R research money [USD bn a year]; r `tool_rd_share` [share]; Rev sales of
local makers [USD bn a year]; a access [share]; Sub state money that reaches toolmakers' research [USD
bn a year]; G research stock [USD bn]; Ĝ research stock of the same draw under the actual path [USD bn];
f part of the lead that diffusion draws on [share]; z log of quality over the frontier's, z_0 that of
2023 [ln]; λ `rd_lambda` [ratio]; β `ideas_beta` [ratio]; κ pace of diffusion [1/year]; ℓ line time,
`line_time_gain` per doubling of installed local tools [ln a year]; g* growth of the frontier
(`_vendors`) [ln a year]; c progress [years].

Source: research stock with depreciation (`li-bea-industry-estimates-li-and-hall`); ideas get harder
(`bloom-jones-van-reenen-and-webb-2020`); logistic catch-up
(`benhabib-and-spiegel-2005-logistic-nelson-phelps`); effects of denial on effort disagree by outcome
(`cao-et-al-2024-world-bank-10950`), so that prior straddles zero.

Leaves out: talent flows between firms, espionage, misuse of money beyond `subsidy_add` (an
intention-to-treat measure).
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, log, power
from ._erlang import Chain, advance
from ._parameters import Parameters
from ._structure import Structure

Classes = Float[Array, "tool draw"]
Scalar = Float[Array, " draw"]

CLOCK_START = 2026.875
"""Milestone times are counted from November 2026."""
QUALITY_START = 2023.0
"""The quality gap is given for 2023."""


class Research(NamedTuple):
    """State by class: money in digestion, research stock (USD bn), ln quality gap, clock (years)."""

    digesting: Float[Array, "stage tool draw"]
    knowledge: Classes
    quality_gap: Classes
    clock: Classes


class Effort(NamedTuple):
    """What moves research in a step."""

    money: Classes
    """USD bn."""
    access: Classes
    doublings: Classes
    """Doublings of the domestic installed base."""
    reference: Classes
    """Research stock of the same draw under the actual path; zero means this is it."""
    frontier: Classes
    """Growth of the frontier, ln a year."""


def first_gap(p: Parameters) -> Classes:
    """Ln quality over the frontier's in 2023, by class."""
    return jnp.minimum(p.q_gap_2023 + p.q_gap_offset, 0.0)


def initial_research(p: Parameters) -> Research:
    """No research stock; the gap of 2023."""
    gap = first_gap(p)
    return Research(jnp.zeros((2, *gap.shape)), jnp.full_like(gap, 1e-3), gap, jnp.zeros_like(gap))


def knowledge_kept(p: Parameters, dt: float) -> Scalar:
    """Share of the research stock that `dt` years leave."""
    return jnp.exp(-p.rd_dep * dt)


def spending(p: Parameters, revenue: Classes, access: Classes, subsidy: Classes) -> Classes:
    """Research money of a step by class, USD bn."""
    denied = 1.0 - access
    own = p.tool_rd_share * revenue * power(1.0 + denied, p.demand_pull_elast)
    return own * jnp.maximum(1.0 + p.ctrl_galvanise * denied, 0.0) + p.subsidy_add * subsidy


def subsidy_for_research(p: Parameters) -> Classes:
    """Share of state support to chips that reaches toolmakers' research, by class."""
    return p.subsidy_tool_rd_share * p.tool_weight / p.tool_weight.sum(0)


def advance_research(
    state: Research,
    p: Parameters,
    structure: Structure,
    digestion: Chain,
    kept: Scalar,
    effort: Effort,
    date: Scalar,
    dt: float,
) -> Research:
    """Move research stock, quality and the milestone clock by a step of `dt` years.

    Parameters
    ----------
    kept : (draw,)
        `knowledge_kept`.
    """
    digesting, digested = advance(state.digesting, effort.money, digestion)
    knowledge = state.knowledge * kept + digested * jnp.sqrt(kept)
    reference = jnp.where(effort.reference > 0, effort.reference, 1.0)
    log_ratio = log(jnp.where(effort.reference > 0, knowledge / reference, 1.0))
    pace = _progress(p, structure, state.quality_gap, log_ratio, effort)
    moved = state.quality_gap + pace * dt + p.line_time_gain * effort.doublings
    gap = jnp.where(date >= QUALITY_START, jnp.minimum(moved, 0.0), state.quality_gap)
    tick = jnp.where(date >= CLOCK_START, dt * jnp.exp(p.hazard_effort * log_ratio), 0.0)
    return Research(digesting, knowledge, gap, state.clock + tick)


def _progress(
    p: Parameters, structure: Structure, gap: Classes, log_ratio: Classes, effort: Effort
) -> Classes:
    """Yearly change of ln quality relative to the frontier, line time apart."""
    own = p.ideas_A * jnp.exp(p.rd_lambda * log_ratio - p.ideas_beta * gap)
    pull = p.catchup_open * (effort.access + (1.0 - effort.access) * p.catchup_cut)
    return own + pull * catch_up(structure, gap, first_gap(p)) + p.talent_boost - effort.frontier


def catch_up(structure: Structure, gap: Classes, first: Classes) -> Classes:
    """Part of the frontier's lead that diffusion can draw on.

    >>> from fabcast.model import DEFAULT, Structure
    >>> import jax.numpy as jnp
    >>> gap, first = jnp.asarray([-0.5]), jnp.asarray([-1.0])
    >>> [round(float(catch_up(s, gap, first)[0]), 3) for s in (DEFAULT, Structure(exponential_catch_up=1.0))]
    [0.393, 0.239]
    """
    logistic = 1.0 - jnp.exp(gap)
    form = jnp.where(structure.exponential_catch_up > 0, jnp.exp(first - gap) * logistic, logistic)
    return jnp.where(structure.steady_diffusion > 0, 1.0 - jnp.exp(first), form)


def milestones(p: Parameters) -> Classes:
    """Progress (years) at which a class serves 7 nm lines in volume."""
    immersion = p.duvi28_hvm + p.duvi7_after_duvi28
    return jnp.concatenate([immersion[None], p.milestone_n7])


def euv_milestone(p: Parameters) -> Scalar:
    """Progress (years) at which local EUV is in volume production."""
    return p.euv_first + p.euv_hvm_after_first
