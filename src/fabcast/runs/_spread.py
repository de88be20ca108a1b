"""Spread chunks over threads, local processes or a cluster: few under way at a time, results in order.

Dask distributed is the engine past one process: measured against Ray on this work's own terms
(``benchmarks/scale``), it starts seven times sooner, is a fifth of the size, and its slower hand-out
of tasks, four milliseconds, is 3 % of a chunk.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from fabcast.errors import BadInput

Item = TypeVar("Item")
Result = TypeVar("Result")

LOCAL = "local"
AHEAD = 2
"""Chunks under way for each worker: one at work, one waiting. More would only fill memory."""
ANSWER_SECONDS = 10
NEEDS = "a cluster needs packages that are not installed; get them with: pip install 'fabcast[cluster]'"
# Workers of Dask give memory back to the system after every array unless told otherwise: slower by half.
_KEEP_MEMORY = {"distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 1 << 30}


@dataclass(frozen=True)
class Pool:
    """Workers, and what hands a call to one of them."""

    workers: int
    submit: Callable[..., Any]
    here: bool = False
    """Whether workers are threads of this process and share its memory."""


def in_order(pool: Pool, work: Callable[[Item], Any], items: Iterable[Item]) -> Iterator[tuple[Item, Any]]:
    """Submit `work` for each item, never far ahead, and yield results in the order of the items.

    `work` submits; it gives a future. Whatever is left is cancelled if the reader stops.
    """
    waiting: deque[tuple[Item, Any]] = deque()
    try:
        for item in items:
            waiting.append((item, work(item)))
            if len(waiting) >= AHEAD * pool.workers:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())
    finally:
        for _, future in waiting:
            future.cancel()


def _finished(item: Item, future: Future[Result]) -> tuple[Item, Result]:
    try:
        return item, future.result()
    except Exception as error:
        raise _plain(error) from error


def _plain(error: Exception) -> Exception:
    """Say in a sentence what an engine reports as a class of its own."""
    name = type(error).__name__
    if name == "KilledWorker":
        return BadInput(
            "workers were lost again and again on the same piece of work, most likely for want of memory; "
            "give each more, or make chunks smaller with --chunk; what is finished is kept: "
            "go on with --resume (a study: with the same command)"
        )
    if name in {"FutureCancelledError", "CancelledError", "CommClosedError"}:
        return BadInput(
            "the cluster went away; what is finished is kept: go on with --resume "
            "(a study: with the same command)"
        )
    return error


@contextmanager
def pool(cluster: str | None = None, workers: int | None = None) -> Iterator[Pool]:
    """Open workers.

    Parameters
    ----------
    cluster
        None for threads of this process, ``local`` for processes of this machine, or the address of
        a Dask scheduler.
    workers
        How many; default one a core (a cluster at an address has its own number).

    Raises
    ------
    BadInput
        Dask is not installed, or nothing answers at the address.
    """
    count = workers or os.cpu_count() or 1
    if count < 1:
        raise BadInput(f"workers must be at least 1, but is {count}")
    if cluster is None:
        with ThreadPoolExecutor(count) as threads:
            yield Pool(count, threads.submit, here=True)
        return
    with _client(cluster, count) as client:
        found = sum(client.nthreads().values())
        if not found:
            raise BadInput(f"the scheduler at {cluster} has no workers; start some and try again")
        yield Pool(found, _submitter(client))


def _submitter(client: Any) -> Callable[..., Any]:
    # Not pure: the same chunk asked for twice is made twice, which is what a check wants.
    return lambda function, *given: client.submit(function, *given, pure=False)


@contextmanager
def _client(cluster: str, workers: int) -> Iterator[Any]:
    try:
        import dask
        import distributed as found
    except ImportError:
        raise BadInput(NEEDS) from None
    distributed: Any = found  # it has no annotations
    if cluster == LOCAL:
        with (
            dask.config.set(_KEEP_MEMORY),
            distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=40
            ) as made,
            distributed.Client(made) as client,
        ):
            yield client
        return
    with _at(distributed, cluster) as client:
        yield client


def _at(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=ANSWER_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise BadInput(
            f"no scheduler answers at {address} ({(str(error).splitlines() or ['no reason given'])[0]}); "
            "start one with: dask scheduler"
        ) from None
