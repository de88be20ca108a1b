"""The claims board as a data frame that shows itself as a board.

It is a plain `pandas.DataFrame` in all else: slices that keep the columns keep the look.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ._claims_order import STATUS_WORDS
from ._format import share
from ._notebook import boxed, table_html
from ._tables import Table

_NEEDED = ("claim_id", "claim", "quantity", "status", "probability", "threshold_by", "because")


class ClaimsTable(pd.DataFrame):
    """Tested claims, one row a claim; columns as in ``fabcast claims --json``."""

    @property
    def _constructor(self) -> Any:
        return ClaimsTable

    def _repr_html_(self) -> str | None:
        """Show claim, probability and reason; as any data frame where columns were dropped."""
        if any(name not in self.columns for name in _NEEDED):
            return str(pd.DataFrame(self).to_html(max_rows=pd.get_option("display.max_rows")))
        most = int(pd.get_option("display.max_rows") or len(self))
        rows = tuple(_row(row) for row in self.head(most).to_dict("records"))
        table = Table(_caption(len(self), len(rows)), ("Claim", "True in", "Answered by", "Why"), rows)
        return boxed([table_html(table)])


def _caption(all_rows: int, shown: int) -> str:
    rest = f"; the first {shown} are shown" if shown < all_rows else ""
    return f"{all_rows} claims{rest}. * The threshold is ours."


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    chance = row["probability"]
    ours = "*" if row["threshold_by"] == "compiler" else ""
    told = "no answer" if chance is None or chance != chance else f"{share(float(chance))}{ours}"  # noqa: PLR0124 - NaN
    words = STATUS_WORDS.get(row["status"], row["status"])
    return f"{row['claim_id']}\n{row['claim'] or row['quantity']}", told, words, str(row["because"])
