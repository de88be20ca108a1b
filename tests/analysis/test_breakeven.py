"""Break-even: known roots, the benchmark, and the simulator turned along a dial."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast import ensemble
from fabcast.analysis import (
    CUMULATIVE_COMPUTE,
    Breakeven,
    _breakeven_runs,
    breakeven_of,
    critical_displacement,
    dials,
    find_breakeven,
    find_dial,
    implied_reinvestment,
)
from fabcast.analysis._breakeven_runs import turned
from fabcast.errors import BadInput
from fabcast.model import IMPORT_CHIPS, QUARTERS, RIVALS_SHOWN, parameter_ids
from fabcast.scenario import LEVERS, load, resolve

DELTA = find_dial("displacement").grid()


def partition(found: Breakeven) -> float:
    return found.probability_flip + found.never_lower + found.never_higher + found.always_same


@given(st.floats(0.0, 2.0), st.floats(0.5, 15.0))
def test_the_finder_meets_the_benchmark(reinvestment: float, years: float) -> None:
    """Change of compute summed over T years: F T [1 − δ (1 + γ T / 2)]."""

    def change(delta: np.ndarray) -> np.ndarray:
        return years * (1.0 - delta * (1.0 + reinvestment * years / 2.0))

    found = find_breakeven(change, DELTA, 3, halvings=30)
    assert found.flips == pytest.approx([critical_displacement(reinvestment, years)] * 3, rel=1e-6)
    assert not found.rising.any()
    assert implied_reinvestment(found.flips[0], years) == pytest.approx(reinvestment, abs=1e-4)


def test_the_documents_number() -> None:
    assert critical_displacement(0.25, 5.0) == pytest.approx(0.615, abs=1e-3)
    assert critical_displacement(0.0, 9.0) == 1.0


def test_draws_without_a_flip_are_told_apart() -> None:
    ends = np.array([-1.0, 5.0, 9.0, 0.0])

    def change(x: np.ndarray) -> np.ndarray:
        return np.where(ends == 0.0, 0.0, ends - x)

    found = find_breakeven(change, np.linspace(0.0, 7.0, 8), 4)
    assert np.isnan(found.flips[[0, 2, 3]]).all()
    assert found.flips[1] == pytest.approx(5.0)
    assert (found.never_higher, found.never_lower, found.always_same) == (0.25, 0.25, 0.25)
    assert partition(found) == pytest.approx(1.0)


def test_a_tie_is_no_sign() -> None:
    found = find_breakeven(lambda x: np.maximum(x - 2.0, 0.0), np.linspace(0.0, 4.0, 5), 2)
    assert found.probability_flip == 0.0
    assert found.never_lower == 1.0


def test_the_first_of_several_flips_is_found_with_its_direction() -> None:
    found = find_breakeven(lambda x: (x - 1.2) * (x - 3.4), np.linspace(0.0, 5.0, 6), 1, halvings=30)
    assert found.flips[0] == pytest.approx(1.2)
    assert not found.rising[0]


@pytest.mark.parametrize("dial", dials().values(), ids=dials())
def test_every_dial_turns_something_that_exists(dial: object) -> None:
    one = dials()[dial.id]  # type: ignore[attr-defined]
    if one.kind == "date":
        return
    if one.kind == "lever":
        lever, _, key = one.names[0].partition(":")
        assert key in LEVERS[lever].keys
    else:
        assert set(one.names) <= set(parameter_ids())
    assert one.structure == "" or one.structure in RIVALS_SHOWN
    assert one.low < one.high


def test_a_turned_lever_holds_from_the_branch_on_and_leaves_the_past() -> None:
    scenario = load("h200_licensed")
    path, own = resolve(turned(scenario, "import_permission", "H200", 0.5)), resolve(scenario)
    h200, start = IMPORT_CHIPS.index("H200"), QUARTERS.index("2026Q1")
    assert (path.cn_gate_known[start:, h200] == 0.5).all()
    assert (path.cn_gate_drawn[start:, h200] == 0.0).all()
    assert (path.cn_gate_known[:start] == own.cn_gate_known[:start]).all()
    assert (path.us_gate == own.us_gate).all()


def test_on_the_simulator_sales_never_lower_compute_without_displacement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_breakeven_runs, "HALVINGS", 1)
    inputs = ensemble.sample_inputs(32, seed=4)
    pair = load("h200_open"), load("h200_denied")
    found = breakeven_of(find_dial("displacement"), *pair, CUMULATIVE_COMPUTE, 2030, inputs, count=3)
    assert found.probability_lower()[0] == 0.0
    assert found.probability_lower()[-1] > 0.5
    assert np.nanmin(found.flips) > 0.3
    assert partition(found) == pytest.approx(1.0)


def test_at_the_flip_the_contrast_is_nearly_nothing() -> None:
    rng = np.random.default_rng(2)
    slope, root = rng.uniform(0.5, 2.0, 50), rng.uniform(0.1, 2.9, 50)

    def change(x: np.ndarray) -> np.ndarray:
        return np.asarray(slope * np.tanh(root - x))

    found = find_breakeven(change, DELTA, 50, halvings=20)
    assert np.abs(change(found.flips)).max() < 1e-5


def test_a_date_has_no_sign_of_its_own() -> None:
    with pytest.raises(BadInput, match="is a date and has no sign of its own"):
        breakeven_of(
            find_dial("yield"),
            load("h200_open"),
            load("h200_denied"),
            "year_of_compute_parity",
            2030,
            ensemble.sample_inputs(2, 1),
        )


def test_the_year_in_which_the_sign_turns() -> None:
    pair, inputs = (load("h200_open"), load("h200_denied")), ensemble.sample_inputs(8, seed=4)
    found = breakeven_of(find_dial("date"), *pair, "china_compute_stock", 2030, inputs)
    assert found.grid[0] == 2026.0
    assert found.grid[-1] == 2040.0
    turned_in = found.flips[np.isfinite(found.flips)]
    assert set(turned_in) <= set(found.grid[1:])
    assert partition(found) == pytest.approx(1.0)
    for draw in np.flatnonzero(np.isfinite(found.flips)):
        place = int(found.flips[draw] - found.grid[0])
        assert np.sign(found.contrast[place, draw]) == (1.0 if found.rising[draw] else -1.0)
