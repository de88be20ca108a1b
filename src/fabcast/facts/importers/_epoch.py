"""Counts of AI chips as Epoch AI publishes them (AI Chip Sales, CC BY), from your own copy.

Any of the tables with one row a chip or a designer and a period is read: sales of a quarter, or
sums since the start. Each estimate has a 5th, 50th and 95th percentile; a blank one is unknown.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fabcast.errors import BadInput
from fabcast.facts.importers._columns import Cells, number, rows_of

__all__ = ["ChipCount", "Points", "chip_stock", "read_epoch"]

Points = tuple[float | None, float | None, float | None]
"""5th, 50th and 95th percentile."""

_NEEDED = {
    "designer": ("Chip manufacturer", "Designer"),
    "start": ("Start date",),
    "end": ("End date",),
    "h100e_50": ("Compute estimate in H100e (median)", "H100e compute power (median)"),
}
_WANTED = {
    "chip": ("Chip type",),
    "owner": ("Owner",),
    "incomplete": ("Incomplete",),
    "h100e_5": (
        "Compute estimate in H100e (5th percentile)",
        "H100e (5th percentile)",
        "H100e compute power (5th percentile)",
    ),
    "h100e_95": (
        "Compute estimate in H100e (95th percentile)",
        "H100e (95th percentile)",
        "H100e compute power (95th percentile)",
    ),
    "units_5": ("Number of Units (5th percentile)", "Number of units (5th percentile)"),
    "units_50": ("Number of Units", "Number of Units (median)", "Number of units (median)"),
    "units_95": ("Number of Units (95th percentile)", "Number of units (95th percentile)"),
}


@dataclass(frozen=True, slots=True)
class ChipCount:
    """Chips of one designer (and chip and owner, where the file splits by them) from a day to a day.

    `units` counts chips; `h100e` is in H100 equivalents by 8-bit operations.
    """

    designer: str
    chip: str
    owner: str
    start: date
    end: date
    units: Points
    h100e: Points
    complete: bool

    @property
    def who(self) -> tuple[str, str, str]:
        """Designer, chip and owner."""
        return self.designer, self.chip, self.owner


def read_epoch(path: str | Path) -> tuple[ChipCount, ...]:
    """Read a table of chip counts.

    Raises
    ------
    BadInput
        Naming file, line and field of the first thing that cannot be used.
    """
    file = Path(path)
    rows = tuple(_count(file, line, row) for line, row in rows_of(file, _NEEDED, _WANTED))
    if not rows:
        raise BadInput(f"{file}: no rows under the column names; get the file anew.")
    return rows


def chip_stock(rows: Iterable[ChipCount]) -> tuple[ChipCount, ...]:
    """Add what was sold up to the last whole period, by designer, chip and owner.

    Where the file holds sums since the start, the last one stands. Percentiles of quarters are added
    end to end, as if errors of all quarters went the same way: the interval is then too wide, never
    too narrow.
    """
    whole = [row for row in rows if row.complete]
    return tuple(_last_sum(list(group)) for group in _by_who(whole))


def _by_who(rows: Iterable[ChipCount]) -> Iterator[Iterable[ChipCount]]:
    found: dict[tuple[str, str, str], list[ChipCount]] = {}
    for row in rows:
        found.setdefault(row.who, []).append(row)
    yield from found.values()


def _last_sum(rows: list[ChipCount]) -> ChipCount:
    last = max(rows, key=lambda row: row.end)
    if max(Counter(row.start for row in rows).values()) > 1:  # sums, which all start on one day
        return last
    return ChipCount(
        *last.who,
        start=min(row.start for row in rows),
        end=last.end,
        units=_added([row.units for row in rows]),
        h100e=_added([row.h100e for row in rows]),
        complete=True,
    )


def _added(points: Iterable[Points]) -> Points:
    """Add point by point; a point that one of them lacks is unknown."""
    columns = list(zip(*points, strict=True))
    low, middle, high = (
        None if None in column else sum(value for value in column if value is not None) for column in columns
    )
    return low, middle, high


def _count(file: Path, line: int, row: Cells) -> ChipCount:
    units, h100e = (_points(file, line, row, name) for name in ("units", "h100e"))
    return ChipCount(
        designer=row["designer"],
        chip=row.get("chip", ""),
        owner=row.get("owner", ""),
        start=_day(file, line, "Start date", row["start"]),
        end=_day(file, line, "End date", row["end"]),
        units=units,
        h100e=h100e,
        complete=not row.get("incomplete"),
    )


def _points(file: Path, line: int, row: Cells, name: str) -> Points:
    low, middle, high = (
        number(file, line, f"{name}, percentile {part}", row.get(f"{name}_{part}", ""))
        for part in (5, 50, 95)
    )
    known = [point for point in (low, middle, high) if point is not None]
    if known != sorted(known):
        raise BadInput(f"{file} line {line}, field {name}: percentiles fall; get the file anew.")
    return low, middle, high


def _day(file: Path, line: int, field: str, text: str) -> date:
    """Read a day as ISO or as month/day/year."""
    month, _, rest = text.partition("/")
    day, _, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day)) if rest else date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{file} line {line}, field {field}: '{text}' is no date.") from None
