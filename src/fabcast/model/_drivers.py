"""What nobody in the model decides: spending plans, world growth, prices, recorded inflows.

Each driver is a quarterly path with a range (5, 50 and 95 %). One standard normal
number a driver and draw moves the whole path inside its range, so that a draw is high
or low throughout and never jitters.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from jaxtyping import Float

from ._path import Array

Z95 = 1.6448536269514722
"""Standard normal at 95 %."""

Range = Float[Array, "3 quarter"]
Series = Float[Array, " quarter"]


@dataclass(frozen=True, slots=True)
class Drivers:
    """Exogenous paths: rows low, central, high; one column a quarter.

    After the last recorded value a path is held; the equations then grow it by the
    parameters that say how (model document §2, `model_inputs`).
    """

    adv_tool_spend: Range
    """Tool spending for advanced logic lines, USD bn a quarter."""
    class_tool_spend: Float[Array, "3 quarter tool"]
    """Wafer-fab tool spending in China by class, both origins, USD bn a quarter."""
    world_tool_spend: Range
    """Wafer-fab tool spending outside China, USD bn a quarter."""
    state_support: Range
    """State money for chips at the baseline plan over that of 2026."""
    scanners_installed: Range
    """Immersion scanners in China on record, units; the model starts from the first value."""
    finfet_installed: Range
    """FinFET capacity on record, thousand wafers a month; the model starts from the first value."""
    n7_conversion: Range
    """7 nm class starts over installed FinFET capacity, fraction."""
    adv_share_ai: Range
    """Share of advanced wafers for AI accelerators up to 2023, fraction."""
    hbm_imports: Range
    """Foreign HBM stacks arriving, million a quarter."""
    hbm_used_by_others: Range
    """Foreign HBM stacks taken by other users, million a quarter."""
    packaging_capacity: Range
    """Accelerator packaging capacity, million packages a quarter."""
    packaging_recorded: Range
    """1 while that capacity is on record; after it the equation of §2.6 takes over."""
    dies_per_package: Range
    """Compute dies in an average domestic package."""
    foreign_made_dies: Range
    """Dies made by foreign foundries for Chinese accelerators, million a quarter."""
    other_domestic_profile: Range
    """Output of lower-class domestic accelerators over that of 2025."""
    world_stock: Range
    """World AI compute delivered since the start, million H100e, quarter end."""
    world_growth: Range
    """Yearly growth ratio of the world stock, for years after the last level."""
    world_h100e_per_chip: Range
    """Average H100e of a U.S.-designed chip delivered in the quarter."""
    lower_cards_units: Range
    """U.S.-designed cards below data-centre class sold in China, million a quarter."""
    lower_cards_price: Range
    """Their price, thousand USD."""
    lower_cards_h100e: Range
    """Arithmetic of such a card, H100e."""
    legal_imports_before_2022: Range
    """U.S.-designed compute that entered China before the trade block starts, million H100e a quarter."""
    smuggled_supply: Range
    """Compute that grey channels can bring in, million H100e a quarter."""
    demand_potential: Range
    """What Chinese buyers would spend on AI accelerators if they could, USD bn a quarter."""
    world_price: Range
    """World price, thousand USD per H100e."""
    domestic_price: Range
    """Price of domestic accelerators, thousand USD per H100e."""
    domestic_bandwidth_per_flop: Range
    """Memory bandwidth of domestic accelerators per arithmetic, H100 = 1."""
    hibl_bandwidth_per_flop: Range
    """The same for the second, lower-bandwidth memory class."""
    frontier_bandwidth_per_flop: Range
    """The same for the newest U.S. parts."""


DRIVERS: tuple[str, ...] = tuple(field.name for field in fields(Drivers))


def realise(path: Float[Array, "3 ..."], shock: Float[Array, ""]) -> Float[Array, ...]:
    """Move a path inside its range by one standard normal number.

    Where the low value is above zero the move is proportional (log scale), else additive
    and cut at zero. A shock of ±1.645 gives the high and low rows.

    >>> import numpy as np
    >>> float(realise(np.array([[1.0], [2.0], [8.0]]), np.float64(Z95))[0])
    8.0
    """
    import jax.numpy as jnp

    low, central, high = path[0], path[1], path[2]
    z = shock / Z95
    additive = jnp.maximum(central + jnp.where(z > 0, (high - central) * z, (central - low) * z), 0.0)
    safe = jnp.where(low > 0, low, 1.0)
    middle = jnp.where(low > 0, central, 1.0)
    top = jnp.where(low > 0, high, 1.0)
    ratio = middle * jnp.exp(jnp.where(z > 0, jnp.log(top / middle) * z, jnp.log(middle / safe) * z))
    return jnp.where(low > 0, ratio, additive)
