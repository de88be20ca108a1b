"""Run a job chunk by chunk: to the store, into statistics, or both.

What a worker does is one function of a job, a place and a range; it keeps nothing, so a worker that
dies loses one chunk of work and no result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, NamedTuple, cast

from fabcast.errors import BadInput
from fabcast.model import QUARTERS

from ._chunks import Hashes, block_hashes, counted_chunk, fitting_chunk, in_order_of_name, ranges, run_digest
from ._job import Job, Values, Work
from ._plan import Name, Plan
from ._rows import Part
from ._spread import Pool, in_order
from ._store import StoredRun
from ._summary import Summary, part_of

_DRAWS_AT_ONCE = 20_000
_NUMBERS_AT_ONCE = 120_000_000
"""One gigabyte."""
_COMPRESSED = 0.8
"""Measured: 0.6, and 0.9 for inputs; on the safe side, as a full disk costs more than a warning."""
Progress = Callable[[int], None]
"""Called with the number of draws just finished."""


class Task(NamedTuple):
    """A job, where it is kept, and what is told of it."""

    work: Work
    stored: StoredRun | None
    plan: Plan | None
    id: str
    """Id of the job where it was made; a worker with another version of Fabcast finds another."""

    @classmethod
    def of(cls, work: Work, stored: StoredRun | None = None, plan: Plan | None = None) -> Task:
        """Note the id of the job."""
        return cls(work, stored, plan, work.record["id"])


class Made(NamedTuple):
    """What a worker sends back of a chunk: hashes and counts, never the numbers themselves."""

    draws: int
    blocks: list[str]
    part: Mapping[Name, Part]
    kept: bool
    """Whether the store had it."""


@dataclass(frozen=True)
class Finished:
    """A finished run."""

    summary: Summary | None
    digest: str
    """Hash of all numbers; the same for any chunks, workers or interruptions."""
    kept: int
    """Chunks that the store had."""
    made: int
    """Chunks that were computed."""


def chunk_for(work: Work, plan: Plan | None = None, workers: int = 1) -> int:
    """Draws a chunk, for what is to be run and told of it: where it is only told, as many for each worker."""
    numbers = len(work.names) * len(work.outcomes) * len(QUARTERS)
    return fitting_chunk(numbers) if plan is None else counted_chunk(numbers, work.draws, workers)


def stored_bytes(job: Job) -> float:
    """Bytes that a job will take in a store, roughly: floats hardly compress."""
    numbers = len(job.names) * len(job.outcomes) * len(QUARTERS) + len(job.source().draw(1, job.seed, 0))
    return _COMPRESSED * 8.0 * job.draws * numbers


def make_chunk(task: Task, index: int, first: int, last: int) -> Made:
    """Make one chunk, or take it from the store if it is there and whole.

    Raises
    ------
    BadInput
        Another version of Fabcast is installed here than where the job was made.
    """
    check_same(task.work.record["id"], task.id)
    values = None if task.stored is None else task.stored.read(index)
    kept = values is not None
    if values is None:
        values = task.work.compute(first, last)
    if task.stored is None:
        return _told(task, values, last - first)
    written = task.stored.marker(index) if kept else task.stored.write(index, values)
    part = {} if task.plan is None else part_of(task.plan, values.outcomes)
    return Made(last - first, (written or {})["blocks"], part, kept)


def _told(task: Task, values: Values, draws: int) -> Made:
    """Hash and summarise a chunk outcome by outcome: each is read from memory once."""
    hashes, parts = Hashes(), dict[Name, Part]()
    for name, array in in_order_of_name(values):
        hashes.add(name, array)
        if task.plan is not None and name in values.outcomes:
            parts |= part_of(task.plan, {name: array})
    return Made(draws, hashes.told(), parts, kept=False)


def check_same(found: str, asked: str) -> None:
    """Refuse a job that rests on something else here than where it was made.

    Raises
    ------
    BadInput
        The ids differ.
    """
    if found != asked:
        raise BadInput(
            "a worker has another version of Fabcast, of its facts or of its fit than this machine; "
            "install the same on all of them"
        )


def run(task: Task, pool: Pool, *, chunk: int | None = None, progress: Progress | None = None) -> Finished:
    """Run one job.

    Parameters
    ----------
    task
        What to run; without a plan nothing is summarised.
    pool
        Workers.
    chunk
        Draws a chunk, for what is not stored; a stored run has its own. Changes no number.
    progress
        Told as chunks finish.

    Raises
    ------
    BadInput
        A chunk cannot be written, or workers are lost for good.
    """
    if pool.here and chunk is None and _fits(task):
        finished = _at_once(task, pool)
        if progress is not None:
            progress(task.work.draws)
        return finished
    return next(run_all([task], pool, chunk=chunk, progress=progress))


def _fits(task: Task) -> bool:
    """Whether all numbers of a job that is only told may lie in memory at once."""
    work = task.work
    numbers = work.draws * len(work.names) * len(work.outcomes) * len(QUARTERS)
    small = work.draws <= _DRAWS_AT_ONCE and numbers <= _NUMBERS_AT_ONCE
    return small and isinstance(work, Job) and task.stored is None and task.plan is not None


def _at_once(task: Task, pool: Pool) -> Finished:
    """Run a job as one chunk, all workers on each step of it: no counts need to be merged."""
    job, plan = cast(Job, task.work), cast(Plan, task.plan)
    values = replace(job, workers=pool.workers).compute(0, job.draws)
    parts = [pool.submit(part_of, plan, {name: v}) for name, v in values.outcomes.items()]
    hashes = [pool.submit(block_hashes, values, own, pool.workers) for own in range(pool.workers)]
    summary = Summary(plan)
    summary.add({name: one for part in parts for name, one in part.result().items()}, job.draws)
    summary.prepare()  # while workers hash
    by_worker = [one.result() for one in hashes]
    blocks = [found for some in zip_longest(*by_worker) for found in some if found is not None]
    return Finished(summary, run_digest(blocks), 0, 1)


def run_all(
    tasks: Iterable[Task], pool: Pool, *, chunk: int | None = None, progress: Progress | None = None
) -> Iterator[Finished]:
    """Run many jobs on the same workers, and yield each as it is finished, in order.

    Chunks of the next job begin while the last ones of a job are under way; a job is not opened
    before its turn, and forgotten after it.
    """
    books: dict[int, _Book] = {}

    def asked() -> Iterator[tuple[int, Task, int, int, int]]:
        for number, task in enumerate(tasks):
            cut = _cut(task, chunk, pool.workers)
            books[number] = _Book(task, len(cut))
            for index, (first, last) in enumerate(cut):
                yield number, task, index, first, last

    def submit(item: tuple[int, Task, int, int, int]) -> Any:
        return pool.submit(make_chunk, *item[1:])

    for (number, *_), made in in_order(pool, submit, asked()):
        books[number].enter(made)
        if progress is not None:
            progress(made.draws)
        if books[number].full:
            yield books.pop(number).close()


def _cut(task: Task, chunk: int | None, workers: int) -> list[tuple[int, int]]:
    if task.stored is not None:
        return task.stored.chunks
    return ranges(task.work.draws, chunk or chunk_for(task.work, task.plan, workers))


class _Book:
    """What has come back of one job."""

    def __init__(self, task: Task, chunks: int) -> None:
        self.summary = None if task.plan is None else Summary(task.plan)
        self.chunks = chunks
        self.blocks: list[str] = []
        self.kept = self.made = 0

    def enter(self, made: Made) -> None:
        self.blocks += made.blocks
        self.kept += made.kept
        self.made += not made.kept
        if self.summary is not None:
            self.summary.add(made.part, made.draws)

    @property
    def full(self) -> bool:
        return self.kept + self.made == self.chunks

    def close(self) -> Finished:
        return Finished(self.summary, run_digest(self.blocks), self.kept, self.made)
