"""Which facts, rules and fit are installed: each has a version of its own, beside that of the code.

A version is the day of the content and the start of its hash, so that two answers that differ can be told
apart by what they rest on. Nothing is parsed for it: ``fabcast --version`` and every answer for machines ask.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from typing import Any

__all__ = ["made_with", "posterior_version", "stamped", "stamped_each", "version_lines", "versions"]

SHOWN = 8
"""Digits of a hash that are shown."""
CHECKED = re.compile(rb"\blast_checked: *(\d{4}-\d\d-\d\d)")
"""The day on which a clause was held against the law. Read as text: parsing the law takes 0.4 s."""


def made_with() -> dict[str, str]:
    """Return the versions that a reading of the law rests on.

    >>> sorted(made_with())
    ['fabcast', 'facts', 'rules']
    """
    from fabcast import facts, rules

    return {
        "fabcast": version("fabcast"),
        "facts": f"{facts.AS_OF}+{facts.content_hash()[:SHOWN]}",
        "rules": f"{_last_checked()}+{rules.content_hash()[:SHOWN]}",
    }


def _last_checked() -> str:
    """Return the last day on which a clause was held against the law."""
    book = files("fabcast.rules") / "us"
    texts = (entry.read_bytes() for entry in book.iterdir() if entry.name.endswith(".yaml"))
    return str(max(day for text in texts for day in CHECKED.findall(text)), "ascii")


def versions() -> dict[str, str]:
    """Return the versions that any answer rests on: code, facts, rules, and the fit that comes along.

    >>> sorted(versions())
    ['fabcast', 'facts', 'posterior', 'rules']
    """
    return {**made_with(), "posterior": posterior_version()}


def posterior_version() -> str:
    """Return the version of the shipped fit from its record; ``none`` where there is none."""
    record = files("fabcast") / "calibration" / "data" / "posterior.json"
    try:
        return str(json.loads(record.read_text(encoding="utf-8"))["digest"])[:16]
    except (OSError, ValueError, KeyError):
        return "none"


def version_lines() -> list[str]:
    """Write each version on a line, the code's first.

    >>> [line.split()[0] for line in version_lines()]
    ['fabcast', 'facts', 'rules', 'posterior']
    """
    return [f"{name} {value}" for name, value in versions().items()]


def stamped(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer with the versions that it rests on.

    >>> list(stamped({"a": 1}))
    ['made_with', 'a']
    """
    return {"made_with": versions(), **answer}


def stamped_each(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with the versions in each.

    >>> list(stamped_each([{"a": 1}])[0])
    ['a', 'made_with']
    """
    made = versions()
    return [{**row, "made_with": made} for row in rows]
