"""What a draw holds fixed through time: computed once, outside the loop over quarters."""

from __future__ import annotations

from typing import NamedTuple

from ._access import Shares, provider_share
from ._adoption import qualified
from ._arrays import Array, Float
from ._axes import STEP_YEARS
from ._compute import AGE_STAGES, surviving
from ._demand import backlog_kept, sales_memory
from ._erlang import Chain, chain
from ._memory import unlearned
from ._offer import Catalogue, catalogue
from ._parameters import Parameters
from ._path import Path
from ._research import euv_milestone, knowledge_kept, milestones, subsidy_for_research
from ._structure import Structure
from ._tools import ToolDelays, lead_time, scanners_moved, worn
from ._yield import Curve, dies_per_wafer, learning_curve

Scalar = Float[Array, " draw"]
Classes = Float[Array, "tool draw"]


class Delays(NamedTuple):
    """Exact steps of the delays."""

    tools: ToolDelays
    memory: Chain
    deploy: Chain
    ageing: Chain
    digestion: Chain


class Fixed(NamedTuple):
    """Constants of a draw; each is explained at the function of its name."""

    step: float
    """Length of a step, years."""
    delays: Delays
    provider_share: Shares
    tools_kept: Scalar
    scanners_moved: Scalar
    curve: Curve
    gross_dies: Scalar
    hbm_gap_left: Scalar
    backlog_kept: Scalar
    sales_memory: Scalar
    compute_kept: Scalar
    knowledge_kept: Scalar
    qualified: Scalar
    milestones: Classes
    euv_milestone: Scalar
    subsidy: Classes
    """Share of state support that reaches toolmakers' research."""
    catalogue: Catalogue


def fixed(p: Parameters, path: Path, structure: Structure, dt: float = STEP_YEARS) -> Fixed:
    """Compute a draw's constants for steps of `dt` years."""
    return Fixed(
        step=dt,
        delays=_delays(p, dt),
        provider_share=provider_share(p),
        tools_kept=worn(p, dt),
        scanners_moved=scanners_moved(p, dt),
        curve=learning_curve(p, structure, dt),
        gross_dies=dies_per_wafer(p.die_area_ascend, p.edge_exclusion, p.scribe_width),
        hbm_gap_left=unlearned(p, dt),
        backlog_kept=backlog_kept(p, dt),
        sales_memory=sales_memory(p, dt),
        compute_kept=surviving(p, dt),
        knowledge_kept=knowledge_kept(p, dt),
        qualified=qualified(p, dt),
        milestones=milestones(p),
        euv_milestone=euv_milestone(p),
        subsidy=subsidy_for_research(p),
        catalogue=catalogue(p, path),
    )


def _delays(p: Parameters, dt: float) -> Delays:
    tools = ToolDelays(
        install=chain(p.tool_install, 3, dt),
        lead=chain(lead_time(p), 3, dt),
        plan=chain(p.lead_other, 3, dt),
    )
    return Delays(
        tools=tools,
        memory=chain(p.hbm_cycle, 3, dt),
        deploy=chain(p.deploy_lag, 3, dt),
        ageing=chain(p.econ_life, AGE_STAGES, dt),
        digestion=chain(p.rd_gest, 2, dt),
    )
