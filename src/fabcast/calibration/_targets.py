"""Which recorded series the model is fitted to, and how wrong each report may be.

``data/targets.csv`` says of every line of the history whether it is data for the fit, and why
not where it is not:

told, prior
    the model, or a prior, was given the number; using it again would count it twice
twin
    the same quantity in another unit, cumulated, or made by arithmetic from others
rival
    another report of a quantity that already has its target

``data/errors.csv`` holds errors by grade and the error that one reporter makes in all reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.facts import load_table

from ._lines import data_file

Scale = Literal["log", "logit"]
Use = Literal["fit", "told", "prior", "twin", "rival"]
Form = Literal["point", "range", "floor", "ceiling"]
REPORTER = "reporter"


class Target(BaseModel):
    """What the fit makes of one line of the history.

    `form` overrides what the report says of itself; ``increment`` takes a cumulative count apart.
    `error` names a fact that replaces the grade's error. Lines with one `mixture` contradict each
    other: one of them is right. `skip` names sources left out. `reporter` is ``each`` where every source
    errs in its own way, or the name of the one who made all reports; blank where nobody's bias counts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("line",)

    line: str
    use: Use
    form: Literal["", "point", "ceiling", "floor", "increment"] = ""
    error: str = ""
    reporter: str = ""
    mixture: str = ""
    periods: str = ""
    skip: str = ""
    why: str


class ErrorRow(BaseModel):
    """Standard deviation of one kind of error on one scale."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("id", "scale")

    id: str
    scale: Scale
    value: float
    why: str


@cache
def targets() -> Mapping[str, Target]:
    """Use of every line of the history, by line id.

    >>> targets()["finfet_capacity"].use
    'told'
    """
    return {row.line: row for row in load_table(data_file("targets.csv"), Target)}


@cache
def _errors() -> Mapping[tuple[str, str], float]:
    return {(row.id, row.scale): row.value for row in load_table(data_file("errors.csv"), ErrorRow)}


def error_of(name: str, scale: Scale) -> float:
    """Error by its name: a grade, ``reporter``, or a parameter of the facts such as ``obs_yield``.

    >>> error_of("A", "log"), error_of("obs_yield", "logit")
    (0.1, 0.6)

    Raises
    ------
    BadInput
        If there is none of that name.
    """
    found = _errors().get((name, scale))
    if found is not None:
        return found
    if name not in facts.parameters():
        raise BadInput(f"targets.csv: error '{name}' is neither a grade nor a parameter of the facts")
    return facts.parameters()[name].central
