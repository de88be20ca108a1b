"""Tested claims for machines, in the published field names; schema in ``schemas/claims.schema.json``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from fabcast.analysis import Answer, CheckedClaim, Report, Turn

from ._claims_words import because, verdict
from ._evidence import ParameterWords

Plain = dict[str, Any]


def claims_json(
    checked: Sequence[CheckedClaim], parameters: Mapping[str, ParameterWords] | None = None
) -> list[Plain]:
    """Give tested claims as plain data that `json.dumps` takes.

    Parameters
    ----------
    checked
        What `fabcast.analysis.check_claims` returned.
    parameters
        Words for parameters; their ids stand in where there are none.

    Returns
    -------
    list of dict
        One a claim, in order. What has no value is null; *never* is null, with its probability beside it.
    """
    return [_claim(one, parameters or {}) for one in checked]


def _claim(tested: CheckedClaim, words: Mapping[str, ParameterWords]) -> Plain:
    claim, answer = tested.claim, tested.answer
    answered = tested.status != "not_modelled"
    return {
        "claim_id": claim.id,
        "claimant": claim.claimant,
        "date": claim.date,
        "claim": claim.claim,
        "quantity": claim.quantity,
        "label": tested.label,
        "status": tested.status,
        "probability": _value(answer.probability) if answer and answered else None,
        "probability_is": answer.probability_is if answer and answered else None,
        "value": _spread(answer, tested.unit) if answer else None,
        "comparator": claim.comparator,
        "threshold": claim.threshold,
        "threshold_by": claim.threshold_by,
        "verdict": verdict(tested),
        "horizon": claim.horizon,
        "scenario_pair": claim.scenario_pair,
        "turns_on": [turn.parameter for turn in answer.turns_on] if answer else [],
        "because": because(tested),
        "bases": [_basis(one, tested.unit) for one in tested.bases],
        "bases_agree": tested.bases_agree,
        "turns": [_turn(one, words) for one in answer.turns_on] if answer else [],
        "by_year": [{"year": y, "probability": p} for y, p in answer.by_year] if answer else [],
        "by_displacement": [_thirds(*row) for row in answer.by_displacement] if answer else [],
        "across_thresholds": [{"threshold": t, "probability": p} for t, p in answer.curve] if answer else [],
        "record": [_report(one) for one in tested.record],
        "reason": tested.reason,
        "caveat": tested.caveat,
        "draws": tested.draws,
        "ensemble": tested.ensemble,
        "source_ids": list(claim.source_ids),
    }


def _basis(answer: Answer, unit: str) -> Plain:
    return {
        "basis": answer.basis,
        "probability": _value(answer.probability),
        "probability_is": answer.probability_is,
        "value": _spread(answer, unit),
        "share_defined": answer.share_defined,
        "leaves_out": answer.note,
    }


def _spread(answer: Answer, unit: str) -> Plain:
    return {
        "p5": _value(answer.p5),
        "p50": _value(answer.p50),
        "p95": _value(answer.p95),
        "unit": unit,
        "probability_never": answer.probability_never,
    }


def _turn(turn: Turn, words: Mapping[str, ParameterWords]) -> Plain:
    known = words.get(turn.parameter)
    return {
        "parameter": turn.parameter,
        "label": known.description if known else turn.parameter,
        "share": turn.share,
        "probability_low_third": _value(turn.low),
        "probability_middle_third": _value(turn.middle),
        "probability_high_third": _value(turn.high),
    }


def _thirds(year: int, low: float, middle: float, high: float) -> Plain:
    return {"year": year, "low": _value(low), "middle": _value(middle), "high": _value(high)}


def _report(report: Report) -> Plain:
    return {
        "period": report.period,
        "low": _value(report.range.low),
        "central": report.central,
        "high": _value(report.range.high),
        "covers_horizon": report.covers,
        "source_ids": list(report.source_ids),
    }


def _value(value: float) -> float | None:
    return value if math.isfinite(value) else None
