"""Fills the page on claims from the data and the model, at ``<!-- claims: statements -->`` and ``board``.

The model runs once a build: 500 draws of the scenarios that the shipped claims name.
"""

import re
from functools import cache
from typing import Any

from fabcast import facts
from fabcast.analysis import CheckedClaim, Reading, readings, statements
from fabcast.cli.claims import check
from fabcast.report import STATUS_WORDS, because

MARK = re.compile(r"<!-- claims: (statements|board) -->")
DRAWS = 500
TESTS = "tests/analysis/test_claims.py::test_each_first_statement_has_a_row"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the tables in place of their marks; called by the site builder."""
    makers = {"statements": _statements, "board": _board}
    return MARK.sub(lambda found: makers[found[1]](), markdown)


@cache
def checked() -> dict[str, CheckedClaim]:
    """Test the shipped claims, once a build."""
    return {one.claim.id: one for one in check(facts.claims(), DRAWS, 1)}


def _statements() -> str:
    return "\n\n".join(
        f"### {one.statement}\n\n{_table([checked()[name] for name in one.claims])}\n\n"
        f"Held by `{TESTS}[{one.id}]`."
        for one in statements()
    )


def _board() -> str:
    return "\n\n".join(
        f"### {words[:1].upper()}{words[1:]}\n\n{_table(found)}"
        for status, words in STATUS_WORDS.items()
        if (found := [one for one in checked().values() if one.status == status])
    )


def _table(rows: list[CheckedClaim]) -> str:
    head = ["| Claim | Said by | Read from | What comes of it |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(one) for one in rows)])


def _row(one: CheckedClaim) -> str:
    claim = one.claim
    cells = (
        f"**{claim.id}** {claim.claim}",
        f"{claim.claimant}, {claim.date}",
        "; ".join(dict.fromkeys(_source(reading) for reading in readings(claim.quantity, claim.unit))),
        because(one),
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _source(reading: Reading) -> str:
    """Say where a quantity is read: an outcome's formula, a series of the record, or nowhere."""
    return f"{reading.route}: `{reading.formula}`" if reading.formula else "no outcome"
