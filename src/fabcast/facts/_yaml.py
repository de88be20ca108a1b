"""YAML read as plain text: every scalar is a string, and nothing clever is allowed.

YAML guesses types, and guesses wrong for this subject: a bare ``3E001`` becomes 30.0 and ``NO`` (Norway)
becomes false. So scalars stay text and a schema types them later. Duplicate keys, anchors, aliases, tags
and more than one document are refused; size and depth are bounded. Every refusal names file and line.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, overload

import yaml

from fabcast.errors import BadInput
from fabcast.facts._bytes import read_text

__all__ = ["KeyPath", "Lines", "load_yaml", "parse_yaml"]

KeyPath = tuple[str | int, ...]
Lines = dict[KeyPath, int]

MAX_BYTES = 4_000_000
MAX_DEPTH = 24

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@overload
def load_yaml(path: str | Path, *, lines: Literal[False] = ...) -> Any: ...
@overload
def load_yaml(path: str | Path, *, lines: Literal[True]) -> tuple[Any, Lines]: ...


def load_yaml(path: str | Path, *, lines: bool = False) -> Any:
    r"""Read one YAML document as dicts, lists and strings.

    Parameters
    ----------
    path
        The file.
    lines
        Also return where each key and list item stands: a mapping from key path to line number (from 1).

    Returns
    -------
    The tree; with ``lines=True`` the pair (tree, lines). An empty file gives an empty dict.

    Raises
    ------
    BadInput
        If the file cannot be read, is no YAML, or uses what is refused above.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "a.yaml"
    >>> _ = file.write_text("eccn: 3E001\nto: [NO, CN]\n")
    >>> load_yaml(file)
    {'eccn': '3E001', 'to': ['NO', 'CN']}
    >>> load_yaml(file, lines=True)[1][("to", 1)]
    2
    """
    file = Path(path)
    text = read_text(file, MAX_BYTES)
    tree, places = _Builder(file).build(text)
    return (tree, places) if lines else tree


def parse_yaml(text: str, name: str) -> tuple[Any, Lines]:
    """Read a YAML text that is no file, under a name that stands in messages; refuses what `load_yaml` does.

    >>> parse_yaml("eccn: 3E001", "reform")
    ({'eccn': '3E001'}, {(): 1, ('eccn',): 1})
    """
    return _Builder(Path(name)).build(text)


class _Builder:
    """Builds the tree from parser events, so that what is refused is refused where it stands."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: Lines = {}

    def build(self, text: str) -> tuple[Any, Lines]:
        """Return the tree and the line of every key path."""
        root: Any = {}
        try:
            events = self._checked(yaml.parse(text, Loader=_Loader))
            for event in events:
                if isinstance(event, yaml.NodeEvent):
                    root = self._node(event, events, ())
        except yaml.YAMLError as error:
            raise BadInput(self._sentence(error)) from None
        return root, self.lines

    def _sentence(self, error: yaml.YAMLError) -> str:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "text that is no YAML"
        place = f" line {mark.line + 1}" if mark is not None else ""
        return f"{self.file}{place}: not valid YAML: {problem}; check the indentation and quotes there."

    def _checked(self, events: Any) -> Iterator[Any]:
        documents = 0
        for event in events:
            line = event.start_mark.line + 1
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise BadInput(f"{self.file} line {line}: a second document ('---'); keep one a file.")
            if isinstance(event, yaml.AliasEvent):
                raise BadInput(f"{self.file} line {line}: alias '*{event.anchor}'; write the value out.")
            if getattr(event, "anchor", None) is not None:
                raise BadInput(f"{self.file} line {line}: anchor '&{event.anchor}'; write the value out.")
            if getattr(event, "tag", None) is not None:
                raise BadInput(f"{self.file} line {line}: tag '{event.tag}'; values are plain text here.")
            yield event

    def _node(self, event: Any, events: Iterator[Any], path: KeyPath) -> Any:
        self.lines[path] = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if len(path) >= MAX_DEPTH:
            raise BadInput(
                f"{self.file} line {self.lines[path]}: nested deeper than {MAX_DEPTH}; flatten it."
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _sequence(self, events: Iterator[Any], path: KeyPath) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise BadInput(f"{self.file} line {line}: a key that is a list or mapping; use a plain word.")
            key = event.value
            if key in found:
                first = self.lines[(*path, key)]
                raise BadInput(
                    f"{self.file} line {line}: key '{key}' stands twice (first in line {first}); keep one."
                )
            found[key] = self._node(next(events), events, (*path, key))
            self.lines[(*path, key)] = line
        return found
