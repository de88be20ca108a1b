"""The content of *Evidence*: any number, with its source, grade and range, its rivals, and what uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.facts import Entry, InputPath, Observation, Parameter, Source
from fabcast.model import TOOL_CLASSES

from . import _chain as chain

MOST = 60
_ADDED = {"discrepancy": "disc_log", "path_shock.smuggled_supply": "cn.smuggled.cum_h100e"}
"""Inputs that the ensemble adds, by name or by its first word: the fact that they stand on."""
_HIDDEN = ("source_ids", "id", "title", "description", "series")


@dataclass(frozen=True, slots=True)
class Card:
    """Everything known of one fact."""

    entry: Entry
    fields: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    rivals: tuple[Entry, ...]
    stages: tuple[chain.Stage, ...]
    readers: tuple[str, ...]
    """Parts of the model that read it."""
    reports: tuple[Mapping[str, Any], ...]
    users: tuple[Entry, ...]
    """Facts that rest on this one; for a source, all facts that cite it."""


def search(text: str) -> tuple[Entry, ...]:
    """Find facts by words, best first; the uncertain inputs of the model where nothing is asked."""
    if text.strip():
        return facts.find(text[:120])[:MOST]
    used = [name for name, p in facts.parameters().items() if p.status == "used"]
    return tuple(facts.show(name) for name in used)[:MOST]


def card(name: str) -> Card:
    """Lay out one fact.

    Raises
    ------
    BadInput
        There is no such fact; names the nearest.
    """
    added = _ADDED.get(name) or _ADDED.get(name.partition(".")[0])
    entry = _entry(added or name.removeprefix("path_shock."))
    known = facts.sources()
    record = entry.records[0]
    ids = tuple(dict.fromkeys(s for r in entry.records for s in getattr(r, "source_ids", ())))
    return Card(
        entry=entry,
        fields=tuple(_fields(record)),
        sources=tuple(known[s] for s in ids if s in known),
        rivals=tuple(_rivals(entry)),
        stages=tuple(chain.used_in(entry.id)) if isinstance(record, Parameter | InputPath) else (),
        readers=tuple(chain.read_by(entry.id)) if isinstance(record, Parameter | InputPath) else (),
        reports=tuple(_reports(entry)),
        users=tuple(_users(entry)),
    )


def _entry(name: str) -> Entry:
    try:
        return facts.show(name)
    except BadInput:
        for tool in TOOL_CLASSES:  # families have one input a tool class
            stem = name.removesuffix(f"_{tool}")
            if stem != name:
                return facts.show(stem)
        raise


def _fields(record: Any) -> list[tuple[str, str]]:
    """Fields of a record that hold something, in words."""
    found = []
    for name, value in record.__dict__.items():
        text = _words(value)
        if text and name not in _HIDDEN:
            found.append((name.replace("_", " "), text))
    return found


def _words(value: Any) -> str:
    if value in (None, (), ""):
        return ""
    if isinstance(value, tuple):
        return "; ".join(_words(item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    inner = getattr(value, "__dict__", None)
    if inner and not hasattr(value, "value"):
        return ", ".join(f"{k} {_words(v)}" for k, v in inner.items() if _words(v))
    return str(getattr(value, "value", value))


def _rivals(entry: Entry) -> list[Entry]:
    """Values that stand against a parameter: one side in use, the other a rival, of like name and unit.

    >>> [rival.id for rival in card("alg_growth_catchup").rivals]
    ['alg_growth']
    """
    if entry.kind != "parameter":
        return []
    known = facts.parameters()
    own = known[entry.id]
    return [facts.show(name) for name, other in known.items() if name != own.id and _against(own, other)]


def _against(one: Parameter, other: Parameter) -> bool:
    sides = {str(one.status.value), str(other.status.value)}
    alike = one.id.split("_")[:2] == other.id.split("_")[:2] and one.unit == other.unit
    return alike and sides == {"used", "rival"}


def _reports(entry: Entry) -> list[Mapping[str, Any]]:
    """Rows of a series or a dated input, side by side."""
    found: list[Mapping[str, Any]] = []
    for record in entry.records:
        if isinstance(record, Observation):
            found.append(_row(record.period, record, record.grade.value, record.source_ids, record.entity))
        elif isinstance(record, InputPath):
            found += [
                _row(point.period, point, record.grade.value, record.source_ids, "") for point in record.rows
            ]
    return found


def _row(period: str, values: Any, grade: str, sources: tuple[str, ...], entity: str) -> Mapping[str, Any]:
    points = {name: getattr(values, name) for name in ("low", "central", "high")}
    return {"period": period, "entity": entity, **points, "grade": grade, "sources": sources}


def _users(entry: Entry) -> list[Entry]:
    """Facts that cite a source, or rest on a fact."""
    field = "source_ids" if entry.kind == "source" else "rests_on"
    found = []
    for name, record in {**facts.parameters(), **facts.paths()}.items():
        if entry.id in getattr(record, field, ()):
            found.append(facts.show(name))
    if entry.kind == "source":
        found += [
            facts.show(n) for n, rows in facts.series().items() if any(entry.id in r.source_ids for r in rows)
        ]
    return found[:MOST]
