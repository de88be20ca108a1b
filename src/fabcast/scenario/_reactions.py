"""From what a scenario says of reactions to the arrays that the model reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np

from fabcast import facts
from fabcast.model import QUARTERS, REACTION_PARAMETERS, ROWS, SIGNALS, Path, Reactions, Rules

from ._days import first_quarter
from ._menus import GOVERNMENTS, Posture
from ._postures import taking
from ._reaction_rules import Responses, Rule, default_responses
from ._scenario import Scenario

_CONSTANTS = {"chip_flop", "chip_bandwidth", "chip_price"}
Script = Callable[[Scenario], Path]
Menus = tuple[tuple[Posture, ...], ...]


def with_reactions(scenario: Scenario, start: date | None = None) -> Scenario:
    """Let governments react in a scenario, by the rules that come with Fabcast.

    Parameters
    ----------
    scenario
        Any; one that says how governments react already is returned as it is.
    start
        First day on which they may move; by default the last day of the facts or the scenario's branch
        date, whichever is later.

    Examples
    --------
    >>> from fabcast.scenario import load
    >>> with_reactions(load("h200_denied")).id
    'h200_denied+reactions'
    """
    if scenario.reacting() is not None:
        return scenario
    day = start or max(facts.AS_OF, scenario.branches_from or facts.AS_OF)
    return replace(
        scenario,
        id=f"{scenario.id}+reactions",
        title=f"{scenario.title}, with reactions",
        question=f"{scenario.question}, and governments react",
        description=f"{scenario.description} From {day} on governments may leave it, by rules of reaction.",
        responses=default_responses(day),
    )


def reactions(scenario: Scenario, plan: Responses, script: Script) -> Reactions:
    """Resolve every combination of postures, and arrange the rules.

    Parameters
    ----------
    script
        Function that resolves a scenario in which nobody reacts.
    """
    bare = replace(scenario, responses=None, parent=_bare(scenario.parent))
    paths = [script(taking(bare, list(chosen), plan.start)) for chosen in product(*plan.menus)]
    rows = [name for name in ROWS if name not in _CONSTANTS]
    index = {government: i for i, government in enumerate(GOVERNMENTS)}
    opening = np.zeros(len(GOVERNMENTS))
    for government, posture in plan.counts_as:
        opening[index[government]] = _place(plan.menus, government, posture)
    return Reactions(
        menu={name: np.stack([getattr(path, name) for path in paths], axis=1) for name in rows},
        size=np.array([len(menu) for menu in plan.menus], dtype=np.float64),
        live=(np.arange(len(QUARTERS)) >= first_quarter(plan.start)).astype(np.float64),
        opening=opening,
        tightness=_tightness(plan.menus),
        rules=_arranged(plan.rules, plan.menus),
    )


def _bare(parent: Scenario | None) -> Scenario | None:
    return None if parent is None else replace(parent, responses=None, parent=_bare(parent.parent))


def _place(menus: Menus, government: str, posture: str) -> int:
    menu = menus[GOVERNMENTS.index(government)]
    return [one.id for one in menu].index(posture)


def _tightness(menus: Menus) -> np.ndarray:
    table = np.zeros((len(menus), max(len(menu) for menu in menus)))
    for row, menu in enumerate(menus):
        table[row, : len(menu)] = [posture.tightness for posture in menu]
    return table


def _arranged(rules: tuple[Rule, ...], menus: Menus) -> Rules:
    answers = [rule.answers for rule in rules]
    return Rules(
        government=_column([GOVERNMENTS.index(rule.government) for rule in rules]),
        to=_column([_place(menus, rule.government, rule.to) for rule in rules]),
        signal=_marks([rule.when for rule in rules], SIGNALS),
        moved=_marks([one[0] if one else "" for one in answers], GOVERNMENTS),
        moved_to=_column([_place(menus, *one) if one else 0 for one in answers]),
        low=_column([rule.low for rule in rules]),
        full=_column([rule.full for rule in rules]),
        lag=_column([rule.lag for rule in rules]),
        within=_column([rule.within for rule in rules]),
        number=_column([0.0 if isinstance(rule.number, str) else rule.number for rule in rules]),
        parameter=_marks([str(rule.number) for rule in rules], REACTION_PARAMETERS),
        is_hazard=_column([float(rule.is_hazard) for rule in rules]),
        half_life=_column([rule.half_life for rule in rules]),
    )


def _column(values: list[float] | list[int]) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def _marks(names: list[str], known: tuple[str, ...]) -> np.ndarray:
    return np.array([[float(name == one) for one in known] for name in names])
