"""Check that the files of a stored run are whole, and that its record still gives its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from fabcast.ensemble import path_hash
from fabcast.errors import BadInput
from fabcast.facts import DAMAGED_ARCHIVE

from ._chunks import block_hashes
from ._job import DEFAULT_FORM, Job, Source, Values
from ._paths import read_paths
from ._store import AGAIN, PATHS, StoredRun

Verdict = Literal["same", "close", "different", "damaged", "missing"]
CLOSE = 1e-9
"""Relative difference up to which another processor's last bits are the likely reason."""
_WORDS = {
    "fabcast": "the version of Fabcast",
    "code_hash": "the code that decides the numbers",
    "facts_hash": "the facts",
    "rules_hash": "the rules",
    "posterior": "the fit to the record",
    "basis": "the basis (fit or priors)",
    "yardstick": "the actual path of policy",
    "discrepancy": "the discrepancy of levels",
    "engine": "the engine that runs scripts",
}


@dataclass(frozen=True, slots=True)
class ChunkCheck:
    """One chunk: what was found, and how far off it is where it differs."""

    index: int
    first: int
    draws: int
    verdict: Verdict
    largest_difference: float | None = None
    """Relative to the larger of the two numbers."""
    outcome: str | None = None
    """Where that is."""
    made_by: str = ""
    """Version and code that made it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found."""

    id: str
    chunks: int
    checks: tuple[ChunkCheck, ...]
    """Chunks that were computed again, and every chunk that is missing or damaged."""
    changed: tuple[str, ...]
    """What is installed here that the run did not have, in words."""
    digest: str | None

    @property
    def good(self) -> bool:
        """Whether nothing is missing, damaged or different."""
        return all(check.verdict in {"same", "close"} for check in self.checks)


def stored_job(run: StoredRun, source: Source) -> Job:
    """Make the job of a stored run again, with what is installed here.

    Raises
    ------
    BadInput
        Its scenarios cannot be read.
    """
    record = run.record
    where = f"{run.place.url}/{PATHS}"
    try:
        paths = read_paths(run.place.read(PATHS))
    except (*DAMAGED_ARCHIVE, OSError, AttributeError) as error:
        raise BadInput(f"{where} cannot be read ({type(error).__name__}); {AGAIN}") from None
    if {name: path_hash(path) for name, path in paths.items()} != record.get("scenarios", {}):
        raise BadInput(f"{where} does not fit the run's record: it was changed; {AGAIN}")
    structure = str(record.get("structure", DEFAULT_FORM))
    return Job(
        paths,
        record["draws"],
        record["seed"],
        source,
        tuple(record["outcomes"]),
        structure,
        record.get("precision", "double"),
    )


def verify(
    run: StoredRun, job: Job, sample: int = 3, *, progress: Callable[[int], None] | None = None
) -> Verified:
    """Look at all files, and compute a sample of chunks again.

    Parameters
    ----------
    run
        A stored run.
    job
        As `stored_job` gives it.
    sample
        How many chunks to compute again, evenly over the run; the last, which is short, among them.
    progress
        Told as draws are done.
    """
    states = {index: run.state(index) for index in range(len(run.chunks))}
    whole = [index for index, state in states.items() if state == "done"]
    chosen = set(spread_over(whole, sample))
    checks = []
    for index, state in states.items():
        if state != "done":
            checks.append(_plain(run, index, state))
        elif index in chosen:
            checks.append(_again(run, job, index))
            if progress is not None:
                progress(checks[-1].draws)
    return Verified(
        run.record["id"], len(states), tuple(checks), changed(run.record, job.record), run.digest()
    )


def spread_over(known: list[int], sample: int) -> list[int]:
    """Choose evenly, both ends included.

    >>> spread_over([0, 1, 2, 3, 4], 3), spread_over([7], 3), spread_over([0, 1], 1)
    ([0, 2, 4], [7], [1])
    """
    if sample < 1:
        raise BadInput(f"--chunks must be at least 1, but is {sample}; 3 is the default")
    places = np.linspace(len(known) - 1, 0, min(sample, len(known)))
    return sorted({known[round(place)] for place in places})


def changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Say in words what differs between two records.

    >>> changed({"facts_hash": "a"}, {"facts_hash": "b"})
    ('the facts',)
    """
    return tuple(words for key, words in _WORDS.items() if then.get(key) != now.get(key))


def _plain(run: StoredRun, index: int, verdict: Any) -> ChunkCheck:
    first, last = run.chunks[index]
    marker = run.marker(index) or {}
    made_by = f"version {marker['fabcast']}, code {marker['code_hash']}" if "code_hash" in marker else ""
    return ChunkCheck(index, first, last - first, verdict, made_by=made_by)


def _again(run: StoredRun, job: Job, index: int) -> ChunkCheck:
    kept, found = run.read(index), _plain(run, index, "same")
    made = job.compute(*run.chunks[index])
    if kept is None or block_hashes(made) == (run.marker(index) or {}).get("blocks"):
        return found
    size, outcome = difference(kept, made)
    verdict: Verdict = "close" if size <= CLOSE else "different"
    return ChunkCheck(index, found.first, found.draws, verdict, size, outcome, found.made_by)


def difference(kept: Values, made: Values) -> tuple[float, str]:
    """Largest relative difference between two chunks, and the outcome that has it.

    A number against an unknown counts as infinitely far.
    """
    sizes = {name: _difference(kept.outcomes[name], made.outcomes[name]) for name in kept.outcomes}
    worst = max(sizes, key=lambda name: sizes[name])
    return sizes[worst], worst


def _difference(left: np.ndarray, right: np.ndarray) -> float:
    left, right = left.astype(np.float64), right.astype(np.float64)
    same = (left == right) | (np.isnan(left) & np.isnan(right))
    if same.all():
        return 0.0
    a, b = left[~same], right[~same]
    if not (np.isfinite(a) & np.isfinite(b)).all():
        return float("inf")
    return float((np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))).max())
