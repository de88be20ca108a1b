"""Run a job chunk by chunk: to the store, into statistics, or both.

What a worker does is one function of a job, a place and a range; it keeps nothing, so a worker that
dies loses one chunk of work and no result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from fabcast.errors import BadInput
from fabcast.model import QUARTERS

from ._chunks import block_hashes, counted_chunk, fitting_chunk, ranges, run_digest
from ._job import Job, Work
from ._plan import Name, Plan
from ._spread import Pool, in_order
from ._store import StoredRun
from ._summary import Part, Summary, part_of

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


def chunk_for(work: Work, plan: Plan | None = None) -> int:
    """Draws a chunk, for what is to be run and told of it."""
    numbers = len(work.names) * len(work.outcomes) * len(QUARTERS)
    return fitting_chunk(numbers) if plan is None else counted_chunk(numbers)


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
        blocks = block_hashes(values) if task.stored is None else task.stored.write(index, values)["blocks"]
    else:
        blocks = (task.stored.marker(index) or {})["blocks"] if task.stored else []
    part = {} if task.plan is None else part_of(task.plan, values.outcomes)
    return Made(last - first, blocks, part, kept)


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
    return next(run_all([task], pool, chunk=chunk, progress=progress))


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
            cut = _cut(task, chunk)
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


def _cut(task: Task, chunk: int | None) -> list[tuple[int, int]]:
    if task.stored is not None:
        return task.stored.chunks
    return ranges(task.work.draws, chunk or chunk_for(task.work, task.plan))


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
