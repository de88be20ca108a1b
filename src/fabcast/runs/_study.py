"""A study: a grid of jobs from one file, each kept in the store, all on the same workers.

What outgrows a machine is seldom one ensemble; it is thousands of small ones, over policies, forms of
the equations, seeds and bases. A study names the sides of the grid; every cell is a job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from ._job import DEFAULT_FORM, Job, Source
from ._plan import Plan
from ._run import Finished, Task, chunk_for
from ._store import open_run
from ._study_file import ENSEMBLES

POSTERIOR, PRIOR = "posterior", "prior"
HEADLINE = "china_compute_stock"


class Cell(NamedTuple):
    """One job of a study."""

    scenarios: tuple[str, ...]
    structure: str
    seed: int
    basis: str


@dataclass(frozen=True)
class Study:
    """What a file asks for; the fields are those of the file."""

    title: str
    scenarios: tuple[tuple[str, ...], ...]
    """Each a list of ids or files; the last of a list is what the others are compared with."""
    structures: tuple[str, ...] = (DEFAULT_FORM,)
    seeds: tuple[int, ...] = (1,)
    basis: tuple[str, ...] = (POSTERIOR,)
    draws: int = 2000
    outcomes: tuple[str, ...] = (HEADLINE,)
    years: tuple[int, ...] = (2030,)
    kind = ENSEMBLES

    @property
    def cells(self) -> list[Cell]:
        """Every job: the product of the sides."""
        return [Cell(*one) for one in product(self.scenarios, self.structures, self.seeds, self.basis)]

    def task(self, cell: Cell, url: str, source: Source, chunk: int | None) -> Task:
        """Open one cell in a store; chunks that are there are kept."""
        job = Job.of(
            cell.scenarios,
            self.draws,
            cell.seed,
            outcomes=self.outcomes,
            source=source,
            structure=cell.structure,
        )
        against = job.names[-1] if len(job.names) > 1 else None
        plan = Plan.of(job.names, self.outcomes, [f"{year}Q4" for year in self.years], against)
        return Task.of(job, open_run(url, job, draws_a_chunk=chunk or chunk_for(job), resume=True), plan)

    def tasks(self, url: str, source: Callable[[str], Source], chunk: int | None) -> Iterator[Task]:
        """Open each cell when its turn comes."""
        for cell in self.cells:
            yield self.task(cell, url, source(cell.basis), chunk)


def study_row(cell: Cell, finished: Finished, run: str) -> dict[str, Any]:
    """Give one finished cell as plain data."""
    summary = finished.summary
    return {
        "run": run,
        "scenarios": list(cell.scenarios),
        "structure": cell.structure,
        "seed": cell.seed,
        "basis": cell.basis,
        "digest": finished.digest,
        "chunks_kept": finished.kept,
        "chunks_made": finished.made,
        "levels": [] if summary is None else summary.levels(),
        "contrasts": [] if summary is None else summary.contrasts(),
    }
