"""From a YAML file to a `Scenario`: every refusal names file, line and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from fabcast.errors import BadInput
from fabcast.facts import load_yaml

from ._levers import CHIP_RULES, IN_FORCE, LEVERS, OFF, Lever
from ._scenario import Scenario, Setting, Step

FIELDS = ("title", "question", "description", "extends", "branches_from", "levers")
STEP_FIELDS = ("from", "value", "fact", "unit", "note", "cites")
ALL_CHIPS = "all"
_NO_CAP = "none"
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A parsed file that knows where each key stands."""

    file: FilePath
    lines: dict[KeyPath, int]

    def refuse(self, place: KeyPath, sentence: str) -> BadInput:
        while place and place not in self.lines:
            place = place[:-1]
        return BadInput(f"{self.file} line {self.lines.get(place, 1)}: {sentence}")


def read_scenario(file: FilePath, parents: Callable[[str], Scenario]) -> Scenario:
    """Read one scenario file.

    Parameters
    ----------
    file
        The YAML file; its stem is the scenario's id.
    parents
        Function from the name after ``extends`` to a `Scenario`.

    Raises
    ------
    BadInput
        With file and line, if anything in the file cannot be used.
    """
    tree, lines = load_yaml(file, lines=True)
    source = _Source(file, dict(lines))
    if not isinstance(tree, dict) or not tree:
        raise BadInput(f"{file}: no scenario in it; start with a line `title: ...`")
    _known_keys(source, (), tree, FIELDS, "field")
    branch = _branch(source, tree)
    return Scenario(
        id=file.stem,
        title=_text(source, tree, "title"),
        question=_text(source, tree, "question", tree["title"]),
        description=_text(source, tree, "description"),
        settings=_settings(source, tree.get("levers", {}), branch),
        parent=parents(_text(source, tree, "extends")) if "extends" in tree else None,
        branches_from=branch,
        file=file,
    )


def _known_keys(source: _Source, place: KeyPath, tree: Any, known: tuple[str, ...], what: str) -> None:
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


def _text(source: _Source, tree: dict[str, Any], field: str, default: str = "") -> str:
    if field not in tree and not default:
        raise source.refuse((), f"no {field}; add a line `{field}: ...`")
    value = tree.get(field, default)
    if not isinstance(value, str) or not value.strip():
        raise source.refuse((field,), f"{field} is not a text; write it on one line or as a block")
    return " ".join(value.split())


def _branch(source: _Source, tree: dict[str, Any]) -> date | None:
    if "extends" not in tree:
        if "branches_from" in tree:
            raise source.refuse(("branches_from",), "a branch date without a parent; add `extends: actual`")
        return None
    if "branches_from" not in tree:
        raise source.refuse(
            ("extends",), "no branches_from; add the date from which the scenario is its own, as 2025-12-08"
        )
    return _date(source, ("branches_from",), tree["branches_from"])


def _date(source: _Source, place: KeyPath, text: Any) -> date:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise source.refuse(place, f"{text!r} is not a date; write it as 2026-01-15")
    return day


def _settings(source: _Source, levers: Any, branch: date | None) -> tuple[Setting, ...]:
    _known_keys(source, ("levers",), levers, tuple(LEVERS), "lever")
    found: list[Setting] = []
    for name, tree in levers.items():
        lever = LEVERS[name]
        for key, steps, place in _by_key(source, lever, tree):
            found.append(Setting(name, key, _steps(source, lever, steps, place, branch)))
    return tuple(sorted(found, key=lambda s: (s.lever, s.key)))


def _by_key(source: _Source, lever: Lever, tree: Any) -> list[tuple[str, Any, KeyPath]]:
    """Pair each key with its steps; ``all`` stands for every key that is not named."""
    place: KeyPath = ("levers", lever.id)
    if not lever.axis:
        return [("", tree, place)]
    _known_keys(source, place, tree, (*lever.keys, ALL_CHIPS), lever.axis)
    pairs = [(key, tree[key], (*place, key)) for key in tree if key != ALL_CHIPS]
    if ALL_CHIPS in tree:
        others = [key for key in lever.keys if key not in tree]
        pairs += [(key, tree[ALL_CHIPS], (*place, ALL_CHIPS)) for key in others]
    return pairs


def _steps(source: _Source, lever: Lever, tree: Any, place: KeyPath, branch: date | None) -> tuple[Step, ...]:
    if not isinstance(tree, list) or not tree:
        raise source.refuse(
            place, f"lever {lever.id} needs a list of dated values: - {{from: ..., value: ...}}"
        )
    steps: list[Step] = []
    for i, item in enumerate(tree):
        step = _step(source, lever, item, (*place, i))
        _in_order(source, step, steps, (*place, i), branch)
        steps.append(step)
    return tuple(steps)


def _in_order(source: _Source, step: Step, before: list[Step], place: KeyPath, branch: date | None) -> None:
    if before and step.start <= before[-1].start:
        raise source.refuse(
            (*place, "from"), f"{step.start} does not come after {before[-1].start}; put dates in order"
        )
    if branch and step.start < branch:
        raise source.refuse(
            (*place, "from"), f"{step.start} is before the branch date {branch}; the past is the parent's"
        )


def _step(source: _Source, lever: Lever, item: Any, place: KeyPath) -> Step:
    _known_keys(source, place, item, STEP_FIELDS, "field")
    if "from" not in item:
        raise source.refuse(place, "no date; add `from: 2026-01-15`")
    if ("value" in item) == ("fact" in item):
        raise source.refuse(place, "give either a value or a fact (the id of a dated input)")
    if "unit" in item and item["unit"] != lever.unit:
        raise source.refuse(
            (*place, "unit"), f"lever {lever.id} is in {lever.unit}, not in {item['unit']}; convert the value"
        )
    if "fact" in item and lever.id == CHIP_RULES:
        raise source.refuse((*place, "fact"), f"lever {lever.id} takes no fact; give a value")
    cites = item.get("cites", [])
    if not isinstance(cites, list) or not all(isinstance(cite, str) for cite in cites):
        raise source.refuse(
            (*place, "cites"), "cites is not a list of ids; write it as [us-2026-01-15-review-policy]"
        )
    of_rules = lever.id == CHIP_RULES and "value" in item
    return Step(
        start=_date(source, (*place, "from"), item["from"]),
        value=_value(source, lever, item["value"], (*place, "value"))
        if "value" in item and not of_rules
        else None,
        fact=str(item.get("fact", "")),
        rules=_regime(source, item["value"], (*place, "value")) if of_rules else "",
        note=" ".join(str(item.get("note", "")).split()),
        cites=tuple(cites),
    )


def _regime(source: _Source, text: Any, place: KeyPath) -> str:
    """Read the word for the rules, or the file of a reform beside the scenario's own."""
    if text in {IN_FORCE, OFF}:
        return str(text)
    file = source.file.parent / str(text)
    if file.suffix not in {".yaml", ".yml"}:
        raise source.refuse(
            place, f"{text!r} is none of {IN_FORCE}, {OFF} and a reform's file ending in .yaml"
        )
    if not file.is_file():
        raise source.refuse(
            place, f"no reform file {file}; check the path, which starts at the scenario's folder"
        )
    return str(file)


def _value(source: _Source, lever: Lever, text: Any, place: KeyPath) -> float:
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
