"""Origins of hindcasts: the dates at which the model is asked what comes next.

At an origin nothing after it is read: reports by the period they cover, priors by the date at which
their evidence was public (`known_from`), dated inputs by the period of each row. What is left out is
replaced (`_origin_priors`, `_origin_drivers`). The series are today's vintage, later revised
counts among them: the exercise is pseudo-out-of-sample.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from fabcast.errors import BadInput
from fabcast.model import quarter_index

from ._periods import span_of

FIRST_YEAR = 2014.0
LAST = "2026Q3"
"""Last quarter of the record."""


@dataclass(frozen=True, slots=True)
class Origin:
    """End of a quarter from which a forecast looks ahead.

    >>> Origin("2022Q4").end
    datetime.date(2022, 12, 31)
    """

    quarter: str
    groups: frozenset[str] | None = None
    """Groups of the history that are forecast from here; None for all."""

    @property
    def index(self) -> int:
        """Position of the origin's quarter on the time axis."""
        return quarter_index(self.quarter)

    @property
    def stop(self) -> int:
        """Position of the first quarter that is not yet known."""
        return self.index + 1

    @property
    def date(self) -> float:
        """End of the quarter, decimal years."""
        return FIRST_YEAR + 0.25 * self.stop

    @property
    def end(self) -> datetime.date:
        """Last day of the quarter."""
        year, quarter = int(self.quarter[:4]), int(self.quarter[-1])
        first_after = datetime.date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
        return datetime.date.fromordinal(first_after.toordinal() - 1)

    def covers(self, period: str) -> bool:
        """Whether a period has wholly ended; one that is not understood has not.

        >>> Origin("2022Q4").covers("2022"), Origin("2022Q4").covers("2022-2023")
        (True, False)
        """
        try:
            return span_of(period)[1] <= self.stop
        except BadInput:
            return False


ORIGINS: dict[str, Origin] = {
    "2021Q4": Origin("2021Q4", frozenset({"tools", "trade"})),
    "2022Q4": Origin("2022Q4"),
    "2023Q4": Origin("2023Q4"),
    "2024Q4": Origin("2024Q4"),
}
"""Origins by quarter; at the end of 2021 too little was recorded but for equipment and trade."""


def origin_named(quarter: str) -> Origin:
    """Return one of the origins.

    Raises
    ------
    BadInput
        If there is none.
    """
    if quarter not in ORIGINS:
        raise BadInput(f"origin '{quarter}' is none of {', '.join(ORIGINS)}; choose among these")
    return ORIGINS[quarter]


def quarters_ahead(origin: Origin, span: tuple[int, int]) -> int:
    """Quarters from the origin to the end of what a report covers.

    >>> quarters_ahead(ORIGINS["2022Q4"], span_of("2023"))
    4
    """
    return span[1] - origin.stop


def last_quarter() -> int:
    """Position of the last quarter of the record.

    >>> from fabcast.model import QUARTERS
    >>> QUARTERS[last_quarter()]
    '2026Q3'
    """
    return quarter_index(LAST)
