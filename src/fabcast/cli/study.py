"""``fabcast study``: many jobs from one file: ensembles, fits, or hindcasts."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._options import Chunk, Cluster, Workers
from fabcast.cli._output import print_json, take_any_text

if TYPE_CHECKING:
    from rich.table import Table

    from fabcast.calibration import FitJob, FitStudy, HindcastJob, HindcastStudy
    from fabcast.cli._stream import Spread
    from fabcast.runs import Source, Study

# As in _simulate. A fit owes its last bits to the threads of its linear algebra, so all workers have one.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

Rows = list[dict[str, Any]]


def study(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The study, a YAML file.")],
    store: Annotated[
        str, typer.Option(metavar="DIR", help="Keep every job there: a folder or an fsspec address.")
    ] = "runs",
    cluster: Cluster = None,
    workers: Workers = None,
    chunk: Chunk = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Run many jobs from one file, kept and resumable: every cell of a grid.

    The file's kind is ensembles (scenarios as a list of lists, the last of each is what the others
    are compared with; structures, seeds, basis, draws, outcomes, years), fits (structures, seeds,
    without, members, sweeps, final) or hindcasts (origins, structures, seeds, members, sweeps,
    final). What the store has is kept.

    Example: fabcast study study.yaml --store runs --cluster local
    """
    from fabcast.calibration import read_any_study
    from fabcast.cli._stream import Spread
    from fabcast.runs import Study

    asked = read_any_study(file)
    spread = Spread(store, True, cluster, workers, chunk)
    spread.check()
    go_on = shlex.join(["fabcast", "study", file, "--store", store])
    jobs = _chunked(asked, spread, go_on) if isinstance(asked, Study) else _whole(asked, spread, go_on)
    told = {"title": asked.title, "kind": asked.kind, "store": store, "jobs": jobs}
    if as_json:
        print_json(told)
    else:
        _print(told)


def _chunked(asked: Study, spread: Spread, go_on: str) -> Rows:
    """Run ensembles: chunks of all share the workers."""
    from fabcast.cli._stream import finish_all
    from fabcast.runs import study_row

    tasks = list(asked.tasks(str(spread.store), _source, spread.chunk))
    words = f"{len(tasks)} jobs of {asked.draws:,} draws"
    finished = finish_all(tasks, spread, words, go_on)
    return [
        study_row(cell, done, task.id) for cell, task, done in zip(asked.cells, tasks, finished, strict=True)
    ]


def _source(basis: str) -> Source:
    from fabcast.cli._stream import source

    return source(prior=basis == "prior")


def _whole(asked: FitStudy | HindcastStudy, spread: Spread, go_on: str) -> Rows:
    """Run fits or hindcasts: a worker does one job at a time."""
    from fabcast.cli._stream import finish_whole

    jobs: Sequence[FitJob | HindcastJob] = asked.jobs
    words = f"{len(jobs)} {asked.kind} of {asked.members:,} members"
    finished = finish_whole(jobs, spread, words, go_on)
    return [job.row(done) for job, done in zip(jobs, finished, strict=True)]


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console

    from fabcast.report import WIDEST, fits_table, hindcasts_table, study_table

    tables: dict[str, Callable[[Sequence[Any]], Table]]
    tables = {"ensembles": study_table, "fits": fits_table, "hindcasts": hindcasts_table}
    take_any_text()
    console = Console()
    console.width = min(console.width, WIDEST)
    console.print(told["title"], style="bold", markup=False)
    console.print(tables[told["kind"]](told["jobs"]))
    console.print(_counted(told), markup=False)


def _counted(told: dict[str, Any]) -> str:
    """Say what was made and what was there."""
    jobs, where = told["jobs"], f"{len(told['jobs'])} jobs in {told['store']}"
    if told["kind"] == "ensembles":
        made, kept = (sum(job[key] for job in jobs) for key in ("chunks_made", "chunks_kept"))
        return f"{where}: {made} chunks made, {kept} were there."
    kept = sum(job["kept"] for job in jobs)
    return f"{where}: {len(jobs) - kept} made, {kept} were there."
