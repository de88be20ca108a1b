"""Many draws under many scenarios, on common random numbers.

A draw's numbers depend on its index and the seed alone, never on block, thread or the scenarios beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fabcast import scenario
from fabcast.errors import BadInput
from fabcast.model import DEFAULT, OUTCOMES, Path, Structure

from ._basis import PRIOR, Basis
from ._blocks import Progress, References, run_inputs
from ._discrepancy import widen, with_ratio
from ._draws import Draws, varying
from ._engine import Precision
from ._record import run_record
from ._runset import RunSet

if TYPE_CHECKING:
    import xarray as xr

_MOST_DRAWS = 10_000_000


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
    precision: Precision = "double",
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
    basis, progress, workers, structure, references, precision
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
        precision=precision,
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
