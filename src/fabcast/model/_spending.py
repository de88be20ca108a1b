"""How much fabs spend on advanced tools (model document §2.2, §2.8).

Equations
    D = spend × Erlang3(wish ; lead) × motive / (capex_7_duv × equip_share_capex)
    wish = floor × support + (1 − floor) u^capex_rev_elast

Recorded spending is dated at delivery, so its lead time lies in the past; what is decided anew
waits its lead time.

Symbols: D additions wanted [kwpm]; spend tool spending that is planned [USD bn]; wish multiple of that
plan that fabs decide on [ratio]; floor `capex_state_floor` [share]; u share of domestic accelerators
sold of late [share]; support state money over the baseline plan [ratio]; motive
`capex_demand_nocontrol` in a world without controls, else one [ratio]; lead `lead_other` [years].

Source: the elasticity of spending to sales is judgement, no estimate for these fabs was found; cost of
capacity is that of announced lines.

Leaves out: what fabs of different owners plan, limits of finance.
"""

from __future__ import annotations

from ._arrays import Array, Float, jnp, power
from ._erlang import Chain, advance
from ._parameters import Parameters

Scalar = Float[Array, " draw"]


def planned(plans: Array, wish: Scalar, lead: Chain, dt: float) -> tuple[Array, Scalar]:
    """Put a wished multiple of the spending plan on the books; return what falls due.

    >>> import jax.numpy as jnp
    >>> from fabcast.model._erlang import chain
    >>> lead = chain(jnp.asarray([0.6]), 3, 0.25)
    >>> _, due = planned(jnp.full((3, 1), 0.2), jnp.ones(1), lead, 0.25)
    >>> round(float(due[0]), 9)
    1.0
    """
    after, out = advance(plans, wish * dt, lead)
    return after, jnp.maximum(out, 0.0) / dt


def reinvestment(p: Parameters, sold_share: Scalar, state_support: Scalar) -> Scalar:
    """Desired advanced spending over the supply-limited path.

    1 when all that is made is sold and the state pays what the baseline plans; the market's
    part falls with sales: floor × support + (1 − floor) u^elasticity (γ of model document §3).
    """
    market = power(jnp.maximum(sold_share, 1e-6), p.capex_rev_elast)
    return p.capex_state_floor * state_support + (1.0 - p.capex_state_floor) * market


def wanted_additions(p: Parameters, spend: Scalar) -> Scalar:
    """Capacity that tool spending (USD bn) pays for, kwpm."""
    million_per_kwpm = p.capex_7_duv * p.equip_share_capex
    return spend * 1e3 / million_per_kwpm
