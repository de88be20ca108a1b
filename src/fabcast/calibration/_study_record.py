"""What jobs of a study share: their record, and checks of the numbers that a file gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache, partial
from importlib.resources import files
from math import isfinite
from typing import Any

from fabcast import ensemble
from fabcast.errors import BadInput
from fabcast.model import Path
from fabcast.runs import StudyFile

from ._bound_to import essence
from ._hindcast_store import digest_of
from ._sample import FEWEST, POPULATIONS
from ._smc import Plan

FORMAT = 1


def job_record(
    kind: str, paths: Mapping[str, Path], members: int, seed: int, plan: Plan, about: Mapping[str, Any]
) -> dict[str, Any]:
    """Describe a job by hashes of all it rests on; `id` covers everything but versions of the machine.

    Parameters
    ----------
    kind
        Kind of the job.
    paths
        Scenarios that are run beside the record.
    members, seed, plan
        Of the fit.
    about
        What else the job rests on.
    """
    stated = ensemble.run_record(paths, members, seed)
    machine = stated.pop("machine")
    content = {
        "format": FORMAT,
        "kind": kind,
        **stated,
        "method": method_digest(),
        "plan": asdict(plan),
        **about,
    }
    return {"id": ensemble.digest(content), **content, "machine": machine}


@cache
def method_digest() -> str:
    """Digest of the code of this room, without words.

    >>> len(method_digest())
    16
    """
    room = files("fabcast.calibration")
    sources = sorted((f for f in room.iterdir() if f.name.endswith(".py")), key=lambda f: f.name)
    return digest_of(f"{file.name}\n{essence(file.read_text(encoding='utf-8'))}" for file in sources)


def check_sampling(file: StudyFile, seeds: Sequence[int], members: int, sweeps: int, final: int) -> None:
    """Refuse seeds and sizes that no fit can have.

    Raises
    ------
    BadInput
        With file and line.
    """
    file.check("seeds", ensemble.check_seed, seeds)
    file.check("members", _check_members, [members])
    for field, number in (("sweeps", sweeps), ("final", final)):
        file.check(field, partial(_check_sweeps, field), [number])


def _check_members(members: int) -> None:
    fewest = POPULATIONS * FEWEST
    if members < fewest or members % POPULATIONS:
        raise BadInput(f"members must be an even number from {fewest} up, but is {members}")


def _check_sweeps(field: str, number: int) -> None:
    if number < 1:
        raise BadInput(f"{field} must be at least 1, but is {number}; without moves no particle forgets")


def plain(value: float) -> float | None:
    """Return a number that JSON can hold: None for what is not finite.

    >>> plain(float("nan")) is None
    True
    """
    return float(value) if isfinite(value) else None
