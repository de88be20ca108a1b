"""Many draws under many scenarios, on common random numbers.

Draws go through the compiled kernel in blocks of fixed size, on one thread a core. Each
block first runs the actual path: its research stock is the yardstick that milestones in
the other scenarios are measured against. A draw's numbers depend on its index and the seed
alone, never on block, thread or the scenarios beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from fabcast import scenario
from fabcast.errors import BadInput
from fabcast.model import BINDING, DEFAULT, OUTCOMES, QUARTERS, TOOL_CLASSES, Path, Structure

from ._basis import PRIOR, Basis
from ._discrepancy import widen, with_ratio
from ._draws import Draws, model_inputs, varying
from ._drivers import drivers
from ._kernel import BLOCK, kernel
from ._record import run_record

if TYPE_CHECKING:
    import xarray as xr

References = dict[int, Any]
"""First draw of a block → the research stock of the actual path in that block."""
Progress = Callable[[int], None]
"""Called with the number of draw × scenario runs just finished."""

_COMPILED = Event()
"""Set once a block has run in this process."""
_FIRST = Lock()
ACTUAL = "actual"
_MOST_DRAWS = 10_000_000


def outcome_attributes() -> dict[str, dict[str, Any]]:
    """Units and long names of the outcomes, as they go into attributes.

    >>> outcome_attributes()["us_to_china_ai_compute_ratio"]["units"]
    'ratio'
    """
    known: dict[str, dict[str, Any]] = {
        o.id: {"units": o.unit, "long_name": o.label, "definition": o.definition} for o in OUTCOMES.values()
    }
    codes = list(range(len(BINDING)))
    known["binding"] = {"long_name": "Binding input", "flag_values": codes, "flag_meanings": list(BINDING)}
    return known


@dataclass(frozen=True)
class RunSet:
    """Finished runs as plain arrays: scenario, draw, quarter (dates: scenario, draw)."""

    scenarios: tuple[str, ...]
    values: dict[str, np.ndarray]
    parameters: Draws
    record: dict[str, Any]
    quarters: tuple[str, ...] = QUARTERS
    attrs: dict[str, dict[str, Any]] = field(default_factory=outcome_attributes)

    def dataset(self) -> xr.Dataset:
        """Return the runs as an `xarray.Dataset`, units in the attributes."""
        return _dataset(self)


def run_scenarios(
    scenarios: Sequence[str | scenario.Scenario],
    draws: int = 2000,
    seed: int = 1,
    *,
    outcomes: Sequence[str] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    basis: Basis = PRIOR,
    references: References | None = None,
) -> RunSet:
    """Run scenarios on common draws.

    Parameters
    ----------
    scenarios
        Ids or files, or scenarios made in memory.
    draws, seed
        Number of draws, at least one; seed of all streams.
    outcomes
        Outcomes to keep; default all.
    progress
        Told as runs finish.
    workers
        Threads; default one a core.
    basis
        Where draws come from; default the priors.
    references
        Kept between calls on the same draws, seed and basis, it saves the run of the actual path.

    Raises
    ------
    BadInput
        For unknown scenarios or outcomes, or fewer than one draw.
    """
    check_draws(draws)
    check_seed(seed)
    paths = paths_of(scenarios)
    keep = kept(outcomes)
    values, inputs = run_range(
        list(paths.values()),
        0,
        draws,
        seed,
        keep=keep,
        basis=basis,
        progress=progress,
        workers=workers,
        references=references,
    )
    return RunSet(
        scenarios=tuple(paths),
        values=values,
        parameters=varying(inputs),
        record=run_record(paths, draws, seed, basis),
    )


def run_range(
    paths: Sequence[Path],
    first: int,
    last: int,
    seed: int,
    *,
    keep: Sequence[str],
    basis: Basis = PRIOR,
    progress: Progress | None = None,
    workers: int | None = None,
    structure: Structure = DEFAULT,
    references: References | None = None,
) -> tuple[dict[str, np.ndarray], Draws]:
    """Run the draws `first` to `last` - 1 of a seed: the same bytes as in any longer run.

    Parameters
    ----------
    paths
        Resolved scenarios.
    first, last, seed
        Which draws; seed of all streams.
    keep
        Outcomes to keep.
    basis, progress, workers, structure, references
        As in `run_scenarios` and `run_inputs`.

    Returns
    -------
    tuple
        Outcome to (scenario, draw, quarter), dates (scenario, draw); inputs and the numbers of
        the discrepancy to (draw,).
    """
    inputs = basis.draw(last - first, seed, first)
    values = run_inputs(
        inputs,
        paths,
        keep=keep if basis.discrepancy is None else with_ratio(keep),
        progress=progress,
        workers=workers,
        structure=structure,
        references=references,
    )
    moved: Draws = {}
    if basis.discrepancy is not None:
        values, moved = widen(values, inputs, basis.discrepancy, seed, first)
    return {name: values[name] for name in keep}, inputs | moved


def simulate(scenarios: Sequence[str], draws: int = 2000, seed: int = 1) -> xr.Dataset:
    """Run scenarios on common draws and return an `xarray.Dataset` (scenario, draw, quarter).

    >>> runs = simulate(["h200_licensed", "h200_denied"], draws=2)
    >>> runs["china_compute_stock"].dims
    ('scenario', 'draw', 'quarter')
    """
    return run_scenarios(scenarios, draws, seed).dataset()


def check_draws(draws: int) -> None:
    """Refuse a number of draws that cannot be run.

    >>> check_draws(0)
    Traceback (most recent call last):
    fabcast.errors.BadInput: draws must be at least 1, but is 0; 2000 is the default
    """
    if draws < 1:
        raise BadInput(f"draws must be at least 1, but is {draws}; 2000 is the default")
    if draws > _MOST_DRAWS:
        raise BadInput(f"draws must be at most {_MOST_DRAWS:,}, but is {draws:,}")


def check_seed(seed: int) -> None:
    """Refuse a negative seed."""
    if seed < 0:
        raise BadInput(f"seed must be 0 or more, but is {seed}")


def run_inputs(
    inputs: Draws,
    paths: Sequence[Path],
    *,
    keep: Sequence[str],
    progress: Progress | None = None,
    workers: int | None = None,
    structure: Structure = DEFAULT,
    yardstick: Draws | None = None,
    references: References | None = None,
) -> dict[str, np.ndarray]:
    """Run given inputs under given paths: outcome → (scenario, draw, quarter).

    Parameters
    ----------
    inputs
        One value a draw for every input.
    paths
        Resolved scenarios.
    keep
        Outcomes to keep.
    structure
        Rival forms of equations.
    yardstick
        Inputs of the actual path whose research stock milestones are measured against; default
        the inputs themselves, under the same structure. Pass the unchanged inputs when a loop is
        cut: they then run under the default structure.
    references
        What the actual path left, by first draw of a block: read where it is there, filled where not.
    """
    total = len(next(iter(inputs.values())))
    actual = scenario.resolve(ACTUAL)
    out: dict[str, np.ndarray] = {}
    for name in keep:
        shape = (len(paths), total) if _is_date(name) else (len(paths), total, len(QUARTERS))
        out[name] = np.empty(shape, dtype=np.int8 if name == "binding" else np.float64)

    def work(first: int) -> None:
        _run_block(
            inputs,
            first,
            min(first + BLOCK, total),
            paths,
            actual,
            out,
            progress,
            structure,
            yardstick or inputs,
            references,
        )

    begun = 0
    with _FIRST:  # alone: it compiles, or reads the compile cache, once for all threads
        if not _COMPILED.is_set():
            work(0)
            _COMPILED.set()
            begun = BLOCK
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        _drain(pool, work, range(begun, total, BLOCK))
    return out


def _drain(pool: ThreadPoolExecutor, work: Callable[[int], None], firsts: range) -> None:
    """Run blocks; on Ctrl-C drop those that have not started."""
    pending = [pool.submit(work, first) for first in firsts]
    try:
        for future in pending:
            future.result()
    except BaseException:
        for future in pending:
            future.cancel()
        raise


def _run_block(
    inputs: Draws,
    first: int,
    last: int,
    paths: Sequence[Path],
    actual: Path,
    out: dict[str, np.ndarray],
    progress: Progress | None,
    structure: Structure,
    standard: Draws,
    references: References | None,
) -> None:
    n = last - first
    p, shocks = _arranged(inputs, first, last)
    base = (p, shocks) if standard is inputs else _arranged(standard, first, last)
    form = structure if standard is inputs else DEFAULT
    known = {} if references is None else references
    measured = None
    if first not in known:
        none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), BLOCK))
        measured, known[first] = _call(base[0], actual, base[1], none, form)
    for row, path in enumerate(paths):
        if measured is not None and path is actual and standard is inputs:
            measures = measured
        else:
            measures, _ = _call(p, path, shocks, known[first], structure)
        for name, array in out.items():
            array[row, first:last] = np.moveaxis(np.asarray(measures[name]), -1, 0)[:n]
        if progress is not None:
            progress(n)


def _arranged(inputs: Draws, first: int, last: int) -> tuple[Any, Any]:
    return model_inputs({k: _padded(v[first:last]) for k, v in inputs.items()})


def _call(p: Any, path: Path, shocks: Any, reference: Any, structure: Structure) -> Any:
    return kernel()(p, path, drivers(), shocks, reference, structure)


def _padded(values: np.ndarray) -> np.ndarray:
    """Fill a short last block with its first value."""
    if len(values) == BLOCK:
        return values
    return np.concatenate([values, np.full(BLOCK - len(values), values[0])])


def paths_of(names: Sequence[str | scenario.Scenario]) -> dict[str, Path]:
    """Resolve scenarios, by id.

    Raises
    ------
    BadInput
        For none, or one that cannot be read.
    """
    if not names:
        raise BadInput("no scenario given; list them with `fabcast scenario list`")
    loaded = [scenario.load(name) if isinstance(name, str) else name for name in names]
    return {one.id: scenario.resolve(one) for one in loaded}


def kept(outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """Outcomes that a run keeps: those asked for with the binding input, or all.

    Raises
    ------
    BadInput
        For an unknown one.
    """
    known = (*OUTCOMES, "binding")
    for name in outcomes or ():
        if name not in known:
            raise BadInput(f"outcome '{name}' is not known; list them with `fabcast outcomes list`")
    return known if outcomes is None else tuple(dict.fromkeys((*outcomes, "binding")))


def _is_date(name: str) -> bool:
    return name in OUTCOMES and OUTCOMES[name].kind == "date"


def _dataset(runs: RunSet) -> xr.Dataset:
    import xarray as xr

    variables: dict[str, Any] = {}
    for name, array in runs.values.items():
        dims = ("scenario", "draw", "quarter")[: array.ndim]
        attrs = {k: str(v) if isinstance(v, list) else v for k, v in runs.attrs[name].items()}
        variables[name] = (dims, array, attrs)
    names = list(runs.parameters)
    variables["parameter_draws"] = (("parameter", "draw"), np.stack([runs.parameters[k] for k in names]))
    coords = {
        "scenario": list(runs.scenarios),
        "draw": np.arange(next(iter(runs.values.values())).shape[1]),
        "quarter": list(runs.quarters),
        "parameter": names,
    }
    return xr.Dataset(variables, coords=coords, attrs={"record": str(runs.record["hash"])})
