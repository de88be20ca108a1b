"""Which facts, rules and fit are installed: each has a version of its own, beside that of the code.

A version is the day of the content and the start of its hash, so that two answers that differ can be told
apart by what they rest on.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.metadata import version
from importlib.resources import files

__all__ = ["made_with", "posterior_version", "versions"]

SHOWN = 8
"""Digits of a hash that are shown."""


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


def _last_checked() -> date:
    """Return the day on which a clause was last held against the law."""
    from fabcast.rules._law import current

    clauses = current().book.clauses.values()
    return max(version.source.last_checked for clause in clauses for version in clause.versions)


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
