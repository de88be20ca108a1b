"""What is known of a number beside its equation: its unit, and what it is in words."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from fabcast import facts
from fabcast.model import OUTCOMES


class Described(NamedTuple):
    """Unit and meaning."""

    unit: str
    text: str


@cache
def described() -> dict[str, Described]:
    """Units and meanings by the model's names: parameters from the facts, outcomes from their list."""
    found = {name: Described(p.unit, p.description) for name, p in facts.parameters().items()}
    found |= {o.id: Described(o.unit, f"{o.label}. {o.definition}") for o in OUTCOMES.values()}
    return found
