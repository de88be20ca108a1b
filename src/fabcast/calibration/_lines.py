"""Recorded series and the quantities of the model that answer them.

``data/history.csv`` maps each series: how it is read, its unit, and whether the model was told
it (``input``) and why that is acceptable.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from fabcast.errors import BadInput
from fabcast.facts import load_table

Group = Literal["chips", "fabs", "memory", "trade", "compute", "tools"]


class HistoryLine(BaseModel):
    """One recorded series and the quantity of the model that answers it.

    `scale` takes the record to `unit`, `factor` the model. Lines with one `panel` share a figure.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: Group
    panel: str
    title: str
    role: Literal["main", "rival"]
    table: Literal["series", "path", "parameter"]
    record: str
    entity: str = ""
    periods: str = ""
    combine: Literal["", "year", "year ceiling", "floor"] = ""
    scale: float
    model: str
    reading: str
    factor: float
    unit: str
    input: Literal["no", "partly", "yes"]
    why: str = ""


@cache
def history_lines() -> tuple[HistoryLine, ...]:
    """All recorded series that the model answers.

    >>> len(history_lines()) > 25
    True
    """
    return load_table(data_file("history.csv"), HistoryLine)


def line_named(name: str) -> HistoryLine:
    """Return the line with an id.

    Raises
    ------
    BadInput
        If there is none.
    """
    found = [line for line in history_lines() if line.id == name]
    if not found:
        raise BadInput(f"series '{name}' is not in the history; list them with `fabcast history`")
    return found[0]


def data_file(name: str) -> Path:
    """Path of a table of this room."""
    return Path(str(files("fabcast.calibration"))) / "data" / name
