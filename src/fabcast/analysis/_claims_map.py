"""What each quantity of a claim is read from: ``data/quantities.csv``, one row a reading.

A quantity may have several readings. The record comes first, where it covers the horizon; then rule
arithmetic; then the model, one row a basis; and a row of route ``none`` says why the rest is not
modelled. Every outcome of the model is also a quantity under its own name, and ``delta_`` before it
is its contrast, so that an outcome needs a row here only if claims name it otherwise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Literal, cast

from fabcast.errors import BadInput
from fabcast.model import OUTCOMES

Route = Literal["record", "rule", "model", "none"]
Pair = Literal["level", "difference", "relative", "delay", "exchange"]
Bound = Literal["", "at least", "at most"]
_NAMES = ("Chinese", "Huawei")
NEAR = 0.85
"""From this likeness on, an unknown quantity counts as a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a quantity."""

    quantity: str
    label: str
    """The quantity as the subject of a sentence."""
    unit: str
    route: Route
    basis: str
    """What the number counts, where that is open: arithmetic or bandwidth, stock or flow."""
    pair: Pair
    """What two scenarios are asked for; a claim about one scenario reads a level."""
    formula: str
    bound: Bound
    """``at most``: the quantity is at most what the formula gives; ``at least``: at least that."""
    note: str
    """What the reading leaves out; for route ``none`` why there is no answer."""


@cache
def quantities() -> dict[str, tuple[Reading, ...]]:
    """Readings by quantity, in the order of the table.

    >>> quantities()["nvidia_h200_china_revenue"][0].unit
    'USD bn per year'
    """
    found: dict[str, tuple[Reading, ...]] = {}
    for row in csv.DictReader(_text("quantities.csv").splitlines()):
        reading = _reading(row)
        found[reading.quantity] = (*found.get(reading.quantity, ()), reading)
    return found


@cache
def _assumed() -> dict[tuple[str, str], str]:
    rows = csv.DictReader(_text("assumed_answers.csv").splitlines())
    return {(row["scenario"], row["quantity"]): row["reason"] for row in rows}


def assumed_answer(quantity: str, scenarios: Iterable[str]) -> str:
    """Say why scenarios cannot be asked for a quantity: they assume the answer; empty where they can.

    >>> assumed_answer("h200_units_delivered_to_china", ["h200_strict_terms"])[:38]
    'the scenario assumes that nothing is l'
    """
    found = (_assumed().get((name, quantity), "") for name in scenarios)
    return next((reason for reason in found if reason), "")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that the project began with, and the claims that make it checkable."""

    id: str
    statement: str
    claims: tuple[str, ...]


@cache
def statements() -> tuple[Statement, ...]:
    """List the statements that the project began with.

    >>> statements()[0].claims
    ('FIRST-01a', 'FIRST-01b', 'FIRST-01c')
    """
    rows = csv.DictReader(_text("statements.csv").splitlines())
    return tuple(Statement(row["id"], row["statement"], tuple(row["claims"].split("|"))) for row in rows)


def _text(name: str) -> str:
    return resources.files("fabcast.analysis").joinpath(f"data/{name}").read_text("utf-8")


def _reading(row: dict[str, str]) -> Reading:
    return Reading(
        quantity=row["quantity"],
        label=row["label"],
        unit=row["unit"],
        route=cast("Route", row["route"]),
        basis=row["basis"],
        pair=cast("Pair", row["pair"] or "level"),
        formula=row["formula"],
        bound=cast("Bound", row["bound"]),
        note=row["note"],
    )


def readings(quantity: str, unit: str = "") -> tuple[Reading, ...]:
    """Find how a quantity is read.

    Parameters
    ----------
    quantity
        A name of the table, an outcome's id, or ``delta_`` and an outcome's id.
    unit
        Unit of the claim: a contrast in percent is relative where the outcome is not itself in percent.

    Returns
    -------
    tuple of Reading
        One of route ``none`` if nothing speaks to the quantity.

    Raises
    ------
    BadInput
        The name is nearly that of a known quantity.

    Examples
    --------
    >>> readings("delta_china_compute_stock", "percent")[0].pair
    'relative'
    """
    listed, outcome = quantities().get(quantity, ()), quantity.removeprefix("delta_")
    if outcome in OUTCOMES:
        return _with_outcome(listed, _of_outcome(quantity, outcome, unit))
    if listed:
        return listed
    near = get_close_matches(quantity, known_quantities(), n=1, cutoff=NEAR)
    if near:
        raise BadInput(f"'{quantity}' is not known; did you mean {near[0]}?")
    why = "no outcome of the model, record or rule speaks to it"
    return (Reading(quantity, quantity.replace("_", " "), unit, "none", "", "level", "", "", why),)


def _with_outcome(listed: tuple[Reading, ...], own: Reading) -> tuple[Reading, ...]:
    """Put an outcome's own reading before other bases of the model, unless the table words it anew."""
    first = tuple(r for r in listed if r.route in ("record", "rule"))
    model = tuple(r for r in listed if r.route == "model")
    return (*first, *model) if any(r.formula == own.formula for r in model) else (*first, own, *model)


def known_quantities() -> tuple[str, ...]:
    """Names that a claim may use, those of outcomes and their contrasts last."""
    return (*quantities(), *OUTCOMES, *(f"delta_{name}" for name in OUTCOMES))


def _of_outcome(quantity: str, name: str, unit: str) -> Reading:
    outcome = OUTCOMES[name]
    label = sentence_start(outcome.label)
    level = Reading(
        quantity, label, plain_unit(outcome.unit), "model", "", "level", name, "", outcome.leaves_out
    )
    if quantity == name:
        return level
    level = replace(level, label=f"the change in {label}")
    if unit == "percent" and outcome.unit != "percent":
        return replace(level, pair="relative", unit="percent")
    unit_of_change = {"percent": "percentage points", "year": "years"}.get(outcome.unit, level.unit)
    return replace(level, pair="difference", unit=unit_of_change)


def sentence_start(label: str) -> str:
    """Write a label for the inside of a sentence: a capital goes unless the word is a name.

    >>> sentence_start("Cost of a die"), sentence_start("AI compute"), sentence_start("Chinese chips")
    ('the cost of a die', 'the AI compute', 'the Chinese chips')
    """
    name = not label[1:2].islower() or label.startswith(_NAMES)
    return f"the {label}" if name else f"the {label[:1].lower()}{label[1:]}"


def plain_unit(unit: str) -> str:
    """Write a unit as claims do.

    >>> plain_unit("USD bn a year"), plain_unit("wafers a month")
    ('USD bn per year', 'wafers per month')
    """
    return unit.replace(" a year", " per year").replace(" a month", " per month")


def same_unit(claimed: str, known: str) -> bool:
    """Whether two units mean the same; a yearly flow may be claimed without saying *per year*.

    >>> same_unit("USD bn", "USD bn per year"), same_unit("chips", "percent"), same_unit("", "percent")
    (True, False, True)
    """
    a, b = (plain_unit(unit).removesuffix(" per year") for unit in (claimed, known))
    return not a or a == b
