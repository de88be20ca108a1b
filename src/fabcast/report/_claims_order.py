"""Which claims are shown, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fabcast.analysis import CheckedClaim
from fabcast.errors import BadInput

STATUSES = ("settled", "rule", "modelled", "not_modelled")
STATUS_WORDS = {
    "settled": "settled by the record",
    "rule": "settled by rule arithmetic",
    "modelled": "modelled",
    "not_modelled": "not modelled",
}
_LAST = 2.0
"""Sorts claims without a probability behind all others."""


def _probability(one: CheckedClaim) -> float:
    answered = one.answer is not None and one.status != "not_modelled"
    return -one.answer.probability if answered and one.answer else _LAST


def _openness(one: CheckedClaim) -> float:
    p = _probability(one)
    return _LAST if p == _LAST else abs(-p - 0.5)


ORDERS: dict[str, Callable[[CheckedClaim], Any]] = {
    "given": lambda _: 0,
    "probability": _probability,
    "open": _openness,
    "date": lambda one: one.claim.date,
    "claimant": lambda one: one.claim.claimant.casefold(),
    "status": lambda one: STATUSES.index(one.status),
    "quantity": lambda one: one.claim.quantity,
}
"""Orders by name; *open* puts the verdicts that could go either way first."""


def arranged(
    checked: Sequence[CheckedClaim], order: str = "given", statuses: Sequence[str] = (), text: str = ""
) -> tuple[CheckedClaim, ...]:
    """Pick and sort tested claims.

    Parameters
    ----------
    checked
        Tested claims.
    order
        A name of `ORDERS`; equal ones keep their order.
    statuses
        Statuses to keep; all if empty.
    text
        Words that must stand in the id, claimant, claim or quantity, whatever the case.

    Raises
    ------
    BadInput
        An unknown order or status.
    """
    if order not in ORDERS:
        raise BadInput(f"--sort: '{order}' is no order; choose one of {', '.join(ORDERS)}.")
    for status in statuses:
        if status not in STATUSES:
            raise BadInput(f"--status: '{status}' is no status; choose among {', '.join(STATUSES)}.")
    kept = [one for one in checked if (not statuses or one.status in statuses) and _holds(one, text)]
    return tuple(sorted(kept, key=ORDERS[order]))


def _holds(one: CheckedClaim, text: str) -> bool:
    claim = one.claim
    whole = " ".join((claim.id, claim.claimant, claim.claim, claim.quantity)).casefold()
    return all(word in whole for word in text.casefold().split())
