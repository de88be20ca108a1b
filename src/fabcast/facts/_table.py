"""CSV tables read into typed rows: a blank cell is unknown, and every error names file, line and field."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from fabcast.errors import BadInput
from fabcast.facts._bytes import read_text

__all__ = ["line_of", "load_table", "problem"]

MAX_BYTES = 32_000_000

R = TypeVar("R", bound=BaseModel)


def load_table(path: str | Path, row: type[R]) -> tuple[R, ...]:
    r"""Read a CSV file with a header line into rows of one schema.

    A blank cell counts as absent: the field takes its default, or the row is refused if it has none.
    A row class may name the columns that tell its rows apart in a class variable ``key``.

    Parameters
    ----------
    path
        The file: UTF-8, comma separated, first line the column names in any order.
    row
        A pydantic model; its field names are the columns.

    Returns
    -------
    tuple of `row`, in file order.

    Raises
    ------
    BadInput
        ``FILE line N, field F: what is wrong; what to do``.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from pydantic import BaseModel
    >>> class Price(BaseModel):
    ...     item: str
    ...     usd: float | None = None
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "p.csv"
    >>> _ = file.write_text("item,usd\nwafer,9346\ndie,\n")
    >>> load_table(file, Price)
    (Price(item='wafer', usd=9346.0), Price(item='die', usd=None))
    """
    file = Path(path)
    lines = _lines(file)
    header = _header(file, lines, row)
    rows: list[R] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in lines:
        if cells:
            rows.append(_row(file, number, header, cells, row))
            _refuse_twin(file, number, rows[-1], seen)
    return tuple(rows)


def line_of(path: str | Path, **cells: str) -> int:
    """Return the line of the first record that has these cells, by column name; 1 if none has."""
    lines = _lines(Path(path))
    header = next(lines, (1, []))[1]
    for number, row in lines:
        record = dict(zip(header, row, strict=False))
        if all(record.get(column, "").strip() == text for column, text in cells.items()):
            return number
    return 1


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which the record starts, cells)."""
    reader = csv.reader(io.StringIO(read_text(file, MAX_BYTES), newline=""), strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"{file} line {start}: not valid CSV: {error}; check quotes and commas.") from None


def _header(file: Path, lines: Iterator[tuple[int, list[str]]], row: type[BaseModel]) -> list[str]:
    first = next(lines, None)
    if first is None or not first[1]:
        raise BadInput(f"{file}: is empty; the first line must name the columns.")
    header = first[1]
    for name in header:
        if header.count(name) > 1:
            raise BadInput(f"{file} line 1, field {name}: named twice; keep one column.")
        if name not in row.model_fields:
            known = ", ".join(row.model_fields)
            raise BadInput(f"{file} line 1, field {name}: no such column; known are {known}.")
    for name, field in row.model_fields.items():
        if field.is_required() and name not in header:
            raise BadInput(f"{file} line 1, field {name}: the column is missing; add it.")
    return header


def _row(file: Path, number: int, header: list[str], cells: list[str], row: type[R]) -> R:
    if len(cells) != len(header):
        raise BadInput(
            f"{file} line {number}: {len(cells)} cells under {len(header)} column names; "
            "quote cells that hold commas."
        )
    given = {name: text for name, cell in zip(header, cells, strict=True) if (text := cell.strip())}
    try:
        return row.model_validate(given)
    except ValidationError as error:
        field, sentence = problem(error)
        place = f", field {field}" if field else ""
        raise BadInput(f"{file} line {number}{place}: {sentence}") from None


def _refuse_twin(file: Path, number: int, made: BaseModel, seen: dict[tuple[object, ...], int]) -> None:
    columns: tuple[str, ...] = getattr(made, "key", ())
    if not columns:
        return
    value = tuple(getattr(made, name) for name in columns)
    if value in seen:
        shown = " ".join(str(part) for part in value)
        raise BadInput(
            f"{file} line {number}, field {columns[0]}: '{shown}' stands twice "
            f"(first in line {seen[value]}); give each row its own."
        )
    seen[value] = number


def problem(error: ValidationError) -> tuple[str, str]:
    """Return (field, sentence) of the first thing that a schema found wrong.

    >>> from pydantic import BaseModel
    >>> class Price(BaseModel):
    ...     usd: float
    >>> try:
    ...     Price.model_validate({"usd": "ten"})
    ... except ValidationError as error:
    ...     problem(error)
    ('usd', "'ten' is no number; write digits with a point.")
    """
    first = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    field = getattr(cause, "field", "") or ".".join(str(part) for part in first["loc"])
    return field, _sentence(first["type"], first["msg"], first.get("input"), first.get("ctx", {}))


SENTENCES = {
    "missing": "is blank; it needs a value.",
    "extra_forbidden": "no such field; check its spelling.",
    "float_parsing": "'{given}' is no number; write digits with a point.",
    "finite_number": "'{given}' is not finite; leave the cell blank if the value is unknown.",
    "enum": "'{given}' is none of {expected}.",
    "literal_error": "'{given}' is none of {expected}.",
    "bool_parsing": "'{given}' is neither true nor false.",
    "date_from_datetime_parsing": "'{given}' is no date; write YYYY-MM-DD.",
    "string_pattern_mismatch": "'{given}' does not fit the pattern {pattern}.",
    "value_error": "{error}",
}


def _sentence(kind: str, message: str, given: object, ctx: dict[str, object]) -> str:
    """Return our sentence for a kind of error, or the library's own words where we have none."""
    if kind in SENTENCES:
        return SENTENCES[kind].format(given=given, **{"expected": "", "error": "", "pattern": "", **ctx})
    return f"'{given}': {message[:1].lower()}{message[1:]}."
