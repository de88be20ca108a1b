"""The vocabulary of claims: every named quantity with its definition, and what can be said of it.

A quantity is an outcome, is worked out from outcomes, is a matter of record or of rule arithmetic, or
is not modelled; what the model does not speak to says why. Definitions of quantities that are no
outcomes stand in ``data/vocabulary.csv``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fabcast import facts
from fabcast.model import OUTCOMES

from ._claims_map import Reading, quantities, readings

OUTCOME, DERIVED, RECORD = "an outcome of the model", "worked out from outcomes", "a matter of record"
RULE, NOT_MODELLED = "arithmetic of rules and chips", "not modelled"
_ROUTES = {"model": DERIVED, "record": RECORD, "rule": RULE}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named quantity.

    `readings` are the ways to read it, each with its basis; `claims` the ids of shipped claims about
    it. `why_not` says why the model is silent on it, or on what the readings leave open.
    """

    id: str
    unit: str
    definition: str
    readings: tuple[Reading, ...]
    status: tuple[str, ...]
    leaves_out: str
    why_not: str
    claims: tuple[str, ...]


@cache
def vocabulary() -> dict[str, Quantity]:
    """Every quantity by id: those of the vocabulary of claims, then outcomes that it does not name.

    >>> vocabulary()["energy_per_token_domestic_over_h20"].why_not
    'electric power is outside the model'
    >>> vocabulary()["china_compute_stock"].status
    ('an outcome of the model',)
    """
    text = resources.files("fabcast.analysis").joinpath("data/vocabulary.csv").read_text("utf-8")
    listed = {row["quantity"]: (row["unit"], row["definition"]) for row in csv.DictReader(text.splitlines())}
    unlisted = (name for name in (*quantities(), *OUTCOMES) if name not in listed)
    return {name: _quantity(name, *listed.get(name, ("", ""))) for name in (*listed, *unlisted)}


def _quantity(name: str, unit: str, definition: str) -> Quantity:
    found = readings(name, unit)
    outcome = OUTCOMES.get(name)
    notes = dict.fromkeys(reading.note for reading in found if reading.route != "none" and reading.note)
    return Quantity(
        id=name,
        unit=outcome.unit if outcome else unit or found[0].unit,
        definition=outcome.definition if outcome else definition,
        readings=tuple(reading for reading in found if reading.route != "none"),
        status=_status(name, found),
        leaves_out=outcome.leaves_out if outcome else " ".join(notes),
        why_not=next((reading.note for reading in found if reading.route == "none"), ""),
        claims=tuple(claim.id for claim in facts.claims() if claim.quantity == name),
    )


def _status(name: str, found: tuple[Reading, ...]) -> tuple[str, ...]:
    """What a quantity is, in words; several where it is read in several ways."""
    routes = dict.fromkeys(_ROUTES[reading.route] for reading in found if reading.route in _ROUTES)
    if name in OUTCOMES:
        routes = {OUTCOME: None} | {way: None for way in routes if way not in (OUTCOME, DERIVED)}
    return tuple(routes) or (NOT_MODELLED,)
