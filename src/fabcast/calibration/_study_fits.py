"""A study of fits: the record fitted anew under other seeds, forms of the equations and reports left out.

A fit is a chain of steps, each of which waits for the one before, so it is a job that no chunk is cut from:
what is spread is many of them. The evidence of each says how well priors and form foresaw the record; the
headline contrast, what an answer owes to the seed, the form or one report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from fabcast import ensemble, runs, scenario
from fabcast.errors import BadInput
from fabcast.runs import DEFAULT_FORM, Alive, StudyFile, WholeDone, structure_named

from ._bound_to import bound_to
from ._checks import HEADLINE, HEADLINE_PAIR, HEADLINE_YEAR, Check, checks, headline_check, headline_contrasts
from ._observation import observations
from ._sample import MEMBERS, POPULATIONS, Fit, fit_record
from ._smc import Plan
from ._study_record import check_sampling, job_record, plain

FITS = "fits"
_POINTS = (5.0, 50.0, 95.0)


@dataclass(frozen=True)
class FitJob:
    """One fit to the record.

    >>> job = FitJob("default", 1, ("legal_compute",), 128, 1, 1)
    >>> job.left_out[0], job.record["structure"], len(job.record["id"])
    ('legal_compute.2022Q4.0', 'default', 16)
    """

    structure: str
    seed: int
    without: tuple[str, ...]
    """Lines of the history, or reports by id, that are left out."""
    members: int
    sweeps: int
    final: int
    kind = "fit"

    @property
    def plan(self) -> Plan:
        """How each population is run."""
        return Plan(self.members // POPULATIONS, sweeps=self.sweeps, final=self.final)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Ids of the reports left out, in the order of the record."""
        return reports_of(self.without)

    @property
    def record(self) -> Mapping[str, Any]:
        """What the fit rests on."""
        return _record(self)

    def compute(self, folder: Path, alive: Alive) -> Mapping[str, Any]:
        """Fit, check, write the posterior to a folder, and tell evidence, checks and headline."""
        form = structure_named(self.structure)
        fit = fit_record(
            self.members,
            self.seed,
            plan=self.plan,
            structure=form,
            without=self.left_out,
            progress=lambda _share, _words: alive(),
        )
        contrasts = headline_contrasts(fit.posterior, form)
        found = (*checks(fit.populations), headline_check(contrasts))
        about = {"structure": self.structure, "checks": [check.row() for check in found]}
        replace(fit.posterior, record={**fit.posterior.record, **about}).save(folder)
        return _told(fit, found, np.concatenate(contrasts))

    def row(self, done: WholeDone) -> dict[str, Any]:
        """Give the finished fit as plain data."""
        return {
            "folder": done.folder,
            "structure": self.structure,
            "seed": self.seed,
            "without": list(self.without),
            "members": self.members,
            "digest": done.digest,
            "kept": done.kept,
            **done.told,
        }


@cache
def _record(job: FitJob) -> Mapping[str, Any]:
    pair = {name: scenario.resolve(name) for name in HEADLINE_PAIR}
    seen = [one for one in observations() if one.id not in job.left_out]
    about = {"structure": job.structure, "without": list(job.left_out), "bound_to": bound_to(seen)}
    return job_record(job.kind, pair, job.members, job.seed, job.plan, about)


def _told(fit: Fit, found: Sequence[Check], contrasts: np.ndarray) -> dict[str, Any]:
    evidence = [sum(entry["log_evidence"] for entry in p.log) for p in fit.populations]
    low, middle, high = np.percentile(contrasts, _POINTS)
    return {
        "reports": len(fit.posterior.record["observations"]),
        "log_evidence": plain(np.mean(evidence)),
        "checks": [
            {"name": c.name, "value": plain(c.value), "bound": c.bound, "passed": c.passed} for c in found
        ],
        "headline": {
            "outcome": HEADLINE,
            "year": HEADLINE_YEAR,
            "scenario": HEADLINE_PAIR[0],
            "against": HEADLINE_PAIR[1],
            "unit": ensemble.outcome_attributes()[HEADLINE]["units"],
            "p5": plain(low),
            "p50": plain(middle),
            "p95": plain(high),
        },
    }


def reports_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return ids of the reports that lines or ids name, in the order of the record.

    >>> reports_of(["share_litho"])
    ('share_litho.2020.0', 'share_litho.2023.1')
    """
    return tuple(one.id for one in observations() if one.id in names or one.line in names)


def check_report(name: str) -> None:
    """Refuse what is neither a line nor a report of the fit.

    >>> check_report("share_lito")
    Traceback (most recent call last):
    fabcast.errors.BadInput: no line or report 'share_lito' in the fit; did you mean share_litho?
    """
    lines, reports = {one.line for one in observations()}, {one.id for one in observations()}
    if name not in lines | reports:
        near = get_close_matches(name, sorted(reports if "." in name else lines), n=1)
        hint = f"did you mean {near[0]}?" if near else f"lines: {', '.join(sorted(lines))}"
        raise BadInput(f"no line or report '{name}' in the fit; {hint}")


@dataclass(frozen=True)
class FitStudy:
    """Fits under every form, seed and choice of reports; the fields are those of the file."""

    title: str
    structures: tuple[str, ...] = (DEFAULT_FORM,)
    seeds: tuple[int, ...] = (1,)
    without: tuple[tuple[str, ...], ...] = ((),)
    """Each a list of lines of the history, or of reports by id, to leave out; of an empty one, none."""
    members: int = MEMBERS
    sweeps: int = Plan().sweeps
    final: int = Plan().final
    kind = FITS

    @classmethod
    def read(cls, file: StudyFile) -> FitStudy:
        """Make a study of fits of a file that was opened.

        Raises
        ------
        BadInput
            With file and line, for what cannot be used.
        """
        file.hold([field.name for field in fields(cls)], ["title"])
        default = cls(file.text("title"))
        study = cls(
            default.title,
            file.words("structures", default.structures),
            file.numbers("seeds", default.seeds),
            file.lists("without", default.without, empty=True),
            file.number("members", default.members),
            file.number("sweeps", default.sweeps),
            file.number("final", default.final),
        )
        study._check(file)
        return study

    def _check(self, file: StudyFile) -> None:
        file.check("structures", runs.check_structure, self.structures)
        check_sampling(file, self.seeds, self.members, self.sweeps, self.final)
        file.check("without", check_report, [name for names in self.without for name in names])

    @property
    def jobs(self) -> list[FitJob]:
        """Every fit; choices that leave out the same reports are one."""
        choices: dict[tuple[str, ...], tuple[str, ...]] = {}
        for names in self.without:
            choices.setdefault(reports_of(names), names)
        sides = product(self.structures, choices.values(), self.seeds)
        return [
            FitJob(structure, seed, without, self.members, self.sweeps, self.final)
            for structure, without, seed in sides
        ]
