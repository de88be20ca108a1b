"""A study of hindcasts: the fit and the forecasts of every origin, under several forms and seeds.

One fit serves both policy feeds, as they differ only after the origin; so a job scores both. What seeds
change is Monte Carlo error: a verdict that turns on it is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from fabcast.runs import DEFAULT_FORM, Alive, StudyFile, WholeDone, check_structure

from ._hindcast import hindcast_json, summarise
from ._hindcast_fit import MEMBERS, PLAN
from ._hindcast_store import hindcast_bound, refit, write_hindcasts
from ._origin import ORIGINS, origin_named
from ._origin_paths import POLICIES
from ._sample import POPULATIONS
from ._smc import Plan
from ._study_record import check_sampling, job_record

HINDCASTS = "hindcasts"
_TOLD = ("policy", "targets", "compared", "coverage50", "coverage90", "interval_width", "crps", "log_score")
"""What a row gives of a summary; all of it is in the files that the job leaves."""


@dataclass(frozen=True)
class HindcastJob:
    """Hindcasts from one origin under both policy feeds.

    >>> HindcastJob("2022Q4", "default", 1, 128, 1, 1).record["origin"]
    '2022Q4'
    """

    origin: str
    structure: str
    seed: int
    members: int
    sweeps: int
    final: int
    kind = "hindcast"

    @property
    def plan(self) -> Plan:
        """How each population is run."""
        return Plan(self.members // POPULATIONS, PLAN.keep, self.sweeps, self.final)

    @property
    def record(self) -> Mapping[str, Any]:
        """What the hindcasts rest on."""
        return _record(self)

    def compute(self, folder: Path, alive: Alive) -> Mapping[str, Any]:
        """Fit, forecast, score, write the rows to a folder, and tell what they add up to."""
        rows = refit(
            [origin_named(self.origin)],
            members=self.members,
            seed=self.seed,
            plan=self.plan,
            told=lambda _share, _words: alive(),
            structure=self.structure,
        )
        write_hindcasts(folder, rows, self.members, self.seed, self.structure)
        found = [hindcast_json(summarise(rows, policy)) for policy in POLICIES]
        return {"policies": [{name: one[name] for name in _TOLD} for one in found]}

    def row(self, done: WholeDone) -> dict[str, Any]:
        """Give the finished job as plain data."""
        return {
            "folder": done.folder,
            "origin": self.origin,
            "structure": self.structure,
            "seed": self.seed,
            "members": self.members,
            "digest": done.digest,
            "kept": done.kept,
            **done.told,
        }


@cache
def _record(job: HindcastJob) -> Mapping[str, Any]:
    about = {
        "origin": job.origin,
        "structure": job.structure,
        "policies": list(POLICIES),
        "bound_to": hindcast_bound(),
    }
    return job_record(job.kind, {}, job.members, job.seed, job.plan, about)


@dataclass(frozen=True)
class HindcastStudy:
    """Hindcasts from every origin under every form and seed; the fields are those of the file."""

    title: str
    origins: tuple[str, ...] = tuple(ORIGINS)
    structures: tuple[str, ...] = (DEFAULT_FORM,)
    seeds: tuple[int, ...] = (1,)
    members: int = MEMBERS
    sweeps: int = PLAN.sweeps
    final: int = PLAN.final
    kind = HINDCASTS

    @classmethod
    def read(cls, file: StudyFile) -> HindcastStudy:
        """Make a study of hindcasts of a file that was opened.

        Raises
        ------
        BadInput
            With file and line, for what cannot be used.
        """
        file.hold([field.name for field in fields(cls)], ["title"])
        default = cls(file.text("title"))
        study = cls(
            default.title,
            file.words("origins", default.origins),
            file.words("structures", default.structures),
            file.numbers("seeds", default.seeds),
            file.number("members", default.members),
            file.number("sweeps", default.sweeps),
            file.number("final", default.final),
        )
        study._check(file)
        return study

    def _check(self, file: StudyFile) -> None:
        file.check("origins", origin_named, self.origins)
        file.check("structures", check_structure, self.structures)
        check_sampling(file, self.seeds, self.members, self.sweeps, self.final)

    @property
    def jobs(self) -> list[HindcastJob]:
        """Every origin under every form and seed."""
        sides = product(self.origins, self.structures, self.seeds)
        return [HindcastJob(*one, self.members, self.sweeps, self.final) for one in sides]
