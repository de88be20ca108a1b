"""A policy search as plain data; see ``schemas/search.schema.json``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fabcast.analysis import FrontPoint, Objective, Searched, Spread
from fabcast.model import OUTCOMES

from ._search_page import SearchPage

Plain = dict[str, Any]


def search_json(page: SearchPage, words: Sequence[str]) -> Plain:
    """Give a search as plain data: levers, objectives, the front with its scenarios' settings.

    Parameters
    ----------
    page
        The search.
    words
        Its answer, from `search_words`.
    """
    found = page.found
    task = found.task
    return {
        "because": list(words),
        "base": task.base.id,
        "from": task.day.isoformat(),
        "year": task.year,
        "basis": page.basis,
        "draws": found.draws,
        "seed": found.seed,
        "fresh_draws": found.fresh_draws,
        "fresh_seed": found.fresh_seed,
        "tried": len(found.tried.values),
        "front_size": found.front_size,
        "share_still_on_front": found.kept,
        "objectives": [_objective(o, x) for o, x in zip(task.objectives, found.optimism, strict=True)],
        "levers": [
            {"lever": r.lever, "key": r.key, "low": r.low, "high": r.high, "moves_nothing": r in found.inert}
            for r in task.ranges
        ],
        "base_values": _by_outcome(found, found.base),
        "points": [_point(found, n, p) for n, p in enumerate(found.points, 1)],
        "files": list(page.files),
    }


def _objective(objective: Objective, optimism: float) -> Plain:
    known = OUTCOMES[objective.outcome]
    return {
        "outcome": objective.outcome,
        "sense": objective.sense,
        "label": known.label,
        "unit": known.unit,
        "optimism_of_the_search": optimism,
    }


def _point(found: Searched, number: int, point: FrontPoint) -> Plain:
    names = [one.outcome for one in found.task.objectives]
    return {
        "point": number,
        "settings": {one.id: v for one, v in zip(found.task.ranges, point.settings, strict=True)},
        "median_in_search": dict(zip(names, point.hoped, strict=True)),
        "values": _by_outcome(found, point.found),
        "change": _by_outcome(found, point.change),
        "regret": _by_outcome(found, point.regret),
        "probability_on_front": point.on_front,
    }


def _by_outcome(found: Searched, spreads: Sequence[Spread]) -> Plain:
    names = [one.outcome for one in found.task.objectives]
    return {name: _spread(spread) for name, spread in zip(names, spreads, strict=True)}


def _spread(spread: Spread) -> Plain:
    kept = {name: getattr(spread, name) for name in ("p5", "p50", "p95", "mean")}
    return {name: value if math.isfinite(value) else None for name, value in kept.items()}
