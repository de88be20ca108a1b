"""JSON holds to its published schema, and to the numbers of the brief."""

from __future__ import annotations

import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from fabcast.errors import BadInput
from fabcast.report import Brief, build_brief, runs_json, schema, to_json
from tests.synthetic import SyntheticRuns, synthetic_runs

CONTRACT = (
    "question scenario against draws seed basis outcomes bounds judgement_share binding drivers hindcast "
    "left_out sources record"
)
OUTCOME_FIELDS = "id label unit year scenario against contrast probability_never"


def strict(data: object) -> object:
    return json.loads(json.dumps(data, allow_nan=False))


def test_a_brief_holds_to_its_schema(brief: Brief) -> None:
    jsonschema.validate(strict(to_json(brief)), schema("brief"))


def test_a_poor_brief_holds_to_it_too() -> None:
    poor = to_json(build_brief(synthetic_runs(draws=2), "h200_open", "h200_denied"))
    jsonschema.validate(strict(poor), schema("brief"))
    assert poor["judgement_share"] is None
    assert poor["hindcast"] == {"targets": 0, "coverage90": None}


def test_every_published_field_of_the_contract_is_there(brief: Brief) -> None:
    data = to_json(brief)
    assert set(CONTRACT.split()) <= set(data)
    first = data["outcomes"][1]
    assert set(OUTCOME_FIELDS.split()) <= set(first)
    assert {"p5", "p50", "p95", "mean", "relative_p50", "probability_positive"} <= set(first["contrast"])
    assert set(data["binding"][0]) == {"quarter", "input", "share_of_draws"}
    assert {"parameter", "outcome", "measure", "value"} <= set(data["drivers"][0])
    assert data["record"]["hash"]


def test_numbers_are_those_of_the_brief(brief: Brief) -> None:
    for c, row in zip(brief.contrasts, to_json(brief)["outcomes"], strict=True):
        assert (row["id"], row["year"]) == (c.outcome, c.year)
        if c.share_defined:
            assert row["contrast"]["p50"] == c.contrast.p50


def test_binding_shares_sum_to_one_each_quarter(brief: Brief) -> None:
    rows = [r for r in to_json(brief)["binding"] if r["quarter"] == "2030Q4"]
    assert sum(r["share_of_draws"] for r in rows) == pytest.approx(1.0)


def test_runs_hold_to_their_schema_and_dates_come_once(runs: SyntheticRuns) -> None:
    rows = runs_json(runs, ("china_compute_stock", "year_of_compute_parity"), (2027, 2030))
    jsonschema.validate(strict(rows), schema("run"))
    assert len(rows) == len(runs.scenarios) * 3
    dates = [r for r in rows if r["outcome"] == "year_of_compute_parity"]
    assert {r["year"] for r in dates} == {None}
    assert all(0.0 <= r["probability_never"] <= 1.0 for r in dates)
    assert all(r["probability_never"] is None for r in rows if r not in dates)


def test_runs_refuse_what_they_do_not_hold(runs: SyntheticRuns) -> None:
    with pytest.raises(BadInput, match="year 2050 is not in these runs"):
        runs_json(runs, ("china_compute_stock",), (2050,))
