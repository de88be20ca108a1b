"""Claims: every one has an answer or a reason, and each way of answering keeps its promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast import ensemble, facts
from fabcast.analysis import (
    CheckedClaim,
    Condition,
    Statement,
    check_claim,
    check_claims,
    needed,
    quantities,
    rank_drivers,
    readings,
    statements,
)
from fabcast.analysis._claims_model import delay_months, values_in
from fabcast.analysis._claims_record import reports_at
from fabcast.analysis._claims_tools import inputs_of
from fabcast.analysis._claims_turns import Deciders
from fabcast.errors import BadInput
from fabcast.facts import Claim
from fabcast.model import OUTCOMES, TOOL_CLASSES, year_end_index
from tests.claims_runs import DRAWS, checked, runs
from tests.synthetic import synthetic_runs

COMPLEMENT = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


@pytest.mark.parametrize("claim", facts.claims(), ids=lambda claim: claim.id)
def test_every_shipped_claim_can_be_asked(claim: Claim) -> None:
    check_claim(claim)


@pytest.mark.parametrize("claim", facts.claims(), ids=lambda claim: claim.id)
def test_every_shipped_claim_has_an_answer_or_a_reason(claim: Claim) -> None:
    one = checked()[claim.id]
    if one.status == "not_modelled":
        assert one.reason
    else:
        assert one.answer is not None
        assert not one.reason
        assert 0.0 <= one.answer.probability <= 1.0
    assert (one.draws == DRAWS) == (one.status == "modelled" or bool(one.bases and one.reason))


@pytest.mark.parametrize("statement", statements(), ids=lambda one: one.id)
def test_each_first_statement_has_a_row(statement: Statement) -> None:
    assert statement.claims
    for name in statement.claims:
        one = checked()[name]
        assert one.reason or one.answer is not None


def test_the_ten_statements_are_all_there() -> None:
    assert [one.id for one in statements()] == [
        "galvanise",
        "commitment",
        "mass_production",
        "bridge",
        "accelerates",
        "reliance",
        "regardless",
        "toolmakers",
        "military",
        "dominance",
    ]


def test_the_statements_are_answered_as_told() -> None:
    status = {name: one.status for name, one in checked().items()}
    modelled = {name for name in status if name.startswith("FIRST-0") and status[name] == "modelled"}
    assert {
        "FIRST-01a",
        "FIRST-01b",
        "FIRST-01c",
        "FIRST-03",
        "FIRST-04",
        "FIRST-05",
        "FIRST-06a",
        "FIRST-06b",
    } <= modelled
    assert status["FIRST-09"] == "not_modelled"
    assert "users are not told apart" in checked()["FIRST-09"].reason
    assert status["FIRST-10"] == "not_modelled"
    assert "weights from the user" in checked()["FIRST-10"].reason


@pytest.mark.parametrize("name", ["H200-F-15", "H200-A-16", "SELF-13", "SELF-29", "SELF-31"])
def test_the_record_settles_with_reports_that_cover_the_horizon(name: str) -> None:
    one = checked()[name]
    assert one.status == "settled"
    covering = [report for report in one.record if report.covers]
    assert covering
    assert all(report.source_ids for report in covering)
    assert one.answer is not None
    assert one.answer.probability in (0.0, 1.0)


def test_reports_that_disagree_settle_nothing() -> None:
    one = checked()["SELF-11"]
    condition = Condition.of(one.claim.comparator, one.claim.threshold)
    assert len({report.range.verdict(condition) for report in one.record}) > 1
    assert one.status == "modelled"


def test_a_claim_does_not_settle_itself() -> None:
    one = checked()["FIRST-02"]
    assert one.status == "not_modelled"
    told = {source for report in one.record for source in report.source_ids}
    assert not told & set(one.claim.source_ids)
    assert reports_at("state_commitment_total", 2025)[0].covers


def test_rule_arithmetic_counts_released_chips_only() -> None:
    assert checked()["H200-A-34"].status == "rule"
    assert checked()["H200-A-01"].status == "not_modelled"
    best = max(
        chip.tpp_bits_x_tops or 0.0
        for chip in facts.chips().values()
        if chip.designer.startswith("Huawei") and chip.status == "released"
    )
    answer = checked()["H200-A-34"].answer
    assert answer is not None
    assert answer.p50 == pytest.approx((facts.find_chip("H100").tpp_bits_x_tops or 0.0) / best)


def one_claim(**cells: str) -> Claim:
    blank = {
        "id": "mine",
        "claimant": "me",
        "date": "2026-11-23",
        "claim": "x",
        "quantity": "china_compute_stock",
        "unit": "H100e",
        "comparator": ">=",
        "threshold": "1000000",
        "horizon": "2027",
        "scenario_pair": "actual|-",
        "threshold_by": "claimant",
    }
    return Claim.model_validate({**blank, "source_ids": ("x",), **cells})


def probability(claim: Claim) -> float:
    answer = check_claims([claim], runs())[0].answer
    assert answer is not None
    return answer.probability


def test_complementary_claims_add_to_one() -> None:
    asked = [one for one in checked().values() if one.status == "modelled"]
    first = [one for one in asked if one.claim.comparator in COMPLEMENT]
    turned = [one.claim.model_copy(update={"comparator": COMPLEMENT[one.claim.comparator]}) for one in first]
    assert len(first) > 30
    for one, other in zip(first, check_claims(turned, runs()), strict=True):
        for ours, theirs in zip(one.bases, other.bases, strict=True):
            assert ours.probability + theirs.probability == pytest.approx(1.0, abs=1e-12), one.claim.id


@given(
    values=st.lists(st.floats(allow_nan=True, width=32), min_size=1, max_size=40),
    mark=st.integers(-5, 5),
    comparator=st.sampled_from(sorted(COMPLEMENT)),
)
def test_complements_add_to_one_on_any_draws(values: list[float], mark: int, comparator: str) -> None:
    drawn = np.array(values)
    first, second = (
        Condition.of(c, str(mark)).probability(drawn) for c in (comparator, COMPLEMENT[comparator])
    )
    if np.isnan(drawn).all():
        assert np.isnan(first)
    else:
        assert first + second == pytest.approx(1.0)


def test_within_is_the_difference_of_two_thresholds() -> None:
    both = probability(one_claim(comparator="within", threshold="1000000..3000000"))
    above = probability(one_claim(comparator=">=", threshold="1000000"))
    beyond = probability(one_claim(comparator=">", threshold="3000000"))
    assert both == pytest.approx(above - beyond)


def test_the_h200_pair_is_told_by_date_and_by_displacement() -> None:
    displaces, adds = (checked()[name].answer for name in ("H200-F-03", "H200-A-29"))
    for answer in (displaces, adds):
        assert answer is not None
        assert [year for year, _ in answer.by_year] == list(range(2026, 2036))
        assert [row[0] for row in answer.by_displacement] == list(range(2026, 2036))
        for (_, whole), (_, *thirds) in zip(answer.by_year, answer.by_displacement, strict=True):
            assert np.mean(thirds) == pytest.approx(whole, abs=0.01)


def test_an_outcome_needs_no_row_to_be_claimed() -> None:
    assert readings("hbm_stacks_on_hand")[0].formula == "hbm_stacks_on_hand"
    assert readings("delta_nvidia_china_revenue", "USD bn per year")[0].pair == "difference"


def test_every_formula_reads_outcomes_that_exist() -> None:
    for found in quantities().values():
        for reading in found:
            if reading.route == "model":
                read = values_in(reading.formula)
                assert read, reading
                assert set(read) <= {*OUTCOMES, *(f"tool_share.{name}" for name in TOOL_CLASSES)}
            if reading.route == "none":
                assert reading.note
    series = [r for found in quantities().values() for r in found if r.route == "record"]
    assert all(reports_at(r.formula, 2026) or reports_at(r.formula, 2023) for r in series)


def test_a_slip_of_the_pen_is_told_and_an_unknown_quantity_is_not_modelled() -> None:
    with pytest.raises(BadInput, match=r"did you mean china_compute_stock\?"):
        readings("china_compute_stok")
    one = check_claims([one_claim(quantity="number_of_chip_engineers", unit="people")], None)[0]
    assert (one.status, one.reason) == (
        "not_modelled",
        "no outcome of the model, record or rule speaks to it",
    )


def test_only_what_claims_need_is_run() -> None:
    scenarios, outcomes = needed([one_claim(scenario_pair="h200_open|-")])
    assert (scenarios, outcomes) == (("h200_open",), ("china_compute_stock",))
    assert needed([one_claim(quantity="energy_per_token_domestic_over_h20", unit="ratio")]) == ((), ())


def test_a_bound_that_leaves_all_open_is_no_answer() -> None:
    one = checked()["H200-A-25"]
    assert one.status == "not_modelled"
    assert one.answer is not None
    assert one.answer.says_nothing


def test_a_bound_is_told_as_one() -> None:
    answer = checked()["H200-F-04"].answer
    assert answer is not None
    assert (answer.bound, answer.probability_is) == ("at most", "at_most")


def test_a_scenario_that_has_no_year_of_its_own_yet_is_told() -> None:
    assert "no_new_hbm leaves actual on 2026-11-23" in checked()["H200-A-28"].caveat
    assert checked()["H200-A-10"].caveat == ""


def test_a_delay_is_the_shift_of_a_shifted_path() -> None:
    path = np.arange(40.0)[None] ** 2
    late = np.concatenate([np.full((1, 4), -1.0), path[:, :-4]], axis=1)
    delay = delay_months(late, path)
    assert delay[0, 2:30] == pytest.approx(12.0)
    assert np.isinf(delay[0, 36:]).all()


def test_the_decider_is_found_with_its_thirds() -> None:
    rng = np.random.default_rng(1)
    x, noise = rng.normal(size=600), rng.normal(size=600)
    found = Deciders({"x": x, "noise": noise}).of(x + 0.3 * rng.normal(size=600), Condition.of(">", "0"))
    assert [turn.parameter for turn in found] == ["x"]
    assert found[0].low < 0.05
    assert found[0].high > 0.95


def test_few_draws_name_no_decider() -> None:
    assert Deciders({"x": np.arange(20.0)}).of(np.arange(20.0), Condition.of(">", "9")) == ()


def test_probability_falls_as_the_threshold_rises() -> None:
    for one in checked().values():
        answer: CheckedClaim | object = one.answer
        if one.answer is None or not one.answer.curve or not one.claim.comparator.startswith(">"):
            continue
        told = [p for _, p in one.answer.curve]
        assert told == sorted(told, reverse=True), (one.claim.id, answer)


def test_tool_classes_are_answered_one_by_one() -> None:
    """Weighted by purchases, the shares of the classes make the share of all tools, so they span it."""
    asked = [one for name, one in checked().items() if name.startswith("FIRST-08")]
    assert {one.claim.quantity.rpartition(".")[2] for one in asked} == set(TOOL_CLASSES)
    assert all(one.status == "modelled" for one in asked)
    known, index = runs().values, year_end_index(2030)
    row = list(runs().scenarios).index("actual")
    shares = np.stack([known[f"tool_share.{name}"][row, :, index] for name in TOOL_CLASSES])
    whole = known["domestic_share_of_chip_equipment_in_china"][row, :, index]
    assert (np.nanmin(shares, axis=0) <= whole + 1e-9).all()
    assert (whole <= np.nanmax(shares, axis=0) + 1e-9).all()


def test_the_inputs_of_runs_come_back_whole() -> None:
    drawn = ensemble.sample_inputs(DRAWS, 1)
    found = inputs_of(runs())
    assert found is not None
    assert set(found) == set(drawn)
    assert all((found[name] == drawn[name]).all() for name in drawn)


def test_what_was_not_run_is_not_modelled() -> None:
    claim = checked()["FIRST-08c"].claim
    (one,) = check_claims([claim], synthetic_runs(draws=2, scenarios=("h200_denied",)))
    assert (one.status, one.reason) == ("not_modelled", "purchases by tool class were not run")


def test_the_change_of_a_date_is_in_years_and_may_be_never() -> None:
    claim = one_claim(
        quantity="delta_year_of_first_working_chips_from_domestic_euv",
        unit="years",
        threshold="0",
        scenario_pair="actual|no_controls",
    )
    (one,) = check_claims([claim], runs())
    assert one.unit == "years"
    assert one.answer is not None
    assert one.answer.by_year == ()
    assert one.answer.probability_never is not None


def test_deciders_measure_as_drivers_do() -> None:
    """Where the verdict is closed, the quantity itself is told: the shares are those of the drivers."""
    rng = np.random.default_rng(3)
    parameters = {f"p{i}": rng.normal(size=400) for i in range(6)}
    values = parameters["p0"] + 0.5 * parameters["p1"] + 0.2 * rng.normal(size=400)
    found = Deciders(parameters).of(values, Condition.of(">", "-100"))
    told = {d.parameter: d.share for d in rank_drivers(parameters, values).drivers}
    assert [turn.parameter for turn in found] == ["p0", "p1"]
    assert [turn.share for turn in found] == pytest.approx([told["p0"], told["p1"]], rel=1e-9)


def test_chance_seldom_names_a_decider() -> None:
    """The floor is the 95 % point of the largest share that chance reaches among all parameters."""
    rng = np.random.default_rng(5)
    deciders = Deciders({f"p{i}": rng.normal(size=300) for i in range(30)})
    named = [bool(deciders.of(rng.normal(size=300), Condition.of(">", "0"))) for _ in range(200)]
    assert np.mean(named) < 0.12


LICENCES = (("h20", "2024-06-01", "0"), ("h20", "2025-06-01", "1"), ("h200", "2026-02-01", "1"))


def test_the_rules_say_whether_a_licence_was_required() -> None:
    asked = [
        one_claim(
            quantity=f"licence_required_for_{chip}_to_china",
            unit="0 or 1",
            comparator="==",
            threshold=answer,
            horizon=day,
        )
        for chip, day, answer in LICENCES
    ]
    for one in check_claims(asked, None):
        assert one.status == "rule"
        assert one.answer is not None
        assert one.answer.probability == 1.0
