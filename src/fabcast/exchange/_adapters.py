"""The engine itself for users of EMA Workbench and SALib: their inputs, our runs.

Ranges are 5 to 95 % of the facts; whatever is not varied stays at its central value. Joint draws
with their shapes and correlations are `fabcast.ensemble`'s own; these ranges have neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from fabcast import facts, scenario
from fabcast.ensemble import SHOCKS, Z95, Draws, central_inputs, run_inputs
from fabcast.errors import BadInput
from fabcast.model import OUTCOMES, RIVALS, parameter_ids, year_end_index

from ._names import plain

Range = tuple[float, float]


def ranges(names: Sequence[str] | None = None) -> dict[str, Range]:
    """Range of each uncertain input, 5 to 95 %, by id.

    Parameters
    ----------
    names
        Which inputs; default all that the default structure reads and that are uncertain.

    Raises
    ------
    BadInput
        For an input that is not known or not uncertain.

    >>> ranges(["tool_life"])["tool_life"][0] < ranges(["tool_life"])["tool_life"][1]
    True
    """
    known = facts.parameters()
    ids = [i for i in parameter_ids() if i not in RIVALS and known[i].sampled]
    found = {i: (float(known[i].low), float(known[i].high)) for i in ids}
    found |= dict.fromkeys(SHOCKS.values(), (-Z95, Z95))
    found = {name: pair for name, pair in found.items() if pair[0] < pair[1]}
    for name in names or ():
        if name not in found:
            raise BadInput(
                f"'{name}' is not an uncertain input of the model; ids are those of `fabcast facts`"
            )
    return {name: found[name] for name in names or found}


def evaluate(
    values: np.ndarray, names: Sequence[str], path: str, outcomes: Sequence[tuple[str, int]]
) -> np.ndarray:
    """Run one scenario for rows of input values.

    Parameters
    ----------
    values : (row, name)
        Values of the named inputs.
    names
        Ids of inputs; all others stay central.
    path
        Scenario id or file.
    outcomes
        Pairs of outcome id and year.

    Returns
    -------
    (row, outcome)
        At the end of each year.
    """
    known = [name for name, _ in outcomes if name not in OUTCOMES]
    if known:
        raise BadInput(f"outcome '{known[0]}' is not known; list them with `fabcast outcomes list`")
    inputs = _inputs(np.atleast_2d(np.asarray(values, float)), names)
    keep = tuple(dict.fromkeys(name for name, _ in outcomes))
    done = run_inputs(inputs, [scenario.resolve(path)], keep=keep)
    columns = [
        done[name][0] if done[name].ndim == 2 else done[name][0][:, year_end_index(y)] for name, y in outcomes
    ]
    return np.stack(columns, axis=-1)


def _inputs(values: np.ndarray, names: Sequence[str]) -> Draws:
    central = {name: np.full(len(values), one[0]) for name, one in central_inputs().items()}
    return central | {name: values[:, i] for i, name in enumerate(names)}


def salib_problem(names: Sequence[str] | None = None) -> dict[str, Any]:
    """Problem for SALib: names and bounds of inputs.

    >>> salib_problem(["tool_life", "brand_sigma"])["num_vars"]
    2
    """
    found = ranges(names)
    return {"num_vars": len(found), "names": list(found), "bounds": [list(pair) for pair in found.values()]}


def salib_function(path: str, outcome: str, year: int) -> Callable[[np.ndarray, dict[str, Any]], np.ndarray]:
    """Make the function that SALib's samples are put through: (row, input) → (row,)."""

    def run(values: np.ndarray, problem: dict[str, Any]) -> np.ndarray:
        return evaluate(values, problem["names"], path, [(outcome, year)])[:, 0]

    return run


def ema_model(
    scenarios: Sequence[str],
    outcomes: Sequence[tuple[str, int]],
    names: Sequence[str] | None = None,
) -> Any:
    """Model for EMA Workbench: uncertain inputs, the choice of scenario as lever, outcomes by year.

    The lever is `scenario_id`: the workbench keeps the word *scenario* for its own draws.

    Parameters
    ----------
    scenarios
        Ids or files to choose from.
    outcomes
        Pairs of outcome id and year; an outcome's name is `id_year`.
    names
        Uncertain inputs; default all. A dot in an id becomes an underscore.
    """
    from ema_workbench import CategoricalParameter, Constant, Model, RealParameter, ScalarOutcome

    bounds = ranges(names)
    ids = {plain(name): name for name in bounds}

    def run(scenario_id: str, **values: float) -> dict[str, float]:
        row = np.array([[values[short] for short in ids]])
        found = evaluate(row, list(ids.values()), scenario_id, outcomes)[0]
        return {f"{name}_{year}": float(v) for (name, year), v in zip(outcomes, found, strict=True)}

    model = Model("fabcast", function=run)
    model.uncertainties = [RealParameter(short, *bounds[name]) for short, name in ids.items()]
    if len(scenarios) == 1:
        model.constants = [Constant("scenario_id", scenarios[0])]
    else:
        model.levers = [CategoricalParameter("scenario_id", list(scenarios))]
    model.outcomes = [ScalarOutcome(f"{name}_{year}") for name, year in outcomes]
    return model
