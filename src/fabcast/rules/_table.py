"""A table in, a table out: findings for many rows, in chunks on two threads, in the order of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.errors import BadInput
from fabcast.rules import _law
from fabcast.rules._assemble import Outcome
from fabcast.rules._bulk import Book, groups, judge, judge_briefly
from fabcast.rules._case import refuse_unknown
from fabcast.rules._classify import switch_settings
from fabcast.rules._columns import ITEM_CLASSES
from fabcast.rules._prepare import prepare
from fabcast.rules._reform import Reform
from fabcast.rules._results import (
    RESULT_COLUMNS,
    WORDS_OF_OUTCOME,
    Findings,
    NearLines,
    result_columns,
    words_of,
)
from fabcast.rules._words import Words

__all__ = ["CHUNK", "THREADS", "classify_columns", "classify_table"]

CHUNK = 65_536
"""Rows of a file read at a time."""
TABLE_CHUNK = 262_144
"""Rows of a table judged at a time: a group of one stretch of law should be some thousands."""
THREADS = 2
BRIEF = frozenset({"row", "item", "on", "to", "eccn", "licence_required", "review_policy", "error"})


def classify_columns(
    raw: Mapping[str, Any], size: int, book: Book, near: bool = True, brief: bool = False
) -> Findings:
    """Judge raw columns of one chunk."""
    made = prepare(raw, size)
    outcome = np.full(size, -1, np.int32)
    lines = NearLines(0 if brief else size)
    rows = np.setdiff1d(np.arange(size), list(made.errors)) if made.errors else None
    days, kinds = (made.days, made.kinds) if rows is None else (made.days[rows], made.kinds[rows])
    for plan, inside in groups(book.law, days, kinds, list(ITEM_CLASSES)):
        here = inside if rows is None else rows[inside]
        columns = made.columns.take(here)
        judged = judge_briefly(plan, columns, book) if brief else judge(plan, columns, book, near)
        outcome[here] = judged.outcome
        if judged.lines:
            lines.put(here, judged.line, judged.distance, judged.lines)
    return Findings(made, outcome, book.outcomes, lines)


def chunks(frame: Any, size: int, rows: int) -> Iterator[dict[str, Any]]:
    """Cut a table into chunks of rows; each column stays what it was."""
    names = list(frame.columns) if hasattr(frame, "columns") else list(frame)
    columns = {str(name): _column(frame[name]) for name in names}
    for start in range(0, size, rows):
        yield {name: column[start : start + rows] for name, column in columns.items()}


def _column(values: Any) -> Any:
    """Return the bare values of a column of pandas, polars or plain Python."""
    inner = getattr(values, "array", None)
    if inner is not None and hasattr(inner, "categories"):
        return inner
    if hasattr(values, "to_numpy"):
        return values.to_numpy()
    return values


def size_of(frame: Any) -> int:
    """Return the number of rows, refusing columns of different lengths."""
    names = list(frame.columns) if hasattr(frame, "columns") else list(frame)
    refuse_unknown(names)
    lengths = {len(frame[name]) for name in names}
    if len(lengths) > 1:
        raise BadInput(f"columns have different lengths: {', '.join(map(str, sorted(lengths)))} rows.")
    return lengths.pop() if lengths else 0


def classify_table(
    frame: Any,
    *,
    reform: Reform | None = None,
    switches: Mapping[str, str] | None = None,
    fields: Sequence[str] = RESULT_COLUMNS,
) -> Any:
    """Judge every row of a table.

    Parameters
    ----------
    frame
        A pandas or polars data frame, or a mapping of columns, one row a transaction; see the reference for
        the columns.
    reform, switches
        As for `classify`.
    fields
        Columns wanted. ``("eccn", "licence_required", "review_policy")`` is quicker than all.

    Returns
    -------
    A table of the same kind with one row a row, in order. A bad row has its sentence in ``error`` and blanks
    elsewhere.

    Examples
    --------
    >>> found = classify_table({"name": ["H20", "H2O"], "on": ["2024-06-01"] * 2, "to": ["CN"] * 2})
    >>> found["licence_required"], found["error"][1]
    (Words(['no', '']), "chip 'H2O' is not in the catalogue; did you mean H20?")
    """
    for name in fields:
        if name not in RESULT_COLUMNS:
            raise BadInput(f"unknown field '{name}'; fields: {', '.join(RESULT_COLUMNS)}.")
    law = reform.law if reform else _law.current()
    book = Book(law, switch_settings(law, switches))
    size = size_of(frame)
    near = any(name.startswith("nearest") for name in fields)
    brief = set(fields) <= BRIEF

    def work(raw: dict[str, Any]) -> dict[str, npt.NDArray[Any]]:
        rows = len(next(iter(raw.values())))
        findings = classify_columns(raw, rows, book, near, brief)
        own = [name for name in fields if name not in WORDS_OF_OUTCOME]
        return {"outcome": findings.outcome} | result_columns(findings, raw, own)

    cut = chunks(frame, size, TABLE_CHUNK)
    if size <= TABLE_CHUNK:
        parts = [work(raw) for raw in cut]
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            parts = list(pool.map(work, cut))
    found = _joined(parts, book.outcomes, fields)
    if "row" in found:
        found["row"] = np.arange(1, size + 1)
    return _like(frame, found)


def _joined(
    parts: list[dict[str, npt.NDArray[Any]]], outcomes: list[Outcome], fields: Sequence[str]
) -> dict[str, Any]:
    """Join the chunks; words are looked up once, at the end."""
    joined = (
        {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])} if parts else {}
    )
    outcome = joined.pop("outcome", np.zeros(0, np.int64))
    return {name: joined[name] if name in joined else words_of(name, outcomes, outcome) for name in fields}


def _like(frame: Any, found: dict[str, Any]) -> Any:
    """Return a table of the same kind as the one that came in."""
    if hasattr(frame, "columns") and not isinstance(frame, Mapping):
        plain = {
            name: np.asarray(column) if isinstance(column, Words) else column
            for name, column in found.items()
        }
        return type(frame)(plain)
    return found
