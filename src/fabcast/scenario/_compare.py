"""What two scenarios differ in, in words; and what a scenario sets or cites in vain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath

import numpy as np

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import ROWS

from ._levers import LEVERS
from ._library import REACTIONS
from ._reaction_rules import Responses
from ._resolve import dated_values, resolve
from ._scenario import Scenario

Value = float | str
Dated = tuple[tuple[date, Value], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One lever that two scenarios set differently, from a day on."""

    lever: str
    keys: tuple[str, ...]
    """Chips or provider countries; empty for a lever without them."""
    start: date
    first: str
    """Values in the first scenario from that day on, in words."""
    second: str
    """Values in the second."""
    cites: tuple[str, ...] = ()
    """Events and sources that either scenario gives for it."""

    def __str__(self) -> str:
        """Say it in a sentence."""
        if self.lever == REACTIONS:
            return f"how governments react: {self.first} against {self.second}"
        lever = LEVERS[self.lever]
        names = f"every {lever.axis}" if len(self.keys) == len(lever.keys) else ", ".join(self.keys)
        whom = f" ({names})" if self.keys else ""
        return f"{lever.label}{whom}, from {self.start}: {self.first} against {self.second}"


def differences(a: Scenario, b: Scenario) -> tuple[Difference, ...]:
    """List the levers in which two scenarios differ, in the order of the lever table; then reactions.

    Examples
    --------
    >>> from fabcast.scenario import load
    >>> for difference in differences(load("h200_licensed"), load("h200_denied")):
    ...     print(difference)
    share of licences granted case by case (H200), from 2026-01-15: 1 against 0
    """
    first, second = dated_values(a), dated_values(b)
    groups: dict[tuple[str, date, str, str], list[str]] = defaultdict(list)
    for lever in LEVERS.values():
        for key in lever.keys:
            place = (lever.id, key)
            start = _first_difference(first[place], second[place])
            if start is not None:
                words = (_words(first[place], start), _words(second[place], start))
                groups[(lever.id, start, *words)].append(key)
    found = tuple(
        Difference(
            lever_id,
            tuple(key for key in keys if key),
            start,
            one,
            other,
            _cites(a, b, lever_id, keys, start),
        )
        for (lever_id, start, one, other), keys in groups.items()
    )
    return found + _reactions(a, b)


def _reactions(a: Scenario, b: Scenario) -> tuple[Difference, ...]:
    """Tell scripts that hold from governments that react, or one way of reacting from another."""
    plans = (a.reacting(), b.reacting())
    if plans[0] == plans[1]:
        return ()
    start = min(plan.start for plan in plans if plan is not None)
    cites = dict.fromkeys(c for plan in plans if plan for rule in plan.rules for c in rule.cites)
    first, second = (_way(plan) for plan in plans)
    return (Difference(REACTIONS, (), start, first, second, tuple(cites)),)


def _way(plan: Responses | None) -> str:
    if plan is None:
        return "scripts hold"
    opening = "".join(f", the script counts as {side}.{posture}" for side, posture in plan.counts_as)
    return f"by {len(plan.rules)} rules from {plan.start}{opening}"


def _cites(a: Scenario, b: Scenario, lever: str, keys: list[str], start: date) -> tuple[str, ...]:
    """Citations of the steps that hold on the first day that differs, or come after it."""
    found: dict[str, None] = {}
    for steps in (scenario.effective().get((lever, key), ()) for scenario in (a, b) for key in keys):
        holding = [step for step in steps if step.start <= start][-1:]
        for step in (*holding, *(step for step in steps if step.start > start)):
            found |= dict.fromkeys(step.cites)
    return tuple(found)


def _first_difference(a: Dated, b: Dated) -> date | None:
    days = sorted({start for start, _ in (*a, *b)})
    return next((day for day in days if not _same(_at(a, day), _at(b, day))), None)


def _same(a: Value, b: Value) -> bool:
    return a == b or (a != a and b != b)  # noqa: PLR0124  NaN stands for: from the facts


def _at(dated: Dated, day: date) -> Value:
    return [value for start, value in dated if start <= day][-1]


def _words(dated: Dated, start: date) -> str:
    said, last = [_word(_at(dated, start))], _at(dated, start)
    for day, value in dated:
        if day > start and not _same(value, last):
            said.append(f"then {_word(value)} from {day}")
            last = value
    return ", ".join(said)


def _word(value: Value) -> str:
    if isinstance(value, str):
        return FilePath(value).stem.replace("_", " ")
    if np.isinf(value):
        return "none"
    return "as in the facts" if np.isnan(value) else f"{value:,g}"


def idle_levers(scenario: Scenario) -> tuple[str, ...]:
    """List the levers that a scenario sets without moving any array.

    >>> from fabcast.scenario import load
    >>> idle_levers(load("h200_denied"))
    ()
    """
    if scenario.parent is None:
        return ()
    set_here = dict.fromkeys(setting.lever for setting in scenario.settings)
    return tuple(lever for lever in set_here if _moves_nothing(scenario, lever))


def _moves_nothing(scenario: Scenario, lever: str) -> bool:
    without = replace(scenario, settings=tuple(s for s in scenario.settings if s.lever != lever))
    here = resolve(scenario)
    try:
        there = resolve(without)
    except BadInput:  # the other levers need this one
        return False
    return all(np.array_equal(getattr(here, name), getattr(there, name)) for name in ROWS)


def cited(scenario: Scenario) -> tuple[str, ...]:
    """List the events and sources that a scenario and its parents cite, each once.

    >>> from fabcast.scenario import load
    >>> "us-2026-01-15-review-policy" in cited(load("h200_licensed"))
    True
    """
    own = (cite for setting in scenario.settings for step in setting.steps for cite in step.cites)
    above = cited(scenario.parent) if scenario.parent else ()
    return tuple(dict.fromkeys((*own, *above)))


def unknown_cites(scenario: Scenario) -> tuple[str, ...]:
    """List what a scenario cites that the facts do not hold.

    >>> from fabcast.scenario import load
    >>> unknown_cites(load("no_controls"))
    ()
    """
    known = {*facts.events(), *facts.sources()}
    return tuple(cite for cite in cited(scenario) if cite not in known)
