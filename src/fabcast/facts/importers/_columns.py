"""CSV files that others publish: columns found by any of their spellings, those not needed passed over."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from fabcast.errors import BadInput
from fabcast.facts._bytes import read_text

__all__ = ["Cells", "fraction", "number", "rows_of"]

MAX_BYTES = 256_000_000
LONGEST_CELL = 1_000_000
"""A description or a list of aliases may be long; a cell beyond this is a quote left open."""

Cells = dict[str, str]


def rows_of(
    file: Path, needed: Mapping[str, tuple[str, ...]], wanted: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, Cells]]:
    """Yield (line, cells by field) of each record.

    Parameters
    ----------
    file
        UTF-8, comma separated, first line the names of the columns.
    needed, wanted
        Field to the spellings its column may have. A file without a needed one is refused; a
        wanted one that is not there is blank.

    Raises
    ------
    BadInput
        The file cannot be read, lacks a column, or a record has too few or too many cells.
    """
    reader = csv.reader(io.StringIO(read_text(file, MAX_BYTES), newline=""), strict=True)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        header = next(reader, None)
        if not header:
            raise BadInput(f"{file}: is empty; the first line must name the columns.")
        places = _places(file, [name.strip() for name in header], needed, wanted)
        yield from _records(file, reader, len(header), places)
    except csv.Error as error:
        raise BadInput(f"{file} line {reader.line_num}: not valid CSV: {error}; get the file anew.") from None
    finally:
        csv.field_size_limit(before)


def _places(
    file: Path,
    header: list[str],
    needed: Mapping[str, tuple[str, ...]],
    wanted: Mapping[str, tuple[str, ...]],
) -> dict[str, int]:
    found = {}
    for field, spellings in {**needed, **wanted}.items():
        place = next((header.index(name) for name in spellings if name in header), None)
        if place is not None:
            found[field] = place
        elif field in needed:
            raise BadInput(
                f"{file} line 1: the column '{spellings[0]}' is missing; is this the file it should be?"
            )
    return found


def _records(
    file: Path, reader: Iterator[list[str]], width: int, places: Mapping[str, int]
) -> Iterator[tuple[int, Cells]]:
    line = 2
    for cells in reader:
        if cells:
            if len(cells) != width:
                raise BadInput(
                    f"{file} line {line}: {len(cells)} cells under {width} column names; get the file anew."
                )
            yield line, {field: cells[place].strip() for field, place in places.items()}
        line = reader.line_num + 1  # type: ignore[attr-defined]


def number(file: Path, line: int, field: str, text: str) -> float | None:
    """Read a number that is not negative; blank is unknown.

    Raises
    ------
    BadInput
        Naming file, line and field.

    Examples
    --------
    >>> number(Path("f.csv"), 2, "units", "1200"), number(Path("f.csv"), 2, "units", "")
    (1200.0, None)
    """
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise BadInput(f"{file} line {line}, field {field}: '{text}' is no number of 0 or more.")
    return value


def fraction(file: Path, line: int, field: str, text: str) -> float | None:
    """Read a percentage from 0 to 100, with or without its sign, as a fraction; blank is unknown.

    Raises
    ------
    BadInput
        Naming file, line and field.

    Examples
    --------
    >>> fraction(Path("f.csv"), 2, "share", "61%")
    0.61
    """
    value = number(file, line, field, text.removesuffix("%").strip())
    if value is not None and value > 100:
        raise BadInput(f"{file} line {line}, field {field}: '{text}' is above 100 percent.")
    return None if value is None else value / 100
