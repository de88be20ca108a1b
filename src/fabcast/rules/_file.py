"""Files in, files out: every row of a CSV or Parquet file classified as a stream, so that memory stays flat.

A bad row keeps its place with an error and the others go on. Output is written beside and moved into place
when complete.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from math import isnan
from pathlib import Path
from typing import Any, TextIO

from fabcast.errors import BadInput
from fabcast.facts import check_plain
from fabcast.rules import _law
from fabcast.rules._bulk import Book
from fabcast.rules._case import refuse_unknown
from fabcast.rules._classify import switch_settings
from fabcast.rules._parquet import read_parquet
from fabcast.rules._reform import Reform
from fabcast.rules._results import RESULT_COLUMNS, result_columns, row_dict
from fabcast.rules._table import CHUNK, THREADS, classify_columns

__all__ = ["Summary", "classify_file"]

Raw = dict[str, list[str]]
Notes = dict[int, str]
LONGEST_CELL = 131_072


@dataclass(frozen=True)
class Summary:
    """How many rows were classified and how many could not be."""

    rows: int
    bad: int

    @property
    def sentence(self) -> str:
        """The summary in words.

        >>> Summary(3, 1).sentence
        '3 rows read, 2 classified, 1 could not be: see the column error.'
        """
        if not self.bad:
            return f"{self.rows} rows read, all classified."
        good = self.rows - self.bad
        return f"{self.rows} rows read, {good} classified, {self.bad} could not be: see the column error."


def classify_file(
    path: Path,
    out: Path | None = None,
    *,
    defaults: Mapping[str, str] | None = None,
    reform: Reform | None = None,
    switches: Mapping[str, str] | None = None,
    as_json: bool = False,
    amend: Callable[[Raw], Raw] | None = None,
    made_with: Mapping[str, str] | None = None,
) -> Summary:
    """Classify every row of a file.

    Parameters
    ----------
    path
        A ``.csv`` or ``.parquet`` file with the columns of the reference, any subset.
    out
        Where to write; by its ending CSV or JSON. Standard output if left out.
    defaults
        Values for columns that the file does not have.
    reform, switches
        As for `classify`.
    as_json
        Write a JSON list to standard output in place of CSV.
    amend
        Function from the raw columns of some rows to those that are judged, as a look at a list of names.
    made_with
        Versions that the findings rest on; each row of JSON names them.

    Raises
    ------
    BadInput
        If the file cannot be read, has an unknown column, or has no row.
    """
    law = reform.law if reform else _law.current()
    book = Book(law, switch_settings(law, switches))
    fixed = dict(defaults or {})
    refuse_unknown(fixed)
    chunks = ((amend(raw) if amend else raw, notes) for raw, notes in _chunks(path, fixed))
    first = next(chunks, None)  # a file that cannot be used is refused before anything is written
    if first is None:
        raise BadInput(f"{path}: no rows under the header; add one row a transaction.")
    if "on" not in first[0]:
        raise BadInput(f"{path}: the column 'on' is missing; add it, or give the day with --on 2026-01-15.")
    rows = bad = 0
    with _writer(out, as_json, made_with) as write, ThreadPoolExecutor(THREADS) as pool:
        for raw, notes, findings in _ahead(pool, chain([first], chunks), book):
            found = findings.result()
            found.errors.update(notes)
            write(found, raw, rows)
            rows += len(found.outcome)
            bad += len(found.errors)
    return Summary(rows, bad)


def _ahead(
    pool: ThreadPoolExecutor, chunks: Iterator[tuple[Raw, Notes]], book: Book
) -> Iterator[tuple[Raw, Notes, "Future[Any]"]]:
    """Keep a few chunks in work while earlier ones are written."""
    waiting: list[tuple[Raw, Notes, Future[Any]]] = []
    for raw, notes in chunks:
        size = len(next(iter(raw.values())))
        waiting.append((raw, notes, pool.submit(classify_columns, raw, size, book)))
        if len(waiting) > THREADS:
            yield waiting.pop(0)
    yield from waiting


def _chunks(path: Path, fixed: dict[str, str]) -> Iterator[tuple[Raw, Notes]]:
    if path.suffix.lower() == ".parquet":
        yield from _parquet_chunks(path, fixed)
    else:
        yield from _csv_chunks(path, fixed)


def _csv_chunks(path: Path, fixed: dict[str, str]) -> Iterator[tuple[Raw, Notes]]:
    csv.field_size_limit(LONGEST_CELL)
    with _opened(path) as file:
        reader = csv.reader(file)
        names = _header(path, reader)
        while True:
            cells, notes = _some_rows(reader, len(names))
            if not cells:
                return
            raw = {name: list(column) for name, column in zip(names, zip(*cells, strict=True), strict=True)}
            yield _with_fixed(raw, fixed, len(cells)), notes


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    check_plain(path)
    try:
        file = path.open(encoding="utf-8-sig", newline="", errors="replace")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); check the path and its rights.") from None
    with file:
        yield file


def _header(path: Path, reader: Any) -> list[str]:
    try:
        names = [name.strip() for name in next(reader)]
    except StopIteration:
        raise BadInput(f"{path}: the file is empty; write a header and one row a transaction.") from None
    except csv.Error as error:
        raise BadInput(f"{path} line 1: {error}; write a header of column names.") from None
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise BadInput(f"{path} line 1: column '{twice[0]}' stands twice; keep one.")
    try:
        refuse_unknown(names)
    except BadInput as error:
        raise BadInput(f"{path} line 1: {error}") from None
    return names


def _some_rows(reader: Any, width: int) -> tuple[list[list[str]], Notes]:
    """Read up to a chunk of rows; a row that cannot be read keeps its place, blank, with a note."""
    cells: list[list[str]] = []
    notes: Notes = {}
    while len(cells) < CHUNK:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            notes[len(cells)] = f"the row cannot be read: {error}."
            row = [""] * width
        if not row:
            continue
        if len(row) != width:
            notes[len(cells)] = f"the row has {len(row)} cells, the header {width}; check commas and quotes."
            row = [""] * width
        cells.append(row)
    return cells, notes


def _with_fixed(raw: Raw, fixed: dict[str, str], size: int) -> Raw:
    return {**{name: [value] * size for name, value in fixed.items() if name not in raw}, **raw}


def _parquet_chunks(path: Path, fixed: dict[str, str]) -> Iterator[tuple[Raw, Notes]]:
    for rows, raw in read_parquet(path, CHUNK):
        yield _with_fixed(raw, fixed, rows), {}


@contextmanager
def _writer(out: Path | None, as_json: bool, made_with: Mapping[str, str] | None) -> Iterator[Any]:
    """Yield a function that writes a chunk of findings; a file appears only when all is written."""
    kind = "json" if as_json else "csv"
    if out is None:
        with _format(kind, sys.stdout, made_with) as write:
            yield write
        return
    kind = {".json": "json", ".csv": "csv"}.get(out.suffix.lower(), "")
    if not kind:
        raise BadInput(f"--out {out}: write .csv or .json.")
    part = out.with_name(f".{out.name}.part")
    try:
        file = part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(
            f"--out {out}: cannot be written ({error.strerror}); check the folder and its rights."
        ) from None
    try:
        with file, _format(kind, file, made_with) as write:
            yield write
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _format(kind: str, file: TextIO, made_with: Mapping[str, str] | None) -> Iterator[Any]:
    if kind == "json":
        yield from _json_writer(file, made_with)
    else:
        yield from _csv_writer(file)


def _csv_writer(file: TextIO) -> Iterator[Any]:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(RESULT_COLUMNS)

    def write(findings: Any, raw: Raw, before: int) -> None:
        columns = {
            name: list(column) for name, column in result_columns(findings, raw, RESULT_COLUMNS).items()
        }
        columns["row"] = [before + row for row in columns["row"]]
        for name in ("nearest_threshold", "nearest_distance"):
            columns[name] = ["" if isnan(number) else f"{number:.6g}" for number in columns[name]]
        _blank_bad_rows(columns, findings.errors)
        writer.writerows(zip(*columns.values(), strict=True))

    yield write


def _blank_bad_rows(columns: dict[str, list[Any]], errors: Mapping[int, str]) -> None:
    for row, sentence in errors.items():
        for name, column in columns.items():
            if name not in {"row", "on", "to"}:
                column[row] = ""
        columns["error"][row] = sentence


def _json_writer(file: TextIO, made_with: Mapping[str, str] | None) -> Iterator[Any]:
    file.write("[")
    stamp = {"made_with": made_with} if made_with else {}
    first = True

    def write(findings: Any, raw: Raw, before: int) -> None:
        nonlocal first
        for row in range(len(findings.outcome)):
            file.write("\n" if first else ",\n")
            first = False
            found = row_dict(findings, row, before + row + 1, raw) | stamp
            json.dump(found, file, ensure_ascii=False)

    yield write
    file.write("\n]\n")
