"""``fabcast discover``: in which futures a condition holds, as boxes told in sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._options import Prior, Seed
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, run_shown
from fabcast.cli._steps import steps
from fabcast.errors import BadInput, CheckFailed

if TYPE_CHECKING:
    from fabcast.analysis import Discovery, Futures
    from fabcast.facts import Claim
    from fabcast.report import Asked, DiscoverPage

METHODS = ("prim", "cart")


def discover(
    condition: Annotated[
        str | None,
        typer.Argument(help="controls_under_20, parity_before_2035, h200_lowers_compute, or a claim's id."),
    ] = None,
    quantity: Annotated[
        str | None, typer.Option(help="For a condition of your own: an outcome, or delta_ and an outcome.")
    ] = None,
    comparator: Annotated[str, typer.Option(help=">=, >, <=, <, == or within.")] = "<",
    threshold: Annotated[str, typer.Option(help="A number; low..high with within.")] = "0",
    unit: Annotated[str, typer.Option(help="percent makes a contrast relative to --against.")] = "",
    horizon: Annotated[str, typer.Option(help="A year or a date; the end of the run if blank.")] = "",
    scenario: Annotated[str | None, typer.Option(help="Scenario: an id or a file.")] = None,
    against: Annotated[str | None, typer.Option(help="Scenario to compare with, for a contrast.")] = None,
    method: Annotated[str, typer.Option(help="prim (one box) or cart (leaves of a tree).")] = "prim",
    draws: Annotated[int, typer.Option(help="Number of draws; a fit holds 4096 different ones.")] = 4096,
    seed: Seed = 1,
    prior: Prior = False,
    out: Annotated[Path | None, typer.Option(help="Write the answer as one HTML file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say in which futures a condition holds, in limits on a few inputs, and how sure that is.

    Example: fabcast discover --quantity china_compute_stock --comparator ">" --threshold 20000000
    """
    check_numbers(draws, seed)
    if method not in METHODS:
        raise BadInput(f"--method: '{method}' is neither prim nor cart.")
    if out is not None:
        check_writable(out)
    asked = _condition(condition, (quantity, comparator, threshold, unit, horizon), (scenario, against))
    page = find(asked, method, draws, seed, prior=prior)
    _show(page, out, as_json=as_json)


def _condition(
    name: str | None, parts: tuple[str | None, str, str, str, str], pair: tuple[str | None, str | None]
) -> Claim:
    """Take a named condition, or make one from its parts; scenarios that are given replace its own."""
    from fabcast.analysis import conditions, find_condition, make_condition, with_scenarios

    quantity, comparator, threshold, unit, horizon = parts
    if (name is None) == (quantity is None):
        known = ", ".join(conditions())
        raise BadInput(f"give either the name of a condition ({known}) or --quantity with its threshold.")
    if name is None:
        scenarios = f"{pair[0] or 'actual'}|{pair[1] or '-'}"
        return make_condition(quantity or "", comparator, threshold, scenarios, horizon=horizon, unit=unit)
    found = find_condition(name)
    if pair == (None, None):
        return found
    return with_scenarios(found, *pair)


def find(asked: Claim, method: str, draws: int, seed: int, *, prior: bool) -> DiscoverPage:
    """Run what a condition needs and look for boxes.

    Parameters
    ----------
    asked
        The condition.
    method
        ``prim`` or ``cart``.
    draws, seed
        Number of draws; seed of all streams.
    prior
        Whether to draw from the priors rather than from the fit to the record.

    Raises
    ------
    CheckFailed
        The condition holds in no draw, or in every one: a sentence says what that means.
    """
    from fabcast.analysis import futures_of, needed_by
    from fabcast.report import DiscoverPage, condition_words, gather, never_words

    scenarios, outcomes = needed_by(asked)
    runs = run_shown(scenarios, draws, seed, outcomes, prior=prior)
    futures, words = futures_of(asked, runs), _words(asked)
    held = int(futures.cases.sum())
    if held in (0, len(futures.cases)):
        raise CheckFailed(never_words(condition_words(words), len(futures.cases), always=held > 0))
    return DiscoverPage(
        asked=words,
        found=_boxes(futures, method),
        parameters=gather(()).parameters,
        draws=draws,
        seed=seed,
        basis=str(runs.record.get("basis", "")),
    )


def _words(asked: Claim) -> Asked:
    from fabcast import scenario
    from fabcast.analysis import pair_of, reading_of
    from fabcast.report import Asked

    reading = reading_of(asked)
    titles = tuple(scenario.load(name).title for name in pair_of(asked))
    return Asked(asked, reading.label, reading.unit, titles)


def _boxes(futures: Futures, method: str) -> Discovery:
    from fabcast import analysis

    recipe = {"prim": analysis.PRIM, "cart": analysis.CART}[method]
    with steps(55, "looking for boxes") as step:
        return analysis.discover(futures, recipe, progress=step)


def _show(page: DiscoverPage, out: Path | None, *, as_json: bool) -> None:
    from fabcast.report import discover_html, discover_json, print_discovery

    if out is not None:
        write_whole(out, discover_html(page))
        print(f"Wrote {out}: open it in a browser.", file=sys.stderr)
    if as_json:
        print_json(discover_json(page))
    elif out is None:
        from rich.console import Console

        take_any_text()
        print_discovery(page, Console())
