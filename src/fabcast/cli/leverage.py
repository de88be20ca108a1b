"""``fabcast leverage``: what suppliers of each chokepoint could cut off, and for how long."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._options import Draws, Prior, Seed
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, check_years
from fabcast.cli._steps import steps

if TYPE_CHECKING:
    from fabcast.report import LeveragePage


def leverage(
    scenario: Annotated[str, typer.Argument(help="Scenario: an id or a file.")] = "actual",
    year: Annotated[int, typer.Option(help="Year whose purchases are read.")] = 2027,
    draws: Draws = 500,
    seed: Seed = 1,
    prior: Prior = False,
    out: Annotated[Path | None, typer.Option(help="Write one HTML file here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say what a cut at each chokepoint would cost, who holds it, and how long supply takes to rebuild.

    Example: fabcast leverage actual --year 2027
    """
    check_numbers(draws, seed)
    check_years((year,))
    if out is not None:
        check_writable(out)
    page = _page(scenario, year, (draws, seed), prior=prior)
    from fabcast.report import answer_html, leverage_json, leverage_page, leverage_words, print_answer

    words = leverage_words(page)
    if out is not None:
        write_whole(out, answer_html(leverage_page(page, words)))
    if as_json:
        print_json(leverage_json(page, words))
    elif out is not None:
        typer.echo(f"wrote {out}")
    else:
        from rich.console import Console

        take_any_text()
        print_answer(leverage_page(page, words), Console())


def _page(scenario: str, year: int, size: tuple[int, int], *, prior: bool) -> LeveragePage:
    from fabcast import ensemble
    from fabcast import scenario as room
    from fabcast.analysis import chokepoints
    from fabcast.calibration import choose_basis
    from fabcast.report import LeveragePage

    base = room.load(scenario)
    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    with steps(-(-size[0] // ensemble.BLOCK), "reading chokepoints") as step:
        found = chokepoints(base, year, basis.draw(*size, 0), size[1], step)
    words = "fitted to the record" if basis.name == "posterior" else "prior ranges"
    return LeveragePage(found, base.title, year, *size, words)
