"""What carries out the equations for a block of draws: this machine's own instructions, or JAX.

The first is faster (`benchmarks/engines`) and starts without JAX. JAX runs paths on which governments
react, gives slopes, and uses a GPU where there is one; `FABCAST_ENGINE=xla` asks for it.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np
from jaxtyping import Float

from fabcast import native
from fabcast.equations import REFERENCE, of_path, of_structure
from fabcast.errors import BadInput
from fabcast.model import OUTCOMES, QUARTERS, TOOL_CLASSES, Drivers, Path, Structure

from ._choice import XLA, engine_name
from ._draws import Draws, model_inputs
from ._drivers import SHOCKS, drivers
from ._kernel import BLOCK, cache_folder, kernel
from ._record import hash_of_rooms

Precision = native.Name
"""Double, or single: twice as fast, with six digits at most."""
Stock = Float[np.ndarray, "quarter tool draw"]
"""Research stock of the actual path in a block."""


class Runner(Protocol):
    """One path under one structure, ready to run blocks of draws."""

    def arrange(self, inputs: Draws) -> Any:
        """Arrange all draws as `run` takes them; runners of one class take the same."""

    def run(
        self, arranged: Any, first: int, last: int, reference: Stock | None, out: Mapping[str, np.ndarray]
    ) -> Stock:
        """Run the draws `first` to `last` - 1 of one block; give the research stock that the path leaves.

        Fills `out`: each (quarter, draw) of all draws, dates (draw,), with room for whole blocks.
        """


def runner(path: Path, structure: Structure, precision: Precision = "double") -> Runner:
    """Return what runs a path, with its code loaded.

    Raises
    ------
    BadInput
        For single precision where JAX must do the work.
    """
    if engine_name() == XLA or path.reactions is not None:
        if precision == "single":
            raise BadInput(
                "single precision is for scenarios in which governments keep to their script, on the native "
                "engine; leave it out, or leave out +reactions"
            )
        kernel()
        return Xla(path, structure)
    return Native.of(path, structure, precision)


@dataclass(frozen=True)
class Native:
    """The machine's own instructions."""

    kernel: native.Kernel
    shared: native.Shared

    @classmethod
    def of(cls, path: Path, structure: Structure, precision: Precision) -> Native:
        """Work out what all draws of a path share."""
        kernel = native_kernel(precision)
        given: dict[str, Any] = dict(of_structure(structure))
        given |= {name: of_path(path, name) for name in kernel.given if name not in given}
        return cls(kernel, kernel.shared(given))

    def arrange(self, inputs: Draws) -> Any:
        """Pack draws by vectors."""
        missing = [name for name in self.kernel.compiled.inputs if name not in inputs]
        if missing:
            raise BadInput(f"inputs without a value: {', '.join(missing)}; draw them with sample_inputs")
        return self.kernel.pack(inputs)

    def run(
        self, arranged: Any, first: int, last: int, reference: Stock | None, out: Mapping[str, np.ndarray]
    ) -> Stock:
        """Run a block; see `Runner`."""
        return self.run_span(arranged, first, last, reference, out)[0]

    def run_span(
        self,
        arranged: Any,
        first: int,
        last: int,
        reference: Stock | None,
        out: Mapping[str, np.ndarray],
        span: tuple[int, int] = (0, len(QUARTERS)),
        state: np.ndarray | None = None,
        left: Stock | None = None,
    ) -> tuple[Stock, np.ndarray]:
        """Run some quarters of a block, from a state that another path left; give the state after them, too.

        `left` is the research stock of the quarters before.
        """
        wide, still = self.kernel.compiled.wide, self.shared.still
        for name in out.keys() & still.keys():
            out[name][..., first:last] = np.reshape(still[name], (-1, 1))
        if left is None:
            left = np.empty((len(TOOL_CLASSES), len(QUARTERS), BLOCK), self.kernel.dtype).transpose(1, 0, 2)
        rows = {name: array[..., first:] for name, array in out.items() if name not in still}
        rows |= self._by_tool(left)
        known = {} if reference is None else self._by_tool(reference)
        packed = arranged[first // wide : -(-last // wide)]
        return left, self.kernel.run(packed, self.shared, rows, known, span, state)

    def _by_tool(self, reference: Stock) -> dict[str, np.ndarray]:
        rows = np.asarray(reference, self.kernel.dtype)
        return {f"{REFERENCE}{tool}": rows[:, i] for i, tool in enumerate(TOOL_CLASSES)}


@dataclass(frozen=True)
class Xla:
    """JAX, on whatever device it has."""

    path: Path
    structure: Structure

    def arrange(self, inputs: Draws) -> Any:
        """Keep inputs as they are: blocks are cut from them."""
        return inputs

    def run(
        self, arranged: Any, first: int, last: int, reference: Stock | None, out: Mapping[str, np.ndarray]
    ) -> Stock:
        """Run a block; see `Runner`."""
        p, shocks = model_inputs({name: padded(v[first:last]) for name, v in arranged.items()})
        known = np.zeros((len(QUARTERS), len(TOOL_CLASSES), BLOCK)) if reference is None else reference
        measures, left = kernel()(p, self.path, drivers(), shocks, known, self.structure)
        for name, array in out.items():
            array[..., first:last] = np.asarray(measures[name])[..., : last - first]
        return np.asarray(left)


def padded(values: np.ndarray) -> np.ndarray:
    """Fill a short last block with its first value."""
    if len(values) == BLOCK:
        return values
    return np.concatenate([values, np.full(BLOCK - len(values), values[0])])


@cache
def native_kernel(precision: Precision = "double") -> native.Kernel:
    """The model's equations as code of this machine, from the cache if they were compiled before."""
    file = cache_folder() / f"native-{precision}-{_code_key()}.npz"
    known = native.read(file)
    if known is None:
        known = _compiled(precision)
        with contextlib.suppress(OSError):  # no writable home: compile each time, which changes nothing
            native.save(file, known)
    return native.Kernel.of(known)


def _compiled(precision: Precision) -> native.Compiled:
    from ._program import program

    traced = program(rivals=True)
    return native.compile_program(traced, {**traced.outcomes, **traced.references}, precision)


def _code_key() -> str:
    """Hash all that decides the code: equations, exogenous paths, compiler, processor."""
    total = hashlib.sha256(hash_of_rooms("model", "equations", "native").encode())
    tools = (native.version(), native.host(), version("jax"))
    total.update(repr((tools, sorted(SHOCKS.items()), list(OUTCOMES))).encode())
    known = drivers()
    for one in fields(Drivers):
        total.update(one.name.encode() + np.asarray(getattr(known, one.name)).tobytes())
    return total.hexdigest()[:24]
