"""What a scenario sets: both governments' levers as arrays, one row a quarter.

A path holds policy only. What nobody decides (world growth, prices, the spending
plan) is in `Drivers`; what is uncertain is in `Parameters`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float

from ._axes import IMPORT_CHIPS, PROVIDERS, QUARTERS

if TYPE_CHECKING:
    from ._reactions import Reactions

Array = Any
"""A NumPy or JAX array: kernels take either."""


@dataclass(frozen=True, slots=True)
class Path:
    """One scenario, resolved: shapes in the annotations, all float64.

    Gates are shares of what would otherwise flow, in [0, 1]. A legal chip passes
    Washington (`us_gate`), then Beijing (`cn_gate_known` + `cn_gate_drawn` × the drawn
    uptake), then the buyer's choice.
    """

    us_gate: Float[Array, "quarter chip"]
    """Share of offered units that U.S. rules let go to China."""
    us_half_cap: Float[Array, "quarter chip"]
    """1 where the volume cap (half of U.S. volumes) applies, else 0."""
    us_unit_cap: Float[Array, "quarter chip"]
    """Hard cap, units a quarter; infinite where there is none."""
    us_fee: Float[Array, "quarter chip"]
    """Share of the price that goes to the U.S. government."""
    cn_gate_known: Float[Array, "quarter chip"]
    """Share that Beijing lets in, the part that is on record or set by the scenario."""
    cn_gate_drawn: Float[Array, "quarter chip"]
    """Weight of the drawn uptake where Beijing's answer is not yet known."""
    on_sale: Float[Array, "quarter chip"]
    """1 while the vendor offers the chip."""
    chip_flop: Float[Array, " chip"]
    """Arithmetic of one chip, H100e (16-bit dense over H100's 989 TFLOP/s)."""
    chip_bandwidth: Float[Array, " chip"]
    """Memory bandwidth of one chip over H100's 3.35 TB/s."""
    chip_price: Float[Array, " chip"]
    """Price of one chip, thousand USD of 2025."""
    tool_severity_advanced: Float[Array, "quarter provider"]
    """Share of tool sales to advanced lines that each provider's rules deny."""
    tool_severity_mature: Float[Array, "quarter provider"]
    """The same for mature lines."""
    ally_alignment: Float[Array, " quarter"]
    """Share of allied supply that does not fill what the U.S. denies."""
    enforcement: Float[Array, " quarter"]
    """Enforcement resources over those of 2024."""
    service_withdrawn: Float[Array, " quarter"]
    """Share of foreign tools on advanced lines without vendor service."""
    front_running: Float[Array, " quarter"]
    """Share of the tools bought ahead of controls that arrives in the quarter; sums to 1 or 0."""
    chip_rush: Float[Array, " quarter"]
    """Weight of a quarter in which buyers of chips expect a rule within two quarters, 0 to 1."""
    hbm_import_open: Float[Array, " quarter"]
    """Share of foreign HBM supply that the rules let in."""
    hbm_domestic_open: Float[Array, " quarter"]
    """Share of the planned Chinese HBM wafers that are made."""
    foundry_open: Float[Array, " quarter"]
    """Share of foreign foundry capacity open to Chinese accelerator designers."""
    controls: Float[Array, " quarter"]
    """1 under U.S. controls, 0 in a world without them."""
    state_support: Float[Array, " quarter"]
    """State money for chips over the baseline plan."""
    import_discouragement: Float[Array, " quarter"]
    """Weight of Beijing's buy-local wedge on foreign chips, 0 to 1."""
    local_tool_mandate: Float[Array, " quarter"]
    """Weight of the local-tool mandate, 0 to 1."""
    mineral_curb: Float[Array, " quarter"]
    """Share of Chinese exports of critical minerals to foreign makers that is denied."""
    reactions: Reactions | None = None
    """What lets governments leave the script; none: the script holds."""

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of each field as it must be.

        >>> neutral_path().shapes()["us_gate"]
        (108, 9)
        """
        return {name: _expected_shape(name) for name in ROWS}


def _expected_shape(name: str) -> tuple[int, ...]:
    t, c, p = len(QUARTERS), len(IMPORT_CHIPS), len(PROVIDERS)
    if name in {"chip_flop", "chip_bandwidth", "chip_price"}:
        return (c,)
    if name.startswith("tool_severity"):
        return (t, p)
    if name.startswith(("us_", "cn_")) or name == "on_sale":
        return (t, c)
    return (t,)


ROWS: tuple[str, ...] = tuple(f.name for f in fields(Path) if f.name != "reactions")
"""Names of a path's arrays."""


def neutral_path() -> Path:
    """Make a path without any lever: nothing denied, nothing capped, no chip on sale.

    >>> float(neutral_path().tool_severity_advanced.max())
    0.0
    """
    ones = {
        "hbm_import_open",
        "hbm_domestic_open",
        "enforcement",
        "state_support",
        "us_gate",
        "cn_gate_known",
    }
    ones |= {"chip_flop", "chip_bandwidth", "chip_price"}
    values: dict[str, Any] = {name: np.zeros(_expected_shape(name)) for name in ROWS}
    for name in ones:
        values[name] += 1.0
    values["us_unit_cap"] += np.inf
    return Path(**values)
