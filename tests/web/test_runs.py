"""Runs kept and laid side by side are the runs made together, draw by draw."""

from __future__ import annotations

import numpy as np

from fabcast.report import OUTCOMES
from fabcast.scenario import load
from fabcast.web import Limits
from fabcast.web._runs import Runner, side_by_side


def test_scenarios_run_apart_pair_as_if_run_together() -> None:
    runner = Runner(Limits())
    ours, base = load("h200_licensed"), load("h200_denied")
    runner.single(load("actual"), 300)  # leaves its references behind
    apart, together = side_by_side(runner.pair(ours, base, 300)), runner.run([ours, base], 300, OUTCOMES)
    assert apart.scenarios == together.scenarios
    for name, values in together.values.items():
        np.testing.assert_array_equal(apart.values[name], values)
    for name, draws in together.parameters.items():
        np.testing.assert_array_equal(apart.parameters[name], draws)


def test_what_is_kept_of_runs_is_theirs() -> None:
    runs = Runner(Limits()).pair(load("h200_licensed"), load("h200_denied"), 20)
    whole, part = side_by_side(runs), side_by_side(runs, (OUTCOMES[0], OUTCOMES[-1]), ("2027Q4", "2030Q4"))
    assert part.quarters == ("2027Q4", "2030Q4")
    np.testing.assert_array_equal(
        part.values[OUTCOMES[0]][:, :, 1], whole.values[OUTCOMES[0]][:, :, whole.quarters.index("2030Q4")]
    )
    np.testing.assert_array_equal(part.values[OUTCOMES[-1]], whole.values[OUTCOMES[-1]])
