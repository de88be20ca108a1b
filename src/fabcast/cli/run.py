"""``fabcast run``: quantiles of outcomes under one or more scenarios, of any number of draws."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._options import Chunk, Cluster, Draws, Prior, Seed, Workers
from fabcast.cli._output import print_each, print_json, take_any_text
from fabcast.cli._simulate import (
    check_numbers,
    check_outcomes,
    check_years,
    run_shown,
    split_names,
    split_years,
)

if TYPE_CHECKING:
    from fabcast.cli._stream import Spread
    from fabcast.ensemble import Precision
    from fabcast.runs import Finished, StoredRun

_MOST_AT_ONCE = 2_000_000_000
"""Bytes of outcomes up to which all draws are held at once, and quantiles are exact."""
_ALL = "all"


def run(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO…", help="Scenarios: ids or files.")],
    outcomes: Annotated[
        str | None, typer.Option(help="Outcome ids with commas, or all; the headline outcomes by default.")
    ] = None,
    years: Annotated[str, typer.Option(help="Years with commas.")] = "2027,2030,2035",
    draws: Draws = 2000,
    seed: Seed = 1,
    prior: Prior = False,
    summary: Annotated[
        bool,
        typer.Option(
            "--summary", help="Any number of draws in little memory; contrasts with the last scenario, too."
        ),
    ] = False,
    single: Annotated[
        bool,
        typer.Option("--single", help="Statistics from numbers of single precision: faster, five digits."),
    ] = False,
    store: Annotated[
        str | None, typer.Option(metavar="DIR", help="Keep every draw there: a folder or an fsspec address.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what the store has.")] = False,
    cluster: Cluster = None,
    workers: Workers = None,
    chunk: Chunk = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Run scenarios and give each outcome by year with its interval.

    Example: fabcast run actual h200_open --outcomes china_compute_stock --years 2027,2030
    """
    check_numbers(draws, seed)
    wanted = check_years(split_years(years))
    chosen = check_outcomes(_known() if outcomes == _ALL else split_names(outcomes) or _headlines())
    unique = tuple(dict.fromkeys(scenarios))
    size = (draws, seed)
    counted = summary or single or store or resume or cluster or workers is not None or chunk is not None
    if counted or _too_much(draws, len(unique), len(chosen)):
        from fabcast.cli._stream import Spread

        spread = Spread(store, resume, cluster, workers, chunk)
        go_on = _typed(unique, wanted, size, spread, outcomes, prior=prior, single=single)
        told = _streamed(unique, chosen, wanted, size, spread, go_on, prior=prior, single=single)
        _print(told if summary or single or store or cluster else told["levels"], as_json)
        return
    runs = run_shown(unique, draws, seed, chosen, prior=prior)
    from fabcast.report import runs_json

    _print(runs_json(runs, chosen, wanted), as_json)


def _streamed(
    scenarios: tuple[str, ...],
    outcomes: tuple[str, ...],
    years: tuple[int, ...],
    size: tuple[int, int],
    spread: Spread,
    go_on: str,
    *,
    prior: bool,
    single: bool,
) -> dict[str, Any]:
    """Run chunk by chunk and give statistics as plain data."""
    spread.check()
    from fabcast import runs
    from fabcast.cli._stream import finish_all, open_store, source

    basis = source(prior=prior)
    precision: Precision = "single" if single else "double"
    job = runs.Job.of(scenarios, *size, outcomes=outcomes, source=basis, precision=precision)
    against = job.names[-1] if len(job.names) > 1 else None
    plan = runs.Plan.of(job.names, outcomes, [f"{year}Q4" for year in years], against)
    stored = open_store(job, spread)
    words = f"{size[0]:,} draws × {len(job.names)} scenarios"
    finished = next(finish_all([runs.Task.of(job, stored, plan)], spread, words, go_on))
    if stored is not None:
        _say_kept(stored, finished)
    return _told(finished, job.record, stored)


def _told(finished: Finished, record: Any, stored: StoredRun | None) -> dict[str, Any]:
    from fabcast.runs import ERROR

    assert finished.summary is not None  # noqa: S101 - a plan was given
    return {
        "draws": finished.summary.draws,
        "levels": finished.summary.levels(),
        "contrasts": finished.summary.contrasts(),
        "relative_error": ERROR,
        "digest": finished.digest,
        "store": None if stored is None else stored.place.url,
        "record": dict(record),
    }


def _say_kept(stored: StoredRun, finished: Finished) -> None:
    was = f", {finished.kept} were there" if finished.kept else ""
    print(f"Kept in {stored.place.url}: {finished.made} chunks made{was}.", file=sys.stderr)


def _print(told: Any, as_json: bool) -> None:
    if as_json:
        (print_each if isinstance(told, list) else print_json)(told)
        return
    from rich.console import Console

    from fabcast.report import WIDEST, level_table, summary_tables, summary_words

    take_any_text()
    console = Console()
    if isinstance(told, list):
        console.print(level_table(told))
        return
    console.print(level_table(told["levels"]))
    console.width = min(console.width, WIDEST)
    for table in summary_tables(told["contrasts"]):
        console.print(table)
    console.print(summary_words(told["draws"], told["relative_error"], told["digest"]))


def _typed(
    scenarios: tuple[str, ...],
    years: tuple[int, ...],
    size: tuple[int, int],
    spread: Spread,
    outcomes: str | None,
    *,
    prior: bool,
    single: bool,
) -> str:
    """Write the command that goes on with this run."""
    words = ["fabcast", "run", *scenarios, "--draws", str(size[0]), "--seed", str(size[1])]
    words += ["--years", ",".join(map(str, years))]
    words += ["--outcomes", outcomes] if outcomes else []
    words += ["--prior"] if prior else []
    words += ["--single"] if single else []
    words += ["--cluster", spread.cluster] if spread.cluster else []
    return shlex.join([*words, "--store", str(spread.store), "--resume"])


def _too_much(draws: int, scenarios: int, outcomes: int) -> bool:
    """Tell whether all draws at once would fill the memory of a small machine."""
    from fabcast.model import QUARTERS

    return 8 * draws * scenarios * outcomes * len(QUARTERS) > _MOST_AT_ONCE


def _headlines() -> tuple[str, ...]:
    from fabcast.report import OUTCOMES

    return OUTCOMES


def _known() -> tuple[str, ...]:
    from fabcast.model import OUTCOMES

    return tuple(OUTCOMES)
