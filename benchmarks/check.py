"""Hold counts and ratios of the engine to what was recorded: a quarter more fails. No wall time is held.

    python benchmarks/check.py            # compare with benchmarks/limits.json, as .ci/run does
    python benchmarks/check.py --record   # write that file anew, with a commit that says why

Counts are the same on every machine: operations of a quarter, instructions for one processor (x86-64-v3),
vectors of state, modules that a start loads. The ratio is of two things timed in turns in one process.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "start"))

from run import modules

from fabcast import exchange, scenario
from fabcast.ensemble import program, run_inputs, sample_inputs
from fabcast.model import OUTCOMES
from fabcast.native._lanes import Lanes
from fabcast.native._places import places
from fabcast.native._precision import DOUBLE
from fabcast.native._schedule import LOOP, schedule
from fabcast.native._write import write

LIMITS = Path(__file__).with_name("limits.json")
ALLOWED = 1.25
DRAWS, CHUNK, ROUNDS, TRIES = 2048, 512, 5, 3
RATIO = "time of ours over NumPy, the same equations"


def counts() -> dict[str, float]:
    """Counts that no other work on the machine can change."""
    traced = program(rivals=True)
    plan = schedule(traced, {**traced.outcomes, **traced.references})
    looped = sum(plan.phase(n) == LOOP for n in plan.operations)
    found: dict[str, float] = {
        "operations of a draw and quarter": looped,
        "vectors of state": places(plan).vectors(traced.graph.row),
        "modules that `import fabcast` loads": len(modules("import fabcast")),
        "modules that `import fabcast.ensemble` loads": len(modules("import fabcast.ensemble")),
        "modules that `fabcast --help` loads": len(modules(_HELP)),
    }
    if platform.machine() in {"x86_64", "AMD64"}:
        lanes = Lanes(DOUBLE, 4)
        found["instructions, x86-64-v3"] = _instructions(write(plan, lanes, 4)[0])
    return found


_HELP = "from fabcast.cli import main; main(['--help'])"


def _instructions(source: str) -> int:
    """Instructions of the whole function, compiled for one fixed processor."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    traits = 'nounwind "target-cpu"="x86-64-v3"'
    module = llvm.parse_assembly(f"{source}\nattributes #0 = {{ {traits} }}\n")
    machine = llvm.Target.from_default_triple().create_target_machine(cpu="x86-64-v3", features="", opt=2)
    lines = machine.emit_assembly(module).splitlines()
    return sum(line.startswith("\t") and not line.startswith(("\t.", "\t#")) for line in lines)


def ratio() -> float:
    """Time of our engine over that of the exported NumPy source, a draw; both on one thread, in turns."""
    path, keep = scenario.resolve("h200_open"), tuple(OUTCOMES)
    inputs, known = sample_inputs(DRAWS, seed=1), dict[int, Any]()
    run_inputs(inputs, [path], keep=keep, references=known)
    traced = exchange.program(rivals=True)
    some = {name: values[:CHUNK] for name, values in inputs.items()}
    numpy, given = exchange.compiled(exchange.numpy_source(traced)), None
    given = exchange.arrays(traced, some, path, exchange.reference(some))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_taken(lambda: run_inputs(inputs, [path], keep=keep, references=known, workers=1)))
        theirs.append(_taken(lambda: numpy(given)))
    return (min(ours) / DRAWS) / (min(theirs) / CHUNK)


def _taken(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def too_much(found: dict[str, float], recorded: dict[str, float]) -> list[str]:
    """Sentences for what grew by more than a quarter.

    >>> too_much({"a": 13.0}, {"a": 10.0})
    ['a: 13, recorded 10, allowed 12.5']
    """
    return [
        f"{name}: {value:.4g}, recorded {recorded[name]:.4g}, allowed {ALLOWED * recorded[name]:.4g}"
        for name, value in found.items()
        if value > ALLOWED * recorded.get(name, float("inf"))
    ]


def main() -> int:
    """Compare, or record."""
    found = counts() | {RATIO: round(ratio(), 4)}
    if "--record" in sys.argv[1:]:
        LIMITS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return 0
    recorded = json.loads(LIMITS.read_text(encoding="utf-8"))
    for _ in range(TRIES - 1):  # a ratio may suffer from other work, a count cannot
        if too_much({RATIO: found[RATIO]}, recorded):
            found[RATIO] = min(found[RATIO], ratio())
    for name, value in found.items():
        print(f"{name}: {value:.4g}, recorded {recorded.get(name, float('nan')):.4g}")
    wrong = too_much(found, recorded)
    for sentence in wrong:
        print(f"more than a quarter above what was recorded: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
