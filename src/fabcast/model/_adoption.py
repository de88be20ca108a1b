"""Adoption of local tools by Chinese fabs (model document §2.10).

Equations, by class k other than immersion
    o_k = ln[s_k / (F − s_k)]
    o_k' = adopt_g0 + adopt_gq z_k + adopt_ga (1 − a_k) + adopt_gm × mandate
    s_adv' = (target − s_adv) / tool_qual_t
    target = adv_line_share_discount × s_k          before the 7 nm milestone at most the ceiling
Immersion scanners, from the 28 nm milestone on
    u = dom_duvi_first_units + dom_duvi_growth × since          7 nm lines: after their milestone

Drift, quality, denial and mandate are separate terms, each counted once.

Symbols: k tool class [index]; o log odds of the local share [ln]; s share of local tools in purchases
by value [share]; F `share_ceiling_mature` [share]; z log of quality over the frontier's, below zero
while local tools lag [ln]; a access [share]; mandate weight of the local-tool mandate [0 to 1]; s_adv
share on advanced lines [share]; target share that they move to, at most `dom_share_ceiling_pre` before
the milestone [share]; u local scanners delivered [units a year]; since time since the milestone
[years].

Source: logit growth as in the diffusion of new goods; speeds after a cut-off as in
`korea-japan-2019-kita-figures`.

Leaves out: price competition, differences between fabs.
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
