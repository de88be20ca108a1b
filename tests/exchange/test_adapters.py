"""EMA Workbench and SALib get the engine's own numbers."""

from typing import Any

import numpy as np
import pytest

from fabcast import exchange
from fabcast.ensemble import central_inputs
from fabcast.errors import BadInput
from fabcast.model import year_end_index

OUTCOME, YEAR = "china_compute_stock", 2030


def test_a_row_of_central_values_is_the_central_run() -> None:
    names = ["tool_life", "brand_sigma"]
    central = central_inputs()
    row = np.array([[central[name][0] for name in names]])
    from fabcast import scenario
    from fabcast.ensemble import run_inputs

    wanted = run_inputs(central, [scenario.resolve("actual")], keep=[OUTCOME])[OUTCOME][0, 0]
    found = exchange.evaluate(row, names, "actual", [(OUTCOME, YEAR), (OUTCOME, 2026)])
    assert found.tolist() == [[wanted[year_end_index(YEAR)], wanted[year_end_index(2026)]]]


@pytest.mark.filterwarnings("ignore::FutureWarning:SALib")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:SALib")
def test_salib_finds_what_an_outcome_rests_on() -> None:
    from SALib.analyze import morris as analyze
    from SALib.sample import morris

    problem = exchange.salib_problem(["hbm_stack_yield_cxmt", "cxmt_hbm_wpm_2026", "tool_world_growth"])
    x = morris.sample(problem, 8, seed=1)
    y = exchange.salib_function("actual", "china_domestic_ai_compute_output", YEAR)(x, problem)
    effect = dict(zip(problem["names"], analyze.analyze(problem, x, y, seed=1)["mu_star"], strict=True))
    assert effect["cxmt_hbm_wpm_2026"] > effect["tool_world_growth"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore:ipyparallel not installed")
def test_ema_workbench_runs_the_model() -> None:
    from ema_workbench import SequentialEvaluator

    model = exchange.ema_model(
        ["actual", "h200_open"], [(OUTCOME, YEAR)], ["tool_weight.immersion", "tool_life"]
    )
    with SequentialEvaluator(model) as evaluator:
        experiments, found = evaluator.perform_experiments(scenarios=3, policies=2)
    assert {"tool_weight_immersion", "tool_life", "scenario_id"} <= set(experiments.columns)
    first: Any = experiments.iloc[0]
    wanted = exchange.evaluate(
        np.array([[first["tool_weight_immersion"], first["tool_life"]]]),
        ["tool_weight.immersion", "tool_life"],
        str(first["scenario_id"]),
        [(OUTCOME, YEAR)],
    )
    assert found[f"{OUTCOME}_{YEAR}"][0] == wanted[0, 0]


def test_what_is_not_known_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="'luck' is not an uncertain input of the model"):
        exchange.ranges(["luck"])
    with pytest.raises(BadInput, match="outcome 'victory' is not known"):
        exchange.evaluate(np.zeros((1, 0)), [], "actual", [("victory", 2030)])


def test_ranges_are_those_of_the_facts() -> None:
    from fabcast import facts

    low, high = exchange.ranges(["tool_life"])["tool_life"]
    known = facts.parameters()["tool_life"]
    assert (low, high) == (known.low, known.high)
