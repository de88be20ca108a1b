"""The content of *How good is it*: what the model would have said at past dates, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from fabcast.calibration import hindcast_json, load_hindcasts, policy_named, summarise
from fabcast.errors import BadInput
from fabcast.report import hindcast_figures, hindcast_miss_words, hindcast_tables, hindcast_words, tables

POLICIES = {
    "as_happened": "legal acts fed as they happened",
    "known_at_origin": "law and levers of the origin held",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One figure with its table."""

    name: str
    title: str
    caption: str
    markup: str
    table: tables.Table

    def svg(self) -> str:
        """Give the drawn figure."""
        return self.markup


@dataclass(frozen=True, slots=True)
class Scores:
    """Hindcasts under one policy feed, in words, tables and figures."""

    policy: str
    words: tuple[str, ...]
    tables: tuple[tables.Table, ...]
    misses: tuple[str, ...]
    figures: tuple[Drawn, ...]
    plain: Any


@cache
def scores(policy: str) -> Scores:
    """Read the hindcasts that come with Fabcast and score them.

    Raises
    ------
    BadInput
        There is no such policy feed.
    """
    if policy not in POLICIES:
        raise BadInput(f"policy '{policy[:20]}' is not one of: {', '.join(POLICIES)}")
    found = load_hindcasts()
    summary = summarise(found.rows, policy_named(policy), None)
    made = hindcast_figures(summary)
    return Scores(
        policy=policy,
        words=tuple(hindcast_words(summary, found.stale)),
        tables=(hindcast_tables.by_series(summary), hindcast_tables.by_horizon(summary)),
        misses=tuple(hindcast_miss_words(summary)),
        figures=tuple(Drawn(f.name, f.title, f.caption, f.svg, f.table) for f in made),
        plain=hindcast_json(summary, found.stale),
    )
