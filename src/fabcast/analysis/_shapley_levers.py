"""Scenarios between two scenarios: some levers as in the first, the others as in the second.

Levers that only make sense together are one part (Beijing's known and its drawn answer). Where two
scenarios differ in more parts than can be counted, parts are grouped by who sets them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import numpy as np

from fabcast.errors import BadInput
from fabcast.model import QUARTERS, ROWS
from fabcast.scenario import LEVERS, REACTIONS, Scenario, Setting, Step, branch_quarter, differences, resolve

from ._shapley import MOST_PARTS

Steps = dict[tuple[str, str], tuple[Step, ...]]
TOGETHER = (("import_permission", "import_permission_drawn"),)
"""Levers whose sum is bound, so that they cannot be taken from different scenarios."""
SIDES = {
    "United States": "all that the United States sets",
    "United States and allies": "all that the United States sets with allies",
    "China": "all that China sets",
    "vendors": "what vendors offer",
    "record": "what else differs on record",
    REACTIONS: "how governments react",
}
"""Who sets a lever, as the name of a group."""


@dataclass(frozen=True, slots=True)
class Part:
    """One or more levers that move together."""

    id: str
    label: str
    levers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """All scenarios between two, each different one once.

    `scenarios` are to be run; row r of the coalitions is ``scenarios[rows[r]]``, in binary order of
    `parts`: row 0 is the second scenario, the last row the first.
    """

    parts: tuple[Part, ...]
    scenarios: tuple[Scenario, ...]
    rows: tuple[int, ...]


def between(first: Scenario, second: Scenario, *, by_side: bool = False) -> Between:
    """List the scenarios between two.

    Parameters
    ----------
    first, second
        Loaded scenarios.
    by_side
        Group levers by who sets them; done anyway where there are more than eight parts.

    Raises
    ------
    BadInput
        They differ in no lever.
    """
    chosen = parts_of(first, second, by_side=by_side)
    distinct: dict[str, Scenario] = {}
    marks = []
    for row in range(1 << len(chosen)):
        taken = [lever for i, part in enumerate(chosen) if (row >> i) & 1 for lever in part.levers]
        made = mixed(first, second, taken, f"{first.id}-{second.id}-{row}")
        mark = _content(made)
        distinct.setdefault(mark, made)
        marks.append(mark)
    places = {mark: i for i, mark in enumerate(distinct)}
    return Between(chosen, tuple(distinct.values()), tuple(places[mark] for mark in marks))


def parts_of(first: Scenario, second: Scenario, *, by_side: bool = False) -> tuple[Part, ...]:
    """List what two scenarios differ in: levers, or who sets them if there are more than eight.

    >>> from fabcast.scenario import load
    >>> [part.id for part in parts_of(load("h200_open"), load("h200_denied"))]
    ['licence_grant', 'import_permission', 'import_discouragement']
    """
    levers = tuple(dict.fromkeys(found.lever for found in differences(first, second)))
    if not levers:
        raise BadInput(f"'{first.id}' and '{second.id}' differ in no lever; choose two different scenarios.")
    parts = _levers(levers)
    return _sides(levers) if by_side or len(parts) > MOST_PARTS else parts


def _levers(levers: tuple[str, ...]) -> tuple[Part, ...]:
    joined = {lever: group for group in TOGETHER for lever in group}
    groups = dict.fromkeys(joined.get(lever, (lever,)) for lever in levers)
    return tuple(Part(group[0], _label(group[0]), group) for group in groups)


def _label(lever: str) -> str:
    return "how governments react" if lever == REACTIONS else LEVERS[lever].label


def _sides(levers: tuple[str, ...]) -> tuple[Part, ...]:
    groups: dict[str, tuple[str, ...]] = {}
    for lever in _whole(levers):
        side = REACTIONS if lever == REACTIONS else LEVERS[lever].side
        groups[side] = (*groups.get(side, ()), lever)
    return tuple(Part(_slug(side), SIDES.get(side, side), group) for side, group in groups.items())


def _whole(levers: tuple[str, ...]) -> tuple[str, ...]:
    """Add the fellows of levers that only move together."""
    fellows = [lever for group in TOGETHER if set(group) & set(levers) for lever in group]
    return tuple(dict.fromkeys((*levers, *fellows)))


def _slug(side: str) -> str:
    return side.lower().replace(" ", "_")


def mixed(first: Scenario, second: Scenario, taken: Collection[str], name: str) -> Scenario:
    """Make a scenario with some levers as in the first and all others as in the second.

    Examples
    --------
    >>> from fabcast.scenario import load
    >>> a, b = load("h200_open"), load("h200_denied")
    >>> open_gate = mixed(a, b, ["licence_grant"], "x")
    >>> bool((resolve(open_gate).us_gate == resolve(a).us_gate).all())
    True
    """
    ours, theirs = steps_of(first), steps_of(second)
    places = dict.fromkeys((*ours, *theirs))
    chosen = {place: (ours if place[0] in taken else theirs).get(place, ()) for place in places}
    settings = tuple(Setting(*place, steps) for place, steps in sorted(chosen.items()) if steps)
    words = f"{second.title}, but {', '.join(sorted(taken)) or 'nothing'} as in {first.title}"
    plan = (first if REACTIONS in taken else second).reacting()
    return Scenario(name, words, words, words, settings, responses=plan)


def steps_of(scenario: Scenario) -> Steps:
    """Steps of every lever as they act: a scenario's own not before its branch quarter starts."""
    merged = steps_of(scenario.parent) if scenario.parent else {}
    start = quarter_start(branch_quarter(scenario)) if scenario.parent else date.min
    for setting in scenario.settings:
        own = _not_before(setting.steps, start)
        place = (setting.lever, setting.key)
        kept = tuple(step for step in merged.get(place, ()) if step.start < own[0].start)
        merged[place] = kept + own
    return merged


def _not_before(steps: tuple[Step, ...], start: date) -> tuple[Step, ...]:
    """Move early steps to the start; of several there the last holds."""
    moved = {max(step.start, start): step for step in steps}
    return tuple(replace(step, start=day) for day, step in moved.items())


def quarter_start(index: int) -> date:
    """First day of a quarter of the run.

    >>> quarter_start(QUARTERS.index("2026Q2"))
    datetime.date(2026, 4, 1)
    """
    name = QUARTERS[index]
    return date(int(name[:4]), 3 * int(name[5]) - 2, 1)


def _content(scenario: Scenario) -> str:
    """Hash of the arrays that a scenario resolves to."""
    path, total = resolve(scenario), sha256()
    for name in ROWS:
        total.update(np.ascontiguousarray(getattr(path, name)).tobytes())
    return f"{total.hexdigest()} {scenario.reacting()}"
