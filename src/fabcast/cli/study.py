"""``fabcast study``: a grid of jobs from one file."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._options import Chunk, Cluster, Workers
from fabcast.cli._output import print_json, take_any_text

if TYPE_CHECKING:
    from fabcast.cli._stream import Spread
    from fabcast.runs import Source, Study


def study(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The study, a YAML file.")],
    store: Annotated[
        str, typer.Option(metavar="DIR", help="Keep every draw there: a folder or an fsspec address.")
    ] = "runs",
    cluster: Cluster = None,
    workers: Workers = None,
    chunk: Chunk = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Run many jobs from one file, kept and resumable: every cell of a grid.

    The file names scenarios (a list of lists; the last of each is what the others are compared
    with), structures, seeds, basis, draws, outcomes and years. What the store has is kept.

    Example: fabcast study study.yaml --store runs --cluster local
    """
    from fabcast import runs
    from fabcast.cli._stream import Spread

    asked = runs.read_study(file)
    spread = Spread(store, True, cluster, workers, chunk)
    spread.check()
    told = {"title": asked.title, "store": store, "jobs": _jobs(asked, spread, file)}
    if as_json:
        print_json(told)
    else:
        _print(told)


def _jobs(asked: Study, spread: Spread, file: str) -> list[dict[str, Any]]:
    from fabcast.cli._stream import finish_all
    from fabcast.runs import study_row

    tasks = list(asked.tasks(str(spread.store), _source, spread.chunk))
    words = f"{len(tasks)} jobs of {asked.draws:,} draws"
    go_on = shlex.join(["fabcast", "study", file, "--store", str(spread.store)])
    finished = finish_all(tasks, spread, words, go_on)
    return [
        study_row(cell, done, task.id) for cell, task, done in zip(asked.cells, tasks, finished, strict=True)
    ]


def _source(basis: str) -> Source:
    from fabcast.cli._stream import source

    return source(prior=basis == "prior")


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console

    from fabcast.report import WIDEST, study_table

    take_any_text()
    console = Console()
    console.width = min(console.width, WIDEST)
    console.print(told["title"], style="bold")
    console.print(study_table(told["jobs"]))
    made, kept = (sum(job[key] for job in told["jobs"]) for key in ("chunks_made", "chunks_kept"))
    console.print(f"{len(told['jobs'])} jobs in {told['store']}: {made} chunks made, {kept} were there.")
