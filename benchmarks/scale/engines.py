"""Dask distributed against Ray: start, overhead a task, a killed worker.

python benchmarks/scale/engines.py dask|ray

Ray is no dependency of this project: install it into an environment of its own.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from typing import Any

TASKS = range(100, 140)
MANY = 2000


def tiny(number: int) -> int:
    """Do nothing: what is left is the engine."""
    return number


def work(number: int) -> tuple[int, int]:
    """Keep a core busy for a tenth of a second."""
    ends = time.perf_counter() + 0.1
    while time.perf_counter() < ends:
        sum(range(10_000))
    return number, os.getpid()


def dask() -> None:
    """Measure Dask distributed."""
    import distributed

    began = time.perf_counter()
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
        distributed.Client(made) as client,
    ):
        client.gather(client.map(tiny, range(2), pure=False))
        start = time.perf_counter() - began
        began = time.perf_counter()
        client.gather(client.map(tiny, range(MANY), pure=False))
        each = (time.perf_counter() - began) / MANY
        futures = client.map(work, TASKS, pure=False)
        time.sleep(0.7)
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        tell("dask", start, each, lambda: client.gather(futures))


def ray() -> None:
    """Measure Ray."""
    import ray as engine

    began = time.perf_counter()
    engine.init(num_cpus=2, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    quick, slow = engine.remote(tiny), engine.remote(max_retries=3)(work)
    engine.get([quick.remote(k) for k in range(2)])
    start = time.perf_counter() - began
    began = time.perf_counter()
    engine.get([quick.remote(k) for k in range(MANY)])
    each = (time.perf_counter() - began) / MANY
    futures = [slow.remote(k) for k in TASKS]
    os.kill(engine.get(futures[0])[1], signal.SIGKILL)
    tell("ray", start, each, lambda: engine.get(futures))
    engine.shutdown()


def tell(name: str, start: float, each: float, gather: Any) -> None:
    """Wait for the tasks that lost a worker, and print a row."""
    began = time.perf_counter()
    found = gather()
    took = time.perf_counter() - began
    right = [number for number, _ in found] == list(TASKS)
    print(f"| {name} | start {start:.2f} s | {1e6 * each:.0f} µs a task | right: {right}, {took:.1f} s |")


if __name__ == "__main__":
    {"dask": dask, "ray": ray}[sys.argv[1]]()
