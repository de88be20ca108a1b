"""A piece of a rule file that knows where it stands, so that every refusal names file and line."""

from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Any, NoReturn

from fabcast.errors import BadInput

__all__ = ["Part"]


class Part:
    """A mapping, list or text of a file that knows where it stands, so that errors can say so."""

    def __init__(
        self, tree: Any, file: str, lines: dict[tuple[Any, ...], int], path: tuple[Any, ...] = ()
    ) -> None:
        self.tree, self.file, self.lines, self.path = tree, file, lines, path

    @property
    def line(self) -> int:
        """Line number, from 1."""
        return self.lines.get(self.path, 1)

    def fail(self, text: str, key: Any = None) -> NoReturn:
        """Raise `BadInput` for this part, or for one key of it."""
        line = self.lines.get((*self.path, key), self.line) if key is not None else self.line
        raise BadInput(f"{self.file} line {line}: {text}")

    def at(self, key: Any) -> "Part":
        """Go down one step."""
        if isinstance(self.tree, dict) and key not in self.tree:
            self.fail(f"'{key}' is missing; add it")
        return Part(self.tree[key], self.file, self.lines, (*self.path, key))

    def only(self, allowed: Iterable[str]) -> "Part":
        """Refuse any key outside `allowed`; needs a mapping."""
        if not isinstance(self.tree, dict):
            self.fail(f"expected a mapping with keys such as {', '.join(list(allowed)[:3])}")
        for key in self.tree:
            if key not in allowed:
                self.fail(f"unknown key '{key}'; known keys: {', '.join(sorted(allowed))}", key)
        return self

    def items(self, key: str) -> "list[Part]":
        """Return the entries of a list under `key`; an absent key is an empty list."""
        if key not in self.tree:
            return []
        part = self.at(key)
        if not isinstance(part.tree, list):
            part.fail(f"'{key}' must be a list")
        return [part.at(index) for index in range(len(part.tree))]

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text under `key`."""
        if not isinstance(self.tree, dict):
            self.fail(f"expected a mapping with the key '{key}'")
        value = self.tree.get(key, default)
        if value is None:
            self.fail(f"'{key}' is missing; add it")
        if not isinstance(value, str):
            self.fail(f"'{key}' must be text", key)
        return " ".join(value.split())

    def choice(self, key: str, words: tuple[str, ...], default: str | None = None) -> str:
        """Return the text under `key` if it is one of `words`."""
        value = self.text(key, default)
        if value not in words:
            self.fail(f"'{key}' is '{value}'; write one of {', '.join(words)}", key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(str(part.tree) for part in self.items(key))

    def day(self, key: str, default: date | None = None) -> date:
        """Return an ISO date."""
        if key not in self.tree and default is not None:
            return default
        value = self.text(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{key}' is '{value}', no ISO date; write it as 2026-01-15", key)

    def number(self, key: str) -> float:
        """Return a number."""
        value = self.text(key)
        try:
            number = float(value)
        except ValueError:
            self.fail(f"'{key}' is '{value}', no number", key)
        if not isfinite(number):
            self.fail(f"'{key}' is '{value}', not finite; write a plain number", key)
        return number
