"""What the model says for each observation, for many draws at speed.

The kernel stops after the last quarter of the record: time runs forward, so what came
before is the same as in a full run, to the last bit. Draws go through in blocks of one size on one
thread a core, so the numbers of a draw depend on its inputs alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fabcast import ensemble, scenario
from fabcast.model import DEFAULT, OUTCOMES, QUARTERS, TOOL_CLASSES, Drivers, Path, Structure

from ._observation import Observation
from ._observation import observations as recorded
from ._quantities import ACTUAL, Quantity, name_flows

if TYPE_CHECKING:
    from fabcast.ensemble import Draws

Array = NDArray[np.float64]
BLOCK = ensemble.BLOCK
_READ_BY_FLOWS = (
    "h100e_per_die",
    "perf_per_die_growth",
)
"""Parameters that naming the flows needs beside the record."""


def predictions(
    inputs: Draws,
    observations: Sequence[Observation],
    *,
    path: Path | None = None,
    drivers: Drivers | None = None,
    structure: Structure = DEFAULT,
    workers: int | None = None,
    yardstick: Path | None = None,
) -> Array:
    """Run draws and read what the model says for each observation.

    Parameters
    ----------
    inputs
        One value a draw for every input of the chain.
    observations
        What to read.
    path
        Resolved scenario; default the actual one.
    drivers
        Exogenous paths; default those of the facts.
    structure
        Rival forms of equations.
    workers
        Threads; default one a core.
    yardstick
        Path whose research stock milestones are measured against; default the actual one.

    Returns
    -------
    array (draw, observation)
        In the unit of the observation's line; NaN where a share has no whole.

    Examples
    --------
    >>> from fabcast.calibration import observations
    >>> seen = observations("2022Q4")
    >>> predictions(ensemble.central_inputs(), seen).shape == (1, len(seen))
    True
    """
    total = len(next(iter(inputs.values())))
    out = np.empty((total, len(observations)))
    if not observations:
        return out
    standard = scenario.resolve(ACTUAL) if yardstick is None else yardstick
    run = _runner(observations, path, drivers or ensemble.drivers(), structure, standard)

    def work(first: int) -> None:
        last = min(first + BLOCK, total)
        out[first:last] = run({k: _padded(v[first:last]) for k, v in inputs.items()})[: last - first]

    work(0)  # alone: the first block compiles once for all threads
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        list(pool.map(work, range(BLOCK, total, BLOCK)))
    return out


def _padded(values: Array) -> Array:
    return np.concatenate([values, np.repeat(values[:1], BLOCK - len(values))])


def _runner(
    observations: Sequence[Observation],
    path: Path | None,
    drivers: Drivers,
    structure: Structure,
    standard: Path,
) -> Callable[[Draws], Array]:
    """One block of inputs to one block of predictions."""
    ensemble.kernel()  # sets JAX up
    names, stop = _asked(observations)
    ours = standard if path is None else path
    nothing = np.zeros((len(QUARTERS), len(TOOL_CLASSES), BLOCK))

    def run(inputs: Draws) -> Array:
        p, shocks = ensemble.model_inputs(inputs)
        reference = nothing
        if ours is not standard:
            reference = ensemble.kernel()(p, standard, drivers, shocks, nothing, structure)[1]
        found = _compiled(names, stop)(p, ours, drivers, shocks, reference, structure)
        known = {o.quantity: _quantity(*found[o.quantity]) for o in observations}
        read = [o.factor * known[o.quantity].read(o.reading, o.span) for o in observations]
        return np.stack(read, axis=1)

    return run


def _asked(observations: Sequence[Observation]) -> tuple[tuple[str, ...], int]:
    """Quantities and quarters to run: those of the whole record where they hold what is asked.

    Compiling takes longer than most runs, so all questions about the record share one kernel.
    """
    names, stop = _needed(observations)
    whole, last = _whole_record()
    return (whole, last) if set(names) <= set(whole) and stop <= last else (names, stop)


@cache
def _whole_record() -> tuple[tuple[str, ...], int]:
    return _needed(recorded())


def _needed(observations: Sequence[Observation]) -> tuple[tuple[str, ...], int]:
    return tuple(sorted({o.quantity for o in observations})), max(o.span[1] for o in observations)


@cache
def _compiled(names: tuple[str, ...], stop: int) -> Any:
    """Compile the chain up to a quarter, keeping the named quantities; the compiler drops the rest."""
    import jax
    import jax.numpy as jnp

    from fabcast.model._inputs import prepare
    from fabcast.model._outcomes import measure
    from fabcast.model._quarter import initial_state, quarter
    from fabcast.model._record import read

    def whole(values: Any) -> Any:
        """Fill the quarters not run with nothing, so that readers find the time axis they know."""
        rest = [(0, len(QUARTERS) - stop)] + [(0, 0)] * (values.ndim - 1)
        return jnp.pad(values, rest)

    def run(p: Any, path: Any, drivers: Any, shocks: Any, reference: Any, structure: Any) -> Any:
        fixed, inputs = prepare(p, path, drivers, shocks, reference, structure)
        inputs = jax.tree.map(lambda v: v[:stop], inputs)

        def step(state: Any, x: Any) -> Any:
            new, record = quarter(p, fixed, structure, state, x)
            return new, (record, read(record))

        kept = jax.lax.scan(step, initial_state(p, structure, drivers), inputs)[1]
        record, reading = jax.tree.map(whole, kept)
        flows = name_flows(record, {name: getattr(p, name) for name in _READ_BY_FLOWS}, path, jnp)
        measures: dict[str, Any] = measure(p, reading)
        levels = {name: Quantity(measures[name]) for name in OUTCOMES}
        found = levels | flows
        return {n: tuple(None if v is None else v[:stop] for v in _parts(found[n])) for n in names}

    return jax.jit(run)


def _quantity(part: Any, whole: Any) -> Quantity:
    return Quantity(np.asarray(part), None if whole is None else np.asarray(whole))


def _parts(quantity: Quantity) -> tuple[Any, Any]:
    return quantity.part, quantity.whole
