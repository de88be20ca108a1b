"""Reading a YAML file that knows where each key stands; what it refuses has file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from fabcast.errors import BadInput

from ._levers import Lever

ALL_CHIPS = "all"
_NO_CAP = "none"
KeyPath = tuple[str | int, ...]


class Unfound(BadInput):
    """There is no scenario of that name; whoever named it says where."""


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file that knows where each key stands."""

    file: FilePath
    lines: Mapping[KeyPath, int]

    def refuse(self, place: KeyPath, sentence: str) -> BadInput:
        """Make the refusal of what stands at a place."""
        while place and place not in self.lines:
            place = place[:-1]
        return BadInput(f"{self.file} line {self.lines.get(place, 1)}: {sentence}")


def known_keys(source: Source, place: KeyPath, tree: Any, known: tuple[str, ...], what: str) -> None:
    """Refuse what is no mapping, and keys that are not known."""
    if not isinstance(tree, dict):
        raise source.refuse(place, f"expected {what}s with values here; indent them below this line")
    for key in tree:
        if key not in known:
            raise source.refuse((*place, key), f"unknown {what} {key!r}{did_you_mean(key, known)}")


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """End a sentence about an unknown word with the nearest known ones.

    >>> did_you_mean("licence_grants", ("licence_grant", "us_fee"))
    '; did you mean licence_grant?'
    >>> did_you_mean("x", ("US", "JP"))
    '; known: US, JP'
    """
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), folded, n=3, cutoff=0.6)
    if near:
        return f"; did you mean {' or '.join(folded[name] for name in near)}?"
    return f"; known: {', '.join(known)}"


def text(source: Source, tree: Mapping[str, Any], field: str, default: str = "", place: KeyPath = ()) -> str:
    """Read a text below a place, on one line; a default where it is missing, if there is one."""
    if field not in tree and not default:
        raise source.refuse(place, f"no {field}; add a line `{field}: ...`")
    value = tree.get(field, default)
    if not isinstance(value, str) or not value.strip():
        raise source.refuse((*place, field), f"{field} is not a text; write it on one line or as a block")
    return " ".join(value.split())


def read_date(source: Source, place: KeyPath, text: Any) -> date:
    """Read a day as 2026-01-15."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise source.refuse(place, f"{text!r} is not a date; write it as 2026-01-15")
    return day


def lever_value(source: Source, lever: Lever, text: Any, place: KeyPath) -> float:
    """Read a lever's number inside its bounds; `none` for no cap."""
    if text == _NO_CAP and lever.high == float("inf"):
        return float("inf")
    try:
        value = float(text)
    except (TypeError, ValueError):
        raise source.refuse(place, f"{text!r} is not a number; lever {lever.id} is in {lever.unit}") from None
    if not lever.low <= value <= lever.high:
        raise source.refuse(
            place, f"{text} is outside {lever.low:g} to {lever.high:g}; lever {lever.id} is in {lever.unit}"
        )
    return value


def read_cites(source: Source, place: KeyPath, tree: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the ids that a part of the file cites; none where it says nothing."""
    cites = tree.get("cites", [])
    if not isinstance(cites, list) or not all(isinstance(cite, str) for cite in cites):
        raise source.refuse(
            (*place, "cites"), "cites is not a list of ids; write it as [us-2026-01-15-review-policy]"
        )
    return tuple(cites)
