"""What the equations leave out: grows with the horizon, shared by scenarios, consistent between outcomes."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.ensemble import Basis, Discrepancy, RunSet, family, run_scenarios, sample_inputs
from fabcast.ensemble._discrepancy import LEAD, PARITY, RATIO, parity
from fabcast.model import OUTCOMES, QUARTERS, year_end_index

PAIR = ("h200_licensed", "h200_denied")
SIZE = Discrepancy(0.3)
DRAWS = 300


@pytest.fixture(scope="module")
def plain() -> RunSet:
    return run_scenarios(PAIR, DRAWS, 1)


@pytest.fixture(scope="module")
def wide() -> RunSet:
    return run_scenarios(PAIR, DRAWS, 1, basis=Basis("prior", sample_inputs, SIZE))


def test_it_is_as_stated_at_four_years_and_nothing_in_the_past() -> None:
    sizes = SIZE.by_quarter()
    assert SIZE.sd(4.0) == pytest.approx(0.3)
    assert SIZE.sd(16.0) == pytest.approx(0.6)
    assert (sizes[: QUARTERS.index("2026Q3") + 1] == 0.0).all()
    assert (np.diff(sizes[QUARTERS.index("2026Q4") :]) > 0.0).all()


def test_the_record_is_left_as_it_is(plain: RunSet, wide: RunSet) -> None:
    past = slice(0, QUARTERS.index("2026Q3") + 1)
    for name, outcome in OUTCOMES.items():
        if outcome.kind != "date":
            assert np.array_equal(plain.values[name][..., past], wide.values[name][..., past], equal_nan=True)


def test_levels_move_by_the_stated_amount(plain: RunSet, wide: RunSet) -> None:
    at = year_end_index(2030)
    stock = "china_compute_stock"
    moved = np.log(wide.values[stock][0, :, at] / plain.values[stock][0, :, at])
    assert moved.std() == pytest.approx(SIZE.by_quarter()[at], rel=0.15)
    assert np.allclose(moved, wide.parameters["discrepancy.compute"] * SIZE.by_quarter()[at])


def test_both_scenarios_of_a_draw_share_it(plain: RunSet, wide: RunSet) -> None:
    """So a contrast keeps its sign, and a relative one its size."""
    stock, at = "china_compute_stock", year_end_index(2035)
    before, after = (runs.values[stock][:, :, at] for runs in (plain, wide))
    assert np.allclose(before[0] / before[1], after[0] / after[1])
    assert np.array_equal(np.sign(before[0] - before[1]), np.sign(after[0] - after[1]))


def test_the_ratio_moves_against_the_stock(plain: RunSet, wide: RunSet) -> None:
    stock = "china_compute_stock"
    before, after = (runs.values[stock] * runs.values[RATIO] for runs in (plain, wide))
    assert np.allclose(before, after, rtol=1e-9)


def test_the_lead_moves_with_the_ratio(plain: RunSet, wide: RunSet) -> None:
    """L = 12 ln(R …)/(γC + γA): equation 2.11."""
    at = year_end_index(2032)
    moved = wide.values[LEAD][0, :, at] - plain.values[LEAD][0, :, at]
    log_ratio = np.log(wide.values[RATIO][0, :, at] / plain.values[RATIO][0, :, at])
    yearly = np.log(wide.parameters["train_growth"]) + np.log(wide.parameters["alg_growth"])
    assert np.allclose(moved, 12.0 * log_ratio / yearly)


def test_parity_is_read_as_the_model_reads_it(plain: RunSet) -> None:
    assert np.array_equal(parity(plain.values[RATIO]), plain.values[PARITY], equal_nan=True)


def test_parity_follows_the_moved_ratio_even_where_the_ratio_is_not_kept(wide: RunSet) -> None:
    basis = Basis("prior", sample_inputs, SIZE)
    alone = run_scenarios(PAIR, DRAWS, 1, outcomes=[PARITY], basis=basis)
    assert RATIO not in alone.values
    assert np.array_equal(alone.values[PARITY], wide.values[PARITY], equal_nan=True)
    assert np.array_equal(alone.values[PARITY], parity(wide.values[RATIO]), equal_nan=True)


def test_shares_stay_shares(wide: RunSet) -> None:
    for name, outcome in OUTCOMES.items():
        if outcome.unit == "percent":
            known = wide.values[name][np.isfinite(wide.values[name])]
            assert known.min() >= 0.0
            assert known.max() <= 100.0 + 1e-9


def test_every_outcome_has_a_family() -> None:
    assert all(family(name)[1] in {1.0, -1.0} for name in OUTCOMES)


def test_the_record_of_a_run_names_its_basis(plain: RunSet) -> None:
    told = Basis("posterior", sample_inputs, None, {"posterior": "abc"})
    made = run_scenarios(["actual"], 2, 1, basis=told)
    assert (plain.record["basis"], made.record["basis"]) == ("prior", "posterior")
    assert made.record["posterior"] == "abc"
