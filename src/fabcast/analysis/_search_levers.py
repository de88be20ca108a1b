"""What a policy search moves and wants: levers with bounds, objectives, and scenarios made of settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from fabcast.errors import BadInput
from fabcast.model import OUTCOMES
from fabcast.scenario import LEVERS, Scenario, Setting, Step, idle_levers

from ._breakeven_runs import _BESIDE

ALL = "all"
_DIGITS = 6
FEWEST_OBJECTIVES, MOST_OBJECTIVES = 2, 4


@dataclass(frozen=True, slots=True)
class Range:
    """A lever, what it is set for, and the bounds of its value."""

    lever: str
    key: str
    """Chip or provider country; ``all`` of them; blank for a lever of one value."""
    low: float
    high: float

    @property
    def id(self) -> str:
        """Name as the user writes it.

        >>> Range("licence_grant", "H200", 0.0, 1.0).id
        'licence_grant.H200'
        """
        return f"{self.lever}.{self.key}" if self.key else self.lever

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys that it sets."""
        return LEVERS[self.lever].keys if self.key == ALL else (self.key,)


@dataclass(frozen=True, slots=True)
class Objective:
    """An outcome at a year's end, and whether less or more of it is wanted."""

    outcome: str
    sense: str
    """``min`` or ``max``."""

    @property
    def sign(self) -> float:
        """1 where less is better, −1 where more is."""
        return 1.0 if self.sense == "min" else -1.0


def read_range(text: str) -> Range:
    """Read ``lever=low..high`` or ``lever.key=low..high``.

    Raises
    ------
    BadInput
        Unknown lever or key, bounds that are no numbers, out of order or outside the lever's own.

    Examples
    --------
    >>> read_range("licence_grant.H200=0..1")
    Range(lever='licence_grant', key='H200', low=0.0, high=1.0)
    """
    name, _, bounds = text.partition("=")
    lever, _, key = name.strip().partition(".")
    if lever not in LEVERS:
        raise BadInput(
            f"--lever: no lever '{lever}'; they are listed in the manual under Scenarios and levers"
        )
    known = LEVERS[lever]
    if known.unit in ("rules", "0 or 1") or known.reading == "constant":
        raise BadInput(f"--lever: {lever} cannot be searched; choose one with a number that moves")
    _check_key(lever, key)
    low, dots, high = bounds.partition("..")
    if not dots:
        raise BadInput(f"--lever: '{text}' has no bounds; write {name.strip()}={known.low:g}..1")
    ends = _number(lever, low), _number(lever, high)
    if not known.low <= ends[0] < ends[1] <= known.high:
        raise BadInput(
            f"--lever: bounds of {lever} must rise within {known.low:g} to {known.high:g}, but are {bounds}"
        )
    return Range(lever, key, *ends)


def _check_key(lever: str, key: str) -> None:
    known = LEVERS[lever]
    if not known.axis and key:
        raise BadInput(f"--lever: {lever} has one value; write it without .{key}")
    if known.axis and key not in (*known.keys, ALL):
        raise BadInput(
            f"--lever: {lever} is set by {known.axis}: write {lever}.{known.keys[0]}, or {lever}.{ALL} for "
            f"every one; known: {', '.join(known.keys)}"
        )


def _number(lever: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise BadInput(f"--lever: '{text}' is no bound for {lever}; write a number")
    return value


def read_objective(text: str) -> Objective:
    """Read ``outcome:min`` or ``outcome:max``.

    Raises
    ------
    BadInput
        Unknown outcome, one that is a date, or another sense.

    Examples
    --------
    >>> read_objective("china_compute_stock:min").sign
    1.0
    """
    name, _, sense = text.partition(":")
    if name not in OUTCOMES:
        raise BadInput(f"--objective: outcome '{name}' is not known; list them with: fabcast outcomes list")
    if sense not in ("min", "max"):
        raise BadInput(f"--objective: say what is wanted of {name}: {name}:min or {name}:max")
    if OUTCOMES[name].kind == "date":
        raise BadInput(f"--objective: {name} is a date that may never come; choose an outcome with a value")
    return Objective(name, sense)


def check_task(objectives: Sequence[Objective], ranges: Sequence[Range]) -> None:
    """Refuse a search with too few or too many objectives, or with a lever or an outcome twice.

    >>> check_task([Objective("china_compute_stock", "min")], [])
    Traceback (most recent call last):
    fabcast.errors.BadInput: --objective: a front needs 2 to 4 objectives, but 1 is given
    """
    count = len(objectives)
    if not FEWEST_OBJECTIVES <= count <= MOST_OBJECTIVES:
        raise BadInput(
            f"--objective: a front needs {FEWEST_OBJECTIVES} to {MOST_OBJECTIVES} objectives, but "
            f"{count} {'is' if count == 1 else 'are'} given"
        )
    if not ranges:
        raise BadInput("--lever: nothing to search; give a lever with bounds, as licence_grant.H200=0..1")
    _refuse_twice("--objective", [one.outcome for one in objectives])
    _refuse_twice("--lever", [f"{one.lever} {key}".strip() for one in ranges for key in one.keys])


def _refuse_twice(option: str, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadInput(f"{option}: {twice[0]} is given twice; give it once")


def settle(
    base: Scenario, ranges: Sequence[Range], values: Sequence[float], day: date, name: str
) -> Scenario:
    """Make the scenario in which levers take given values from a day on.

    What would add to a lever (a drawn answer beside a known one, a cap by volume beside a hard one) is
    set to zero unless it is searched itself.

    Parameters
    ----------
    base
        Parent; all other levers stay as it has them.
    ranges, values
        Levers and their values, in the same order.
    day
        Day from which they hold.
    name
        Id of the new scenario.

    Examples
    --------
    >>> from fabcast.scenario import load, resolve
    >>> lever = read_range("enforcement=1..4")
    >>> made = settle(load("actual"), [lever], [4.0], date(2027, 1, 1), "x")
    >>> float(resolve(made).enforcement[-1])
    4.0
    """
    chosen = {(other, key): 0.0 for one in ranges for key in one.keys for other in _BESIDE.get(one.lever, ())}
    for one, value in zip(ranges, values, strict=True):
        chosen.update({(one.lever, key): rounded(value) for key in one.keys})
    settings = tuple(Setting(*place, (Step(day, value),)) for place, value in sorted(chosen.items()))
    words = ", ".join(f"{one.id} {rounded(v):g}" for one, v in zip(ranges, values, strict=True))
    return Scenario(name, words, words, words, settings, parent=base, branches_from=day)


def rounded(value: float) -> float:
    """Round a setting to what a file holds of it.

    >>> rounded(0.30000000000000004)
    0.3
    """
    return float(f"{value:.{_DIGITS}g}")


def scenario_yaml(made: Scenario, extends: str, title: str, description: str) -> str:
    """Write a scenario as a file that `fabcast scenario check` and `fabcast run` take.

    Levers that change nothing against the parent are left out.

    Parameters
    ----------
    made
        A scenario of `settle`.
    extends
        Id of the parent, or its file as the new file will find it.
    title, description
        Words for people.
    """
    import yaml

    assert made.branches_from is not None  # noqa: S101 - `settle` gives a date
    head = {
        "title": title,
        "question": f"levers are set as in: {title}",
        "description": description,
        "extends": extends,
        "branches_from": made.branches_from.isoformat(),
    }
    levers = _levers(without_idle(made))
    tree = head | ({"levers": levers} if levers else {})
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=100))


def without_idle(made: Scenario) -> Scenario:
    """Drop levers that change nothing against the parent, one at a time: two may only be idle together."""
    idle = idle_levers(made)
    if not idle:
        return made
    return without_idle(replace(made, settings=tuple(s for s in made.settings if s.lever != idle[0])))


def _levers(made: Scenario) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for setting in made.settings:
        steps = [{"from": step.start.isoformat(), "value": step.value} for step in setting.steps]
        if setting.key:
            found.setdefault(setting.lever, {})[setting.key] = steps
        else:
            found[setting.lever] = steps
    return found
