"""A table in, a table out: findings for many rows, in chunks on two threads, in the order of the rows."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.errors import BadInput
from fabcast.rules import _law
from fabcast.rules._assemble import Outcome
from fabcast.rules._bulk import Book, groups, judge, judge_briefly
from fabcast.rules._case import refuse_unknown
from fabcast.rules._classify import switch_settings
from fabcast.rules._columns import COLUMNS, ITEM_CLASSES
from fabcast.rules._nearest import rounded
from fabcast.rules._prepare import Prepared, prepare
from fabcast.rules._reform import Reform
from fabcast.rules._words import Words

__all__ = ["RESULT_COLUMNS", "Findings", "classify_columns", "classify_table"]

CHUNK = 65_536
"""Rows of a file read at a time."""
TABLE_CHUNK = 262_144
"""Rows of a table judged at a time: a group of one stretch of law should be some thousands."""
THREADS = 2
RESULT_COLUMNS = (
    "row", "item", "on", "to", "eccn", "limb", "licence_required", "grounds", "exceptions", "review_policy",
    "overlays", "readings", "missing", "confidence", "nearest_parameter", "nearest_threshold",
    "nearest_distance", "citations", "eccn_possible", "grounds_possible", "conditions", "duties",
    "not_tested", "error",
)  # fmt: skip
BRIEF = frozenset({"row", "item", "on", "to", "eccn", "licence_required", "review_policy", "error"})
WORDS_OF_OUTCOME = tuple(name for name in RESULT_COLUMNS if name in Outcome.__dataclass_fields__)


@dataclass(frozen=True)
class Findings:
    """Findings of some rows: each row points to one of a few outcomes.

    Attributes
    ----------
    outcome
        Position in `outcomes`; -1 for an error row.
    outcomes
        Distinct findings, shared by chunks.
    nearest
        Parameter, threshold and distance of the nearest line, or ``None``.
    errors
        Sentence of each error row.
    """

    made: Prepared
    outcome: npt.NDArray[np.int64]
    outcomes: list[Outcome]
    parameter: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    distance: npt.NDArray[np.float64]
    parameters: list[str]

    @property
    def errors(self) -> dict[int, str]:
        """Sentence of each error row."""
        return self.made.errors

    def column(self, name: str) -> Words:
        """Return one part of the findings as text, lists joined by ``;``."""
        return words_of(name, self.outcomes, self.outcome)


def part_text(part: Any) -> str:
    """Write one part of a finding for a table.

    >>> part_text(("a.1", "a.2")), part_text(({"id": "NAC", "available": "yes", "notice_days": 25},))
    ('a.1;a.2', 'NAC:yes:25')
    """
    if isinstance(part, str):
        return part
    return ";".join(item if isinstance(item, str) else _item_text(item) for item in part)


def _item_text(item: dict[str, Any]) -> str:
    words = [value for key, value in item.items() if key != "conditions"]
    return ":".join("" if word is None else str(word) for word in words)


def classify_columns(
    raw: Mapping[str, Any], size: int, book: Book, near: bool = True, brief: bool = False
) -> Findings:
    """Judge raw columns of one chunk."""
    made = prepare(raw, size)
    outcome = np.full(size, -1, np.int64)
    parameter = np.full(size, -1, np.int64)
    threshold, distance = np.full(size, np.nan), np.full(size, np.nan)
    good = np.ones(size, bool)
    good[list(made.errors)] = False
    rows = np.flatnonzero(good)
    names = list(COLUMNS)
    for plan, inside in groups(book.law, made.days[rows], made.kinds[rows], list(ITEM_CLASSES)):
        here = rows[inside]
        columns = made.columns.take(here)
        judged = judge_briefly(plan, columns, book) if brief else judge(plan, columns, book, near)
        outcome[here] = judged.outcome
        if judged.lines:
            positions = np.array([names.index(name) for name, _ in judged.lines] + [-1])
            values = np.array([value for _, value in judged.lines] + [np.nan])
            parameter[here], threshold[here] = positions[judged.line], values[judged.line]
            distance[here] = judged.distance
    return Findings(made, outcome, book.outcomes, parameter, threshold, distance, names)


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
        return {"outcome": findings.outcome.astype(np.int32)} | result_columns(findings, raw, own)

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


def words_of(name: str, outcomes: list[Outcome], rows: npt.NDArray[Any]) -> Words:
    """Return one part of the findings of some rows as text, lists joined by ``;``; -1 is an error row."""
    texts = [part_text(getattr(outcome, name)) for outcome in outcomes]
    categories = list(dict.fromkeys(texts))
    place = {text: index for index, text in enumerate(categories)}
    kind = np.int8 if len(categories) < 128 else np.int32
    return Words(np.array([*(place[text] for text in texts), -1], kind)[rows], categories)


def result_columns(
    findings: Findings, raw: Mapping[str, Any], fields: Sequence[str]
) -> dict[str, npt.NDArray[Any]]:
    """Write findings out as columns."""
    size = len(findings.outcome)
    found: dict[str, Any] = {}
    for name in fields:
        if name in WORDS_OF_OUTCOME:
            found[name] = findings.column(name)
        else:
            found[name] = _own_column(name, findings, raw, size)
    return found


def _own_column(  # noqa: PLR0911 -- one a column
    name: str, findings: Findings, raw: Mapping[str, Any], size: int
) -> npt.NDArray[Any]:
    made = findings.made
    match name:
        case "row":
            return np.arange(1, size + 1)
        case "item":
            return np.array(made.labels, object)[made.label_codes]
        case "error":
            return _error_column(findings.errors, size)
        case "nearest_parameter":
            return np.array([*findings.parameters, ""], object)[findings.parameter]
        case "nearest_threshold":
            return findings.threshold
        case "nearest_distance":
            return findings.distance
        case _:
            return _as_given(raw.get(name), size)


def _error_column(errors: Mapping[int, str], size: int) -> npt.NDArray[np.object_]:
    found = np.full(size, "", object)
    for row, sentence in errors.items():
        found[row] = sentence
    return found


def _as_given(values: Any, size: int) -> npt.NDArray[Any]:
    """Return a column of the input as it came."""
    if values is None:
        return np.full(size, "", object)
    if hasattr(values, "categories"):
        words = np.array([*values.categories, ""], object)
        coded: npt.NDArray[Any] = words[np.asarray(values.codes)]
        return coded
    found: npt.NDArray[Any] = values if isinstance(values, np.ndarray) else np.array(values, object)
    return found


def _like(frame: Any, found: dict[str, Any]) -> Any:
    """Return a table of the same kind as the one that came in."""
    if hasattr(frame, "columns") and not isinstance(frame, Mapping):
        plain = {
            name: np.asarray(column) if isinstance(column, Words) else column
            for name, column in found.items()
        }
        return type(frame)(plain)
    return found


def row_dict(findings: Findings, row: int, number: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return one row's finding as plain data, as `Finding.to_dict` does."""
    if row in findings.errors:
        return {"row": number, "error": findings.errors[row]}
    outcome = findings.outcomes[int(findings.outcome[row])]
    near: dict[str, Any] = {}
    if findings.parameter[row] >= 0:
        near = {
            "parameter": findings.parameters[int(findings.parameter[row])],
            "threshold": float(findings.threshold[row]),
            "distance": rounded(float(findings.distance[row])),
        }
    head = {
        "row": number,
        "item": findings.made.labels[int(findings.made.label_codes[row])],
        "on": str(raw["on"][row])[:10],
        "to": findings_place(findings, row),
    }
    parts = {name: _plain(getattr(outcome, name)) for name in WORDS_OF_OUTCOME}
    return head | parts | {"nearest": near, "trace": {}}


def findings_place(findings: Findings, row: int) -> str | None:
    """Return the destination of a row."""
    codes = findings.made.columns.codes.get("to")
    if codes is None or codes[row] < 0:
        return None
    return str(findings.made.columns.words["to"][int(codes[row])])


def _plain(part: Any) -> Any:
    return list(part) if isinstance(part, tuple) else part
