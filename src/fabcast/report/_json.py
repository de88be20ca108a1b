"""The brief and its tables for machines: plain data in the published field names.

Numbers are not rounded; what has no value is null. Schemas stand in ``schemas/``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from fabcast.analysis import (
    BindingShares,
    Contrast,
    Judgement,
    Runs,
    Spread,
    UnderForm,
    at_year_end,
    is_date,
    label,
    units,
)

from . import _headline as plan
from ._content import Bound, Brief, DriverLine, SourceLine
from ._forms import all_words

Plain = dict[str, Any]


def to_json(brief: Brief) -> Plain:
    """Give a brief as plain data that `json.dumps` takes, in the published field names.

    Returns
    -------
    dict
        See ``schemas/brief.schema.json``.
    """
    return {
        "question": brief.question,
        "answer": list(brief.answer),
        "scenario": brief.scenario.id,
        "against": brief.against.id,
        "draws": brief.draws,
        "seed": brief.seed,
        "basis": brief.basis,
        "outcomes": [contrast_json(c) for c in brief.contrasts],
        "bounds": [_bound(b) for b in brief.bounds],
        "judgement_share": None if brief.judgement is None else brief.judgement.judgement,
        "judgement": None if brief.judgement is None else _judgement(brief.judgement),
        "binding": _binding(brief.binding),
        "drivers": _drivers(brief),
        "noise_floor": brief.noise_floor,
        "hindcast": _hindcast(brief),
        "left_out": list(brief.left_out),
        "sources": [source_text(s) for s in brief.sources],
        "structures": [form_json(form) for form in brief.forms],
        "structures_say": list(all_words(brief.forms, brief.headline.year)),
        "command": brief.command,
        "record": dict(brief.record),
    }


def contrast_json(c: Contrast) -> Plain:
    """Give one contrast as plain data; `year` is null for a date."""
    return {
        "id": c.outcome,
        "label": c.label,
        "unit": c.unit,
        "year": c.year,
        "scenario": _spread(c.scenario),
        "against": _spread(c.against),
        "contrast": {
            **_spread(c.contrast),
            "relative_p50": _value(c.relative_p50),
            "probability_positive": _value(c.probability_positive),
            "probability_negative": _value(c.probability_negative),
            "probability_zero": _value(c.probability_zero),
            "share_defined": _value(c.share_defined),
        },
        "probability_never": _value(c.probability_never),
        "probability_never_against": _value(c.probability_never_against),
    }


def form_json(form: UnderForm) -> Plain:
    """Give the contrasts under one form of the equations as plain data."""
    return {
        "id": form.id,
        "name": form.name,
        "instead_of": form.instead_of,
        "outcomes": [contrast_json(c) for c in form.contrasts],
    }


def runs_json(runs: Runs, outcomes: Iterable[str], years: Sequence[int]) -> list[Plain]:
    """List quantiles of each scenario, outcome and year; a date comes once, with its P(never).

    Raises
    ------
    BadInput
        An outcome or a year is not in the runs.
    """
    return [
        _level(runs, scenario, outcome, year)
        for scenario in runs.scenarios
        for outcome in outcomes
        for year in ((None,) if is_date(runs, outcome) else years)
    ]


def schema(name: str) -> Plain:
    """Read a published JSON Schema: ``brief`` or ``run``.

    >>> schema("run")["type"]
    'array'
    """
    path = files("fabcast.report") / "schemas" / f"{name}.schema.json"
    loaded: Plain = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def source_text(source: SourceLine) -> str:
    """Write a source in one line.

    >>> source_text(SourceLine("a", "A filing", "https://example.org", "A"))
    'A filing. https://example.org (grade A)'
    """
    return f"{source.title}. {source.address} (grade {source.grade})"


def _level(runs: Runs, scenario: str, outcome: str, year: int | None) -> Plain:
    values = at_year_end(runs, outcome, scenario, year or 0)
    spread = Spread.of(values)
    never = float((values != values).mean()) if is_date(runs, outcome) else None  # noqa: PLR0124 - NaN is never
    return {
        "scenario": scenario,
        "outcome": outcome,
        "label": label(runs, outcome),
        "year": year,
        "unit": units(runs, outcome),
        **_spread(spread, quartiles=True),
        "probability_never": never,
    }


def _spread(s: Spread, *, quartiles: bool = False) -> Plain:
    names = ("p5", "p25", "p50", "p75", "p95", "mean") if quartiles else ("p5", "p50", "p95", "mean")
    return {name: _value(getattr(s, name)) for name in names}


def _value(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def _bound(bound: Bound) -> Plain:
    return {"scenario": bound.scenario.id, "outcomes": [contrast_json(c) for c in bound.contrasts]}


def _judgement(split: Judgement) -> Plain:
    return {"judgement": split.judgement, "evidence": split.evidence, "unexplained": split.unexplained}


def _drivers(brief: Brief) -> list[Plain]:
    """List the drivers of the headline, then the few of every other cell of its table."""
    headline = (brief.headline.outcome, brief.headline.year)
    others = (cell for cell in brief.why if (cell.outcome, cell.year) != headline)
    return [_driver(d, headline, brief.measure) for d in brief.drivers] + [
        _driver(d, (cell.outcome, cell.year), brief.measure) for cell in others for d in cell.lines
    ]


def _driver(d: DriverLine, cell: tuple[str, int | None], measure: str) -> Plain:
    return {
        "parameter": d.parameter,
        "label": d.description,
        "outcome": cell[0],
        "year": cell[1],
        "measure": measure,
        "value": d.share,
        "rank_correlation": d.rank_correlation,
        "above_noise": d.above_noise,
        "grade": d.grade,
        "judgement": d.judged,
    }


def _binding(shares: BindingShares | None) -> list[Plain]:
    """List shares of draws by quarter and input over the years of the figures, without zeros."""
    if shares is None:
        return []
    first, last = plan.FAN_YEARS
    return [
        {"quarter": quarter, "input": name, "share_of_draws": float(shares.shares[i, k])}
        for k, quarter in enumerate(shares.quarters)
        if first <= int(quarter[:4]) <= last
        for i, name in enumerate(shares.inputs)
        if shares.shares[i, k] > 0.0
    ]


def _hindcast(brief: Brief) -> Plain:
    """Give the hindcast; no targets and a null coverage say that none was scored."""
    if brief.hindcast is None:
        return {"targets": 0, "coverage90": None}
    return {"targets": brief.hindcast.targets, "coverage90": brief.hindcast.coverage90}
