"""Who delivers tools to Chinese fabs in a step: rules, local makers, orders (§2.1, §2.2, §2.10).

Equations
    sales = min(share × unhindered × spending, spending)      immersion: units × price
    unhindered = 1 − parts × R_US (1 − λ)
    wanted = planned × due / cost          local scanners first, from their milestone on

Symbols: sales local makers' sales [USD bn]; share part of tools bought that local makers supply
(`_adoption`), mean over the step [share]; unhindered part of local tools that is not short of foreign
parts [share]; parts part of local tools that needs foreign parts which rules name [share]; R_US U.S.
severity on advanced lines [share]; λ leakage [share]; spending all tools bought in the class [USD bn];
planned spending on advanced tools [USD bn]; cost of capacity [USD bn per kwpm]; due what falls due of
changed plans (`_spending`) [ratio]; wanted deliveries that fabs plan [kwpm].

Source: accounting; that rules on parts hold back local makers follows the rules' text, its size is judgement.

Leaves out: what local makers would sell abroad, prices of local tools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ._access import access
from ._adoption import Adoption, advance_adoption, local_scanners
from ._arrays import Array, Float, jnp
from ._fixed import Fixed
from ._inputs import Inputs
from ._parameters import Parameters
from ._research import CLOCK_START
from ._spending import planned, reinvestment, wanted_additions
from ._structure import Structure
from ._tools import ToolFlows, Tools, Wanted, advance_tools, by_immersion

if TYPE_CHECKING:
    from ._quarter import State

Scalar = Float[Array, " draw"]
Classes = Float[Array, "tool draw"]


class Access(NamedTuple):
    """Share of foreign tool orders that rules let through, by class."""

    advanced: Classes
    mature: Classes


class Local(NamedTuple):
    """What local toolmakers deliver."""

    unhindered: Scalar
    """Part of local tools that is not short of foreign parts."""
    scanners: Scalar
    """Immersion scanners, units."""
    value: Classes
    """Sales in China by class, USD bn."""


def let_through(p: Parameters, fixed: Fixed, x: Inputs, delivered: Scalar) -> Access:
    """Access to foreign tools on both kinds of line.

    Parameters
    ----------
    delivered : (draw,)
        Share of tools that makers can deliver at all.
    """
    lines = (_let_through(p, fixed, x, f"tool_severity_{line}") for line in Access._fields)
    return Access(*(allowed * delivered for allowed in lines))


def _let_through(p: Parameters, fixed: Fixed, x: Inputs, severity: str) -> Classes:
    return access(
        p, fixed.provider_share, x.policy.rows[severity], x.policy.rows["ally_alignment"], x.policy.leakage
    )


def _clock(fixed: Fixed, state: State, x: Inputs) -> Classes:
    """Progress in the middle of the step, years."""
    return state.research.clock + jnp.where(x.plans.date >= CLOCK_START, fixed.step / 2.0, 0.0)


def _reached(fixed: Fixed, state: State, x: Inputs) -> Classes:
    """1 where a class serves 7 nm lines."""
    return (_clock(fixed, state, x) >= fixed.milestones).astype(float)


def deliver_local(p: Parameters, fixed: Fixed, state: State, x: Inputs, adoption: Adoption) -> Local:
    """What local toolmakers deliver, short of the foreign parts that rules deny them."""
    denied = x.policy.rows["tool_severity_advanced"][0] * (1.0 - x.policy.leakage)
    unhindered = 1.0 - x.plans.parts * denied
    scanners = local_scanners(p, _clock(fixed, state, x)[0], fixed.step) * unhindered
    immersion = scanners * p.immersion_price * p.dom_duvi_thr / 1e3
    share = 0.5 * (state.adoption.share + adoption.share)
    value = by_immersion(immersion, share * unhindered * x.plans.class_spend)
    return Local(unhindered, scanners, jnp.minimum(value, x.plans.class_spend))


def deliver_tools(
    p: Parameters,
    fixed: Fixed,
    structure: Structure,
    state: State,
    x: Inputs,
    allowed: Access,
    local: Local,
    adoption: Adoption,
) -> tuple[Tools, ToolFlows]:
    """Orders, arrivals, capacity."""
    wish = reinvestment(p, state.trade.sold_share, x.policy.rows["state_support"])
    plans, due = planned(state.tools.plans, wish, fixed.delays.tools.plan, fixed.step)
    wanted = by_immersion(x.plans.scanners, wanted_additions(p, x.plans.spend * due))
    share = 0.5 * (state.adoption.advanced_share + adoption.advanced_share) * local.unhindered
    first = local.scanners * _reached(fixed, state, x)[0]
    # scanners bought ahead are in the recorded purchases
    ahead = p.frontrun_stock_adv_kwpm * p.frontrun_class_multiplier * x.policy.rows["front_running"]
    return advance_tools(
        state.tools._replace(plans=plans),
        p,
        fixed.delays.tools,
        fixed.tools_kept,
        fixed.scanners_moved,
        Wanted(
            tools=wanted,
            local=by_immersion(first, wanted * share),
            ahead=jnp.concatenate([jnp.zeros_like(ahead[:1]), ahead]),
        ),
        by_immersion(allowed.mature, allowed.advanced),
        x.policy.rows["service_withdrawn"],
        structure.substitution,
        fixed.step,
    )


def adopt(p: Parameters, fixed: Fixed, state: State, x: Inputs, allowed: Classes) -> Adoption:
    """Move the shares of local tools by a step."""
    return advance_adoption(
        state.adoption,
        p,
        fixed.qualified,
        state.research.quality_gap,
        allowed,
        x.policy.rows["local_tool_mandate"],
        _reached(fixed, state, x),
        fixed.step,
    )
