"""The condition that futures are sorted by: a claim's quantity, comparator, threshold, horizon and scenarios.

Three ship with names (``data/conditions.csv``); any claim may be asked about too, and any condition that
a claim could be written from.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources

import numpy as np

from fabcast import facts, scenario
from fabcast.errors import BadInput
from fabcast.facts import Claim
from fabcast.model import QUARTERS

from ._claims_answer import pair_of
from ._claims_file import check_claim
from ._claims_horizon import Horizon, read_horizon
from ._claims_map import Reading, readings
from ._claims_model import outcomes_in, read_pair
from ._claims_truth import Condition
from ._discover_futures import Futures
from ._runs import Array, Runs

OWN = "your_condition"
"""Id of a condition that a user writes."""


@cache
def conditions() -> Mapping[str, Claim]:
    """Conditions that ship, by name.

    >>> list(conditions())
    ['controls_under_20', 'parity_before_2035', 'h200_lowers_compute']
    """
    text = resources.files("fabcast.analysis").joinpath("data/conditions.csv").read_text("utf-8")
    return {row["id"]: _claim(**row) for row in csv.DictReader(text.splitlines())}


def _claim(**fields: str) -> Claim:
    blank = {"claimant": "", "date": facts.AS_OF.isoformat(), "threshold_by": "compiler", "source_ids": ""}
    return Claim.model_validate(blank | fields)


def find_condition(name: str) -> Claim:
    """Find a condition, or a claim, by its name.

    Raises
    ------
    BadInput
        No such name; the nearest is told.

    Examples
    --------
    >>> find_condition("parity_before_2035").comparator
    '<'
    """
    known = dict(conditions()) | {claim.id: claim for claim in facts.claims()}
    folded = {key.casefold(): claim for key, claim in known.items()}
    if name.casefold() not in folded:
        near = get_close_matches(name.casefold(), folded, n=1)
        hint = f"did you mean {folded[near[0]].id}" if near else f"choose one of {', '.join(conditions())}"
        raise BadInput(f"condition '{name}' is not known; {hint}, or write one with --quantity.")
    return folded[name.casefold()]


def make_condition(
    quantity: str, comparator: str, threshold: str, scenarios: str, *, horizon: str = "", unit: str = ""
) -> Claim:
    """Write a condition of one's own.

    Parameters
    ----------
    quantity
        What claims may name: an outcome, ``delta_`` and an outcome, or a quantity of the shipped claims.
    comparator, threshold
        As in a claim, for instance ``<`` and ``-20``; ``within`` takes ``low..high``.
    scenarios
        Two ids with a bar between, or one followed by a bar and a minus.
    horizon
        A year or a date; blank for the end of the run.
    unit
        Of the threshold: ``percent`` makes a contrast relative to the second scenario.

    Raises
    ------
    BadInput
        A part that cannot be used, with its name.

    Examples
    --------
    >>> make_condition("china_compute_stock", ">", "4e6", "actual|-", horizon="2030")
    Traceback (most recent call last):
    fabcast.errors.BadInput: --threshold: '4e6' is not a number; write digits, such as 20, or low..high.
    """
    from pydantic import ValidationError

    if comparator not in (">=", ">", "<=", "<", "==", "within"):
        raise BadInput(f"--comparator: '{comparator}' is none of >=, >, <=, <, == and within.")
    try:
        claim = _claim(
            id=OWN,
            claim="",
            quantity=quantity,
            unit=unit or readings(quantity)[0].unit,
            comparator=comparator,
            threshold=threshold,
            horizon=horizon,
            scenario_pair=scenarios,
        )
    except ValidationError:
        raise BadInput(
            f"--threshold: '{threshold}' is not a number; write digits, such as 20, or low..high."
        ) from None
    check_claim(claim)
    reading_of(claim)
    return claim


def with_scenarios(claim: Claim, scenario_id: str | None, against: str | None) -> Claim:
    """Ask the same of other scenarios; None keeps the condition's own.

    Raises
    ------
    BadInput
        An unknown scenario, or a second one where the condition takes none.
    """
    own = claim.scenario_pair.split("|")
    pair = "|".join(given or kept for given, kept in zip((scenario_id, against), own, strict=True))
    again = claim.model_copy(update={"scenario_pair": pair, "claim": ""})
    check_claim(again)
    return again


def reading_of(claim: Claim) -> Reading:
    """Give the model's own reading of a condition's quantity, the first where there are several.

    Raises
    ------
    BadInput
        The model does not speak to it.
    """
    modelled = [r for r in readings(claim.quantity, claim.unit) if r.route == "model"]
    if not modelled:
        raise BadInput(f"the model does not speak to '{claim.quantity}', so no draw can be sorted by it.")
    return modelled[0]


def needed_by(claim: Claim) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the scenarios and the outcomes that must be run to sort draws by a condition.

    >>> needed_by(find_condition("h200_lowers_compute"))
    (('h200_licensed', 'h200_denied'), ('china_compute_stock',))
    """
    return pair_of(claim), outcomes_in(reading_of(claim).formula)


def horizon_of(claim: Claim) -> Horizon:
    """Find the quarter in which a condition is read."""
    branch = max(scenario.branch_quarter(scenario.load(name)) for name in pair_of(claim))
    return read_horizon(claim.horizon, QUARTERS, branch)


def quantity_of(claim: Claim, runs: Runs) -> Array:
    """Read a condition's quantity at its horizon.

    Parameters
    ----------
    claim
        The condition.
    runs
        Runs that hold what `needed_by` lists.

    Returns
    -------
    Array
        One value a draw; infinite for *never*, NaN where unknown.
    """
    names = [scenario.load(name).id for name in pair_of(claim)]
    reading = reading_of(claim)
    found = read_pair(runs, reading, names[0], "" if reading.pair == "level" else names[1])
    return found if found.ndim == 1 else np.asarray(found[:, horizon_of(claim).index])


def margin(condition: Condition, values: Array) -> Array:
    """By how much values are inside a condition; below zero outside.

    >>> margin(Condition.of("within", "2..5"), np.array([1.0, 3.0, np.inf])).tolist()
    [-1.0, 1.0, -inf]
    """
    above, below = values - condition.low, condition.high - values
    if condition.comparator in (">", ">="):
        return above
    if condition.comparator in ("<", "<="):
        return below
    return np.asarray(np.minimum(above, below))


def futures_of(claim: Claim, runs: Runs) -> Futures:
    """Sort the draws of finished runs by a condition."""
    values, condition = quantity_of(claim, runs), Condition.of(claim.comparator, claim.threshold)
    return Futures.of(runs.parameters, margin(condition, values), condition.holds(values))
