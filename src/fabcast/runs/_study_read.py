"""From a file to a study: one way in for every kind, and what a grid of ensembles must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from fabcast import ensemble, scenario
from fabcast.errors import BadInput

from ._job import DEFAULT_FORM, check_structure
from ._plan import Plan
from ._study import HEADLINE, POSTERIOR, PRIOR, Study
from ._study_file import ENSEMBLES, StudyFile

Asked = TypeVar("Asked")


def read_kind(file: str | Path, kinds: Mapping[str, Callable[[StudyFile], Asked]]) -> Asked:
    """Read a study of one of several kinds.

    Parameters
    ----------
    file
        The study, a YAML file; its field ``kind`` chooses, ``ensembles`` where there is none.
    kinds
        What makes a study of a file, by kind.

    Raises
    ------
    BadInput
        With file and line, for what cannot be used.
    """
    opened = StudyFile.open(file)
    return kinds[opened.kind(kinds)](opened)


def read_study(file: str | Path) -> Study:
    """Read a study of ensembles.

    Raises
    ------
    BadInput
        With file and line, for what cannot be used.
    """
    return read_kind(file, {ENSEMBLES: study_of})


def study_of(file: StudyFile) -> Study:
    """Make a study of ensembles of a file that was opened.

    Raises
    ------
    BadInput
        With file and line, for what cannot be used.
    """
    file.hold([field.name for field in fields(Study)], ["title", "scenarios"])
    study = Study(
        title=file.text("title"),
        scenarios=tuple(tuple(map(file.beside, names)) for names in file.lists("scenarios")),
        structures=file.words("structures", (DEFAULT_FORM,)),
        seeds=file.numbers("seeds", (1,)),
        basis=file.words("basis", (POSTERIOR,)),
        draws=file.number("draws", 2000),
        outcomes=file.words("outcomes", (HEADLINE,)),
        years=file.numbers("years", (2030,)),
    )
    for one in _checks(study):
        file.check(*one)
    return study


def _checks(study: Study) -> Iterator[tuple[str, Callable[[Any], object], Sequence[Any]]]:
    """What each value must pass; cheap checks first."""
    yield "structures", check_structure, study.structures
    yield "basis", _check_basis, study.basis
    yield "draws", ensemble.check_draws, [study.draws]
    yield "seeds", ensemble.check_seed, study.seeds
    yield "outcomes", ensemble.kept, [study.outcomes]
    yield "years", lambda year: Plan.of((), (), [f"{year}Q4"]), study.years
    yield "scenarios", scenario.load, [name for names in study.scenarios for name in names]


def _check_basis(name: str) -> None:
    if name not in {POSTERIOR, PRIOR}:
        raise BadInput(f"basis '{name}' is not known; write posterior or prior")
