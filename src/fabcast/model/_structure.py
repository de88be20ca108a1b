"""Structure is uncertain too: rival forms as named switches, data to the kernel.

Each switch is 0 for the default form and 1 for the rival, so that changing it compiles
nothing anew.
"""

from __future__ import annotations

from typing import NamedTuple

from ._path import Array


class Structure(NamedTuple):
    """Which form of an equation holds."""

    fixed_displacement: Array = 0.0
    """1: each legally imported unit displaces a fixed share of domestic sales
    (`displace_supply` where supply binds, `displace_demand` where demand binds); 0: what is
    displaced comes out of choice and rationing."""


DEFAULT = Structure()
"""The forms that default answers use."""
