"""Adoption of local tools by Chinese fabs (model document §2.10).

Equations, by class k other than immersion
    ℓ = ln[s/(F − s)],   ℓ' = g0 + gq z_k + ga (1 − a_k) + gm mandate
    s_adv' = (target − s_adv)/T_qual,  target = discount × s before the 7 nm milestone at
             most the ceiling `dom_share_ceiling_pre`, after it discount × s
Immersion, in units a year, from the 28 nm milestone on
    u = first + growth × years since;  on advanced lines only after the 7 nm milestone

Symbols: s share of local tools in purchases by value; F `share_ceiling_mature`; z quality
gap (ln, below zero while local tools lag); T_qual qualification time. Drift, quality, denial
and mandate are separate terms, each counted once. Leaves out: price competition, differences between fabs.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, log
from ._parameters import Parameters
from ._tools import by_immersion

Classes = Float[Array, "tool draw"]
Scalar = Float[Array, " draw"]


class Adoption(NamedTuple):
    """State: log odds of the China-wide share, that share, share on advanced lines."""

    log_odds: Classes
    share: Classes
    """China-wide share of local tools in purchases, by value (immersion: its base share)."""
    advanced_share: Classes


def initial_adoption(p: Parameters, gap: Classes, years_before: float) -> Adoption:
    """Start some years before the dated shares, moved back along the drift."""
    share = jnp.clip(p.local_share_2018, 1e-9, 0.98 * p.share_ceiling_mature)
    slope = p.adopt_g0 + p.adopt_gq * gap
    odds = log(share / (p.share_ceiling_mature - share)) - slope * years_before
    return Adoption(odds, _share(p, odds), jnp.zeros_like(odds))


def _share(p: Parameters, log_odds: Classes) -> Classes:
    return p.share_ceiling_mature / (1.0 + jnp.exp(-log_odds))


def qualified(p: Parameters, dt: float) -> Scalar:
    """Part of the way to its target that the share on advanced lines goes in a step of `dt` years."""
    return 1.0 - jnp.exp(-dt / p.tool_qual_t)


def advance_adoption(
    state: Adoption,
    p: Parameters,
    step: Scalar,
    gap: Classes,
    access: Classes,
    mandate: Scalar,
    reached: Classes,
    dt: float,
) -> Adoption:
    """Move adoption by a step of `dt` years.

    Parameters
    ----------
    step : (draw,)
        `qualified`.
    gap : (tool, draw)
        ln quality relative to the frontier.
    reached : (tool, draw)
        1 where the 7 nm milestone is reached.
    """
    slope = p.adopt_g0 + p.adopt_gq * gap + p.adopt_ga * (1.0 - access) + p.adopt_gm * mandate
    odds = state.log_odds + by_immersion(jnp.zeros_like(mandate), slope) * dt
    wide = _share(p, odds)
    target = p.adv_line_share_discount * wide
    target = jnp.where(reached > 0, target, jnp.minimum(target, p.dom_share_ceiling_pre))
    return Adoption(odds, wide, state.advanced_share + step * (target - state.advanced_share))


def local_scanners(p: Parameters, clock: Scalar, dt: float) -> Scalar:
    """Local immersion scanners delivered in a step of `dt` years, units."""
    since = clock - p.duvi28_hvm
    yearly = p.dom_duvi_first_units + p.dom_duvi_growth * jnp.maximum(since, 0.0)
    return jnp.where(since > 0, yearly * dt, 0.0)
