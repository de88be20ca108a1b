"""Who owns whom: aggregate ownership by listed parties, and the ultimate parent, from a table of holdings.

A table has the columns owner, owned and share (percent). The affiliates rule counts the shares of all listed
owners together, and a party owned at half or more by listed parties counts as listed itself for what it
owns. Rings of ownership end.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fabcast.errors import BadInput
from fabcast.facts import read_text
from fabcast.rules._law import current

__all__ = ["Holding", "Holdings"]

COLUMNS = ("owner", "owned", "share")
MAX_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Holding:
    """One owner's share of one party, percent."""

    owner: str
    owned: str
    share: float


@dataclass(frozen=True)
class Holdings:
    """A table of holdings.

    Examples
    --------
    >>> table = Holdings((Holding("A", "B", 60.0), Holding("B", "C", 60.0), Holding("D", "C", 20.0)))
    >>> table.owned_pct("C", {"A"}), table.owned_pct("C", {"D"}), table.ultimate_parent("C")
    (60.0, 20.0, 'A')
    """

    rows: tuple[Holding, ...]

    @classmethod
    def from_csv(cls, path: str | Path) -> "Holdings":
        """Read a table with the columns owner, owned and share.

        Raises
        ------
        BadInput
            Naming the line of a share that is no number between 0 and 100, or of shares above 100 together.
        """
        file = Path(path)
        reader = csv.DictReader(io.StringIO(read_text(file, MAX_BYTES), newline=""))
        try:
            _need_columns(file, reader.fieldnames or ())
            rows = tuple(_holding(file, number, row) for number, row in enumerate(reader, 2))
        except csv.Error as error:
            raise BadInput(f"{file}: not valid CSV: {error}; check quotes and commas.") from None
        table = cls(rows)
        for owned in {row.owned for row in rows}:
            total = sum(row.share for row in rows if row.owned == owned)
            if total > 100 + 1e-9:
                raise BadInput(f"{file}: the shares of {owned} add up to {total:g} percent; check its rows.")
        return table

    def owners(self, party: str) -> tuple[Holding, ...]:
        """Return the direct holdings in a party."""
        return tuple(row for row in self.rows if row.owned == party)

    def owned_pct(self, party: str, listed: Iterable[str]) -> float:
        """Return the percent that listed parties, and those they own at half or more, own together."""
        line = current().book.thresholds["affiliates_share"].versions[0].value
        counted = set(listed)
        while True:  # each round adds a party, so it ends, rings or not
            more = {
                owned
                for owned in {row.owned for row in self.rows} - counted
                if self._share(owned, counted) >= line
            }
            if not more:
                return self._share(party, counted)
            counted |= more

    def _share(self, party: str, counted: set[str]) -> float:
        return float(
            sum(row.share for row in self.owners(party) if row.owner in counted and row.owner != party)
        )

    def ultimate_parent(self, party: str) -> str | None:
        """Return the last owner up the line of majority holdings; ``None`` if the line is a ring.

        >>> Holdings((Holding("A", "B", 60.0), Holding("B", "A", 60.0))).ultimate_parent("A") is None
        True
        """
        seen = {party}
        while True:
            above = [row.owner for row in self.owners(party) if row.share > 50]
            if not above:
                return party
            party = above[0]
            if party in seen:
                return None
            seen.add(party)


def _need_columns(file: Path, names: Iterable[str]) -> None:
    for name in COLUMNS:
        if name not in names:
            raise BadInput(f"{file} line 1: the column '{name}' is missing; name owner, owned and share.")


def _holding(file: Path, number: int, row: dict[str, str | None]) -> Holding:
    for name in COLUMNS:
        if not (row.get(name) or "").strip():
            raise BadInput(f"{file} line {number}: '{name}' is blank; a row needs owner, owned and share.")
    text = str(row["share"])
    try:
        share = float(text)
    except ValueError:
        raise BadInput(f"{file} line {number}: share is '{text}', no number; write percent, as 51.") from None
    if not 0 <= share <= 100:
        raise BadInput(f"{file} line {number}: share is {text}; a share lies between 0 and 100 percent.")
    return Holding(str(row["owner"]).strip(), str(row["owned"]).strip(), share)
