"""The horizon of a claim as a quarter of the run: a year, a date, ``first year`` or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fabcast.errors import BadInput

FIRST_YEAR = "first year"
_FORM = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-\d{2})?))?")


@dataclass(frozen=True, slots=True)
class Horizon:
    """Where a claim is read: the quarter's place in the run, its year, and how sentences say it."""

    index: int
    year: int
    words: str


def read_horizon(text: str, quarters: Sequence[str], branch: int = 0) -> Horizon:
    """Find the quarter in which a claim is read.

    Parameters
    ----------
    text
        A year (its fourth quarter; flows then hold the calendar year), a month or day (its quarter),
        ``first year`` (four quarters from the branch on), or blank (the end of the run).
    quarters
        Quarter names of the run.
    branch
        Index of the first quarter in which the scenario is its own.

    Raises
    ------
    BadInput
        No such form, or outside the run.

    Examples
    --------
    >>> read_horizon("2026-05-14", ["2026Q1", "2026Q2", "2026Q3"]).index
    1
    """
    if not text:
        return Horizon(len(quarters) - 1, int(quarters[-1][:4]), "by the end of the run")
    if text == FIRST_YEAR:
        index = min(branch + 3, len(quarters) - 1)
        return Horizon(index, int(quarters[index][:4]), "in the first year")
    found = _FORM.fullmatch(text)
    if found is None or not _exists(text):
        raise BadInput(f"'{text}' is no horizon; write a year, a date, 'first year', or leave it blank.")
    year, quarter, month = found.groups()
    name = f"{year}Q{quarter or (4 if month is None else (int(month) + 2) // 3)}"
    if name not in quarters:
        raise BadInput(f"'{text}' is outside the run, which goes from {quarters[0]} to {quarters[-1]}.")
    words = f"in {text}" if month is None and quarter is None else f"by {text}"
    return Horizon(list(quarters).index(name), int(year), words)


def _exists(text: str) -> bool:
    """Whether a full date is a day of the calendar.

    >>> _exists("2026-02-30"), _exists("2026")
    (False, True)
    """
    if len(text) < len("2026-02-30"):
        return "-Q" in text or int([*text.split("-"), "1"][1]) in range(1, 13)
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
