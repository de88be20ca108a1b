"""What is to be run: everything that decides the numbers, and nothing that does not.

A job makes any range of its draws anywhere with the same bytes. It holds resolved paths, not
names of scenarios, so a worker far away, or a check a year later, needs no scenario files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np

from fabcast import ensemble, scenario
from fabcast.ensemble import Basis, Draws, Precision
from fabcast.errors import BadInput
from fabcast.model import DEFAULT, RIVALS_SHOWN, Path, Structure

FORMAT = 2
"""Of hashes and files; 1 hashed numbers draw by draw."""
DEFAULT_FORM = "default"
YARDSTICK = "actual"
"""The scenario whose research stock milestones are measured against."""
Source = Callable[[], Basis]
"""Finds the basis where it is wanted: a worker has its own copy of the fit and need not be sent one."""


def priors() -> Basis:
    """Return the priors as they are: a `Source`."""
    return ensemble.PRIOR


class Values(NamedTuple):
    """A range of draws, finished."""

    outcomes: dict[str, np.ndarray]
    """Outcome to (scenario, draw, quarter), dates (scenario, draw)."""
    inputs: Draws
    """Input, or stream of the discrepancy, to (draw,)."""


class Work(Protocol):
    """What a store keeps and an executor spreads: a number of draws, any range of them on demand."""

    @property
    def draws(self) -> int:
        """Number of draws."""

    @property
    def names(self) -> tuple[str, ...]:
        """Scenarios, in the order of the first axis."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes kept."""

    @property
    def record(self) -> Mapping[str, Any]:
        """What the numbers rest on; `id` is its hash."""

    def compute(self, first: int, last: int) -> Values:
        """Make the draws `first` to `last` - 1."""


@dataclass(frozen=True)
class Job:
    """Scenarios, draws, a seed, a basis, outcomes and a form of the equations.

    >>> job = Job.of(["h200_open", "h200_denied"], draws=300, outcomes=["china_compute_stock"])
    >>> job.names, job.outcomes
    (('h200_open', 'h200_denied'), ('china_compute_stock', 'binding'))
    """

    paths: Mapping[str, Path]
    draws: int
    seed: int
    source: Source
    outcomes: tuple[str, ...]
    structure: str = DEFAULT_FORM
    precision: Precision = "double"
    workers: int = field(default=1, compare=False)
    """Threads of one range. One: ranges themselves run side by side."""

    @classmethod
    def of(
        cls,
        scenarios: Sequence[str | scenario.Scenario],
        draws: int = 2000,
        seed: int = 1,
        *,
        outcomes: Sequence[str] | None = None,
        source: Source = priors,
        structure: str = DEFAULT_FORM,
        precision: Precision = "double",
    ) -> Job:
        """Check what is asked for and resolve the scenarios.

        Raises
        ------
        BadInput
            For an unknown scenario, outcome or structure, or numbers that cannot be run.
        """
        ensemble.check_draws(draws)
        ensemble.check_seed(seed)
        check_structure(structure)
        paths = ensemble.paths_of(scenarios)
        return cls(paths, draws, seed, source, ensemble.kept(outcomes), structure, precision)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the record behind: where it arrives, it is made anew from what is installed there."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def names(self) -> tuple[str, ...]:
        """Scenarios, in the order of the first axis."""
        return tuple(self.paths)

    @cached_property
    def record(self) -> Mapping[str, Any]:
        """The run record, and what a store adds to it."""
        basis = self.source()
        stated = ensemble.run_record(self.paths, self.draws, self.seed, basis)
        machine, hash_ = stated.pop("machine"), stated.pop("hash")
        discrepancy = basis.discrepancy
        content = {
            "format": FORMAT,
            **stated,
            "scenario_order": list(self.names),
            "hash": hash_,
            "yardstick": ensemble.path_hash(scenario.resolve(YARDSTICK)),
            "discrepancy": None if discrepancy is None else discrepancy.at_four_years,
            "structure": self.structure,
            "precision": self.precision,
            "outcomes": list(self.outcomes),
        }
        return {"id": ensemble.digest(content), **content, "machine": machine}

    def compute(self, first: int, last: int) -> Values:
        """Make the draws `first` to `last` - 1: the bytes they have in any other range."""
        values, inputs = ensemble.run_range(
            list(self.paths.values()),
            first,
            last,
            self.seed,
            keep=self.outcomes,
            basis=self.source(),
            workers=self.workers,
            structure=structure_named(self.structure),
            precision=self.precision,
        )
        return Values(values, inputs)


def check_structure(name: str) -> None:
    """Refuse a form of the equations that there is not.

    >>> check_structure("substitution")
    """
    if name != DEFAULT_FORM and name not in RIVALS_SHOWN:
        known = ", ".join((DEFAULT_FORM, *RIVALS_SHOWN))
        raise BadInput(f"structure '{name}' is not known; choose one of: {known}")


def structure_named(name: str) -> Structure:
    """Return a form of the equations.

    >>> structure_named("substitution").substitution
    0.2

    Raises
    ------
    BadInput
        There is none of that name.
    """
    check_structure(name)
    return DEFAULT if name == DEFAULT_FORM else RIVALS_SHOWN[name]


def content_id(record: Mapping[str, Any]) -> str:
    """Hash what a record says the numbers rest on: its `id`, if nobody changed it."""
    return ensemble.digest({k: v for k, v in record.items() if k not in {"id", "machine", "draws_a_chunk"}})
