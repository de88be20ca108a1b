"""A run in statistics: how long, and how much memory, warm in one process.

    python benchmarks/scale/summary.py DRAWS all|headline [double|single] [levels|contrasts]

`all`: every outcome in every quarter; `headline`: headline outcomes in three years. Two scenarios.
"""

from __future__ import annotations

import resource
import sys
import time
from functools import partial
from typing import Any

from fabcast import runs
from fabcast.cli._stream import basis_named
from fabcast.model import OUTCOMES, QUARTERS

PAIR = ("h200_licensed", "h200_denied")
HEADLINES = tuple(o.id for o in OUTCOMES.values() if o.headline)
YEARS = ("2027Q4", "2030Q4", "2035Q4")


def summarise(
    draws: int, which: str, precision: Any = "double", against: str | None = PAIR[1]
) -> tuple[str, int]:
    """Run and tell; return the digest of all numbers and how many rows were told."""
    outcomes, quarters = (tuple(OUTCOMES), QUARTERS) if which == "all" else (HEADLINES, YEARS)
    job = runs.Job.of(PAIR, draws, outcomes=outcomes, source=partial(basis_named, False), precision=precision)
    plan = runs.Plan.of(job.names, outcomes, quarters, against)
    with runs.pool() as pool:
        finished = runs.run(runs.Task.of(job, None, plan), pool)
    summary = finished.summary or runs.Summary(plan)
    return finished.digest, len(summary.levels()) + len(summary.contrasts())


def main() -> int:
    """Print a row."""
    draws, which = int(sys.argv[1]), sys.argv[2]
    precision = sys.argv[3] if len(sys.argv) > 3 else "double"
    against = PAIR[1] if len(sys.argv) < 5 or sys.argv[4] == "contrasts" else None
    summarise(256, which, precision, against)  # warm: code is loaded
    spent = []
    for _ in range(5 if draws <= 20_000 else 1):
        began, cpu = time.perf_counter(), time.process_time()
        digest, rows = summarise(draws, which, precision, against)
        spent.append((time.perf_counter() - began, time.process_time() - cpu))
    wall, processor = min(spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    told = "levels and contrasts" if against else "levels"
    print(
        f"| {draws:,} | {which}, {told} | {precision} | {rows:,} | {wall:.2f} | {processor:.1f} | {peak:.2f} "
        f"| `{digest[:12]}` |",
        flush=True,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
