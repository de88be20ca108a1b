"""A study as a file: fields that know where they stand, whatever kind of study asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput
from fabcast.facts import below, load_yaml

KIND, ENSEMBLES = "kind", "ensembles"
_DIGITS = 18
Lists = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class StudyFile:
    """A parsed study; every refusal names file, line and what to write instead.

    Each reader takes a field and what stands for it where the file is silent, and raises `BadInput`.
    """

    file: Path
    tree: Mapping[str, Any]
    lines: Mapping[Any, int]

    @classmethod
    def open(cls, file: str | Path) -> StudyFile:
        """Read a file.

        Raises
        ------
        BadInput
            It cannot be read, is no YAML, or holds no fields.
        """
        tree, lines = load_yaml(file, lines=True)
        if not isinstance(tree, dict):
            raise BadInput(f"{file} line 1: not fields with values; start with a line `title: …`")
        return cls(Path(file), tree, dict(lines))

    def refuse(self, field: str, sentence: str) -> BadInput:
        """Return a refusal with file and line; a blank field stands for the file."""
        return BadInput(f"{self.file} line {self.lines.get((field,), 1)}: {sentence}")

    def hold(self, known: Sequence[str], needed: Sequence[str]) -> None:
        """Refuse a field that the kind of study does not have, or the lack of one that it must have."""
        for field in self.tree:
            if field not in {KIND, *known}:
                near = get_close_matches(field, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
                raise self.refuse(field, f"unknown field '{field}'; {hint}")
        for field in needed:
            if field not in self.tree:
                raise self.refuse("", f"no {field}; add a line `{field}: …`")

    def check(self, field: str, check: Callable[[Any], object], values: Iterable[Any]) -> None:
        """Put values of a field through a check, whose refusal gets file and line."""
        for value in values:
            try:
                check(value)
            except BadInput as error:
                raise self.refuse(field, str(error)) from None

    def kind(self, known: Iterable[str]) -> str:
        """Return what kind of study it is: ensembles where it does not say."""
        names = list(known)
        value = self.text(KIND) if KIND in self.tree else ENSEMBLES
        if value not in names:
            raise self.refuse(KIND, f"kind '{value}' is not known; choose one of: {', '.join(names)}")
        return value

    def text(self, field: str) -> str:
        """Return a text of one line."""
        value = self.tree[field]
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(field, f"{field} is not a text; write it on one line")
        return " ".join(value.split())

    def words(self, field: str, default: Sequence[str]) -> tuple[str, ...]:
        """Return words, each once; one alone needs no brackets."""
        value = self.tree.get(field, list(default))
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not found or not all(isinstance(word, str) for word in found):
            raise self.refuse(field, f"{field} is not a list of words; write it as [one, another]")
        return tuple(dict.fromkeys(found))

    def numbers(self, field: str, default: Sequence[int]) -> tuple[int, ...]:
        """Return whole numbers from 0 up, each once."""
        return tuple(dict.fromkeys(self._number(field, word) for word in self.words(field, _words(default))))

    def number(self, field: str, default: int) -> int:
        """Return one whole number from 0 up."""
        found = self.numbers(field, [default])
        if len(found) > 1:
            raise self.refuse(field, f"{field} is one number for all jobs; write it as {field}: {default}")
        return found[0]

    def _number(self, field: str, word: str) -> int:
        if not (word.isascii() and word.isdigit()):
            raise self.refuse(field, f"{field}: '{word}' is not a whole number")
        if len(word) > _DIGITS:
            raise self.refuse(field, f"{field}: {word} is too large; write at most {_DIGITS} digits")
        return int(word)

    def lists(self, field: str, default: Lists = (), *, empty: bool = False) -> Lists:
        """Return a list of lists of words; whether an inner one may be `empty` is the field's to say."""
        value = self.tree.get(field, [list(one) for one in default])
        whole = isinstance(value, list) and value and all(isinstance(one, list) for one in value)
        if not whole or not all((one or empty) and all(isinstance(w, str) for w in one) for one in value):
            raise self.refuse(field, f"{field} is not a list of lists; write each as - [one, another]")
        return tuple(map(tuple, value))

    def beside(self, name: str) -> str:
        """Take a scenario file as standing beside the study, not where the command was called.

        Raises
        ------
        BadInput
            For a file that stands elsewhere: a study that came from others cannot name one of yours.
        """
        if not name.endswith((".yaml", ".yml")):
            return name
        try:
            return str(below(self.file.parent, name))
        except BadInput as error:
            raise self.refuse("scenarios", str(error)) from None


def _words(numbers: Iterable[int]) -> list[str]:
    return [str(number) for number in numbers]
