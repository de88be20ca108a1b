"""The levers: every thing that a government, or a vendor, sets over time.

``levers.csv`` has one row a lever: who sets it, which array of the model's `Path` it moves,
its unit, range and default. The loader, the resolver, the JSON Schema and the manual page all
read that table. A blank default means: from the facts.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

from fabcast.model import IMPORT_CHIPS, PROVIDERS

Axis = Literal["", "chip", "provider"]
Reading = Literal["mean", "middle", "constant"]

CHIP_RULES = "us_chip_rules"
IN_FORCE, OFF = "in_force", "off"
"""The rules as they are, and no rules on advanced chips at all."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that can be set, with the bounds of its values."""

    id: str
    label: str
    """A phrase for tables and sentences."""
    side: str
    """Who sets it: a government, allies, vendors, or the record."""
    sets: str
    """Field of `fabcast.model.Path` that moves; values of levers that set the same one multiply."""
    axis: Axis
    unit: str
    low: float
    high: float
    default: float
    """Value before the first step; NaN where it comes from the facts."""
    reading: Reading
    """How days become a quarter: mean over days, value at the middle day, or one constant."""
    meaning: str

    @property
    def keys(self) -> tuple[str, ...]:
        """What the lever is set for: chips, provider countries, or nothing (one value).

        >>> LEVERS["ally_alignment"].keys
        ('',)
        """
        return {"chip": IMPORT_CHIPS, "provider": PROVIDERS, "": ("",)}[self.axis]


def _lever(row: dict[str, str]) -> Lever:
    return Lever(
        id=row["id"],
        label=row["label"],
        side=row["side"],
        sets=row["sets"],
        axis=cast("Axis", row["axis"]),
        unit=row["unit"],
        low=float(row["low"]),
        high=float(row["high"]),
        default=float(row["default"] or "nan"),
        reading=cast("Reading", row["reading"]),
        meaning=row["meaning"],
    )


def _read() -> dict[str, Lever]:
    text = resources.files("fabcast.scenario").joinpath("levers.csv").read_text("utf-8")
    return {row["id"]: _lever(row) for row in csv.DictReader(text.splitlines())}


LEVERS: dict[str, Lever] = _read()
"""Every lever by its id, in the order of the table."""
