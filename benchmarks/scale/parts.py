"""What a chunk costs, part by part, in processor seconds: the constants of the scaling model.

python benchmarks/scale/parts.py [headline|all]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from memory import HEADLINES, PAIR, source

from fabcast import runs
from fabcast.model import OUTCOMES, QUARTERS
from fabcast.runs._tables import from_files, to_files

DRAWS, ROUNDS = 1024, 3


def cost(part: Callable[[], Any]) -> float:
    """Least processor seconds of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        part()
        found.append(time.process_time() - began)
    return min(found)


def main(which: str) -> None:
    """Print a row a part, per draw of two scenarios."""
    chosen = tuple(OUTCOMES) if which == "all" else HEADLINES
    job = runs.Job.of(PAIR, 4 * DRAWS, outcomes=chosen, source=source)
    values = job.compute(0, DRAWS)
    files = to_files(values, PAIR, 0)
    years = runs.Plan.of(PAIR, chosen, ("2027Q4", "2030Q4", "2035Q4"), PAIR[1])
    every = runs.Plan.of(PAIR, chosen, QUARTERS, PAIR[1])
    with tempfile.TemporaryDirectory() as folder:
        stored = runs.open_run(folder, job, draws_a_chunk=DRAWS, resume=False)
        rows = {
            "model": lambda: job.compute(0, DRAWS),
            "hashes of blocks": lambda: runs.block_hashes(values),
            "statistics, three years": lambda: runs.part_of(years, values.outcomes),
            "statistics, every quarter": lambda: runs.part_of(every, values.outcomes),
            "write (hashes included)": lambda: stored.write(0, values),
            "read back": lambda: from_files(files, PAIR, job.outcomes),
        }
        for name, part in rows.items():
            print(f"| {which} | {name} | {1e6 * cost(part) / DRAWS:,.0f} µs |")
    size = {table: len(content) / DRAWS for table, content in files.items()}
    print(f"| {which} | bytes stored | {', '.join(f'{t} {n:,.0f}' for t, n in size.items())} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "headline")
