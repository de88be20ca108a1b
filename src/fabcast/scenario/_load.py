"""From a YAML file to a `Scenario`: every refusal names file, line and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from fabcast.errors import BadInput
from fabcast.facts import below, load_yaml

from ._levers import CHIP_RULES, IN_FORCE, LEVERS, OFF, Lever
from ._reaction_rules import read_responses
from ._scenario import Scenario, Setting, Step
from ._source import ALL_CHIPS, KeyPath, Source, Unfound, known_keys, lever_value, read_cites, read_date, text

FIELDS = ("title", "question", "description", "extends", "branches_from", "levers", "responses")
STEP_FIELDS = ("from", "value", "fact", "unit", "note", "cites")


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
    source = Source(file, dict(lines))
    if not isinstance(tree, dict) or not tree:
        raise BadInput(f"{file}: no scenario in it; start with a line `title: ...`")
    known_keys(source, (), tree, FIELDS, "field")
    branch = _branch(source, tree)
    return Scenario(
        id=file.stem,
        title=text(source, tree, "title"),
        question=text(source, tree, "question", tree["title"]),
        description=text(source, tree, "description"),
        settings=_settings(source, tree.get("levers", {}), branch),
        parent=_parent(source, tree, parents) if "extends" in tree else None,
        branches_from=branch,
        file=file,
        responses=read_responses(source, tree.get("responses"), branch),
    )


def _parent(source: Source, tree: dict[str, Any], parents: Callable[[str], Scenario]) -> Scenario:
    name = text(source, tree, "extends")
    try:
        return parents(name)
    except Unfound as error:
        raise source.refuse(("extends",), str(error)) from None


def _branch(source: Source, tree: dict[str, Any]) -> date | None:
    if "extends" not in tree:
        if "branches_from" in tree:
            raise source.refuse(("branches_from",), "a branch date without a parent; add `extends: actual`")
        return None
    if "branches_from" not in tree:
        raise source.refuse(
            ("extends",), "no branches_from; add the date from which the scenario is its own, as 2025-12-08"
        )
    return read_date(source, ("branches_from",), tree["branches_from"])


def _settings(source: Source, levers: Any, branch: date | None) -> tuple[Setting, ...]:
    known_keys(source, ("levers",), levers, tuple(LEVERS), "lever")
    found: list[Setting] = []
    for name, tree in levers.items():
        lever = LEVERS[name]
        for key, steps, place in _by_key(source, lever, tree):
            found.append(Setting(name, key, _steps(source, lever, steps, place, branch)))
    return tuple(sorted(found, key=lambda s: (s.lever, s.key)))


def _by_key(source: Source, lever: Lever, tree: Any) -> list[tuple[str, Any, KeyPath]]:
    """Pair each key with its steps; ``all`` stands for every key that is not named."""
    place: KeyPath = ("levers", lever.id)
    if not lever.axis:
        return [("", tree, place)]
    known_keys(source, place, tree, (*lever.keys, ALL_CHIPS), lever.axis)
    pairs = [(key, tree[key], (*place, key)) for key in tree if key != ALL_CHIPS]
    if ALL_CHIPS in tree:
        others = [key for key in lever.keys if key not in tree]
        pairs += [(key, tree[ALL_CHIPS], (*place, ALL_CHIPS)) for key in others]
    return pairs


def _steps(source: Source, lever: Lever, tree: Any, place: KeyPath, branch: date | None) -> tuple[Step, ...]:
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


def _in_order(source: Source, step: Step, before: list[Step], place: KeyPath, branch: date | None) -> None:
    if before and step.start <= before[-1].start:
        raise source.refuse(
            (*place, "from"), f"{step.start} does not come after {before[-1].start}; put dates in order"
        )
    if branch and step.start < branch:
        raise source.refuse(
            (*place, "from"), f"{step.start} is before the branch date {branch}; the past is the parent's"
        )


def _step(source: Source, lever: Lever, item: Any, place: KeyPath) -> Step:
    known_keys(source, place, item, STEP_FIELDS, "field")
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
    of_rules = lever.id == CHIP_RULES and "value" in item
    return Step(
        start=read_date(source, (*place, "from"), item["from"]),
        value=lever_value(source, lever, item["value"], (*place, "value"))
        if "value" in item and not of_rules
        else None,
        fact=str(item.get("fact", "")),
        rules=_regime(source, item["value"], (*place, "value")) if of_rules else "",
        note=" ".join(str(item.get("note", "")).split()),
        cites=read_cites(source, place, item),
    )


def _regime(source: Source, given: Any, place: KeyPath) -> str:
    """Read the word for the rules, or the file of a reform beside the scenario's own."""
    if given in (IN_FORCE, OFF):
        return str(given)
    if FilePath(str(given)).suffix not in (".yaml", ".yml"):
        raise source.refuse(
            place, f"{given!r} is none of {IN_FORCE}, {OFF} and a reform's file ending in .yaml"
        )
    try:
        file = below(source.file.parent, str(given))
    except BadInput as error:
        raise source.refuse(place, str(error)) from None
    if not file.is_file():
        raise source.refuse(
            place, f"no reform file {file}; check the path, which starts at the scenario's folder"
        )
    return str(file)
