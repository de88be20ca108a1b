"""Learning on a line, against answers worked by hand from the equations of the model document (§2.3)."""

from math import exp, log2
from types import SimpleNamespace
from typing import Any, cast

import jax.numpy as jnp
import numpy as np
import pytest

from fabcast.model._parameters import Parameters
from fabcast.model._structure import Structure
from fabcast.model._yield import (
    Learning,
    abroad,
    critical_area,
    density_floor,
    die_yield,
    dies_per_wafer,
    extra_passes,
    initial_learning,
    inverted_again,
    learn,
    learning_curve,
    sellable,
)

GIVEN: dict[str, float] = {
    "die_area_ascend": 600.0,
    "y_alpha": 2.0,
    "y_sys_smic_n7": 0.9,
    "repairable_area_share": 0.5,
    "repair_theta": 0.2,
    "salvage_uplift": 1.44,
    "d0_smic_n7_2021q3": 0.4,
    "d0_smic_n5_2026": 0.6,
    "spill_after_decouple": 0.25,
    "world_n7_wafers": 100.0,
    "lbd_spill_ratio": 0.1,
    "d0_lr_cumwafers": 0.2,
    "learning_time_weight": 0.4,
    "d0_halflife_smic": 2.0,
    "d0_ref_n7": 0.1,
    "d0_floor_ratio_duv": 1.5,
    "passes_5_duv": 30.0,
    "passes_7_duv": 20.0,
    "euv_share_halflife": 3.0,
    "d0_extra_per_pass": 0.02,
    "dom_line_penalty": 0.5,
    "lbd_intergen": 0.3,
}
PLAIN = {"salvage": 0, "learning_by_time": 0, "learning_by_volume": 0}


def with_values(**changed: float) -> Parameters:
    values = {name: jnp.asarray(value) for name, value in (GIVEN | changed).items()}
    return cast(Parameters, SimpleNamespace(**values))


def form(**changed: int) -> Structure:
    return cast(Structure, SimpleNamespace(**(PLAIN | changed)))


def close(found: Any, wanted: Any) -> None:
    assert np.asarray(found) == pytest.approx(np.asarray(wanted), rel=1e-6)


def nodes(*values: float) -> Any:
    return jnp.asarray(values)


def test_a_wafer_too_small_for_one_die_has_none() -> None:
    assert float(dies_per_wafer(jnp.asarray(60_000.0), jnp.asarray(3.0), jnp.asarray(0.0))) == 0.0


def test_scribe_and_edge_take_their_part() -> None:
    """Cell 10.1² = 102.01 mm², r 147 mm: π147²/102.01 − 2π147/√204.02 = 600.83."""
    close(dies_per_wafer(jnp.asarray(100.0), jnp.asarray(3.0), jnp.asarray(0.1)), 600.82666)


def test_yield_of_a_worked_die() -> None:
    """6 cm² × 0.4 over α 2: (1 + 1.2)⁻² × 0.9."""
    close(die_yield(jnp.asarray(600.0), jnp.asarray(0.4), jnp.asarray(2.0), jnp.asarray(0.9)), 0.9 / 2.2**2)


def test_repair_shrinks_the_area_on_which_a_defect_kills() -> None:
    """600 × (1 − 0.5 × 0.8)."""
    close(critical_area(with_values()), 360.0)


def test_salvage_lifts_the_yield_up_to_its_bound() -> None:
    p = with_values()
    close(sellable(p, form(), nodes(0.4)), [0.9 / 2.2**2])
    close(sellable(p, form(salvage=1), nodes(0.4)), [1.44 * 0.9 / 1.72**2])
    close(sellable(p, form(salvage=1), nodes(0.0)), [0.95])


def test_both_forms_start_at_the_same_yield_but_for_the_systematic_part() -> None:
    p = with_values()
    other = inverted_again(p, form(salvage=1), nodes(0.4))
    close(other, [2.0 / 3.6 * (2.2 * 1.2 - 1.0)])
    close(sellable(p, form(salvage=1), other), sellable(p, form(), nodes(0.4)))
    close(inverted_again(p, form(), nodes(0.4)), [0.4])


def test_others_wafers_count_by_border_and_step() -> None:
    """12 months × ¼ year × 100 thousand × 0.1 × border."""
    close(abroad(with_values(), jnp.asarray(0.25), 0.25), 7.5)


def test_learning_starts_with_a_quarter_of_wafers_own_and_others() -> None:
    start = initial_learning(with_values(), form(), jnp.asarray(5.0))
    close(start.defect_density, [0.4, 0.6])
    close(start.cumulative, [5.0, 5.0])
    close(start.experience, [12.5, 12.5])


@pytest.mark.parametrize(
    ("structure", "weight"),
    [({}, 0.4), ({"learning_by_time": 1}, 1.0), ({"learning_by_volume": 1}, 0.0)],
)
def test_the_curve_splits_learning_between_time_and_volume(structure: dict[str, int], weight: float) -> None:
    """Floor 0.1 × 1.5; b = −log2(0.8); in ¼ year at half-life 2 the gap shrinks by 2^(−weight/8)."""
    curve = learning_curve(with_values(), form(**structure), 0.25)
    close(curve.lowest, [0.15, 0.15])
    close(curve.by_volume, log2(0.8) * (1.0 - weight))
    close(curve.by_time, 2.0 ** (-weight * 0.25 / 2.0))


def test_local_euv_takes_half_of_the_passes_each_half_life() -> None:
    close(extra_passes(with_values(), jnp.asarray(0.0)), [0.0, 10.0])
    close(extra_passes(with_values(), jnp.asarray(3.0)), [0.0, 5.0])


def test_passes_and_domestic_tools_below_the_frontier_raise_the_floor() -> None:
    p = with_values()
    lowest, passes = nodes(0.15, 0.15), nodes(0.0, 10.0)
    worse = density_floor(p, lowest, passes, jnp.asarray(0.4), jnp.asarray(0.75))
    close(worse, [0.15 * 1.05, 0.15 * exp(0.2) * 1.05])
    close(density_floor(p, lowest, passes, jnp.asarray(0.4), jnp.asarray(1.5)), [0.15, 0.15 * exp(0.2)])


def stepped(wafers: Any) -> Learning:
    p = with_values()
    state = Learning(nodes(0.4, 0.6), nodes(5.0, 5.0), nodes(10.0, 10.0))
    curve = learning_curve(p, form(), 0.25)
    return learn(state, p, curve, wafers, jnp.asarray(2.0), nodes(0.15, 0.2))


def test_a_step_closes_the_gap_by_experience_and_time() -> None:
    """Older node: 3 own + 2 others'; newer: 1 own + 2 others' + 0.3 × 3 of the older."""
    after = stepped(nodes(3.0, 1.0))
    close(after.cumulative, [8.0, 6.0])
    close(after.experience, [15.0, 13.9])
    power = log2(0.8) * 0.6
    by_time = 2.0 ** (-0.4 * 0.25 / 2.0)
    close(after.defect_density, [0.15 + 0.25 * 1.5**power * by_time, 0.2 + 0.4 * 1.39**power * by_time])


def test_a_node_that_has_not_started_learns_nothing() -> None:
    after = stepped(nodes(3.0, 0.0))
    close(after.experience, [15.0, 10.0])
    close(after.defect_density[1], 0.6)
    close(after.cumulative, [8.0, 5.0])
