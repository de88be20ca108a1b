"""Everything of a draw that does not depend on state, computed once before time runs.

Per quarter: policy rows of the path, realised drivers, the world, the legal offer, plans.
Per draw: the exact steps of the delays.
"""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp
from ._axes import STEP_YEARS, TOOL_CLASSES
from ._compute import AGE_STAGES
from ._drivers import Drivers, realise
from ._erlang import Chain, chain
from ._memory import hbm_wafers
from ._offer import Offer, legal_offer
from ._parameters import Parameters
from ._path import Path
from ._time import MID_QUARTER, Series, at, between, grow, ramp, years_since
from ._world import World, offshore_capacity, world

Shocks = dict[str, Float[Array, ""]]

TRADE_START = 2022.0
"""Before this date imports follow the record; from it on buyers choose."""
RECORD_END = 2026.0
"""Recorded packaging capacity and wafer shares end here; equations take over."""
HIBL_START = 2026.25
"""First quarter of domestic accelerators on the second memory class."""


class Delays(NamedTuple):
    """Exact steps of the delays of one draw."""

    tools: Chain
    memory: Chain
    deploy: Chain
    ageing: Chain
    digestion: Chain


class Plans(NamedTuple):
    """Planned or exogenous amounts, one value a quarter."""

    date: Series
    spend: Series
    class_spend: Float[Array, "quarter tool"]
    scanners: Series
    conversion: Series
    ai_share: Series
    n5_share: Series
    h100e_per_die: Series
    stacks_per_die: Series
    second_memory: Series
    hbm_imports: Series
    hbm_others: Series
    hbm_wafers: Series
    packaging: Series
    packaging_recorded: Series
    dies_per_package: Series
    foreign_dies: Series
    other_domestic: Series
    early_imports: Series
    trading: Series
    demand: Series
    domestic_price: Series
    smuggled_cap: Series
    offshore_added: Series
    domestic_bandwidth: Series
    hibl_bandwidth: Series
    frontier_bandwidth: Series


class Inputs(NamedTuple):
    """One draw under one path."""

    path: dict[str, Array]
    plans: Plans
    world: World
    offer: Offer
    reference: Float[Array, "quarter tool"]


_POLICY_ROWS = (
    "tool_severity_advanced",
    "tool_severity_mature",
    "ally_alignment",
    "enforcement",
    "service_withdrawn",
    "front_running",
    "hbm_import_open",
    "hbm_domestic_open",
    "foundry_open",
    "controls",
    "state_support",
    "import_discouragement",
    "local_tool_mandate",
)


def prepare(
    p: Parameters, path: Path, drivers: Drivers, shocks: Shocks, reference: Float[Array, "quarter tool"]
) -> tuple[Delays, Inputs]:
    """Compute a draw's delays and per-quarter inputs."""
    w = world(p, drivers, shocks)
    policy = {name: getattr(path, name) for name in _POLICY_ROWS}
    plans = _plans(p, path, drivers, shocks, w)
    return _delays(p), Inputs(policy, plans, w, legal_offer(p, path, w), reference)


def _delays(p: Parameters) -> Delays:
    tools = chain(p.tool_install, 3, STEP_YEARS)
    return Delays(
        tools=tools,
        memory=chain(p.hbm_cycle, 3, STEP_YEARS),
        deploy=chain(p.deploy_lag, 3, STEP_YEARS),
        ageing=chain(p.econ_life, AGE_STAGES, STEP_YEARS),
        digestion=chain(p.rd_gest, 2, STEP_YEARS),
    )


def _plans(p: Parameters, path: Path, drivers: Drivers, shocks: Shocks, w: World) -> Plans:
    def drawn(name: str) -> Series:
        return realise(getattr(drivers, name), shocks[name])

    ageing_years = years_since(2025.5)
    class_spend = _class_spend(p, drawn("class_tool_spend"))
    offshore = offshore_capacity(p, w)
    hbm_scale = p.hbm_foreign_stock / jnp.maximum(drivers.hbm_imports[1].sum(), 1e-12)
    bank_scale = p.ascend_die_bank / jnp.maximum(_die_bank(drivers), 1e-12)
    motive = jnp.where(path.controls > 0, 1.0, p.capex_demand_nocontrol)
    return Plans(
        date=jnp.asarray(MID_QUARTER),
        spend=drawn("adv_tool_spend") * grow(_capex_rate(p)) * jnp.where(between(2014, 2022.75), 1.0, motive),
        class_spend=class_spend,
        scanners=class_spend[:, 0] * 1e3 / p.immersion_price,
        conversion=_conversion(p, drawn("n7_conversion")),
        ai_share=_ai_share(p, drawn("adv_share_ai")),
        n5_share=ramp((2025.9, 2030.5), (jnp.zeros(()), p.n5_share_2030)),
        h100e_per_die=p.h100e_per_die * p.perf_per_die_growth**ageing_years,
        stacks_per_die=p.hbm_per_die * (1.0 - p.hbm_per_compute_fall) ** ageing_years,
        second_memory=jnp.where(years_since(HIBL_START) > 0, p.hibl_share, 0.0),
        hbm_imports=realise(drivers.hbm_imports, shocks["hbm_imports"] * 0.0) * hbm_scale,
        hbm_others=drawn("hbm_used_by_others"),
        hbm_wafers=hbm_wafers(p) * path.hbm_domestic_open,
        packaging=drawn("packaging_capacity"),
        packaging_recorded=jnp.asarray(between(2014, RECORD_END)),
        dies_per_package=drawn("dies_per_package"),
        foreign_dies=_foreign_dies(drivers, shocks, bank_scale),
        other_domestic=p.other_domestic_h100e_2025
        / 4e3
        * drawn("other_domestic_profile")
        * grow(p.demand_growth_2031 * (years_since(RECORD_END) > 0)),
        early_imports=drawn("legal_imports_before_2022"),
        trading=jnp.asarray(between(TRADE_START, 2041)),
        demand=_demand(p, drivers, shocks),
        domestic_price=drawn("domestic_price") * (1.0 - p.dom_price_fall) ** years_since(2026.5),
        smuggled_cap=_smuggled(p, path, drawn("smuggled_supply")),
        offshore_added=jnp.maximum(jnp.diff(offshore, prepend=0.0), 0.0),
        domestic_bandwidth=drawn("domestic_bandwidth_per_flop"),
        hibl_bandwidth=drawn("hibl_bandwidth_per_flop"),
        frontier_bandwidth=drawn("frontier_bandwidth_per_flop"),
    )


def _capex_rate(p: Parameters) -> Series:
    """Growth of desired advanced spending: drawn to 2035, fading to 3 % by 2040."""
    fade = jnp.clip((jnp.asarray(MID_QUARTER) - 2036.0) / 4.0, 0.0, 1.0)
    rate = p.adv_capex_growth * (1.0 - fade) + 0.03 * fade
    return jnp.where(years_since(2027.0) > 0, rate, 0.0)


def _class_spend(p: Parameters, recorded: Float[Array, "quarter tool"]) -> Float[Array, "quarter tool"]:
    """Tool spending by class: recorded mix, drifting to the class weights by 2031."""
    total = recorded.sum(-1, keepdims=True) * grow(p.wfe_growth * (years_since(2026.0) > 0))[:, None]
    mix = recorded / jnp.maximum(recorded.sum(-1, keepdims=True), 1e-12)
    shift = jnp.clip((jnp.asarray(MID_QUARTER) - 2026.0) / 5.0, 0.0, 1.0)[:, None]
    weight = p.tool_weight / p.tool_weight.sum()
    return total * (mix * (1.0 - shift) + weight * shift)


def _conversion(p: Parameters, recorded: Series) -> Series:
    """7 nm class starts over installed capacity: recorded to 2025, then to the 2028 value."""
    later = ramp((2025.5, 2028.5), (at(recorded, 2025.6), p.n7_conversion_2028))
    return jnp.where(years_since(2025.5) > 0, later, jnp.clip(recorded, 0.0, 1.0))


def _ai_share(p: Parameters, recorded: Series) -> Series:
    """AI share of advanced wafers: recorded to 2023, then through the drawn dated values."""
    start = jnp.clip(at(recorded, 2023.6), 1e-3, 0.9)
    shares = jnp.stack([start, p.adv_share_ai_2024, p.adv_share_ai_2025, p.adv_share_ai_2030])
    odds = jnp.log(shares / (1.0 - shares))
    path = 1.0 / (1.0 + jnp.exp(-ramp((2023.5, 2024.5, 2025.5, 2030.5), tuple(odds))))
    return jnp.where(years_since(2023.5) > 0, path, recorded)


def _die_bank(drivers: Drivers) -> Float[Array, ""]:
    """Central sum of the foreign-made dies of 2023 and 2024, million."""
    return (drivers.foreign_made_dies[1] * between(2023.0, 2025.0)).sum()


def _foreign_dies(drivers: Drivers, shocks: Shocks, scale: Float[Array, ""]) -> Series:
    """Recorded dies of foreign foundries; those of 2023 and 2024 sum to the drawn bank."""
    early = realise(drivers.foreign_made_dies, shocks["foreign_made_dies"])
    return jnp.where(between(2023.0, 2025.0) > 0, drivers.foreign_made_dies[1] * scale, early)


def _demand(p: Parameters, drivers: Drivers, shocks: Shocks) -> Series:
    """Potential spending on accelerators, USD bn a quarter."""
    early = realise(drivers.demand_potential, shocks["demand_potential"])
    central = drivers.demand_potential[1]
    late = p.demand_2025_potential / 4.0 * central / at(central, 2025.4)
    near = jnp.where(between(2027, 2031) > 0, p.cn_capex_growth, 0.0)
    rate = jnp.where(between(2031, 2041) > 0, p.demand_growth_2031, near)
    return jnp.where(years_since(2025.0) > 0, late, early) * grow(rate)


def _smuggled(p: Parameters, path: Path, recorded: Series) -> Series:
    """Compute that grey channels can bring in, million H100e a quarter.

    Only under controls; falls with enforcement by the same elasticity as tool leakage.
    """
    later = p.smug_fwd_h100e / 4.0 * (1.0 + p.smug_growth) ** years_since(2026.5)
    supply = jnp.where(years_since(RECORD_END) > 0, later, recorded)
    effort = jnp.maximum(path.enforcement, 1e-6) ** jnp.log2(1.0 - p.enf_elast)
    return supply * jnp.where(path.controls > 0, 1.0, 0.0) * effort


def tool_count() -> int:
    """Return the number of tool classes.

    >>> tool_count()
    6
    """
    return len(TOOL_CLASSES)
