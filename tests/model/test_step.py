"""Halving the step changes headline outcomes by less than one percent."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from fabcast import scenario
from fabcast.ensemble import drivers, model_inputs, sample_inputs
from fabcast.model import DEFAULT, HEADLINES, OUTCOMES, QUARTERS, STEP_YEARS, TOOL_CLASSES, year_end_index
from fabcast.model._inputs import Given, prepare
from fabcast.model._outcomes import measure
from fabcast.model._quarter import initial_state, quarter
from fabcast.model._record import Reading, read

AMOUNTS = {
    *("spend", "class_spend", "world_spend", "support", "scanners", "hbm_imports", "hbm_others"),
    *("packaging", "foreign_dies", "other_domestic", "lower_cards", "lower_cards_flop"),
    *("lower_cards_value", "early_imports", "demand", "grey_supply", "offshore_added", "half_cap"),
}
"""Plans that are amounts a quarter; all others are levels, shares, rates or prices."""
FLOWS = {
    *("smuggled", "delivered", "money", "demand", "legal_cost", "legal_fee", "legal_units", "h200_units"),
    *("accelerators", "packages", "stacks_made", "stacks_imported", "dies_made", "foreign_dies"),
    *("other_cards", "lower_cards", "lower_cards_flop", "lower_cards_value", "local_value", "litho_local"),
    *("litho_spend", "spend", "us_tools", "allied_tools", "class_spend", "support", "world_flow"),
}
"""Readings that add up over a quarter; of all others the last of the quarter counts."""


def cut_in(x: Given, steps: int) -> Given:
    """Inputs of one of the equal parts of a quarter."""
    plans = {k: v / steps if k in AMOUNTS else v for k, v in x.plans._asdict().items()}
    rows = x.rows | {name: x.rows[name] / steps for name in ("front_running", "us_unit_cap")}
    world = x.world._replace(flow=x.world.flow / steps, pool_units=x.world.pool_units / steps)
    return x._replace(plans=x.plans._replace(**plans), rows=rows, world=world)


def run_in_steps(draws: int, name: str, steps: int, reference: Any = None) -> tuple[Any, Any]:
    """Measures and research stock with each quarter advanced in equal parts."""
    import jax

    p, shocks = model_inputs(sample_inputs(draws, seed=5))
    none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), draws))
    dt = STEP_YEARS / steps

    def go(p: Any, shocks: Any, path: Any) -> Any:
        given: Any = none if reference is None else reference
        constants, inputs = prepare(p, path, drivers(), shocks, given, DEFAULT, dt)

        def advance(state: Any, x: Given) -> Any:
            total: Any = None
            for _ in range(steps):
                state, record = quarter(p, constants, DEFAULT, state, cut_in(x, steps))
                total = added(total, read(record))
            return state, total

        start = initial_state(p, DEFAULT, drivers())
        readings = jax.lax.scan(advance, start, inputs)[1]
        return measure(p, readings), readings.knowledge

    measures, knowledge = jax.jit(go)(p, shocks, scenario.resolve(name))
    return measures, knowledge


def added(total: Reading | None, now: Reading) -> Reading:
    """A quarter's reading: flows summed, the rest as it stands."""
    if total is None:
        return now
    return now._replace(**{name: getattr(total, name) + getattr(now, name) for name in FLOWS})


def test_the_lists_name_what_exists() -> None:
    assert set(Reading._fields) >= FLOWS


def test_one_step_a_quarter_is_the_shipped_run(run_steps: Callable[..., Any]) -> None:
    from fabcast.ensemble import run_inputs

    shipped = run_inputs(sample_inputs(DRAWS, seed=5), [scenario.resolve("actual")], keep=HEADLINES)
    whole, _ = run_steps("actual", 1)
    for name in HEADLINES:
        ours = np.asarray(whole[name])
        np.testing.assert_allclose(np.moveaxis(ours, -1, 0), shipped[name][0], rtol=1e-9, atol=1e-9)


DRAWS = 128


@pytest.fixture(scope="module")
def run_steps() -> Callable[..., Any]:
    """Run a scenario in parts of a quarter, against the actual path's own research."""
    known: dict[tuple[str, int], Any] = {}

    def go(name: str, steps: int) -> Any:
        if (name, steps) not in known:
            reference = None if name == "actual" else go("actual", steps)[1]
            known[name, steps] = run_in_steps(DRAWS, name, steps, reference)
        return known[name, steps]

    return go


@pytest.mark.parametrize("name", ["actual", "h200_open"])
@pytest.mark.parametrize("year", [2025, 2030, 2035])
def test_half_a_step_changes_headlines_by_less_than_one_percent(
    run_steps: Callable[..., Any], name: str, year: int
) -> None:
    whole, half = run_steps(name, 1)[0], run_steps(name, 2)[0]
    for outcome in HEADLINES:
        if OUTCOMES[outcome].kind == "date":
            continue
        one, two = (np.asarray(m[outcome])[year_end_index(year)] for m in (whole, half))
        middle = np.nanmedian(one)
        assert abs(np.nanmedian(two) - middle) <= 0.01 * abs(middle), outcome
