"""A sensitivity for machines: plain data, not rounded, every player and every quarter."""

from __future__ import annotations

import math
from typing import Any

from fabcast.analysis import Estimate, Sensitivity

from ._sensitivity_page import METHODS, SensitivityPage, input_label, player_label
from ._sensitivity_words import agreement, answer, basis_words, enough_words, over_time_words, subject

Plain = dict[str, Any]


def sensitivity_json(page: SensitivityPage) -> Plain:
    """Give a sensitivity as plain data.

    Returns
    -------
    dict
        See ``schemas/sensitivity.schema.json``.
    """
    return {
        "scenario": page.scenario,
        "against": page.against,
        "outcome": page.outcome,
        "label": page.label,
        "unit": page.unit,
        "year": page.year,
        "seed": page.seed,
        "subject": subject(page),
        "methods": [_method(page, found) for found in page.found],
        "agreement": agreement(page.found),
        "by_quarter": _by_quarter(page),
        "enough": _enough(page),
    }


def _method(page: SensitivityPage, found: Sensitivity) -> Plain:
    method = METHODS[found.method]
    return {
        "method": found.method,
        "title": method.title,
        "asks": method.asks,
        "how": method.how,
        "basis": found.basis,
        "basis_says": basis_words(page, found),
        "runs": found.runs,
        "because": answer(page, found),
        "checks": dict(found.checks),
        "rows": [
            {
                "id": row.player.id,
                "kind": row.player.kind,
                "label": player_label(row.player),
                "inputs": list(row.player.inputs),
                "measures": {name: _estimate(one) for name, one in row.measures.items()},
            }
            for row in found.rows
        ],
    }


def _by_quarter(page: SensitivityPage) -> Plain | None:
    found = page.over_time
    if found is None:
        return None
    return {
        "basis": found.basis,
        "draws": found.draws,
        "because": over_time_words(page),
        "quarters": list(found.quarters),
        "inputs": [
            {"id": name, "label": input_label(name), "first": [_estimate(one) for one in shares]}
            for name, shares in zip(found.inputs, found.shares, strict=True)
        ],
    }


def _enough(page: SensitivityPage) -> Plain | None:
    found = page.enough
    if found is None:
        return None
    return {
        "basis": page.enough_basis,
        "because": list(enough_words(page)),
        "error_of_ends": _finite(found.error_of_ends),
        "error_of_median": _finite(found.error_of_middle),
        "moved_when_doubled": _finite(found.moved),
        "rows": [
            {
                "draws": row.draws,
                "p5": _estimate(row.low),
                "p50": _estimate(row.middle),
                "p95": _estimate(row.high),
                "probability_positive": _estimate(row.positive),
            }
            for row in found.rows
        ],
    }


def _estimate(one: Estimate) -> Plain:
    return {"value": one.value, "low": one.low, "high": one.high}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
