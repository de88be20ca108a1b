"""``fabcast attribute``: what each feedback loop contributes to an outcome over time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._options import Draws, Prior, Seed
from fabcast.cli._output import print_rows, take_any_text
from fabcast.cli._simulate import check_numbers, check_outcomes, check_years, split_names, split_years
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from fabcast.analysis import Loop
    from fabcast.model import Structure


def attribute(
    scenario: Annotated[str, typer.Argument(help="Scenario: an id or a file.")] = "actual",
    outcome: Annotated[str, typer.Option(help="Outcome id.")] = "china_compute_stock",
    loop: Annotated[
        str | None, typer.Option(help="Loop ids with commas; every loop that can be cut by default.")
    ] = None,
    years: Annotated[str, typer.Option(help="Years with commas.")] = "2025,2027,2030,2035",
    draws: Draws = 500,
    seed: Seed = 1,
    prior: Prior = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say what each feedback loop contributes to an outcome, by cutting it in the same draws.

    Example: fabcast attribute actual --outcome china_7nm_and_below_capacity --years 2030
    """
    check_numbers(draws, seed)
    wanted = check_years(split_years(years))
    measured = check_outcomes((outcome,))[0]
    rows = _rows(scenario, measured, _chosen(loop), wanted, (draws, seed), prior=prior)
    if as_json:
        print_rows(rows)
        return
    _table(scenario, measured, rows, wanted)


def _chosen(names: str | None) -> list[Loop]:
    from fabcast.analysis import find_loop, loops

    if names is None:
        return [loop for loop in loops().values() if loop.present]
    return [find_loop(name) for name in split_names(names) or ()]


def _rows(
    name: str,
    outcome: str,
    chosen: list[Loop],
    years: tuple[int, ...],
    size: tuple[int, int],
    *,
    prior: bool,
) -> list[dict[str, Any]]:
    """One row a loop and year; the runs behind them are made once a loop."""
    import numpy as np

    from fabcast import ensemble, scenario
    from fabcast.analysis import contributions
    from fabcast.calibration import choose_basis
    from fabcast.model import OUTCOMES, year_end_index

    if OUTCOMES[outcome].kind == "date":
        raise BadInput(f"outcome '{outcome}' is a date and has no path over time; choose another")
    path = scenario.resolve(scenario.load(name))
    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    inputs = basis.draw(*size, 0)

    def run(values: Mapping[str, np.ndarray], structure: Structure) -> np.ndarray:
        done = ensemble.run_inputs(
            dict(values), [path], keep=(outcome,), structure=structure, yardstick=inputs
        )
        return np.asarray(done[outcome][0])

    return [
        _row(loop, outcome, year, change[:, year_end_index(year)])
        for loop, change in contributions(run, inputs, chosen)
        for year in years
    ]


def _row(loop: Loop, outcome: str, year: int, change: np.ndarray) -> dict[str, Any]:
    import numpy as np

    from fabcast.model import OUTCOMES

    low, middle, high = (float(v) for v in np.nanpercentile(change, (5, 50, 95)))
    return {
        "loop": loop.id,
        "name": loop.name,
        "channel": loop.channel,
        "outcome": outcome,
        "unit": OUTCOMES[outcome].unit,
        "year": year,
        "p5": low,
        "p50": middle,
        "p95": high,
        "moves_nothing": bool((change == 0).all()),
    }


def _table(name: str, outcome: str, rows: list[dict[str, Any]], years: tuple[int, ...]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from fabcast.model import OUTCOMES
    from fabcast.report import WIDEST

    take_any_text()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Loop")
    for year in years:
        table.add_column(f"end of {year}")
    for loop in dict.fromkeys(row["name"] for row in rows):
        table.add_row(loop, *(_cell(row) for row in rows if row["name"] == loop))
    console = Console()
    console.width = min(console.width, WIDEST)
    console.print(f"What each loop adds to: {OUTCOMES[outcome].label}, {name}", style="bold")
    console.print(table)
    console.print(
        "With the loop less with it cut, same draws: median, then 90 % of draws. Rows do not add up."
    )


def _cell(row: dict[str, Any]) -> str:
    """Say a contribution in the unit's own words, the interval below it."""
    from fabcast.report import change_parts

    if row["moves_nothing"]:
        return "moves nothing"
    middle, ends = change_parts((row["p5"], row["p50"], row["p95"]), row["unit"])
    return f"{middle}\n({ends})"
