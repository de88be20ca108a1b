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
from ._research import knowledge_kept, milestones, subsidy_for_research
from ._tools import worn
from ._yield import Curve, dies_per_wafer, learning_curve

Scalar = Float[Array, " draw"]
Classes = Float[Array, "tool draw"]


class Delays(NamedTuple):
    """Exact steps of the delays."""

    tools: Chain
    memory: Chain
    deploy: Chain
    ageing: Chain
    digestion: Chain


class Fixed(NamedTuple):
    """Constants of a draw; each is explained at the function of its name."""

    delays: Delays
    provider_share: Shares
    tools_kept: Scalar
    curve: Curve
    gross_dies: Scalar
    hbm_gap_left: Scalar
    backlog_kept: Scalar
    sales_memory: Scalar
    compute_kept: Scalar
    knowledge_kept: Scalar
    qualified: Scalar
    milestones: Classes
    subsidy: Classes
    """State money for toolmakers' research a quarter at the baseline plan, USD bn."""
    catalogue: Catalogue


def fixed(p: Parameters, path: Path) -> Fixed:
    """Compute a draw's constants."""
    return Fixed(
        delays=_delays(p),
        provider_share=provider_share(p),
        tools_kept=worn(p),
        curve=learning_curve(p),
        gross_dies=dies_per_wafer(p.die_area_ascend, p.edge_exclusion, p.scribe_width),
        hbm_gap_left=unlearned(p),
        backlog_kept=backlog_kept(p),
        sales_memory=sales_memory(p),
        compute_kept=surviving(p),
        knowledge_kept=knowledge_kept(p),
        qualified=qualified(p),
        milestones=milestones(p),
        subsidy=subsidy_for_research(p),
        catalogue=catalogue(p, path),
    )


def _delays(p: Parameters) -> Delays:
    return Delays(
        tools=chain(p.tool_install, 3, STEP_YEARS),
        memory=chain(p.hbm_cycle, 3, STEP_YEARS),
        deploy=chain(p.deploy_lag, 3, STEP_YEARS),
        ageing=chain(p.econ_life, AGE_STAGES, STEP_YEARS),
        digestion=chain(p.rd_gest, 2, STEP_YEARS),
    )
