"""``fabcast compare``: paired contrasts of any two scenarios, in the terminal or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._forms import forms_shown
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
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.report import Brief


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="Scenario: an id or a file.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Scenario to compare with.")],
    outcomes: Annotated[
        str | None, typer.Option(help="Outcome ids with commas; the headline outcomes by default.")
    ] = None,
    years: Annotated[str, typer.Option(help="Years with commas.")] = "2027,2030,2035",
    draws: Draws = 2000,
    seed: Seed = 1,
    prior: Prior = False,
    structures: Annotated[
        bool, typer.Option("--structures", help="Show each outcome under rival forms of the equations.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Compare two scenarios draw by draw: what A changes against B.

    Example: fabcast compare h200_open h200_denied --years 2030 --json
    """
    check_numbers(draws, seed)
    wanted = check_years(split_years(years))
    chosen = check_outcomes(split_names(outcomes) or _headlines())
    made = _make((first, second), chosen, wanted, (draws, seed), prior=prior, structures=structures)
    if as_json:
        from fabcast.report import to_json

        print_json(to_json(made))
        return
    from rich.console import Console
    from rich.text import Text

    from fabcast.report import WIDEST, contrast_table, forms_parts

    take_any_text()
    console = Console()
    console.width = min(console.width, WIDEST)
    console.print(Text(made.question, style="bold"))
    console.print(contrast_table(made))
    for part in forms_parts(made):
        console.print(part)


def _make(
    pair: tuple[str, str],
    outcomes: tuple[str, ...],
    years: tuple[int, ...],
    size: tuple[int, int],
    *,
    prior: bool,
    structures: bool,
) -> Brief:
    from fabcast import scenario as room

    ours, base = (room.load(name) for name in pair)
    if ours.id == base.id:
        raise BadInput(f"'{ours.id}' stands on both sides; choose two different scenarios.")
    from fabcast.report import OUTCOMES, build_brief, gather

    runs = run_shown(pair, *size, tuple(dict.fromkeys((*outcomes, *OUTCOMES))), prior=prior)
    books = gather([ours, base])
    forms = forms_shown(runs, (ours, base), outcomes, years, size, prior=prior) if structures else ()
    return build_brief(runs, ours.id, base.id, (), books, outcomes=outcomes, years=years, forms=forms)


def _headlines() -> tuple[str, ...]:
    from fabcast.report import OUTCOMES

    return OUTCOMES
