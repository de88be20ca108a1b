"""The JSON Schema of a scenario file, made from the lever table; published beside this file."""

from __future__ import annotations

from typing import Any

from fabcast.model import REACTION_PARAMETERS, SIGNALS

from ._levers import CHIP_RULES, IN_FORCE, LEVERS, OFF, Lever
from ._menus import GOVERNMENTS, POSTURE_LEVERS
from ._source import ALL_CHIPS

DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT = {"type": "string", "minLength": 1}


def json_schema() -> dict[str, Any]:
    """Make the schema that editors check scenario files against.

    >>> "licence_grant" in json_schema()["properties"]["levers"]["properties"]
    True
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fabcast scenario",
        "$defs": {"posture": _posture()},
        "type": "object",
        "required": ["title", "description"],
        "additionalProperties": False,
        "dependentRequired": {"extends": ["branches_from"], "branches_from": ["extends"]},
        "properties": {
            "title": _TEXT,
            "question": {**_TEXT, "description": 'A phrase that completes "What if …".'},
            "description": _TEXT,
            "extends": {**_TEXT, "description": "Id or file of the parent scenario."},
            "branches_from": {**DATE, "description": "Before this date the scenario is its parent."},
            "levers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {lever.id: _lever(lever) for lever in LEVERS.values()},
            },
            "responses": {"anyOf": [{"const": "off"}, _responses()]},
        },
    }


def _responses() -> dict[str, Any]:
    each = {
        key: {"type": "object", "additionalProperties": {"$ref": "#/$defs/posture"}} for key in GOVERNMENTS
    }
    return {
        "description": "How governments react; what is left out is as it comes with Fabcast.",
        **_closed(
            {
                "from": DATE,
                "counts_as": _closed(dict.fromkeys(GOVERNMENTS, _TEXT)),
                "postures": _closed(each),
                "rules": {"type": "array", "minItems": 1, "items": _rule()},
            }
        ),
    }


def _closed(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
        "properties": properties,
    }


def _posture() -> dict[str, Any]:
    levers = {}
    for lever in (LEVERS[name] for name in POSTURE_LEVERS):
        one = _value(lever)
        keys = dict.fromkeys((*lever.keys, ALL_CHIPS), one)
        levers[lever.id] = _closed(keys) if lever.axis else one
    return _closed(
        {
            "label": _TEXT,
            "words": _TEXT,
            "tightness": {"enum": [-1, 0, 1]},
            "cites": {"type": "array", "items": _TEXT},
            "levers": _closed(levers),
        }
    )


def _rule() -> dict[str, Any]:
    years = {"type": "number", "minimum": 0, "description": "Years."}
    number = {"anyOf": [{"type": "number", "minimum": 0}, {"enum": list(REACTION_PARAMETERS)}]}
    watched = {"anyOf": [{"enum": list(SIGNALS)}, {"type": "string", "pattern": r"^[a-z]+\.[a-z_]+$"}]}
    fields = {
        "government": {"enum": list(GOVERNMENTS)},
        "to": {**_TEXT, "description": "Posture that is taken."},
        "when": {**watched, "description": "A signal, or another government's move as us.tighten."},
        "low": {"type": "number", "description": "At or below it nothing happens."},
        "full": {"type": "number", "description": "At or above it the chance holds in full."},
        "lag": years,
        "chance": {**number, "description": "Chance of acting within so many years."},
        "within": years,
        "hazard": {**number, "description": "Hazard a year, instead of a chance."},
        "half_life": years,
        "note": _TEXT,
        "cites": {"type": "array", "items": _TEXT},
    }
    chosen = {"oneOf": [{"required": ["chance"]}, {"required": ["hazard"]}]}
    return {**_closed(fields, ("government", "to", "when")), **chosen}


def _lever(lever: Lever) -> dict[str, Any]:
    text = f"{lever.meaning} Unit: {lever.unit}. Set by: {lever.side}."
    steps = {"type": "array", "minItems": 1, "items": _step(lever)}
    if not lever.axis:
        return {"description": text, **steps}
    keys = dict.fromkeys((*lever.keys, ALL_CHIPS), steps)
    return {"description": text, "type": "object", "additionalProperties": False, "properties": keys}


def _step(lever: Lever) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["from"],
        "oneOf": [{"required": ["value"]}, {"required": ["fact"]}],
        "properties": {
            "from": DATE,
            "value": _value(lever),
            "fact": {**_TEXT, "description": "Id of a dated input of the facts."},
            "unit": {"const": lever.unit},
            "note": _TEXT,
            "cites": {"type": "array", "items": _TEXT},
        },
    }


def _value(lever: Lever) -> dict[str, Any]:
    if lever.id == CHIP_RULES:
        return {"anyOf": [{"enum": [IN_FORCE, OFF]}, {"type": "string", "pattern": r"\.ya?ml$"}]}
    number: dict[str, Any] = {"type": "number", "minimum": lever.low}
    if lever.high == float("inf"):
        return {"anyOf": [number, {"const": "none"}]}
    return {**number, "maximum": lever.high}
