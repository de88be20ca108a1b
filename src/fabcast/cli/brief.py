"""``fabcast brief``: the main job. What one scenario changes against another, and why."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._documents import BRIEF_FORMS, check_target, tell_written, write_brief
from fabcast.cli._forms import forms_shown
from fabcast.cli._options import Draws, Paper, Prior, Seed
from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import check_numbers, run_shown
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.analysis import UnderForm
    from fabcast.ensemble import RunSet
    from fabcast.report import Brief
    from fabcast.scenario import Scenario

BOUNDS = {"h200_licensed": ("h200_open", "china_blocks")}
"""Scenarios shown beside another one, because they bound what it leaves uncertain."""
DEFAULT_OUT = Path("brief.html")


def brief(
    scenario: Annotated[str, typer.Argument(help="Scenario: an id or a file.")] = "h200_licensed",
    against: Annotated[str, typer.Option(help="Scenario to compare with.")] = "h200_denied",
    draws: Draws = 2000,
    seed: Seed = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write, as .html, .md, .pdf or .json; brief.html by default, none with --json."
        ),
    ] = None,
    paper: Paper = "a4",
    prior: Prior = False,
    structures: Annotated[
        bool, typer.Option("--structures", help="Show the headline under rival forms of the equations.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
    html: Annotated[bool, typer.Option("--html/--no-html", help="Whether to write the file.")] = True,
) -> None:
    """Say what one scenario changes against another, with intervals and reasons.

    Prints the answer and writes it as one file: for the browser, as PDF to print, or as Markdown.

    Example: fabcast brief h200_licensed --against h200_denied --out brief.pdf
    """
    check_numbers(draws, seed)
    target = _target(out, html=html, as_json=as_json)
    if target is not None:
        check_target(target, BRIEF_FORMS, paper)
    made = make(scenario, against, draws, seed, figures=_draws(target), prior=prior, structures=structures)
    if target is not None:
        write_brief(made, target, paper)
    _show(made, as_json=as_json)
    if target is not None:
        tell_written(target)


def make(
    scenario: str,
    against: str,
    draws: int,
    seed: int,
    *,
    figures: bool = False,
    prior: bool = False,
    structures: bool = False,
) -> Brief:
    """Run what a brief needs and build its content.

    Parameters
    ----------
    scenario, against
        Ids or files.
    draws, seed
        Number of draws; seed of all streams.
    figures
        Whether figures will be drawn: their engine then starts beside the simulation.
    prior
        Whether to draw from the priors, not from the fit to the record.
    structures
        Whether to run the headline again under each rival form of the equations.

    Raises
    ------
    BadInput
        An unknown scenario, twice the same one, or no draws.
    """
    from fabcast import scenario as room

    ours, base = room.load(scenario), room.load(against)
    if ours.id == base.id:
        raise BadInput(f"'{ours.id}' stands on both sides; choose another scenario for --against.")
    beside = [room.load(name) for name in BOUNDS.get(ours.id, ()) if name != base.id]
    if figures:
        threading.Thread(target=_warm_up, daemon=True).start()
    runs = run_shown([scenario, against, *(b.id for b in beside)], draws, seed, _outcomes(), prior=prior)
    from fabcast.report import build_brief, gather

    books = gather([ours, base, *beside])
    forms = _forms(runs, (ours, base), (draws, seed), prior=prior) if structures else ()
    return build_brief(runs, ours.id, base.id, [b.id for b in beside], books, forms=forms)


def _forms(
    runs: RunSet, pair: tuple[Scenario, Scenario], size: tuple[int, int], *, prior: bool
) -> tuple[UnderForm, ...]:
    from fabcast.report import YEARS

    return forms_shown(runs, pair, _outcomes()[:1], YEARS, size, prior=prior)


def _outcomes() -> tuple[str, ...]:
    from fabcast.report import OUTCOMES

    return OUTCOMES


def _warm_up() -> None:
    from fabcast.report import warm_up

    warm_up()


def _target(out: Path | None, *, html: bool, as_json: bool) -> Path | None:
    """Choose the file: what was asked for; else brief.html, unless only JSON is wanted."""
    if not html:
        return None
    return out or (None if as_json else DEFAULT_OUT)


def _draws(target: Path | None) -> bool:
    """Tell whether figures will be drawn."""
    return target is not None and target.suffix.lower() != ".json"


def _show(made: Brief, *, as_json: bool) -> None:
    if as_json:
        from fabcast.report import to_json

        print_json(to_json(made))
        return
    from rich.console import Console

    from fabcast.report import print_brief

    take_any_text()
    print_brief(made, Console())
