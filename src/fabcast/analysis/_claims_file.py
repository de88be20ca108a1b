"""A user's own claims: a CSV of the columns that the shipped claims have, checked cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import model_validator

from fabcast import scenario
from fabcast.errors import BadInput
from fabcast.facts import Claim, load_table
from fabcast.model import QUARTERS

from ._claims_answer import OURS, pair_of
from ._claims_horizon import read_horizon
from ._claims_map import readings, same_unit

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
NOT_SAID = "not said"
"""Whose threshold it is where a file does not say: then no verdict follows."""
_MARK = re.compile(r"\s*\[T:(\w+)\]\s*$")
_MARKED = {"ours": OURS, "stated": "claimant"}
"""A claim's text may end in ``[T:ours]`` or ``[T:stated]``, in place of the column."""


class _Row(Claim):
    """A claim as a user writes it: only what is needed to test it must be there.

    `claim_id` and `source_url` stand for `id` and `source_ids`.
    """

    id: str = ""
    claim_id: str = ""
    claimant: str = ""
    date: str = ""
    claim: str = ""
    unit: str = ""
    threshold_by: str = NOT_SAID
    source_ids: tuple[str, ...] = ()
    source_url: str = ""

    @model_validator(mode="before")
    @classmethod
    def _other_names(cls, given: Any) -> Any:
        named = dict(given)
        named["id"] = named.get("id") or named.get("claim_id", "")
        address = named.get("source_ids") or named.get("source_url", "")
        named["source_ids"] = tuple(part for part in str(address).split("|") if part)
        mark = _MARK.search(str(named.get("claim", "")))
        if mark and mark[1] in _MARKED:
            named["claim"] = named["claim"][: mark.start()]
            named.setdefault("threshold_by", _MARKED[mark[1]])
        return named


def read_claims(file: str | Path) -> tuple[Claim, ...]:
    """Read and check a file of claims.

    Parameters
    ----------
    file
        CSV with a header line. Needed: ``id`` (or ``claim_id``), ``quantity``, ``comparator``,
        ``threshold``, ``scenario_pair``; the other columns of the shipped claims may be there.

    Returns
    -------
    tuple of Claim
        In file order.

    Raises
    ------
    BadInput
        ``FILE line N, field F: what is wrong; what to do``.
    """
    path = Path(file)
    rows = load_table(path, _Row)
    if not rows:
        raise BadInput(f"{path}: no claims in it; write one a line below the column names.")
    lines = _lines(path)
    for row, line in zip(rows, lines, strict=True):
        check_claim(row, f"{path} line {line}, ")
    return rows


def _lines(path: Path) -> list[int]:
    """Line on which each record starts."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle)
        starts, start = [], 1
        for cells in reader:
            if cells:
                starts.append(start)
            start = reader.line_num + 1
    return starts[1:]


def check_claim(claim: Claim, place: str = "") -> None:
    """Refuse a claim whose quantity, unit, scenarios or horizon cannot be used.

    Raises
    ------
    BadInput
        The sentence starts with `place` and the field.

    Examples
    --------
    >>> from fabcast import facts
    >>> check_claim(facts.claims()[0])
    """
    for field, check in _CHECKS.items():
        try:
            check(claim)
        except BadInput as error:
            raise BadInput(f"{place}field {field}: {error}") from None


def _id(claim: Claim) -> None:
    if not claim.id:
        raise BadInput("is blank; give each claim a name of its own.")
    if not _NAME.fullmatch(claim.id):
        raise BadInput(f"'{claim.id}' is no name; write letters, digits and . _ + - without spaces.")


def _quantity(claim: Claim) -> None:
    readings(claim.quantity, claim.unit)


def _unit(claim: Claim) -> None:
    known = readings(claim.quantity, claim.unit)[0].unit
    if known and not same_unit(claim.unit, known):
        raise BadInput(f"'{claim.unit}' is not the unit of {claim.quantity}; write {known}.")


def _threshold(claim: Claim) -> None:
    ends = [float(part) for part in claim.threshold.split("..")]
    if (len(ends) == 2) != (claim.comparator == "within"):
        raise BadInput(
            f"'{claim.threshold}' does not go with {claim.comparator}; only within takes low..high."
        )
    if ends != sorted(ends):
        raise BadInput(f"'{claim.threshold}' falls; write the lower end first.")


def _pair(claim: Claim) -> None:
    names = pair_of(claim)
    _known_scenarios(names)
    modelled = [r for r in readings(claim.quantity, claim.unit) if r.route == "model"]
    if not modelled:
        return
    wanted = 1 if modelled[0].pair == "level" else 2
    if len(names) != wanted:
        say = "one scenario, such as actual|-" if wanted == 1 else "two, such as h200_open|h200_denied"
        raise BadInput(f"'{claim.scenario_pair}': {claim.quantity} needs {say}.")


def _known_scenarios(names: Iterable[str]) -> None:
    for name in names:
        scenario.load(name)


def _horizon(claim: Claim) -> None:
    read_horizon(claim.horizon, QUARTERS)


_CHECKS = {
    "id": _id,
    "quantity": _quantity,
    "unit": _unit,
    "threshold": _threshold,
    "scenario_pair": _pair,
    "horizon": _horizon,
}
