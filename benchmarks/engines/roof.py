"""What a draw and quarter costs in operations and bytes, and how near the engine comes to the machine's roof.

    python benchmarks/engines/roof.py

Operations are counted in the compiled program; the roof is measured: independent fused multiply-adds on whole
vectors in registers, on all cores at once.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from fabcast import scenario
from fabcast.ensemble import program, sample_inputs
from fabcast.ensemble._engine import runner
from fabcast.model import DEFAULT, OUTCOMES
from fabcast.native._kernel import Lanes
from fabcast.native._machine import compile_object, load, wide
from fabcast.native._places import places
from fabcast.native._precision import DOUBLE
from fabcast.native._schedule import LOOP, schedule

FLOPS = {"fused add": 2, "fused less": 2, "fused from": 2, "exp": 29, "exp2": 30, "log": 26, "power": 30}
"""Operations of one node: a fused one counts twice, a polynomial as written in `_lanes`."""
FREE = frozenset({"input", "stock", "series", "lag", "last", "at"})
DRAWS, ROUNDS, CHAINS, TURNS = 2048, 7, 12, 2_000_000


def main() -> int:
    """Print the table."""
    traced = program(rivals=True)
    plan = schedule(traced, {**traced.outcomes, **traced.references})
    looped = [o for n, o in plan.operations.items() if plan.phase(n) == LOOP]
    kinds = Counter(o.op for o in looped)
    flops = sum(FLOPS.get(op, 0 if op in FREE else 1) * n for op, n in kinds.items())
    where = places(plan)
    read = sum(n for op, n in kinds.items() if op in FREE) + len(where.rows)
    kept = len(where.due) + len(where.lagged) + len(where.kept) + len(plan.wanted)
    seconds, roof = _engine(), _roof()
    reached = flops * 108 / seconds
    most = ", ".join(f"{n:,} {op}" for op, n in kinds.most_common(8) if op not in FREE)
    print("| of a draw and quarter | |\n| --- | --- |")
    print(f"| expressions | {len(looped) - sum(kinds[op] for op in FREE):,}: {most} |")
    print(f"| operations on doubles, polynomials included | {flops:,} |")
    print(f"| bytes read and left, once each | {8 * (read + kept):,} |")
    print(f"| operations a byte | {flops / (8 * (read + kept)):.1f} |")
    print(f"| instructions of 512 bits would be at least | {flops / 16:,.0f} a draw |")
    print(f"| a draw, one run of the model, {os.cpu_count()} cores | {seconds * 1e6:.1f} µs |")
    print(f"| reached | {reached / 1e9:.1f} GFLOP/s |")
    print(f"| roof: fused multiply-adds in registers | {roof / 1e9:.1f} GFLOP/s |")
    print(f"| fraction of the roof | {100 * reached / roof:.0f} % |")
    return 0


def _engine() -> float:
    """Seconds a draw of one path, all outcomes, all cores, into memory that is there."""
    inputs, one = sample_inputs(DRAWS, seed=1), runner(scenario.resolve("h200_open"), DEFAULT)
    arranged, cores = one.arrange(inputs), os.cpu_count() or 1
    dates = {name for name, outcome in OUTCOMES.items() if outcome.kind == "date"}
    out = {name: np.zeros(DRAWS if name in dates else (108, DRAWS)) for name in OUTCOMES}

    def some(core: int) -> None:
        for first in range(core * 256, DRAWS, cores * 256):
            one.run(arranged, first, first + 256, None, out)

    return _least(lambda pool: list(pool.map(some, range(cores))), cores) / DRAWS


def _roof() -> float:
    """Operations a second of independent fused multiply-adds, all cores."""
    lanes = Lanes(DOUBLE, wide(8))
    zero, one = lanes.number(0.0), lanes.let(f"load {lanes.real}, ptr %a, align 8")
    do = lanes.lines.append
    do("  br label %again\nagain:\n  %i = phi i64 [ 0, %entry ], [ %next, %again ]")
    for k in range(CHAINS):
        do(f"  %x{k} = phi {lanes.real} [ {zero}, %entry ], [ %y{k}, %again ]")
    real, fma = lanes.real, lanes.intrinsic("fma")
    for k in range(CHAINS):
        do(f"  %y{k} = call {real} @{fma}({real} %x{k}, {real} {one}, {real} {one})")
    do("  %next = add i64 %i, 1\n  %more = icmp slt i64 %next, %n")
    do("  br i1 %more, label %again, label %end\nend:")
    total = "%y0"
    for k in range(1, CHAINS):
        total = lanes.apply("add", (total, f"%y{k}"))
    lanes.do(f"store {lanes.real} {total}, ptr %a, align 8")
    take = ", ".join(f"ptr %{name}" for name in "abcdefg")
    text = [
        *lanes.declarations(),
        f"define void @draws({take}, i64 %n) #0 {{",
        "entry:",
        *lanes.lines,
        "  ret void",
        "}",
    ]
    call, cores = load(compile_object("\n".join(text))), os.cpu_count() or 1
    held = [np.full(lanes.wide, 1e-9) for _ in range(cores)]

    def turn(core: int) -> None:
        call(held[core].ctypes.data, *[0] * 6, TURNS)

    seconds = _least(lambda pool: list(pool.map(turn, range(cores))), cores)
    return 2.0 * CHAINS * lanes.wide * TURNS * cores / seconds


def _least(work: object, cores: int) -> float:
    found = []
    with ThreadPoolExecutor(cores) as pool:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            work(pool)  # type: ignore[operator]
            found.append(time.perf_counter() - began)
    return min(found)


if __name__ == "__main__":
    raise SystemExit(main())
