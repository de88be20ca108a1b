"""Time engines on the same equations: ours, JAX, Numba, NumPy, PySD; SALib and EMA Workbench driving ours.

    python benchmarks/engines/run.py [DRAWS] [REPEATS]

One scenario, all outcomes, all quarters; least of the repeats, after compiling. Engines are first
held to our numbers. Run it on a machine that does nothing else.
"""

import importlib.metadata as packages
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from fabcast import exchange, scenario
from fabcast.ensemble import run_inputs, sample_inputs
from fabcast.model import OUTCOMES

SCENARIO = "h200_open"
NUMPY_CHUNK, PYSD_DRAWS, EMA_DRAWS, SALIB_POINTS = 512, 3, 20, 1024


def least(work: Callable[[], Any], repeats: int) -> float:
    """Least time of some repeats, seconds."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def module_of(source: str, folder: Path) -> Any:
    """Import a source from a file, as Numba wants it."""
    file = folder / "exported_kernel.py"
    file.write_text(source, "utf-8")
    spec = importlib.util.spec_from_file_location("exported_kernel", file)
    if spec is None or spec.loader is None:
        raise OSError(file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def worst(found: Any, wanted: dict[str, np.ndarray]) -> float:
    """Largest difference, relative to the largest value of an outcome."""
    gaps = [0.0]
    for name, rows in wanted.items():
        ours = np.moveaxis(np.asarray(rows[0], float), 0, -1)
        theirs = np.broadcast_to(np.asarray(found[name], float), ours.shape)
        known = np.isfinite(ours) & np.isfinite(theirs)
        if known.any():
            gaps.append(
                float(np.max(np.abs(ours - theirs)[known]) / max(np.max(np.abs(ours[known])), 1e-300))
            )
    return max(gaps)


def main() -> int:
    """Print a row an engine: microseconds a draw, and how many times ours that is."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 8192
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    program, path = exchange.program(rivals=True), scenario.resolve(SCENARIO)
    inputs, keep = sample_inputs(draws, seed=1), tuple(OUTCOMES)
    known: dict[int, Any] = {}

    def run(precision: Any = "double") -> dict[str, np.ndarray]:
        return run_inputs(inputs, [path], keep=keep, references=known, precision=precision)

    wanted = run()
    stock = exchange.reference(inputs)
    ours = least(run, repeats) / draws
    rows = [("**Fabcast**, both cores", ours, 0.0)]
    known.clear()
    single = run("single")
    rows.append(
        ("Fabcast, single precision", least(lambda: run("single"), repeats) / draws, apart(single, wanted))
    )
    known.clear()
    os.environ["FABCAST_ENGINE"] = "xla"
    jax = run()
    rows.append(("JAX (XLA), the same model, both cores", least(run, repeats) / draws, apart(jax, wanted)))
    del os.environ["FABCAST_ENGINE"]
    with tempfile.TemporaryDirectory() as folder:
        rows.append(_numba(program, inputs, path, stock, wanted, repeats, Path(folder)))
        rows.append(_numpy(program, inputs, path, stock, wanted, repeats))
        rows.append(_pysd(inputs, path, stock, Path(folder)))
    rows += [_salib(), _ema()]
    names = ("jax", "llvmlite", "numpy", "numba", "pysd", "SALib", "ema-workbench")
    print("| engine | a draw | over ours | draws a second | largest difference |")
    print("| --- | --- | --- | --- | --- |")
    for name, seconds, gap in rows:
        said = "–" if np.isnan(gap) else f"{gap:.0e}"
        print(f"| {name} | {seconds * 1e6:,.1f} µs | {seconds / ours:,.2f} | {1 / seconds:,.0f} | {said} |")
    print(
        f"\n{draws:,} draws of `{SCENARIO}`, 108 quarters, all outcomes, least of {repeats} after compiling; "
        + ", ".join(f"{name} {packages.version(name)}" for name in names)
    )
    return 0


def apart(found: dict[str, np.ndarray], wanted: dict[str, np.ndarray]) -> float:
    """Largest difference of two runs of ours, relative to the largest value of an outcome; dates apart."""
    kept = {name: np.moveaxis(rows[0], 0, -1) for name, rows in found.items() if rows.ndim == 3}
    return worst(kept, {name: rows for name, rows in wanted.items() if name in kept})


def _numba(program: Any, inputs: Any, path: Any, stock: Any, wanted: Any, repeats: int, folder: Path) -> Any:
    kernel = module_of(exchange.numba_source(program), folder)
    given = exchange.arrays(program, inputs, path, stock)
    gap = worst(kernel.run(given), wanted)
    return (
        "Numba, written from the exported equations, both cores",
        least(lambda: kernel.run(given), repeats) / len(inputs["tool_life"]),
        gap,
    )


def _numpy(program: Any, inputs: Any, path: Any, stock: Any, wanted: Any, repeats: int) -> Any:
    run = exchange.compiled(exchange.numpy_source(program))
    some = {name: values[:NUMPY_CHUNK] for name, values in inputs.items()}
    given = exchange.arrays(program, some, path, stock[..., :NUMPY_CHUNK])
    gap = worst(run(given), {name: rows[:, :NUMPY_CHUNK] for name, rows in wanted.items()})
    size = len(some["tool_life"])
    return (
        f"NumPy, written from the exported equations, {size} at a time",
        least(lambda: run(given), repeats) / size,
        gap,
    )


def _pysd(inputs: Any, path: Any, stock: Any, folder: Path) -> Any:
    plain, file = exchange.program(), folder / "model.xmile"
    cases = [exchange.entered(plain, inputs, path, draw, stock) for draw in range(PYSD_DRAWS)]
    file.write_text(exchange.xmile(plain, cases[0], "benchmark"), "utf-8")
    model = exchange.open_in_pysd(file)
    exchange.run_in_pysd(model, plain, cases[0], list(OUTCOMES))
    start = time.perf_counter()
    for case in cases:
        exchange.run_in_pysd(model, plain, case, list(OUTCOMES))
    return (
        "PySD on the exported XMILE (default structure)",
        (time.perf_counter() - start) / PYSD_DRAWS,
        np.nan,
    )


def _salib() -> Any:
    """Sample as SALib does, and evaluate through the adapter: two scenarios a run."""
    from SALib.sample import sobol

    problem = exchange.salib_problem(["cxmt_hbm_wpm_2026", "tool_life", "y_alpha", "enf_elast"])
    function = exchange.salib_function("actual", "china_compute_stock", 2030)
    start = time.perf_counter()
    points = sobol.sample(problem, SALIB_POINTS)
    sampled = time.perf_counter() - start
    function(points, problem)
    name = f"SALib's Saltelli sample of 4 inputs ({1e6 * sampled / len(points):.1f} µs of it), run by ours"
    return name, (time.perf_counter() - start) / len(points), np.nan


def _ema() -> Any:
    from ema_workbench import SequentialEvaluator

    model = exchange.ema_model([SCENARIO, "actual"], [("china_compute_stock", 2030)], ["tool_life"])
    start = time.perf_counter()
    with SequentialEvaluator(model) as evaluator:
        evaluator.perform_experiments(scenarios=EMA_DRAWS, policies=1)
    return "EMA Workbench driving ours, a draw at a time", (time.perf_counter() - start) / EMA_DRAWS, np.nan


if __name__ == "__main__":
    raise SystemExit(main())
