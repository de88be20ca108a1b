"""Menus of postures: what each government may turn to, read from YAML.

A posture sets levers from the day it is taken and leaves the others to the scenario's script;
`hold`, the first of every menu, sets none. Only levers whose effect hangs on the quarter alone can
be set so: a posture may be taken in any quarter, in some draws and not in others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from fabcast.facts import load_yaml

from ._levers import CHIP_RULES, LEVERS
from ._source import ALL_CHIPS, KeyPath, Source, known_keys, lever_value, read_cites, text

GOVERNMENTS: tuple[str, ...] = ("us", "allies", "cn")
"""Who can react, in the order of every menu."""
HOLD = "hold"
"""The posture of a government that keeps to the scenario's script: the first of every menu."""
MENU_FILE = FilePath(__file__).parent / "postures.yaml"
_WHOLE_PATH = {CHIP_RULES, "controls", "front_running", "chip_rush"}
"""Levers whose effect hangs on the whole path, not on the quarter alone."""
POSTURE_LEVERS: tuple[str, ...] = tuple(
    lever.id for lever in LEVERS.values() if lever.reading != "constant" and lever.id not in _WHOLE_PATH
)
"""What a posture can set."""
_FIELDS = ("label", "words", "tightness", "cites", "levers")


@dataclass(frozen=True, slots=True)
class Posture:
    """One thing that a government may turn to."""

    id: str
    government: str
    """One of `GOVERNMENTS`."""
    label: str
    words: str
    tightness: float
    """1 where it shuts more than the script, −1 where it opens, 0 for the script itself."""
    levers: tuple[tuple[str, str, float], ...]
    """Lever, key (chip or provider country, or blank) and value."""
    cites: tuple[str, ...] = ()


@cache
def shipped_menus() -> Mapping[str, tuple[Posture, ...]]:
    """Read the menus that come with Fabcast.

    >>> sorted(shipped_menus())
    ['allies', 'cn', 'us']
    """
    tree, lines = load_yaml(MENU_FILE, lines=True)
    return read_menus(Source(MENU_FILE, dict(lines)), (), tree)


def read_menus(source: Source, place: KeyPath, tree: Any) -> dict[str, tuple[Posture, ...]]:
    """Read menus by government from a part of a YAML file; each starts with `hold`, added if need be."""
    known_keys(source, place, tree, GOVERNMENTS, "government")
    menus = {}
    for government, menu in tree.items():
        here = (*place, government)
        if not isinstance(menu, dict) or not menu:
            raise source.refuse(here, "expected postures by name here; indent them below this line")
        read = [_posture(source, (*here, name), government, str(name), body) for name, body in menu.items()]
        held = [one for one in read if one.id == HOLD] or [_hold(government)]
        menus[government] = (*held, *(one for one in read if one.id != HOLD))
    return menus


def _hold(government: str) -> Posture:
    return next(p for p in shipped_menus()[government] if p.id == HOLD)


def _posture(source: Source, place: KeyPath, government: str, name: str, tree: Any) -> Posture:
    known_keys(source, place, tree, _FIELDS, "field")
    levers = tree.get("levers", {})
    if name == HOLD and levers:
        raise source.refuse((*place, "levers"), f"{HOLD} is the script itself and sets no lever; rename it")
    return Posture(
        id=name,
        government=government,
        label=text(source, tree, "label", f"{government} {name}", place),
        words=text(source, tree, "words", f"{government} {name}.", place),
        tightness=_tightness(source, place, tree),
        levers=_levers(source, (*place, "levers"), levers),
        cites=read_cites(source, place, tree),
    )


def _tightness(source: Source, place: KeyPath, tree: Mapping[str, Any]) -> float:
    given = tree.get("tightness", 0)
    if str(given) not in {"-1", "0", "1"}:
        raise source.refuse((*place, "tightness"), f"{given!r} is none of -1 (opens), 0 and 1 (shuts)")
    return float(given)


def _levers(source: Source, place: KeyPath, tree: Any) -> tuple[tuple[str, str, float], ...]:
    known_keys(source, place, tree, POSTURE_LEVERS, "lever of a posture")
    found: list[tuple[str, str, float]] = []
    for name, given in tree.items():
        lever, here = LEVERS[name], (*place, name)
        if not lever.axis:
            found.append((name, "", lever_value(source, lever, given, here)))
            continue
        known_keys(source, here, given, (*lever.keys, ALL_CHIPS), lever.axis)
        spelled = dict.fromkeys(lever.keys, given[ALL_CHIPS]) if ALL_CHIPS in given else {}
        for key, one in {**spelled, **{k: v for k, v in given.items() if k != ALL_CHIPS}}.items():
            found.append((name, key, lever_value(source, lever, one, here)))
    return tuple(sorted(found))
