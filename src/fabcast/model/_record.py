"""What a quarter leaves behind: everything, for checks, or what outcomes are read from."""

from __future__ import annotations

from typing import NamedTuple

from ._arrays import Array, Float, jnp, log
from ._axes import TOOLS
from ._compute import ComputeFlows
from ._demand import Purchases
from ._memory import MemoryFlows
from ._offer import H200
from ._packaging import PackagingFlows
from ._responses import Signals
from ._tools import ToolFlows

Scalar = Float[Array, " draw"]
Classes = Float[Array, "tool draw"]
_TIE = 1e-9
LITHOGRAPHY = sum(tool.lithography for tool in TOOLS)
"""Lithography classes come first."""


class Record(NamedTuple):
    """What a quarter leaves for outcomes and checks."""

    tools: ToolFlows
    access: Classes
    local_value: Classes
    spend: Classes
    tool_sales: Float[Array, "tool provider draw"]
    """Foreign tools sold to Chinese fabs by provider country, USD bn."""
    starts: Scalar
    ai_wafers: Scalar
    dies_made: Scalar
    foreign_dies: Scalar
    yield_n7: Scalar
    density: Float[Array, "node draw"]
    cumulative_wafers: Float[Array, "node draw"]
    """Thousand."""
    memory: MemoryFlows
    stacks_on_hand: Scalar
    packaging: PackagingFlows
    packages: Scalar
    accelerators: Scalar
    """Domestic accelerators made, million H100e in the quarter."""
    other_cards: Scalar
    """Domestic accelerators of other makers, million cards."""
    lower_cards: Scalar
    """U.S.-designed cards below data-centre class, million."""
    lower_cards_flop: Scalar
    """Million H100e."""
    lower_cards_value: Scalar
    """USD bn."""
    purchases: Purchases
    delivered: Float[Array, "ledger basis draw"]
    legal_units: Float[Array, "chip draw"]
    legal_cost: Scalar
    legal_fee: Scalar
    compute: ComputeFlows
    knowledge: Classes
    clock: Classes
    quality_gap: Classes
    diverted: Scalar
    world_flow: Scalar
    support: Scalar
    """State money for chips, USD bn."""
    domestic_price: Scalar
    world_price: Scalar
    """Thousand USD per H100e."""
    mineral_price: Scalar
    """Price of critical minerals outside China over that inside."""
    curb_cost: Scalar
    """What mineral curbs cost the United States and allies, USD bn a year."""
    tightness: Float[Array, "government draw"]
    """How each government stands to its script (`_responses`)."""
    signals: Signals
    """What governments watch."""


class Reading(NamedTuple):
    """What outcomes are read from, and no more: arrays that are kept cost memory traffic."""

    stock: Float[Array, "ledger basis draw"]
    effectiveness: Scalar
    smuggled: Scalar
    delivered: Float[Array, "ledger draw"]
    money: Float[Array, "option draw"]
    demand: Scalar
    legal_cost: Scalar
    legal_fee: Scalar
    legal_units: Scalar
    h200_units: Scalar
    accelerators: Scalar
    packages: Scalar
    capacity: Scalar
    starts: Scalar
    yield_n7: Scalar
    wafers_n7: Scalar
    stacks_made: Scalar
    stacks_imported: Scalar
    stacks_on_hand: Scalar
    dies_made: Scalar
    foreign_dies: Scalar
    other_cards: Scalar
    lower_cards: Scalar
    lower_cards_flop: Scalar
    lower_cards_value: Scalar
    local_value: Scalar
    litho_local: Scalar
    litho_spend: Scalar
    spend: Scalar
    us_tools: Classes
    """Tools sold to Chinese fabs by the United States, by class, USD bn."""
    allied_tools: Scalar
    class_spend: Classes
    scanner_clock: Scalar
    support: Scalar
    domestic_price: Scalar
    world_price: Scalar
    world_flow: Scalar
    tool_share_log: Scalar
    """Sum over classes of ln domestic share of installed tools."""
    tool_share_least: Scalar
    binding: Scalar
    knowledge: Classes
    mineral_price: Scalar
    curb_cost: Scalar
    tightness: Float[Array, "government draw"]


def read(r: Record) -> Reading:
    """Reduce a quarter's record to what outcomes need."""
    share = r.tools.domestic_share
    return Reading(
        stock=r.compute.stock,
        effectiveness=r.compute.effectiveness,
        smuggled=r.delivered[2, 0],
        delivered=r.delivered[:, 0],
        money=r.purchases.money,
        demand=r.purchases.demand,
        legal_cost=r.legal_cost,
        legal_fee=r.legal_fee,
        legal_units=r.legal_units.sum(0),
        h200_units=r.legal_units[H200],
        accelerators=r.accelerators,
        packages=r.packages,
        capacity=r.tools.capacity,
        starts=r.starts,
        yield_n7=r.yield_n7,
        wafers_n7=r.cumulative_wafers[0],
        stacks_made=r.memory.made,
        stacks_imported=r.memory.imported,
        stacks_on_hand=r.stacks_on_hand,
        dies_made=r.dies_made,
        foreign_dies=r.foreign_dies,
        other_cards=r.other_cards,
        lower_cards=r.lower_cards,
        lower_cards_flop=r.lower_cards_flop,
        lower_cards_value=r.lower_cards_value,
        local_value=r.local_value.sum(0),
        litho_local=r.local_value[:LITHOGRAPHY].sum(0),
        litho_spend=r.spend[:LITHOGRAPHY].sum(0),
        us_tools=r.tool_sales[:, 0],
        allied_tools=r.tool_sales[:, 1:].sum((0, 1)),
        class_spend=r.spend,
        scanner_clock=r.clock[0],
        support=r.support,
        domestic_price=r.domestic_price,
        world_price=r.world_price,
        world_flow=r.world_flow,
        spend=r.spend.sum(0),
        tool_share_log=log(jnp.maximum(share, 1e-12)).sum(0),
        tool_share_least=share.min(0),
        binding=binding(r),
        knowledge=r.knowledge,
        mineral_price=r.mineral_price,
        curb_cost=r.curb_cost,
        tightness=r.tightness,
    )


def binding(r: Record) -> Scalar:
    """Code of what limits domestic output (`BINDING`).

    Demand where supply stays unsold; else the tightest of packaging, memory and dies; where
    dies bind, the tool class that holds capacity down.
    """
    limit = first_least(r.packaging.limits)
    tool = 4 + first_least(r.tools.by_class)
    code = jnp.where(limit == 2, tool, 2 + limit)
    code = jnp.where(r.purchases.share_sold[0] < 0.99, 1, code)
    return jnp.where(r.packaging.used > 1e-9, code, 0)


def first_least(values: Float[Array, "row draw"]) -> Scalar:
    """Row of the smallest value; the first of those that are equal but for rounding.

    The library's own search breaks such ties by chance.

    >>> import jax.numpy as jnp
    >>> first_least(jnp.asarray([[3.0, 1.0], [2.0, 1.0], [2.0, 5.0]])).tolist()
    [1.0, 0.0]
    """
    row, least = jnp.zeros_like(values[0]), values[0]
    for i in range(1, values.shape[0]):
        less = values[i] < least * (1.0 - _TIE)
        row, least = jnp.where(less, float(i), row), jnp.where(less, values[i], least)
    return row
