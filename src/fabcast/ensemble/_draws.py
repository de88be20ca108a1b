"""Sampled inputs of a run: parameters and path shocks, by name, any slice of draws."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from fabcast import facts
from fabcast.errors import BadInput
from fabcast.model import DRIVERS, Parameters, parameter_ids, stack_parameters

from ._drivers import SHOCKS
from ._priors import Priors
from ._streams import normal

Draws = dict[str, Float[np.ndarray, " draw"]]
LUCK = "response.luck"
"""Stream from which each draw has the seed of chance in governments' reactions."""


def sample_inputs(n: int, seed: int, first: int = 0) -> Draws:
    """Draw every uncertain input of the chain.

    Parameters
    ----------
    n, seed, first
        Number of draws, seed of the run, index of the first draw.

    Returns
    -------
    dict
        Parameter id, or the name of a path's stream, to values of shape (draw,).

    >>> a, b = sample_inputs(4, seed=1), sample_inputs(2, seed=1, first=2)
    >>> bool((a["y_alpha"][2:] == b["y_alpha"]).all())
    True
    """
    drawn = Priors.from_facts(parameter_ids()).sample(n, seed, first)
    shocks = {stream: normal(stream, n, seed, first) for stream in SHOCKS.values()}
    return {name: drawn[name] for name in parameter_ids()} | shocks


def central_inputs() -> Draws:
    """One draw at the central values: for tables and tests, never an answer.

    >>> central_inputs()["hbm_cycle"].tolist()
    [0.56]
    """
    known = facts.parameters()
    drawn = {name: np.array([known[name].central]) for name in parameter_ids()}
    return drawn | {stream: np.zeros(1) for stream in SHOCKS.values()}


def varying(draws: Mapping[str, Float[np.ndarray, " draw"]]) -> Draws:
    """Inputs that differ between draws: those an answer may be traced to; a seed is not one."""
    return {name: values for name, values in draws.items() if np.ptp(values) > 0 and name != LUCK}


def model_inputs(draws: Draws) -> tuple[Parameters, dict[str, Float[np.ndarray, " draw"]]]:
    """Arrange draws as the model takes them.

    Raises
    ------
    BadInput
        If an input is missing.
    """
    missing = [name for name in (*parameter_ids(), *SHOCKS.values()) if name not in draws]
    if missing:
        raise BadInput(f"inputs without a value: {', '.join(missing)}; draw them with sample_inputs")
    n = len(draws[parameter_ids()[0]])
    shocks = {d: draws[SHOCKS[d]] if d in SHOCKS else np.zeros(n) for d in DRIVERS}
    shocks["luck"] = draws.get(LUCK, np.full(n, 0.5))
    return stack_parameters(draws), shocks
