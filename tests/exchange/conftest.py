"""A few draws, three scenarios, and what the model itself makes of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from fabcast import exchange, scenario
from fabcast.ensemble import Draws, drivers, model_inputs, sample_inputs
from fabcast.model import DEFAULT, QUARTERS, TOOL_CLASSES, batch

DRAWS = 5
SCENARIOS = ("actual", "h200_open", "no_controls")


class Case(NamedTuple):
    """A scenario on some draws: reference stock, the model's own outcomes."""

    inputs: Draws
    path: Any
    stock: np.ndarray | None
    outcomes: dict[str, np.ndarray]


@pytest.fixture(scope="session")
def model() -> exchange.Program:
    return exchange.program()


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    inputs = sample_inputs(DRAWS, seed=3)
    stock = exchange.reference(inputs)
    return {name: _case(name, inputs, None if name == "actual" else stock) for name in SCENARIOS}


def _case(name: str, inputs: Draws, stock: np.ndarray | None) -> Case:
    p, shocks = model_inputs(inputs)
    none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), DRAWS))
    path = scenario.resolve(name)
    outcomes, _ = batch()(p, path, drivers(), shocks, none if stock is None else stock, DEFAULT)
    return Case(inputs, path, stock, {k: np.asarray(v, float) for k, v in outcomes.items()})


@pytest.fixture(scope="session")
def same() -> Callable[[Any, Any], None]:
    """Hold a row to another: 1e-6 relative; what is rounding beside the row's largest value may differ."""

    def check(found: Any, wanted: Any) -> None:
        found, wanted = np.asarray(found, float), np.asarray(wanted, float)
        np.testing.assert_array_equal(np.isnan(found), np.isnan(wanted))
        size = np.max(np.abs(wanted[np.isfinite(wanted)]), initial=0.0)
        np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-12 * size)

    return check
