"""``fabcast run``: quantiles of outcomes under one or more scenarios."""

from __future__ import annotations

from typing import Annotated

import typer

from fabcast.cli._options import Draws, Prior, Seed
from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import (
    check_numbers,
    check_outcomes,
    check_years,
    run_shown,
    split_names,
    split_years,
)


def run(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO…", help="Scenarios: ids or files.")],
    outcomes: Annotated[
        str | None, typer.Option(help="Outcome ids with commas; the headline outcomes by default.")
    ] = None,
    years: Annotated[str, typer.Option(help="Years with commas.")] = "2027,2030,2035",
    draws: Draws = 2000,
    seed: Seed = 1,
    prior: Prior = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Run scenarios and give each outcome by year with its interval.

    Example: fabcast run actual h200_open --outcomes china_compute_stock --years 2027,2030
    """
    check_numbers(draws, seed)
    wanted = check_years(split_years(years))
    chosen = check_outcomes(split_names(outcomes) or _headlines())
    unique = tuple(dict.fromkeys(scenarios))
    runs = run_shown(unique, draws, seed, chosen, prior=prior)
    from fabcast.report import level_table, runs_json

    rows = runs_json(runs, chosen, wanted)
    if as_json:
        print_json(rows)
        return
    from rich.console import Console

    take_any_text()
    Console().print(level_table(rows))


def _headlines() -> tuple[str, ...]:
    from fabcast.report import OUTCOMES

    return OUTCOMES
