"""Leverage: the published example, finite power near one, concentration, and months to rebuild."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast import ensemble, facts
from fabcast.analysis import Chokepoint, chokepoints, concentration, loss, power
from fabcast.analysis._leverage import LEAST_SIGMA, MOST_SHARE
from fabcast.analysis._leverage_flows import months_until
from fabcast.model import QUARTERS
from fabcast.scenario import load


def test_power_rises_as_the_model_document_says() -> None:
    shares = np.array([0.3, 0.6, 0.9])
    assert power(shares, np.array(2.0)).round(2).tolist() == [0.36, 0.92, 2.3]


def test_the_loss_is_that_of_the_models_own_outcome() -> None:
    """1 − (1 − w)^(1/(σ − 1)), written out in the other direction."""
    share, sigma = np.linspace(0.0, 0.9, 10), np.array(3.0)
    assert loss(power(share, sigma)) == pytest.approx(1.0 - (1.0 - share) ** 0.5)


def test_power_stays_finite_where_one_holds_all() -> None:
    most = power(np.array(1.0), np.array(0.5))
    assert float(most) == pytest.approx(-np.log(1.0 - MOST_SHARE) / (LEAST_SIGMA - 1.0))


def test_concentration_is_one_for_one_and_a_half_for_two() -> None:
    shares = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    found = concentration(shares)
    assert found[:2].tolist() == [1.0, 0.5]
    assert np.isnan(found[2])


def test_months_run_from_the_facts_last_day_to_the_quarters_end() -> None:
    reached = np.array([q >= "2027Q1" for q in QUARTERS])[:, None]
    days = (np.datetime64("2027-04-01") - np.datetime64(facts.AS_OF)).astype(int)
    assert months_until(reached)[0] == pytest.approx(days / 30.4375)


@pytest.fixture(scope="module")
def points() -> tuple[Chokepoint, ...]:
    return chokepoints(load("actual"), 2027, ensemble.sample_inputs(48, 3), seed=3)


def test_what_allies_add_never_lowers_power(points: tuple[Chokepoint, ...]) -> None:
    alone = {one.id: one for one in points if one.holder == "us"}
    both = {one.id: one for one in points if one.holder == "coalition"}
    assert len(both) == 6
    for name, one in both.items():
        assert one.share.p50 >= alone[name].share.p50
        assert one.power.p50 >= alone[name].power.p50
        assert 0.0 <= one.loss.p5 <= one.loss.p95 <= 1.0
    assert alone["immersion"].power.p95 < both["immersion"].power.p5


def test_cost_shares_of_tool_classes_sum_to_one(points: tuple[Chokepoint, ...]) -> None:
    costs = [one.cost_share for one in points if one.holder == "us" and one.cost_share]
    assert sum(cost.mean for cost in costs) == pytest.approx(1.0)


def test_the_unknown_is_told_as_unknown(points: tuple[Chokepoint, ...]) -> None:
    found = {one.id: one for one in points}
    for mineral in ("gallium", "germanium"):
        one = found[mineral]
        assert one.months is None
        assert one.never is None
        assert one.cost_share is None
        assert one.stock_months is not None
        assert "not in the facts" in one.note
    assert found["gallium"].share.p50 == facts.series()["gallium_supply_share"][-1].central / 100.0  # type: ignore[operator]
    assert found["hbm"].concentration is None


def test_tools_of_classes_that_hardly_replace_one_another_say_that_power_is_a_low_reading(
    points: tuple[Chokepoint, ...],
) -> None:
    notes = {one.id: one.note for one in points if one.holder == "us"}
    assert "floor of 1.2" in notes["process_control"]
    assert "floor" not in notes["deposition"]
