"""Memory and time against the number of draws: one size a process, so that peaks are its own.

python benchmarks/scale/memory.py DRAWS [all|headline] [years|quarters] [model|formula]

`formula` replaces the model by arrays of the same shapes, so what is left is the runs room itself.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from fabcast import runs
from fabcast.calibration import choose_basis
from fabcast.ensemble import Basis, normal
from fabcast.model import OUTCOMES, QUARTERS

PAIR = ("h200_open", "h200_denied")
HEADLINES = tuple(o.id for o in OUTCOMES.values() if o.headline)
WORKERS = 2


class Formula:
    """Work of the shapes of the model's, made by a formula: log-normal numbers that spread with time."""

    names = PAIR

    def __init__(self, draws: int, outcomes: tuple[str, ...]) -> None:
        self.draws, self.outcomes, self.record = draws, outcomes, {"id": "formula"}

    def compute(self, first: int, last: int) -> runs.Values:
        """Make a range of draws."""
        z = normal("formula", last - first, 1, first)
        grown = np.exp(z[:, None] * np.linspace(0.1, 1.0, len(QUARTERS)))
        made = {name: np.stack([grown, 0.8 * grown**1.1]) for name in self.outcomes}
        dates = {name for name in made if OUTCOMES[name].kind == "date"}
        return runs.Values({k: np.round(v[..., -1]) if k in dates else v for k, v in made.items()}, {"z": z})


def source() -> Basis:
    """Return the fit to the record, or the priors if it is stale."""
    return choose_basis().basis


def main(draws: int, outcomes: str, times: str, engine: str) -> None:
    """Run one size and print a row."""
    chosen = tuple(OUTCOMES) if outcomes == "all" else HEADLINES
    quarters = QUARTERS if times == "quarters" else ("2027Q4", "2030Q4", "2035Q4")
    model = engine == "model"
    work = runs.Job.of(PAIR, draws, outcomes=chosen, source=source) if model else Formula(draws, chosen)
    if model:
        work.compute(0, 256)  # warm: compiled, or read from the cache of compiled code
    started, cpu = time.perf_counter(), time.process_time()
    seen = 0

    def progress(finished: int) -> None:
        nonlocal seen
        seen += finished
        if seen % 102_400 < finished:
            spent = (
                f"{time.perf_counter() - started:.0f} s, {time.process_time() - cpu:.0f} processor seconds"
            )
            print(f"{seen:,} draws, {spent}, {_peak():.2f} GB", file=sys.stderr)

    task = runs.Task.of(work, None, runs.Plan.of(PAIR, chosen, quarters, PAIR[1]))
    with runs.pool(workers=WORKERS) as pool:
        summary = runs.run(task, pool, progress=progress).summary or runs.Summary(runs.Plan((), (), ()))
    ran, spent = time.perf_counter() - started, time.process_time() - cpu
    cells = len(summary.levels()) + len(summary.contrasts())
    told = time.perf_counter() - started - ran
    size = f"{draws:,} | {outcomes} | {times} | {cells:,}"
    print(f"| {engine} | {size} | {ran:.1f} | {spent:.1f} | {told:.1f} | {_peak():.2f} |")


def _peak() -> float:
    """Largest memory of this process so far, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    asked = [*sys.argv[1:], *("2000", "headline", "years", "model")[len(sys.argv) - 1 :]]
    main(int(asked[0]), *asked[1:4])
