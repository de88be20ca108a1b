"""Local shares of tool purchases by class, which claims ask for and no outcome holds.

They come from the kernel that keeps every flow, on the same draws as the outcomes beside them; its
numbers are those of the equations alone, without what the equations leave out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fabcast import ensemble, scenario
from fabcast.facts import Claim
from fabcast.model import DEFAULT, QUARTERS, TOOL_CLASSES

from ._claims_answer import pair_of
from ._claims_formula import names_in
from ._claims_map import readings
from ._runs import Array, Runs

PREFIX = "tool_share"
"""Names in formulas: ``tool_share.deposition`` and so on, percent."""
ACTUAL = "actual"
_YEAR = 4


@dataclass(frozen=True)
class _WithTools:
    """Runs with the shares of tool classes among their values."""

    scenarios: Sequence[str]
    quarters: Sequence[str]
    values: Mapping[str, Any]
    attrs: Mapping[str, Mapping[str, Any]]
    parameters: Mapping[str, Array]
    record: Mapping[str, Any]


def tool_scenarios(claims: Iterable[Claim]) -> tuple[str, ...]:
    """List the scenarios in which claims ask for a tool class, each once.

    >>> from fabcast import facts
    >>> tool_scenarios(facts.claims()[:1])
    ()
    """
    asking = (claim for claim in claims if _asks(claim))
    return tuple(dict.fromkeys(name for claim in asking for name in pair_of(claim)))


def _asks(claim: Claim) -> bool:
    formulas = (r.formula for r in readings(claim.quantity, claim.unit) if r.route == "model")
    return any(name.startswith(f"{PREFIX}.") for formula in formulas for name in names_in(formula))


def with_tool_shares(runs: Runs, scenarios: Sequence[str]) -> Runs:
    """Add the local share of tool purchases in each class to finished runs.

    Parameters
    ----------
    runs
        Finished runs of the model.
    scenarios
        Scenarios in which the shares are wanted; unknown in the others.

    Returns
    -------
    Runs
        With ``tool_share.CLASS``, percent, (scenario, draw, quarter). The runs themselves if none is
        wanted, or if they do not hold the inputs that made them.
    """
    inputs = inputs_of(runs)
    if not scenarios or inputs is None:
        return runs
    draws = len(next(iter(inputs.values())))
    shape = (len(runs.scenarios), draws, len(QUARTERS))
    added = {f"{PREFIX}.{name}": np.full(shape, np.nan) for name in TOOL_CLASSES}
    for first in range(0, draws, ensemble.BLOCK):
        block = {
            name: ensemble.padded(values[first : first + ensemble.BLOCK]) for name, values in inputs.items()
        }
        for name, found in _shares(block, scenarios).items():
            row = list(runs.scenarios).index(scenario.load(name).id)
            kept = min(ensemble.BLOCK, draws - first)
            for i, tool in enumerate(TOOL_CLASSES):
                added[f"{PREFIX}.{tool}"][row, first : first + kept] = found[:, i, :kept].T
    return _WithTools(
        runs.scenarios, runs.quarters, {**runs.values, **added}, runs.attrs, runs.parameters, runs.record
    )


def inputs_of(runs: Runs) -> dict[str, Array] | None:
    """Give all inputs of runs back: those that vary from the runs, the others as they always are.

    None where the runs lack one that varies: then something else made them.
    """
    known = ensemble.sample_inputs(2, 0)
    draws = len(next(iter(runs.parameters.values()), ()))
    if draws == 0 or not set(ensemble.varying(known)) <= set(runs.parameters):
        return None
    return {name: runs.parameters.get(name, np.full(draws, values[0])) for name, values in known.items()}


def _shares(block: Mapping[str, Array], scenarios: Sequence[str]) -> dict[str, Array]:
    """Share by (quarter, class, draw) in each scenario; research is measured against the actual path."""
    from fabcast.model import batch_records  # loads JAX

    ensemble.kernel()
    parameters, shocks = ensemble.model_inputs(dict(block))
    none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), ensemble.BLOCK))
    run = batch_records()
    base = run(parameters, scenario.resolve(ACTUAL), ensemble.drivers(), shocks, none, DEFAULT)
    found = {}
    for name in scenarios:
        path = scenario.resolve(name)
        mine = (
            base
            if name == ACTUAL
            else run(parameters, path, ensemble.drivers(), shocks, base.knowledge, DEFAULT)
        )
        part, whole = (_year_sum(np.asarray(flow)) for flow in (mine.local_value, mine.spend))
        found[name] = np.where(whole > 0.0, 100.0 * part / np.where(whole > 0.0, whole, 1.0), np.nan)
    return found


def _year_sum(flow: Array) -> Array:
    """Sum of the four quarters that end with each quarter.

    >>> _year_sum(np.ones((5, 1))).ravel().tolist()
    [1.0, 2.0, 3.0, 4.0, 4.0]
    """
    total = np.cumsum(flow, axis=0)
    total[_YEAR:] -= total[:-_YEAR].copy()
    return total
