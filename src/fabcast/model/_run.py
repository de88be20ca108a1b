"""The loop over time: one draw by `lax.scan`, many by `vmap` with the draw axis last."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any

from ._arrays import Array, Float, jax, jnp
from ._axes import QUARTERS, TOOL_CLASSES
from ._drivers import Drivers
from ._inputs import Inputs, Shocks, prepare
from ._outcomes import Measures, measure
from ._parameters import Parameters
from ._path import Path
from ._quarter import Record, initial_state, quarter
from ._structure import DEFAULT, Structure

for _tree in (Parameters, Path, Drivers):
    jax.tree_util.register_dataclass(
        _tree, data_fields=[f.name for f in dataclasses.fields(_tree)], meta_fields=[]
    )

NO_REFERENCE = jnp.zeros((len(QUARTERS), len(TOOL_CLASSES)))
"""Reference research stock of the actual path itself."""


def run(
    p: Parameters,
    path: Path,
    drivers: Drivers,
    shocks: Shocks,
    reference: Float[Array, "quarter tool"] = NO_REFERENCE,
    structure: Structure = DEFAULT,
) -> Record:
    """Run one draw under one path over all quarters.

    Parameters
    ----------
    reference : (quarter, tool)
        Research stock of the same draw under the actual path; zeros when this is it.
    structure : Structure
        Rival forms of equations.

    Returns
    -------
    Record
        Every field with the quarter axis first.
    """
    delays, inputs = prepare(p, path, drivers, shocks, reference)

    def step(state: Any, x: Inputs) -> tuple[Any, Record]:
        return quarter(p, delays, structure, state, x)

    return jax.lax.scan(step, initial_state(p), inputs)[1]


def _measured(
    p: Parameters,
    path: Path,
    drivers: Drivers,
    shocks: Shocks,
    reference: Float[Array, "quarter tool"],
    structure: Structure,
) -> tuple[Measures, Float[Array, "quarter tool"]]:
    record = run(p, path, drivers, shocks, reference, structure)
    return measure(p, record), record.knowledge


@lru_cache(maxsize=1)
def batch() -> Any:
    """Return the compiled ensemble kernel: measures and research stock, draw axis last.

    Called with `(parameters, path, drivers, shocks, reference, structure)`; path, drivers and
    structure are shared by all draws.
    """
    many = jax.vmap(_measured, in_axes=(-1, None, None, -1, -1, None), out_axes=-1)
    return jax.jit(many)


@lru_cache(maxsize=1)
def batch_records() -> Any:
    """Return the compiled kernel that keeps every flow: for checks and attribution."""
    return jax.jit(jax.vmap(run, in_axes=(-1, None, None, -1, -1, None), out_axes=-1))
