"""Structure is uncertain too: rival forms as named switches, data to the kernel.

Each switch is 0 for the default form, so that changing it compiles nothing anew.
"""

from __future__ import annotations

from typing import NamedTuple

from ._path import Array


class Structure(NamedTuple):
    """Which form of an equation holds; 1 chooses the rival, unless said otherwise."""

    fixed_displacement: Array = 0.0
    """Each legally imported unit displaces a fixed share of domestic sales
    (`displace_supply` where supply binds, `displace_demand` where demand binds); by default what
    is displaced comes out of choice and rationing."""
    substitution: Array = 0.0
    """Elasticity of substitution between tool classes in a share-normalised CES; 0: the
    scarcest class decides."""
    learning_by_time: Array = 0.0
    """Defect density falls with time alone; by default with time and volume."""
    learning_by_volume: Array = 0.0
    """Defect density falls with experience alone."""
    exponential_catch_up: Array = 0.0
    """Diffusion grows with the frontier's lead without bound; by default it is logistic."""
    steady_diffusion: Array = 0.0
    """Diffusion stays at its first pace however narrow the gap: cuts exhaustion."""
    salvage: Array = 0.0
    """Yield with repair and salvage, densities inverted again."""
    given_frontier: Array = 0.0
    """The frontier grows at a given rate: what vendors lose in China does not slow it."""


DEFAULT = Structure()
"""The forms that default answers use."""

RIVALS_SHOWN: dict[str, Structure] = {
    "fixed_displacement": Structure(fixed_displacement=1.0),
    "substitution": Structure(substitution=0.2),
    "learning_by_time": Structure(learning_by_time=1.0),
    "learning_by_volume": Structure(learning_by_volume=1.0),
    "exponential_catch_up": Structure(exponential_catch_up=1.0),
    "salvage": Structure(salvage=1.0),
    "given_frontier": Structure(given_frontier=1.0),
}
"""Rival structures by name."""
