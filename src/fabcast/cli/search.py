"""``fabcast search``: settings of levers that no other setting beats on every objective."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._extras import need
from fabcast.cli._options import Prior, Seed
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, check_years
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.analysis import Searched, SearchTask


def search(
    objective: Annotated[
        list[str], typer.Option(help="Outcome and what is wanted of it: OUTCOME:min or :max.")
    ],
    lever: Annotated[list[str], typer.Option(help="Lever with bounds: LEVER.KEY=LOW..HIGH.")],
    base: Annotated[
        str, typer.Option(help="Scenario that settings depart from: an id or a file.")
    ] = "actual",
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="First day of the settings. Default: the facts'."),
    ] = None,
    year: Annotated[int, typer.Option(help="Year end at which objectives are read.")] = 2030,
    budget: Annotated[int, typer.Option(help="Settings to try.")] = 96,
    draws: Annotated[int, typer.Option(help="Draws of the search.")] = 256,
    fresh_draws: Annotated[int, typer.Option(help="Fresh draws, on which the front is told.")] = 1000,
    seed: Seed = 1,
    prior: Prior = False,
    save: Annotated[
        Path | None, typer.Option(help="Write each point as a scenario into this folder.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write one HTML file here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Search settings of levers that no other setting beats on every objective, and say how sure that is.

    Example: fabcast search --objective china_compute_stock:min --objective nvidia_china_revenue:max
    --lever licence_grant.H200=0..1
    """
    check_numbers(draws, seed)
    check_numbers(fresh_draws, seed)
    check_years((year,))
    if out is not None:
        check_writable(out)
    if save is not None and not save.is_dir():
        raise BadInput(f"--save: {save} is no folder; make it or choose another.")
    need("pymoo", "a search")
    task = _task(objective, lever, base, start, year)
    found, basis = _run(task, budget, (draws, fresh_draws, seed), prior=prior)
    from fabcast.report import SearchPage, answer_html, print_answer, search_json, search_page, search_words

    files = () if save is None else _save(found, base, save)
    page = SearchPage(found, basis, files)
    words = search_words(page)
    if out is not None:
        write_whole(out, answer_html(search_page(page, words)))
    if as_json:
        print_json(search_json(page, words))
    elif out is not None:
        typer.echo(f"wrote {out}")
    else:
        from rich.console import Console

        take_any_text()
        print_answer(search_page(page, words), Console())


def _task(objectives: list[str], levers: list[str], base: str, start: str | None, year: int) -> SearchTask:
    from fabcast import facts
    from fabcast import scenario as room
    from fabcast.analysis import SearchTask, check_task, read_objective, read_range

    parent = room.load(base)
    day = facts.AS_OF if start is None else _date(start)
    day = max(day, parent.branches_from or day) if start is None else day
    if parent.branches_from is not None and day < parent.branches_from:
        raise BadInput(
            f"--from: {day} is before {base} departs, on {parent.branches_from}; choose a later day."
        )
    if day.year >= year:
        raise BadInput(f"--year: {year} ends before settings from {day} can show; choose a later year.")
    ranges = tuple(read_range(text) for text in levers)
    wishes = tuple(read_objective(text) for text in objectives)
    check_task(wishes, ranges)
    return SearchTask(parent, ranges, wishes, day, year)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--from: '{text}' is not a date; write it as 2027-01-15.") from None


def _run(task: SearchTask, budget: int, size: tuple[int, int, int], *, prior: bool) -> tuple[Searched, str]:
    """Search with a bar on stderr, if someone watches."""
    from rich.console import Console
    from rich.progress import Progress

    from fabcast.analysis import policy_search
    from fabcast.calibration import choose_basis

    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    draws, fresh, seed = size
    swings = 2 * len(task.objectives) * len(task.ranges)
    total = (budget + swings + 10) * draws + 10 * fresh
    with Progress(console=Console(file=sys.stderr), transient=True, disable=not sys.stderr.isatty()) as bar:
        line = bar.add_task(f"trying up to {budget} settings", total=total)
        found = policy_search(
            task,
            budget=budget,
            draws=draws,
            fresh_draws=fresh,
            seed=seed,
            basis=basis,
            step=lambda done: bar.update(line, advance=done),
        )
    return found, "fitted to the record" if basis.name == "posterior" else "prior ranges"


def _save(found: Searched, base: str, folder: Path) -> tuple[str, ...]:
    """Write each point of the front as a scenario that extends the one that was searched from."""
    from fabcast.analysis import scenario_yaml
    from fabcast.report import settings_words

    wishes = " and ".join(f"{one.outcome} {one.sense}" for one in found.task.objectives)
    extends = os.path.relpath(base, folder) if base.endswith((".yaml", ".yml")) else base
    files = []
    for n, point in enumerate(found.points, 1):
        told = settings_words(found, point)
        description = (
            f"Point {n} of a front for {wishes} at the end of {found.task.year}, found by fabcast search "
            f"with seed {found.seed} on {found.draws} draws. Sets {told}."
        )
        file = folder / f"front-{n}.yaml"
        write_whole(file, scenario_yaml(point.scenario, extends, f"Front point {n}: {told}", description))
        files.append(str(file))
    return tuple(files)
