"""``fabcast voi``: what it would be worth to know before a decision, by the user's weights."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._options import Prior, Seed
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, run_shown
from fabcast.cli._steps import steps

if TYPE_CHECKING:
    from fabcast.analysis import Decision
    from fabcast.report import WorthPage


def voi(
    decision: Annotated[
        str, typer.Argument(help="service_ban, license_h200, admit_h200, or a file of your own.")
    ] = "license_h200",
    weights: Annotated[
        str | None,
        typer.Option(help="An example's name, term=value pairs with commas, or a YAML file of them."),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="Year whose end counts; the decision's own if left out.")
    ] = None,
    draws: Annotated[int, typer.Option(help="Number of draws; a fit holds 4096 different ones.")] = 4096,
    seed: Seed = 1,
    prior: Prior = False,
    out: Annotated[Path | None, typer.Option(help="Write the answer as one HTML file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say what it would be worth to know before a decision, input by input and group by group.

    Example: fabcast voi license_h200 --weights china_compute=1,revenue=0.1
    """
    check_numbers(draws, seed)
    if out is not None:
        check_writable(out)
    page = weigh(_asked(decision, weights, year), draws, seed, prior=prior)
    _show(page, out, as_json=as_json)


def _asked(name: str, weights: str | None, year: int | None) -> Decision:
    from fabcast.analysis import check_decision_year, find_decision

    found = find_decision(name)
    if weights is not None:
        found = found.with_weights(weights)
    return found if year is None else replace(found, year=check_decision_year(str(year), "--year"))


def weigh(decision: Decision, draws: int, seed: int, *, prior: bool) -> WorthPage:
    """Run a decision's options and weigh what it would be worth to know.

    Parameters
    ----------
    decision
        The decision with its weights.
    draws, seed
        Number of draws; seed of all streams.
    prior
        Whether to draw from the priors rather than from the fit to the record.
    """
    from fabcast.analysis import elsewhere, information, term_values, turnings, utilities_of
    from fabcast.report import WorthPage, gather

    runs = run_shown(list(decision.options), draws, seed, decision.outcomes, prior=prior)
    values, own = term_values(decision, runs), decision.weights.values
    with steps(len(runs.parameters) + 20 * (1 + len(values)), "weighing what could be known") as step:
        utilities = utilities_of(own, values)
        found = information(runs.parameters, utilities, decision.options, progress=step)
        turns = turnings(runs.parameters, values, own, progress=step)
    return WorthPage(
        decision=decision,
        found=found,
        turnings=turns,
        elsewhere=elsewhere(decision, values),
        parameters=gather(()).parameters,
        draws=draws,
        seed=seed,
        basis=str(runs.record.get("basis", "")),
    )


def _show(page: WorthPage, out: Path | None, *, as_json: bool) -> None:
    from fabcast.report import print_worth, worth_html, worth_json

    if out is not None:
        write_whole(out, worth_html(page))
        print(f"Wrote {out}: open it in a browser.", file=sys.stderr)
    if as_json:
        print_json(worth_json(page))
    elif out is None:
        from rich.console import Console

        take_any_text()
        print_worth(page, Console())
