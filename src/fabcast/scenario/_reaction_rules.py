"""Rules of reaction as a scenario file states them: who turns to what, on what, how soon, how long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from fabcast import facts
from fabcast.facts import load_yaml
from fabcast.model import REACTION_PARAMETERS, SIGNALS

from ._menus import GOVERNMENTS, HOLD, Posture, read_menus, shipped_menus
from ._source import KeyPath, Source, did_you_mean, known_keys, read_cites, read_date

RULES_FILE = FilePath(__file__).parent / "reactions.yaml"
_FIELDS = ("from", "counts_as", "postures", "rules")
_RULE_FIELDS = (
    *("government", "to", "when", "low", "full", "lag", "chance", "within", "hazard", "half_life"),
    *("note", "cites"),
)
_OFF = "off"
Menus = Mapping[str, tuple[Posture, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One reaction rule (`fabcast.model.Rules` says what its numbers do)."""

    government: str
    to: str
    """Id of the posture that is taken."""
    when: str
    """A level signal, or another government's move as ``us.tighten``."""
    number: float | str
    """A number, or one of the parameters that may stand for it."""
    is_hazard: bool = False
    """Whether the number is a hazard a year, else a chance `within` years."""
    low: float = 0.0
    full: float = 1.0
    lag: float = 0.0
    within: float = 1.0
    half_life: float = math.inf
    note: str = ""
    cites: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[str, str] | None:
        """Government and posture whose taking it answers; None for a level signal."""
        government, dot, posture = self.when.partition(".")
        return (government, posture) if dot else None


@dataclass(frozen=True, slots=True)
class Responses:
    """How governments react in a scenario. Hashable."""

    start: date
    """First day on which a government may move."""
    menus: tuple[tuple[Posture, ...], ...]
    """One a government, in the order of `GOVERNMENTS`; each starts with `hold`."""
    rules: tuple[Rule, ...]
    """None: scripts hold."""
    counts_as: tuple[tuple[str, str], ...] = ()
    """What the script itself counts as, for those who watch: pairs of government and posture."""


def default_responses(start: date = facts.AS_OF) -> Responses:
    """The menus and rules that come with Fabcast, from a day on.

    >>> len(default_responses().rules)
    10
    """
    return Responses(start, _ordered(shipped_menus()), shipped_rules())


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Read the rules that come with Fabcast."""
    tree, lines = load_yaml(RULES_FILE, lines=True)
    return _rules(Source(RULES_FILE, dict(lines)), (), tree, shipped_menus())


def read_responses(source: Source, tree: Any, branch: date | None) -> Responses | None:
    """Read the section ``responses`` of a scenario file; ``off`` keeps all to their scripts.

    Raises
    ------
    BadInput
        With file and line.
    """
    place: KeyPath = ("responses",)
    start = branch or facts.AS_OF
    if tree is None:
        return None
    if tree == _OFF:
        return Responses(start, _ordered(shipped_menus()), ())
    known_keys(source, place, tree, _FIELDS, "field")
    if "from" in tree:
        start = read_date(source, (*place, "from"), tree["from"])
    own = read_menus(source, (*place, "postures"), tree["postures"]) if "postures" in tree else {}
    menus = {**shipped_menus(), **own}
    rules = _rules(source, (*place, "rules"), tree["rules"], menus) if "rules" in tree else shipped_rules()
    _rules_fit(source, place, rules, menus)
    return Responses(start, _ordered(menus), rules, _counts_as(source, tree, menus))


def _ordered(menus: Menus) -> tuple[tuple[Posture, ...], ...]:
    return tuple(menus[government] for government in GOVERNMENTS)


def _counts_as(source: Source, tree: Mapping[str, Any], menus: Menus) -> tuple[tuple[str, str], ...]:
    place: KeyPath = ("responses", "counts_as")
    given = tree.get("counts_as", {})
    known_keys(source, place, given, GOVERNMENTS, "government")
    return tuple((g, _posture(source, (*place, g), name, menus[g])) for g, name in given.items())


def _rules(source: Source, place: KeyPath, tree: Any, menus: Menus) -> tuple[Rule, ...]:
    if not isinstance(tree, list) or not tree:
        raise source.refuse(place, "expected a list of rules: - {government: us, to: tighten, when: ...}")
    return tuple(_rule(source, (*place, i), item, menus) for i, item in enumerate(tree))


def _rule(source: Source, place: KeyPath, tree: Any, menus: Menus) -> Rule:
    known_keys(source, place, tree, _RULE_FIELDS, "field of a rule")
    for field in ("government", "to", "when"):
        if field not in tree:
            raise source.refuse(place, f"a rule without {field}; add `{field}: ...`")
    if ("chance" in tree) == ("hazard" in tree):
        raise source.refuse(place, "give either a chance (within so many years) or a hazard (a year)")
    government = _one_of(source, (*place, "government"), tree["government"], GOVERNMENTS, "government")
    is_hazard = "hazard" in tree
    field = "hazard" if is_hazard else "chance"
    rule = Rule(
        government=government,
        to=_posture(source, (*place, "to"), tree["to"], menus[government]),
        when=_trigger(source, (*place, "when"), tree["when"], government, menus),
        number=_number_or_parameter(source, (*place, field), tree[field], 100.0 if is_hazard else 1.0),
        is_hazard=is_hazard,
        **{name: _number(source, (*place, name), tree[name]) for name in _NUMBERS if name in tree},
        note=" ".join(str(tree.get("note", "")).split()),
        cites=read_cites(source, place, tree),
    )
    _hangs_together(source, place, rule)
    return rule


_NUMBERS = ("low", "full", "lag", "within", "half_life")


def _hangs_together(source: Source, place: KeyPath, rule: Rule) -> None:
    if rule.full <= rule.low:
        raise source.refuse((*place, "full"), f"full ({rule.full:g}) must lie above low ({rule.low:g})")
    for name in ("within", "half_life"):
        if getattr(rule, name) <= 0:
            raise source.refuse((*place, name), f"{name} is in years and must be above 0")
    if rule.lag < 0:
        raise source.refuse((*place, "lag"), "lag is in years and must be 0 or more")


def _trigger(source: Source, place: KeyPath, given: Any, government: str, menus: Menus) -> str:
    if given in SIGNALS:
        return str(given)
    other, dot, posture = str(given).partition(".")
    if not dot:
        raise source.refuse(place, f"unknown signal {given!r}{did_you_mean(str(given), SIGNALS)}")
    _one_of(source, place, other, GOVERNMENTS, "government")
    if other == government:
        raise source.refuse(place, f"{government} would answer its own move; name another government's")
    return f"{other}.{_posture(source, place, posture, menus[other])}"


def _posture(source: Source, place: KeyPath, name: Any, menu: tuple[Posture, ...]) -> str:
    return _one_of(source, place, name, tuple(posture.id for posture in menu), "posture")


def _one_of(source: Source, place: KeyPath, given: Any, known: tuple[str, ...], what: str) -> str:
    if given not in known:
        raise source.refuse(place, f"unknown {what} {given!r}{did_you_mean(str(given), known)}")
    return str(given)


def _number_or_parameter(source: Source, place: KeyPath, given: Any, top: float) -> float | str:
    if given in REACTION_PARAMETERS:
        return str(given)
    known = ", ".join(REACTION_PARAMETERS)
    value = _number(source, place, given, f" and none of {known}")
    if not 0.0 <= value <= top:
        raise source.refuse(place, f"{given} is outside 0 to {top:g}")
    return value


def _number(source: Source, place: KeyPath, given: Any, also: str = "") -> float:
    try:
        value = float(given)
    except (TypeError, ValueError):
        raise source.refuse(place, f"{given!r} is not a number{also}") from None
    if not math.isfinite(value):
        raise source.refuse(place, f"{given!r} is not a finite number{also}")
    return value


def _rules_fit(source: Source, place: KeyPath, rules: tuple[Rule, ...], menus: Menus) -> None:
    """Refuse menus of a scenario's own that lack what the rules that come with Fabcast name."""
    for rule in rules:
        named = [(rule.government, rule.to), *([rule.answers] if rule.answers else [])]
        for government, posture in named:
            if posture not in {HOLD, *(one.id for one in menus[government])}:
                raise source.refuse(
                    (*place, "postures"),
                    f"no posture {posture!r} of {government}, which a rule names; add it or write rules",
                )
