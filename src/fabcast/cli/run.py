"""``fabcast run``: quantiles of outcomes under one or more scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import (
    check_numbers,
    check_outcomes,
    check_years,
    run_shown,
    split_names,
    split_years,
)

if TYPE_CHECKING:
    from rich.table import Table


def run(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO…", help="Scenarios: ids or files.")],
    outcomes: Annotated[
        str | None, typer.Option(help="Outcome ids with commas; the headline outcomes by default.")
    ] = None,
    years: Annotated[str, typer.Option(help="Years with commas.")] = "2027,2030,2035",
    draws: Annotated[int, typer.Option(help="Number of draws of the uncertain inputs.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed: the same seed gives the same numbers.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Run scenarios and give each outcome by year with its interval.

    Example: fabcast run actual h200_open --outcomes china_compute_stock --years 2027,2030
    """
    check_numbers(draws, seed)
    wanted = check_years(split_years(years))
    chosen = check_outcomes(split_names(outcomes) or _headlines())
    unique = tuple(dict.fromkeys(scenarios))
    runs = run_shown(unique, draws, seed, chosen)
    from fabcast.report import runs_json

    rows = runs_json(runs, chosen, wanted)
    if as_json:
        print_json(rows)
        return
    from rich.console import Console

    take_any_text()
    Console().print(_table(rows))


def _headlines() -> tuple[str, ...]:
    from fabcast.report import OUTCOMES

    return OUTCOMES


def _table(rows: list[dict[str, object]]) -> Table:
    from rich.table import Table

    from fabcast.report import level_row

    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Scenario", "Outcome", "Year", "Median (5 % to 95 %)", "Never"):
        table.add_column(column, header_style="bright_black")
    for row in rows:
        table.add_row(*level_row(row))
    return table
