"""A study as a file: every refusal names file, line and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from fabcast import ensemble, scenario
from fabcast.errors import BadInput
from fabcast.facts import load_yaml

from ._job import DEFAULT_FORM, check_structure
from ._plan import Plan
from ._study import HEADLINE, POSTERIOR, PRIOR, Study


def read_study(file: str | Path) -> Study:
    """Read a study.

    Raises
    ------
    BadInput
        With file and line, for what cannot be used.
    """
    tree, lines = load_yaml(file, lines=True)
    known = [field.name for field in fields(Study)]
    reader = _Reader(Path(file), tree, dict(lines))
    for key in reader.fields():
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
            raise reader.refuse(key, f"unknown field '{key}'; {hint}")
    for needed in ("title", "scenarios"):
        if needed not in reader.fields():
            raise reader.refuse("", f"no {needed}; add a line `{needed}: …`")
    return _checked(reader)


def _checked(reader: _Reader) -> Study:
    study = Study(
        title=reader.text("title"),
        scenarios=reader.scenarios(),
        structures=reader.words("structures", (DEFAULT_FORM,)),
        seeds=reader.numbers("seeds", (1,)),
        basis=reader.words("basis", (POSTERIOR,)),
        draws=reader.numbers("draws", (2000,))[0],
        outcomes=reader.words("outcomes", (HEADLINE,)),
        years=reader.numbers("years", (2030,)),
    )
    for field, check, values in _checks(study):
        for value in values:
            try:
                check(value)
            except BadInput as error:
                raise reader.refuse(field, str(error)) from None
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


@dataclass(frozen=True)
class _Reader:
    """A parsed file that knows where each field stands."""

    file: Path
    tree: Any
    lines: dict[Any, int]

    def fields(self) -> Sequence[str]:
        if not isinstance(self.tree, dict):
            raise self.refuse("", "not fields with values; start with a line `title: …`")
        return list(self.tree)

    def refuse(self, field: str, sentence: str) -> BadInput:
        return BadInput(f"{self.file} line {self.lines.get((field,), 1)}: {sentence}")

    def text(self, field: str) -> str:
        value = self.tree[field]
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(field, f"{field} is not a text; write it on one line")
        return " ".join(value.split())

    def words(self, field: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self.tree.get(field, list(default))
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not found or not all(isinstance(word, str) for word in found):
            raise self.refuse(field, f"{field} is not a list of words; write it as [one, another]")
        return tuple(dict.fromkeys(found))

    def numbers(self, field: str, default: tuple[int, ...]) -> tuple[int, ...]:
        words = self.words(field, tuple(map(str, default)))
        for word in words:
            if not (word.isascii() and word.isdigit()):
                raise self.refuse(field, f"{field}: '{word}' is not a whole number")
        return tuple(int(word) for word in words)

    def scenarios(self) -> tuple[tuple[str, ...], ...]:
        value = self.tree["scenarios"]
        lists = (
            value if isinstance(value, list) and value and all(isinstance(v, list) for v in value) else None
        )
        if lists is None or not all(v and all(isinstance(name, str) for name in v) for v in lists):
            raise self.refuse("scenarios", "scenarios is not a list of lists; write each as - [one, another]")
        return tuple(tuple(self._beside(name) for name in names) for names in lists)

    def _beside(self, name: str) -> str:
        """Take a scenario file as standing beside the study, not where the command was called."""
        return str(self.file.parent / name) if name.endswith((".yaml", ".yml")) else name
