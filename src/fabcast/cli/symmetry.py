"""``fabcast symmetry``: how often each side of both hypotheses comes out, on the priors alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._options import Draws, Seed
from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import check_numbers

if TYPE_CHECKING:
    from rich.table import Table

    from fabcast.analysis import SignRow, Symmetry


def symmetry(
    draws: Draws = 500,
    seed: Seed = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say how often controls, and H200 sales, lower or raise each outcome over the priors.

    Example: fabcast symmetry --draws 500
    """
    check_numbers(draws, seed)
    from fabcast import analysis

    found = analysis.symmetry(draws, seed)
    if as_json:
        from dataclasses import asdict

        print_json(asdict(found))
        return
    _show(found)


def _show(found: Symmetry) -> None:
    from itertools import groupby

    from rich.console import Console

    from fabcast.report import WIDEST

    take_any_text()
    console = Console()
    console.width = min(console.width, WIDEST)
    for (scenario, against), rows in groupby(found.rows, key=lambda row: (row.scenario, row.against)):
        console.print(f"{scenario} against {against}: share of draws lower, the same, higher", style="bold")
        console.print(_table(list(rows)))
    widest = max(row.error for row in found.rows)
    console.print(f"{found.draws} draws; the number of draws alone leaves up to ± {widest:.2f} (95 %).")
    console.print("Priors are never moved for balance. Deciding parameters and thirds: --json.")


def _table(rows: list[SignRow]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Outcome")
    for year in dict.fromkeys(row.year for row in rows):
        table.add_column(f"end of {year}")
    for measure in dict.fromkeys(row.measure for row in rows):
        mine = [row for row in rows if row.measure == measure]
        table.add_row(mine[0].label, *(f"{r.lower:.2f} {r.tied:.2f} {r.higher:.2f}" for r in mine))
    return table
