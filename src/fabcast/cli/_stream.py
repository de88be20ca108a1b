"""Run what is too long to hold in memory: chunk by chunk, with a bar, kept where that is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fabcast.errors import BadInput, Interrupted

if TYPE_CHECKING:
    from fabcast.ensemble import Basis
    from fabcast.runs import Finished, Job, StoredRun, Task, WholeDone, WholeJob

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in _simulate


@dataclass(frozen=True)
class Spread:
    """Where the work is done, and where it is kept."""

    store: str | None = None
    resume: bool = False
    cluster: str | None = None
    workers: int | None = None
    chunk: int | None = None

    def check(self) -> None:
        """Refuse what cannot go together, before anything heavy starts.

        Raises
        ------
        BadInput
            Resuming without a store; memory as a store of other processes; a chunk that cuts a block.
        """
        if self.resume and self.store is None:
            raise BadInput("--resume needs the folder to go on in: add --store DIR.")
        if self.cluster is not None and (self.store or "").startswith("memory://"):
            raise BadInput("--store memory:// is seen by this process alone; with --cluster name a folder.")
        if self.workers is not None and self.workers < 1:
            raise BadInput(f"--workers must be at least 1, but is {self.workers}.")
        if self.chunk is not None:
            from fabcast.runs import check_chunk

            check_chunk(self.chunk)


@cache
def basis_named(prior: bool) -> Basis:
    """Return the fit to the record, or the priors; each worker finds its own copy."""
    from fabcast.calibration import choose_basis

    return choose_basis(prior=prior).basis


def source(*, prior: bool) -> Callable[[], Basis]:
    """Return what finds the basis, small enough to be sent to a worker; say so if the fit is stale."""
    from fabcast.calibration import choose_basis

    why = choose_basis(prior=prior).why
    if why:
        print(why, file=sys.stderr)
    return partial(basis_named, prior)


def open_store(job: Job, spread: Spread) -> StoredRun | None:
    """Open the store, if there is to be one."""
    if spread.store is None:
        return None
    from fabcast import runs

    _check_room(job, spread)
    return runs.open_run(
        spread.store, job, draws_a_chunk=spread.chunk or runs.chunk_for(job), resume=spread.resume
    )


def _check_room(job: Job, spread: Spread) -> None:
    """Refuse a run that the disk cannot hold."""
    from shutil import disk_usage

    from fabcast.runs import Place, stored_bytes

    if spread.resume or not Place(str(spread.store)).local:
        return
    at = Path(str(spread.store).removeprefix("file://")).absolute()
    need, free = stored_bytes(job), disk_usage(next(p for p in (at, *at.parents) if p.exists())).free
    if need > free:
        raise BadInput(
            f"about {need / 1e9:.0f} GB are needed and {free / 1e9:.0f} GB are free at {spread.store}; "
            "keep fewer outcomes with --outcomes, or only statistics with --summary and no --store."
        )


def finish_all(tasks: Sequence[Task], spread: Spread, words: str, go_on: str) -> Iterator[Finished]:
    """Run jobs with a bar, and yield each as it is finished.

    Ctrl-C is answered with what is kept and how to go on.
    """
    from fabcast import runs

    done = 0
    with _bar(sum(task.work.draws for task in tasks), words) as advance:

        def tell(draws: int) -> None:
            nonlocal done
            done += draws
            advance(draws)

        try:
            with runs.pool(spread.cluster, spread.workers) as pool:
                yield from runs.run_all(tasks, pool, chunk=spread.chunk, progress=tell)
        except KeyboardInterrupt:
            raise Interrupted(_interrupted(tasks, done, go_on)) from None


def _interrupted(tasks: Sequence[Task], done: int, go_on: str) -> str:
    stored = [task.stored for task in tasks if task.stored is not None]
    if not stored:
        return f"stopped after {done:,} draws; give --store DIR to keep what is done."
    kept, of = sum(len(one.done()) for one in stored), sum(len(one.chunks) for one in stored)
    return f"stopped with {kept} of {of} chunks kept; go on with: {go_on}"


def finish_whole(jobs: Sequence[WholeJob], spread: Spread, words: str, go_on: str) -> Iterator[WholeDone]:
    """Do jobs that no chunk is cut from, with a bar, and yield each as it is finished.

    Ctrl-C is answered with what is kept and how to go on.
    """
    from fabcast import runs

    store = str(spread.store)
    with _bar(len(jobs), words) as advance:
        try:
            with runs.pool(spread.cluster, spread.workers) as pool:
                yield from runs.run_whole(jobs, store, pool, advance)
        except KeyboardInterrupt:
            kept = runs.whole_kept(jobs, store)
            raise Interrupted(f"stopped with {kept} of {len(jobs)} jobs kept; go on with: {go_on}") from None


@contextmanager
def _bar(draws: int, words: str) -> Iterator[Callable[[int], Any]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(words, total=draws)
        yield lambda done: bar.update(task, advance=done)
