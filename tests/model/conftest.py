"""Prior draws run once for the model's tests, with every flow kept."""

from typing import Any

import numpy as np
import pytest

from fabcast import scenario
from fabcast.ensemble import central_inputs, drivers, model_inputs, sample_inputs
from fabcast.model import DEFAULT, QUARTERS, TOOL_CLASSES, Path, batch_records, run
from fabcast.model._parameters import Parameters

DRAWS = 64
SCENARIOS = ("actual", "h200_open", "no_controls")


def records(path: Path, n: int = DRAWS, seed: int = 11) -> Any:
    """Every flow of prior draws under a path."""
    inputs = sample_inputs(n, seed)
    p, shocks = model_inputs(inputs)
    reference = np.zeros((len(QUARTERS), len(TOOL_CLASSES), n))
    return batch_records()(p, path, drivers(), shocks, reference, DEFAULT)


@pytest.fixture(scope="session", params=SCENARIOS)
def flows(request: pytest.FixtureRequest) -> Any:
    """Records of prior draws: quarter first, draw last."""
    return records(scenario.resolve(request.param))


@pytest.fixture(scope="session")
def run_records() -> Any:
    """Run prior draws of any seed under any path, every flow kept."""
    return records


@pytest.fixture(scope="session")
def central() -> tuple[Parameters, Any]:
    """One draw at central values: parameters and shocks, unbatched."""
    p, shocks = model_inputs(central_inputs())
    single = type(p)(*[np.asarray(getattr(p, f))[..., 0] for f in p.__dataclass_fields__])
    return single, {k: v[0] for k, v in shocks.items()}


@pytest.fixture(scope="session")
def run_central(central: Any) -> Any:
    """Run the central draw under a path, parameters replaced at will."""
    import dataclasses

    import jax

    compiled = jax.jit(run)

    def go(path: Path, structure: Any = DEFAULT, world: Any = None, **changes: Any) -> Any:
        p, shocks = central
        changed = dataclasses.replace(p, **{k: np.asarray(v, float) for k, v in changes.items()})
        reference = np.zeros((len(QUARTERS), len(TOOL_CLASSES)))
        return compiled(changed, path, world or drivers(), shocks, reference, structure)

    return go
