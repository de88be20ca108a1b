"""Jobs that are done whole or not at all, such as a fit: kept in the store, spread over the same workers.

::

    DIR/fit=<id>/record.json     what the result rests on
                /…               the files that the job made
                /done.json       hashes of these files, their digest, and what is told of them

The marker is written last, so a job that has one is whole, unless it was damaged since: then a hash does
not fit, and the job is done again. A worker that dies loses the job it was at and no result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import uuid4

from ._place import Place
from ._run import check_same
from ._spread import Pool, in_order

RECORD, DONE = "record.json", "done.json"
Alive = Callable[[], None]
"""Called by a job now and then; raises where nobody waits for the job any more."""
_STOPPED: set[str] = set()
"""Calls of `run_whole` that ended in this process: their threads stop at the next word of theirs."""


class WholeJob(Protocol):
    """What is done whole: it names what it rests on, and writes files into a folder."""

    @property
    def kind(self) -> str:
        """First part of the name of its folder in the store."""

    @property
    def record(self) -> Mapping[str, Any]:
        """What the result rests on; `id` is its hash."""

    def compute(self, folder: Path, alive: Alive) -> Mapping[str, Any]:
        """Write the files of the result to an empty folder, and return what is told of them, as plain data.

        Parameters
        ----------
        folder
            A folder of this machine, for this job alone.
        alive
            To be called now and then, so that the job can be stopped.
        """


@dataclass(frozen=True)
class WholeDone:
    """A job that is done."""

    folder: str
    """Its folder in the store."""
    digest: str
    """Hash of its files; the same for any workers or interruptions."""
    told: Mapping[str, Any]
    kept: bool
    """Whether the store had it."""


class StoppedError(Exception):
    """Nobody waits for the job any more."""


def run_whole(
    jobs: Sequence[WholeJob], url: str, pool: Pool, progress: Callable[[int], None] | None = None
) -> Iterator[WholeDone]:
    """Do jobs on workers, and yield each as it is finished, in order; what the store has is kept.

    Parameters
    ----------
    jobs
        No two with the same record.
    url
        The store: a folder or an fsspec address that every worker reaches.
    pool
        Workers.
    progress
        Told the number of jobs just finished: one.

    Raises
    ------
    BadInput
        A result cannot be written, workers are lost for good, or one has another version of Fabcast.
    """
    call = uuid4().hex

    def submit(job: WholeJob) -> Any:
        place_of(job, url).sweep()
        return pool.submit(make_whole, job, job.record["id"], url, call)

    try:
        for _, done in in_order(pool, submit, jobs):
            if progress is not None:
                progress(1)
            yield done
    finally:
        _STOPPED.add(call)


def whole_kept(jobs: Sequence[WholeJob], url: str) -> int:
    """Count the jobs that have a marker: quick, files are not read."""
    return sum(place_of(job, url).exists(DONE) for job in jobs)


def place_of(job: WholeJob, url: str) -> Place:
    """Return the folder of a job in a store."""
    return Place(url) / f"{job.kind}={job.record['id']}"


def make_whole(job: WholeJob, asked: str, url: str, call: str) -> WholeDone:
    """Do a job, or take it from the store if it is there and whole.

    Parameters
    ----------
    asked
        Id of the job where it was made; a worker with another version of Fabcast finds another.
    call
        Names the call that waits for it.
    """
    check_same(job.record["id"], asked)
    place = place_of(job, url)
    found, kept = _marker(place), True
    if found is None:
        found, kept = _made(job, place, lambda: _wanted(call)), False
    return WholeDone(place.name, found["digest"], found["told"], kept)


def _wanted(call: str) -> None:
    if call in _STOPPED:
        raise StoppedError


def _made(job: WholeJob, place: Place, alive: Alive) -> dict[str, Any]:
    """Do a job and write it, the marker last."""
    alive()
    with TemporaryDirectory() as folder:
        told = job.compute(Path(folder), alive)
        files = {file.name: file.read_bytes() for file in sorted(Path(folder).iterdir())}
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    marker = {"files": hashes, "digest": _digest(hashes), "told": dict(told)}
    files = {RECORD: _json(job.record), **files, DONE: _json(marker)}
    for name, content in files.items():
        place.write(name, content)
    return marker


def _marker(place: Place) -> dict[str, Any] | None:
    """Return the marker of a job that is done and whole; None of any other."""
    try:
        found = json.loads(place.read(DONE))
        hashes = {name: sha256(place.read(name)).hexdigest() for name in found["files"]}
    except (FileNotFoundError, ValueError, RecursionError, KeyError, TypeError):
        return None
    good = hashes == found["files"] and found.get("digest") == _digest(hashes) and "told" in found
    return found if good else None


def _digest(hashes: Mapping[str, str]) -> str:
    return sha256("\0".join(f"{name} {hashes[name]}" for name in sorted(hashes)).encode()).hexdigest()[:16]


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()
