"""Reads columns of cells into numbers, codes and days; one that cannot be read gets a sentence."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.errors import BadInput
from fabcast.rules._columns import COLUMNS, PARTY
from fabcast.rules._columnwise import STATED_UNKNOWN
from fabcast.rules._law import FIRST_DAY
from fabcast.rules._values import read_day, read_value

__all__ = ["distinct", "read_codes", "read_days", "read_numbers"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[Any]
EPOCH = date(1970, 1, 1).toordinal()
EARLIEST = FIRST_DAY.toordinal()


def read_numbers(name: str, values: Any, errors: dict[int, str]) -> Floats:
    """Return a number column; text is read cell by cell only where the quick way fails."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        column = values.astype(np.float64)
    else:
        try:
            column = np.array(
                [float(cell) if cell not in {"", None} else np.nan for cell in values], np.float64
            )
        except (TypeError, ValueError):
            column = np.array([_cell(name, cell, row, errors) for row, cell in enumerate(values)], np.float64)
    spec = COLUMNS[name]
    with np.errstate(invalid="ignore"):
        wrong = np.isinf(column)
        wrong |= column < (-np.inf if spec.lowest is None else spec.lowest)
        wrong |= column > (np.inf if spec.highest is None else spec.highest)
    if name in PARTY:
        wrong &= column != STATED_UNKNOWN
    for row in np.flatnonzero(wrong):
        _note(name, values[int(row)], int(row), errors)
        column[row] = np.nan
    return column


def _cell(name: str, cell: Any, row: int, errors: dict[int, str]) -> float:
    text = cell.strip() if isinstance(cell, str) else cell
    if text == "unknown" and name in PARTY:
        return STATED_UNKNOWN
    try:
        found = read_value(name, cell)
    except BadInput as error:
        errors.setdefault(row, str(error))
        return float("nan")
    return float("nan") if found is None else float(found)


def _note(name: str, cell: Any, row: int, errors: dict[int, str]) -> None:
    try:
        read_value(name, cell)
    except BadInput as error:
        errors.setdefault(row, str(error))


def read_codes(name: str, values: Any, errors: dict[int, str]) -> tuple[Codes, list[Any]]:
    """Return a column of words, places, flags or names as positions in a vocabulary."""
    cells, positions = distinct(values)
    kind = np.int8 if len(cells) < 128 else np.int32  # small codes are quicker to move
    table, words = np.full(len(cells) + 1, -1, kind), list[Any]()
    for index, cell in enumerate(cells):
        try:
            found = read_value(name, cell)
        except BadInput as error:
            for row in np.flatnonzero(positions == index):
                errors.setdefault(int(row), str(error))
            continue
        if found is not None:
            if found not in words:
                words.append(found)
            table[index] = words.index(found)
    return table[positions], words


def distinct(values: Any) -> tuple[list[Any], npt.NDArray[np.int64]]:
    """Return distinct cells and for each row which one it is; -1 for a missing category."""
    categories = getattr(values, "categories", None)
    if categories is not None:
        return list(categories), np.asarray(values.codes)
    if isinstance(values, np.ndarray) and values.dtype.kind in "biufUS":
        found, positions = np.unique(values, return_inverse=True)
        return found.tolist(), positions
    seen: dict[Any, int] = {}
    positions = np.fromiter(
        (seen.setdefault(_plain(cell), len(seen)) for cell in values), np.int64, len(values)
    )
    return list(seen), positions


def _plain(cell: Any) -> Any:
    """Return a cell as something that can be looked up; NaN is not equal to itself."""
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124 -- a NaN
        return None
    return cell if cell.__hash__ is not None else ";".join(map(str, cell))


def read_days(values: Any, size: int, errors: dict[int, str]) -> npt.NDArray[np.int64]:
    """Return day numbers as `date.toordinal` gives them; 0 where the day cannot be read."""
    if values is None:
        raise BadInput(
            "the column 'on' is missing; every row needs the day of the transaction, as 2026-01-15."
        )
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        days = values.astype("datetime64[D]").astype(np.int64) + EPOCH
        if days.min(initial=EARLIEST) >= EARLIEST:
            return days
    listed, positions = distinct(values.tolist() if hasattr(values, "tolist") else values)
    table = np.zeros(len(listed) + 1, np.int64)
    for index, cell in enumerate(listed):
        try:
            table[index] = read_day(cell).toordinal()
        except BadInput as error:
            for row in np.flatnonzero(positions == index):
                errors.setdefault(int(row), str(error))
    for row in np.flatnonzero(positions < 0):
        errors.setdefault(int(row), "on is blank; every row needs the day of the transaction, as 2026-01-15.")
    del size
    return table[positions]
