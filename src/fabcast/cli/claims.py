"""``fabcast claims``: which statements hold, how sure that is, and what they turn on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._documents import PAGE_FORMS, check_target, tell_written, write_page
from fabcast.cli._options import Draws, Paper, Prior, Seed
from fabcast.cli._output import check_writable, print_each, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, run_shown, split_names
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.analysis import CheckedClaim
    from fabcast.facts import Claim


def claims(
    file: Annotated[
        Path | None, typer.Argument(help="CSV of claims; those that come with Fabcast by default.")
    ] = None,
    sort: Annotated[
        str, typer.Option(help="given, probability, open, date, claimant, status or quantity.")
    ] = "given",
    status: Annotated[
        str | None, typer.Option(help="Keep settled, rule, modelled or not_modelled; several with commas.")
    ] = None,
    find: Annotated[str, typer.Option(help="Keep claims with these words in them.")] = "",
    show: Annotated[str | None, typer.Option(help="One claim in full, by its id.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the board as one HTML file.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the board to a file, as .html, .md or .pdf.")
    ] = None,
    paper: Paper = "a4",
    draws: Draws = 1000,
    seed: Seed = 1,
    prior: Prior = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say of each claim how likely it is to be true, what that rests on, and what it turns on.

    Example: fabcast claims --sort open --status modelled
    """
    check_numbers(draws, seed)
    if html is not None:
        check_writable(html)
    if out is not None:
        check_target(out, PAGE_FORMS, paper, "the board")
    from fabcast.report import arranged

    asked = _one(_claims(file), show)
    arranged((), sort, split_names(status) or ())
    checked = arranged(check(asked, draws, seed, prior=prior), sort, split_names(status) or (), find)
    if html is not None:
        write_whole(html, _page(checked, draws, seed))
        tell_written(html)
    if out is not None:
        _write(checked, out, paper, (draws, seed))
    quiet = (html is not None or out is not None) and show is None
    _print(checked, in_full=show is not None, as_json=as_json, quiet=quiet)


def check(asked: Sequence[Claim], draws: int, seed: int, *, prior: bool = False) -> tuple[CheckedClaim, ...]:
    """Run what claims need, once, and test them.

    Parameters
    ----------
    asked
        Claims to test.
    draws, seed
        Number of draws; seed of all streams.
    prior
        Whether to draw from the priors rather than from the fit to the record.
    """
    from fabcast.analysis import check_claims, needed

    scenarios, outcomes = needed(asked)
    runs = run_shown(scenarios, draws, seed, outcomes, prior=prior) if scenarios else None
    return check_claims(asked, runs)


def _claims(file: Path | None) -> tuple[Claim, ...]:
    if file is None:
        from fabcast import facts

        return facts.claims()
    from fabcast.analysis import read_claims

    return read_claims(file)


def _one(known: tuple[Claim, ...], name: str | None) -> tuple[Claim, ...]:
    """Pick the claim that is to be shown; all if none is named."""
    if name is None:
        return known
    found = tuple(claim for claim in known if claim.id.casefold() == name.casefold())
    if not found:
        from difflib import get_close_matches

        near = get_close_matches(name, [claim.id for claim in known], n=1)
        hint = f"did you mean {near[0]}?" if near else "list them with: fabcast claims"
        raise BadInput(f"claim '{name}' is not known; {hint}")
    return found


def _page(checked: Sequence[CheckedClaim], draws: int, seed: int) -> str:
    from fabcast.report import claims_html, gather

    return claims_html(checked, gather(()).parameters, draws=draws, seed=seed)


def _write(checked: Sequence[CheckedClaim], target: Path, paper: str, size: tuple[int, int]) -> None:
    from fabcast.report import claims_document, gather

    draws, seed = size
    write_page(
        target,
        paper,
        lambda: _page(checked, draws, seed),
        lambda: claims_document(checked, gather(()).parameters, draws=draws, seed=seed),
    )
    tell_written(target)


def _print(checked: Sequence[CheckedClaim], *, in_full: bool, as_json: bool, quiet: bool) -> None:
    from fabcast.report import claims_json, gather, print_claim, print_claims

    if as_json:
        print_each(claims_json(checked, gather(()).parameters))
        return
    if quiet:
        return
    from rich.console import Console

    take_any_text()
    if in_full:
        for one in checked:
            print_claim(one, gather(()).parameters, Console())
        return
    print_claims(checked, Console())
