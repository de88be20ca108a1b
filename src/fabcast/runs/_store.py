"""A run in a folder: its record, a file a chunk and table, and a marker for each chunk that is done.

::

    DIR/run=<id>/record.json                 what the numbers rest on
                /paths.npz                   the scenarios as the model read them
                /quarters/000000.parquet     outcomes by scenario, draw and quarter
                /dates/000000.parquet        outcomes that are dates
                /draws/000000.parquet        inputs
                /done/000000.json            hashes of the files, and of each block of 256 draws

A marker is written after its files, so what has a marker is whole, unless it was damaged since:
then its hash does not fit, and the chunk is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from fabcast.errors import BadInput

from ._chunks import block_hashes, ranges, run_digest
from ._job import FORMAT, Values, Work, content_id
from ._paths import paths_file
from ._place import Place
from ._tables import TABLES, from_files, to_files

RECORD, PATHS, DONE = "record.json", "paths.npz", "done"
PREFIX = "run="
"""Folders are named as Hive partitions are, so that engines read the run as a column."""
State = Literal["done", "missing", "damaged"]


@dataclass(frozen=True)
class StoredRun:
    """One run in a store; small enough to be sent to a worker."""

    place: Place

    @cached_property
    def record(self) -> dict[str, Any]:
        """The record.

        Raises
        ------
        BadInput
            It is missing, damaged, changed, or of another format.
        """
        return _read_record(self.place)

    @property
    def names(self) -> tuple[str, ...]:
        """Scenarios, in the order of the first axis."""
        return tuple(self.record["scenario_order"])

    @property
    def chunks(self) -> list[tuple[int, int]]:
        """Range of draws of each chunk."""
        return ranges(self.record["draws"], self.record["draws_a_chunk"])

    def marker(self, index: int) -> dict[str, Any] | None:
        """What is on record of a finished chunk; None if it is not done or cannot be read."""
        try:
            loaded = json.loads(self.place.read(f"{DONE}/{index:06d}.json"))
        except (FileNotFoundError, ValueError, RecursionError):
            return None
        return loaded if _is_marker(loaded) else None

    def state(self, index: int) -> State:
        """Tell whether a chunk is done, missing, or does not fit its marker."""
        marker = self.marker(index)
        if marker is None:
            return "damaged" if self.place.exists(f"{DONE}/{index:06d}.json") else "missing"
        return "damaged" if self._files(index, marker) is None else "done"

    def read(self, index: int) -> Values | None:
        """Read a chunk; None unless it is done and fits its marker."""
        marker = self.marker(index)
        files = None if marker is None else self._files(index, marker)
        return None if files is None else from_files(files, self.names, self.record["outcomes"])

    def write(self, index: int, values: Values) -> dict[str, Any]:
        """Write a finished chunk, its marker last, and return the marker."""
        first, last = self.chunks[index]
        files = to_files(values, self.names, first)
        for table, content in files.items():
            self.place.write(f"{table}/{index:06d}.parquet", content)
        marker = {
            "first": first,
            "draws": last - first,
            "files": {table: _sha(content) for table, content in files.items()},
            "blocks": block_hashes(values),
            "fabcast": self.record["fabcast"],
            "code_hash": self.record["code_hash"],
        }
        self.place.write(f"{DONE}/{index:06d}.json", _json(marker))
        return marker

    def done(self) -> list[int]:
        """Chunks with a marker, in order: quick, files are not read."""
        listed = {name.partition(".")[0] for name in self.place.names(DONE) if name.endswith(".json")}
        return [i for i in range(len(self.chunks)) if f"{i:06d}" in listed]

    def digest(self) -> str | None:
        """Digest of all numbers of the run; None while a chunk is missing."""
        markers = [self.marker(i) for i in range(len(self.chunks))]
        if any(marker is None for marker in markers):
            return None
        return run_digest(block for marker in markers if marker for block in marker["blocks"])

    def sweep(self) -> None:
        """Remove what writers that were killed left half-written."""
        for place in (self.place, *(self.place / folder for folder in (DONE, *TABLES))):
            place.sweep()

    def _files(self, index: int, marker: Mapping[str, Any]) -> dict[str, bytes] | None:
        try:
            found = {t: self.place.read(f"{t}/{index:06d}.parquet") for t in marker["files"]}
        except FileNotFoundError:
            return None
        return found if all(_sha(found[t]) == marker["files"][t] for t in found) else None


def open_run(url: str, work: Work, *, draws_a_chunk: int, resume: bool) -> StoredRun:
    """Make the folder of a run, or go on with one.

    Parameters
    ----------
    url
        The store: a folder or an fsspec address.
    work
        What is to be run.
    draws_a_chunk
        Draws in a file; a run that is there keeps its own.
    resume
        Whether chunks that are there may be kept.

    Raises
    ------
    BadInput
        The run is there already and `resume` is not asked for; the place cannot be written.
    """
    run = StoredRun(Place(url) / f"{PREFIX}{work.record['id']}")
    ranges(work.draws, draws_a_chunk)
    if run.place.exists(RECORD):
        _refuse_unless(resume, run, url)
        run.sweep()
        return run
    record = {**work.record, "draws_a_chunk": draws_a_chunk}
    run.place.write(PATHS, paths_file(getattr(work, "paths", {})))
    run.place.write(RECORD, _json(record))
    return run


def stored_runs(url: str) -> list[StoredRun]:
    """Runs of a store, by id.

    Raises
    ------
    BadInput
        There is no such folder, or no run in it.
    """
    store = Place(url)
    found = [StoredRun(store / name) for name in store.names() if name.startswith(PREFIX)]
    if not found:
        what = "there is no such folder" if not store.exists() else "no folder named run=… is in it"
        raise BadInput(f"{url} is not a store: {what}; make one with: fabcast run SCENARIO --store {url}")
    return found


def find_run(url: str) -> StoredRun:
    """Return the run that a record, its folder, or a store with one run in it names.

    Raises
    ------
    BadInput
        Nothing is there, or several runs are.
    """
    at = Place(url.removesuffix(f"/{RECORD}"))
    if at.exists(RECORD):
        return StoredRun(at)
    found = stored_runs(at.url)
    if len(found) > 1:
        some = ", ".join(run.place.name for run in found[:4])
        raise BadInput(f"{url} holds {len(found)} runs; name the folder of one: {some}")
    return found[0]


def _refuse_unless(resume: bool, run: StoredRun, url: str) -> None:
    done, of = len(run.done()), len(run.chunks)
    if not resume:
        raise BadInput(
            f"{url} holds {done} of {of} chunks of this run already; "
            "add --resume to keep them, or name another folder"
        )


def _read_record(place: Place) -> dict[str, Any]:
    where = f"{place.url}/{RECORD}"
    try:
        record = json.loads(place.read(RECORD))
    except FileNotFoundError:
        raise BadInput(f"{where} is missing: this is not the folder of a run") from None
    except (ValueError, RecursionError):
        raise BadInput(f"{where} is not whole JSON: it was cut off or changed; {AGAIN}") from None
    if not isinstance(record, dict) or "id" not in record:
        raise BadInput(f"{where} is not the record of a stored run; {AGAIN}")
    if record.get("format") != FORMAT:
        raise BadInput(
            f"{where} is of format {record.get('format')}, not {FORMAT}: another version of Fabcast made it; "
            f"read it with version {record.get('fabcast', 'unknown')}"
        )
    if content_id(record) != record["id"] or place.name != f"{PREFIX}{record['id']}":
        raise BadInput(f"{where} does not fit its own hash: it was changed; {AGAIN}")
    return record


def _is_marker(found: Any) -> bool:
    """Whether a file says of a chunk all that is asked of it: tables with hashes, blocks, who made it."""
    if not isinstance(found, dict) or not {"files", "blocks", "fabcast", "code_hash"} <= found.keys():
        return False
    files, blocks = found["files"], found["blocks"]
    named = isinstance(files, dict) and {"draws"} <= files.keys() <= set(TABLES)
    return named and isinstance(blocks, list) and all(isinstance(block, str) for block in blocks)


AGAIN = "remove the folder and run again"


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, indent=1, sort_keys=True) + "\n").encode()
