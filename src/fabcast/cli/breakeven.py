"""``fabcast breakeven``: at what displacement, volume, enforcement or yield a contrast changes sign."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._options import Draws, Prior, Seed
from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import check_numbers, check_outcomes, check_years
from fabcast.cli._steps import steps
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.report import BreakevenPage
    from fabcast.scenario import Scenario

YEAR_DAYS = 365.25


def breakeven(
    scenario: Annotated[str, typer.Argument(help="Scenario: an id or a file.")] = "h200_open",
    against: Annotated[str, typer.Option(help="Scenario to compare with.")] = "h200_denied",
    over: Annotated[
        str, typer.Option(help="displacement, reinvestment, volume, uptake, enforcement, yield or date.")
    ] = "displacement",
    outcome: Annotated[
        str, typer.Option(help="Outcome id, or cumulative_compute (in China, summed over time).")
    ] = "cumulative_compute",
    year: Annotated[int, typer.Option(help="Year end at which the sign is read.")] = 2030,
    draws: Draws = 500,
    seed: Seed = 1,
    prior: Prior = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say at what value of one thing a contrast of two scenarios changes its sign.

    Example: fabcast breakeven h200_open --against h200_denied --over displacement
    """
    check_numbers(draws, seed)
    check_years((year,))
    page = _page((scenario, against), over, outcome, year, (draws, seed), prior=prior)
    from fabcast.report import breakeven_json, print_breakeven

    if as_json:
        print_json(breakeven_json(page))
        return
    from rich.console import Console

    take_any_text()
    print_breakeven(page, Console())


def _page(
    pair: tuple[str, str], over: str, outcome: str, year: int, size: tuple[int, int], *, prior: bool
) -> BreakevenPage:
    from fabcast import scenario as room
    from fabcast.analysis import CUMULATIVE_COMPUTE, GRID, HALVINGS, breakeven_of, find_dial, sentence_start
    from fabcast.calibration import choose_basis
    from fabcast.model import OUTCOMES
    from fabcast.report import BreakevenPage

    dial = find_dial(over)
    if outcome != CUMULATIVE_COMPUTE:
        check_outcomes((outcome,))
    first, second = (room.load(name) for name in pair)
    if first.id == second.id:
        raise BadInput(f"'{first.id}' stands on both sides; choose another scenario for --against.")
    years = _years(first, second, year)
    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    with steps(GRID + HALVINGS, f"turning {dial.id}") as step:
        found = breakeven_of(dial, first, second, outcome, year, basis.draw(*size, 0), progress=step)
    label = sentence_start(
        OUTCOMES[outcome].label if outcome in OUTCOMES else "AI compute in China over time"
    )
    return BreakevenPage(dial, found, first.title, second.title, outcome, label, year, years)


def _years(first: Scenario, second: Scenario, year: int) -> float:
    """Years from the later branch to the end of a year; none may be left."""
    starts = [one.branches_from for one in (first, second) if one.branches_from is not None]
    days = (date(year, 12, 31) - max(starts)).days if starts else 0
    if days <= 0:
        raise BadInput(f"--year: {year} ends before the two scenarios differ; choose a later one.")
    return days / YEAR_DAYS
