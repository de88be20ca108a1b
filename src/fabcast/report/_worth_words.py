"""The value of information in sentences: the choice, what knowledge is worth, and where the choice turns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fabcast.analysis import (
    Decision,
    Gain,
    Information,
    Known,
    Term,
    Turning,
    Weights,
    game_terms,
)

from ._discover_words import name_of, percent
from ._evidence import ParameterWords
from ._format import MISSING, number

CAUTION = (
    "Weights are the user's, or a named example; there is no one right set, and with others the answer is "
    "another. Only what the options change in this model at this year's end is weighed."
)
NOTHING = 1e-9
"""A value of information smaller than this is none: rounding."""


@dataclass(frozen=True)
class WorthPage:
    """What knowledge is worth for a decision, with what it was asked of."""

    decision: Decision
    found: Information
    turnings: tuple[Turning, ...]
    elsewhere: tuple[tuple[Weights, str, Gain], ...]
    """Other example weights: the option that they choose, and the value of knowing everything."""
    parameters: Mapping[str, ParameterWords]
    draws: int
    seed: int
    basis: str


def worth_words(page: WorthPage) -> tuple[str, ...]:
    """Say the answer.

    Returns
    -------
    tuple of str
        The choice, what knowing is worth, where the choice turns, and whose weights these are.
    """
    return tuple(filter(None, (_choice(page), _everything(page), _first(page), _turn(page), CAUTION)))


def _choice(page: WorthPage) -> str:
    choice = page.found.choice
    lead = f"{utility(choice.lead)} ({utility(choice.low)} to {utility(choice.high)})"
    return (
        f"{page.decision.question} By the weights “{page.decision.weights.label}” ({weights_words(page)}), "
        f"“{choice.label}” has the highest mean utility at the end of {page.decision.year}: ahead by {lead} "
        f"units, and best in {percent(choice.best_in)} of {page.draws:,} draws."
    )


def _everything(page: WorthPage) -> str:
    worth = page.found.everything
    if worth.value < NOTHING:
        return "No knowledge of the inputs would change this choice, so none is worth anything for it."
    return (
        f"To know everything before choosing would be worth {with_interval(worth)} units: "
        f"{percent(worth.value / page.found.choice.lead)} of the lead. It would change the choice in "
        f"{percent(worth.changes)} of draws. {yardstick(page, worth)}"
    )


def yardstick(page: WorthPage, worth: Gain) -> str:
    """Say a value in the term that weighs most."""
    values = page.decision.weights.values
    name = max(values, key=lambda one: values[one])
    term = terms_of(page)[name]
    part = utility(worth.value / values[name])
    return f"One unit of “{term.label}” is {term.unit}; this is worth {part} of it."


def _first(page: WorthPage) -> str:
    first = page.found.first
    if page.found.everything.value < NOTHING:
        return ""
    if first.worth.value < NOTHING:
        return (
            "No group of inputs would change it alone: what would is what the equations leave out, or "
            "several groups together."
        )
    alone = next(one for one in page.found.inputs if one.learnable)
    single = ""
    if alone.worth.value >= NOTHING:
        name = name_of(alone.id, page.parameters)
        single = f" Of single inputs it is “{name}”: {with_interval(alone.worth)}."
    doubt = " That cannot be told from nothing." if first.worth.low <= 0.0 else ""
    return (
        f"Most worth finding out is “{first.label}”: {with_interval(first.worth)} units, "
        f"{percent(max(first.share, 0.0))} of all that can be known, changing the choice in "
        f"{percent(first.worth.changes)} of draws.{doubt}{single}"
    )


def _turn(page: WorthPage) -> str:
    """Name the term whose weight has to change least, as a ratio, to turn the choice."""
    found = [t for t in page.turnings if t.turns_at is not None and t.weight > 0.0]
    if not found:
        return "No weight of one term alone turns this choice."
    near = min(found, key=lambda t: abs(math.log(max(t.turns_at or 0.0, 1e-9) / t.weight)))
    return f"{turning_words(page, near)} {AT_A_TURN}"


AT_A_TURN = "There two options are level, and knowledge is worth the most."


def turning_words(page: WorthPage, turning: Turning) -> str:
    """Say where the weight of a term turns the choice, and what would be worth knowing there."""
    label = terms_of(page)[turning.term].label
    if turning.turns_at is None or turning.everything is None or turning.first is None:
        return f"No weight of “{label}” turns the choice."
    return (
        f"The choice turns where the weight of “{label}” is {utility(turning.turns_at)} in place of "
        f"{turning.weight:g}: there everything would be worth {with_interval(turning.everything)} units, "
        f"and “{turning.first.label}” {with_interval(turning.first.worth)}."
    )


def weights_words(page: WorthPage) -> str:
    """Write the weights with the names of their terms."""
    known = terms_of(page)
    return ", ".join(f"{known[n].label} {w:g}" for n, w in page.decision.weights.values.items())


def terms_of(page: WorthPage) -> dict[str, Term]:
    """Terms of the decision's government by id."""
    return {term.id: term for term in game_terms(page.decision.government)}


def known_name(page: WorthPage, known: Known) -> str:
    """Name a group by its label, an input by its description."""
    return name_of(known.id, page.parameters) if known.id == known.label else known.label


def with_interval(worth: Gain) -> str:
    """Write a value with its 90 % interval.

    >>> with_interval(Gain(0.0603, 0.0561, 0.0616, 0.4))
    '0.060 (0.056 to 0.062)'
    """
    size = max(abs(worth.value), abs(worth.high))
    value, low, high = (utility(v, size) for v in (worth.value, worth.low, worth.high))
    return f"{value} ({low} to {high})"


def utility(value: float, size: float | None = None) -> str:
    """Write a utility to two digits, or to as many decimals as a given size needs.

    >>> utility(0.0012878), utility(-1.4899), utility(4e-7), utility(0.0)
    ('0.0013', '−1.5', '0.00000040', '0')
    """
    if not math.isfinite(value):
        return MISSING
    scale = abs(value if size is None else size)
    decimals = 0 if scale == 0.0 else min(9, max(0, 1 - math.floor(math.log10(scale))))
    return number(value, decimals)
