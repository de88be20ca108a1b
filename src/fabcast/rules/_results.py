"""Findings of many rows as columns, as text and as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fabcast.rules._assemble import Outcome
from fabcast.rules._columns import COLUMNS
from fabcast.rules._nearest import rounded
from fabcast.rules._prepare import Prepared
from fabcast.rules._words import Words

__all__ = [
    "RESULT_COLUMNS",
    "WORDS_OF_OUTCOME",
    "Findings",
    "NearLines",
    "part_text",
    "result_columns",
    "row_dict",
    "words_of",
]

RESULT_COLUMNS = (
    "row", "item", "on", "to", "eccn", "limb", "licence_required", "grounds", "exceptions", "review_policy",
    "overlays", "readings", "missing", "confidence", "nearest_parameter", "nearest_threshold",
    "nearest_distance", "citations", "eccn_possible", "grounds_possible", "conditions", "duties",
    "not_tested", "error",
)  # fmt: skip
WORDS_OF_OUTCOME = tuple(name for name in RESULT_COLUMNS if name in Outcome.__dataclass_fields__)


class NearLines:
    """The nearest line of each row: position of its parameter in `parameters`, value, distance."""

    def __init__(self, size: int) -> None:
        self.parameters = list(COLUMNS)
        self.parameter = np.full(size, -1, np.int64)
        self.threshold, self.distance = np.full(size, np.nan), np.full(size, np.nan)

    def put(self, rows: Any, line: Any, distance: Any, lines: tuple[tuple[str, float], ...]) -> None:
        """Note the nearest lines of some rows, given as positions in `lines`; -1 is none."""
        positions = np.array([self.parameters.index(name) for name, _ in lines] + [-1])
        values = np.array([value for _, value in lines] + [np.nan])
        self.parameter[rows], self.threshold[rows], self.distance[rows] = (
            positions[line],
            values[line],
            distance,
        )


@dataclass(frozen=True)
class Findings:
    """Findings of some rows: each row points to one of a few outcomes.

    Attributes
    ----------
    made
        The rows as they were read, with the sentence of each error row.
    outcome
        Position in `outcomes`; -1 for an error row.
    outcomes
        Distinct findings, shared by chunks.
    near
        The nearest line of each row.
    """

    made: Prepared
    outcome: npt.NDArray[np.int32]
    outcomes: list[Outcome]
    near: NearLines

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
            return np.array([*findings.near.parameters, ""], object)[findings.near.parameter]
        case "nearest_threshold":
            return findings.near.threshold
        case "nearest_distance":
            return findings.near.distance
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


def row_dict(findings: Findings, row: int, number: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return one row's finding as plain data, as `Finding.to_dict` does."""
    if row in findings.errors:
        return {"row": number, "error": findings.errors[row]}
    outcome = findings.outcomes[int(findings.outcome[row])]
    near: dict[str, Any] = {}
    if findings.near.parameter[row] >= 0:
        near = {
            "parameter": findings.near.parameters[int(findings.near.parameter[row])],
            "threshold": float(findings.near.threshold[row]),
            "distance": rounded(float(findings.near.distance[row])),
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
