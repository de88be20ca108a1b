"""The shipped tables, each read once and kept: plain functions that return frozen records."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import as_file
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fabcast.errors import BadInput
from fabcast.facts._chip import Chip
from fabcast.facts._schema import (
    Claim,
    Event,
    InputPath,
    Observation,
    Parameter,
    PathPoint,
    PathRow,
    Question,
    Source,
)
from fabcast.facts._table import line_of, load_table, problem
from fabcast.facts._units import first_unknown
from fabcast.facts._version import DATA
from fabcast.facts._yaml import Lines, load_yaml

__all__ = [
    "chips",
    "claims",
    "events",
    "load_events",
    "load_parameters",
    "load_paths",
    "load_series",
    "parameters",
    "paths",
    "questions",
    "series",
    "sources",
]

T = TypeVar("T")


def _shipped(name: str, read: Callable[[Path], T]) -> T:
    with as_file(DATA / name) as path:
        return read(path)


def _by_id(rows: Iterable[Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType({row.id: row for row in rows})


def load_parameters(path: str | Path) -> tuple[Parameter, ...]:
    """Read a parameter table and check its units.

    Raises
    ------
    BadInput
        File, line and field of the first thing wrong.
    """
    rows = load_table(path, Parameter)
    _check_units(path, (row.unit for row in rows))
    return rows


def _check_units(path: str | Path, units: Iterable[str]) -> None:
    unknown = first_unknown(units)
    if unknown is not None:
        line = line_of(path, unit=unknown)
        raise BadInput(
            f"{path} line {line}, field unit: '{unknown}' is no known unit; "
            "correct it or define it in units.txt."
        )


def load_paths(path: str | Path) -> tuple[InputPath, ...]:
    """Read a table of dated inputs, one row a period, and gather them by id.

    Raises
    ------
    BadInput
        File, line and field of the first thing wrong, or an id whose rows disagree on unit or shape.
    """
    rows = load_table(path, PathRow)
    _check_units(path, (row.unit for row in rows))
    gathered: dict[str, list[PathRow]] = defaultdict(list)
    for row in rows:
        gathered[row.id].append(row)
    return tuple(_path(Path(path), group) for group in gathered.values())


def _path(file: Path, rows: list[PathRow]) -> InputPath:
    first = rows[0]
    for row in rows:
        if (row.unit, row.shape) != (first.unit, first.shape):
            line = line_of(file, id=row.id, period=row.period)
            raise BadInput(
                f"{file} line {line}, field unit: rows of '{row.id}' differ in unit or shape; "
                "make them alike."
            )
    points = sorted(rows, key=lambda row: row.period)
    return InputPath(
        id=first.id,
        description=first.description,
        unit=first.unit,
        shape=first.shape,
        rows=tuple(
            PathPoint(period=r.period, low=r.low, central=r.central, high=r.high, known_from=r.known_from)
            for r in points
        ),
        kind=first.kind,
        grade=max(row.grade for row in rows),
        source_ids=tuple(dict.fromkeys(source for row in rows for source in row.source_ids)),
        rests_on=tuple(dict.fromkeys(name for row in rows for name in row.rests_on)),
        known_from=max(row.known_from for row in rows),
        note=first.note,
    )


def load_series(path: str | Path) -> tuple[Observation, ...]:
    """Read a table of reports and check its units.

    Raises
    ------
    BadInput
        File, line and field of the first thing wrong.
    """
    rows = load_table(path, Observation)
    _check_units(path, (row.unit for row in rows))
    return rows


def load_events(path: str | Path) -> tuple[Event, ...]:
    """Read a list of events from YAML.

    Raises
    ------
    BadInput
        File, line and field of the first thing wrong.
    """
    tree, lines = load_yaml(path, lines=True)
    if not isinstance(tree, list):
        raise BadInput(f"{path} line 1: a list of events is needed; start each with '- id:'.")
    made: dict[str, Event] = {}
    for index, entry in enumerate(tree):
        event = _record(Path(path), entry, index, lines, Event)
        if event.id in made:
            raise BadInput(f"{path} line {lines[(index,)]}, field id: '{event.id}' stands twice; keep one.")
        made[event.id] = event
    return tuple(made.values())


R = TypeVar("R", bound=BaseModel)


def _record(file: Path, entry: Any, index: int, lines: Lines, row: type[R]) -> R:
    try:
        return row.model_validate(entry)
    except ValidationError as error:
        field, sentence = problem(error)
        loc = error.errors(include_url=False)[0]["loc"]
        line = next(
            (lines[(index, *loc[:n])] for n in range(len(loc), -1, -1) if (index, *loc[:n]) in lines), 1
        )
        place = f", field {field}" if field else ""
        raise BadInput(f"{file} line {line}{place}: {sentence}") from None


@cache
def parameters() -> MappingProxyType[str, Parameter]:
    """Return every undated number of the model by id: used, rival and planned.

    >>> parameters()["gpu_hazard"].unit
    '1/year'
    """
    return _by_id(_shipped("parameters.csv", load_parameters))


@cache
def paths() -> MappingProxyType[str, InputPath]:
    """Return every dated input by id.

    >>> paths()["tsmc_die_deliveries"].rows[0].period
    '2023Q3'
    """
    return _by_id(_shipped("paths.csv", load_paths))


@cache
def chips() -> MappingProxyType[str, Chip]:
    """Return the accelerator catalogue by id.

    >>> chips()["nvidia-h20-96gb"].tpp_bits_x_tops
    2368.0
    """
    return _by_id(_shipped("chips.csv", lambda path: load_table(path, Chip)))


@cache
def series() -> MappingProxyType[str, tuple[Observation, ...]]:
    """Return reports by series; rival reports of one period stand side by side, in file order.

    >>> len({row.source_ids for row in series()["cn.smic.yield"]}) > 1
    True
    """
    gathered: dict[str, list[Observation]] = defaultdict(list)
    for row in _shipped("series.csv", load_series):
        gathered[row.series].append(row)
    return MappingProxyType({name: tuple(rows) for name, rows in gathered.items()})


@cache
def events() -> MappingProxyType[str, Event]:
    """Return dated steps of governments and market outcomes by id.

    >>> events()["us-2022-10-07-ifr"].effective
    ('2022-10-07', '2022-10-12', '2022-10-21')
    """
    return _by_id(_shipped("events.yaml", load_events))


@cache
def claims() -> tuple[Claim, ...]:
    """Return the checkable statements, in file order.

    >>> claims()[0].comparator
    '>='
    """
    return _shipped("claims.csv", lambda path: load_table(path, Claim))


@cache
def sources() -> MappingProxyType[str, Source]:
    """Return every source by id.

    >>> sources()["expert-judgement"].grade.value
    'D'
    """
    return _by_id(_shipped("sources.csv", lambda path: load_table(path, Source)))


@cache
def questions() -> tuple[Question, ...]:
    """Return what sources contradict each other on, or leave open.

    >>> any(question.resolved == "open" for question in questions())
    True
    """
    return _shipped("questions.csv", lambda path: load_table(path, Question))
