"""How time grows with draws, scenarios, quarters and cores.

    python benchmarks/growth/run.py

Runs of the model alone, all outcomes kept, least of some rounds. Quarters: the same program, compiled for
fewer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from fabcast import native, scenario
from fabcast.ensemble import program, run_inputs, sample_inputs
from fabcast.ensemble._engine import Native
from fabcast.model import DEFAULT, RIVALS_SHOWN

ROUNDS = 5
NAMES = (
    "h200_open",
    "h200_denied",
    "no_controls",
    "full_decoupling",
    "controls_tight",
    "service_ban",
    "gain_ai",
)
KEEP = ("china_compute_stock", "us_to_china_ai_compute_ratio")


def least(work: Callable[[], Any]) -> float:
    """Least seconds of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def table(head: str, rows: Sequence[tuple[str, float, float]]) -> None:
    """Print seconds, and microseconds for each unit of work."""
    print(f"| {head} | seconds | µs a unit |\n| --- | --- | --- |")
    for name, seconds, units in rows:
        print(f"| {name} | {seconds:.3f} | {1e6 * seconds / units:.1f} |")
    print()


def main() -> int:
    """Print the tables."""
    paths = [scenario.resolve(name) for name in NAMES]
    pair = paths[:2]
    sampled = {n: sample_inputs(n, seed=1) for n in (256, 1024, 4096, 16_384, 65_536)}

    def run(draws: int, some: Sequence[Any], **more: Any) -> float:
        return least(lambda: run_inputs(sampled[draws], some, keep=KEEP, **more))

    run_inputs(sampled[256], paths, keep=KEEP)
    table("draws, two scenarios and the actual one", [(f"{n:,}", run(n, pair), 3 * n) for n in sampled])
    several = [1, 2, 4, 7]
    table(
        "scenarios, beside the actual one, 4,096 draws",
        [(str(k), run(4096, paths[:k]), 4096 * (k + 1)) for k in several],
    )
    cores = range(1, (os.cpu_count() or 1) + 1)
    table("threads, 16,384 draws", [(str(k), run(16_384, pair, workers=k), 3 * 16_384) for k in cores])
    forms = [("default", DEFAULT), *RIVALS_SHOWN.items()]
    table(
        "forms of the equations, 4,096 draws",
        [(name, run(4096, pair, structure=form), 3 * 4096) for name, form in forms],
    )
    table(
        "quarters, one scenario, 4,096 draws, one thread",
        [(str(q), _quarters(q, sampled[4096]), 4096 * q) for q in (54, 81, 108)],
    )
    return 0


def _quarters(quarters: int, inputs: dict[str, np.ndarray]) -> float:
    """Seconds of the same program compiled for fewer quarters; it looks back at the 41st."""
    traced = program(rivals=True)
    whole = Native.of(scenario.resolve("actual"), DEFAULT, "double")
    every = traced.graph.row
    traced.graph.row = quarters
    try:
        compiled = native.compile_program(traced, {**traced.outcomes, **traced.references})
    finally:
        traced.graph.row = every
    kernel = native.Kernel.of(compiled)
    shared = whole.shared._replace(rows=np.ascontiguousarray(whole.shared.rows[:quarters]))
    packed = kernel.pack(inputs)
    return least(lambda: kernel.run(packed, shared, {}, {}))


if __name__ == "__main__":
    raise SystemExit(main())
