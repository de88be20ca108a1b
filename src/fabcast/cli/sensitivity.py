"""``fabcast sensitivity``: what an answer turns on, by methods that each say what they ask and assume."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._options import Prior, Seed
from fabcast.cli._output import check_writable, print_json, take_any_text, write_whole
from fabcast.cli._simulate import check_numbers, check_outcomes, check_years
from fabcast.cli._steps import steps
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.analysis import Enough, OverTime, Sensitivity, SensitivityQuestion
    from fabcast.ensemble import Basis
    from fabcast.report import SensitivityPage

HEADLINE = ("h200_licensed", "h200_denied")
METHODS = ("shapley", "sobol", "morris", "delta", "gradient")
"""In the order of telling."""
FORMS = (".html", ".svg")


def sensitivity(
    scenario: Annotated[
        str | None, typer.Argument(help="Scenario: an id or a file. Default: the H200 licensed.")
    ] = None,
    against: Annotated[
        str | None, typer.Option(help="Scenario to compare with; without it, the level is asked about.")
    ] = None,
    outcome: Annotated[str, typer.Option(help="Outcome id.")] = "china_compute_stock",
    year: Annotated[int, typer.Option(help="Year end at which the outcome is read.")] = 2030,
    method: Annotated[
        str | None,
        typer.Option(help="shapley (default), sobol, morris, delta, gradient, or all. A date takes delta."),
    ] = None,
    level: Annotated[
        bool, typer.Option("--level", help="Ask about the level, also for the default scenario.")
    ] = False,
    by_quarter: Annotated[
        bool, typer.Option("--by-quarter", help="Show first-order shares over time.")
    ] = False,
    enough: Annotated[
        bool, typer.Option("--enough", help="Show whether enough draws have been run.")
    ] = False,
    draws: Annotated[
        int, typer.Option(help="Runs of each scenario that a method may take, besides a screen before it.")
    ] = 8192,
    seed: Seed = 1,
    prior: Prior = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write a page (.html), or the figure of one part (.svg), to this file."),
    ] = None,
) -> None:
    """Say what an answer is sensitive to, with intervals: which inputs, when, and whether draws suffice.

    Example: fabcast sensitivity h200_licensed --against h200_denied --method sobol
    """
    check_numbers(draws, seed)
    asked = _question(scenario, against, outcome, year, level=level)
    chosen = _methods(method, alone=by_quarter or enough, date=asked.is_date)
    _check_size(draws)
    if out is not None:
        _check_out(out, len(chosen) + by_quarter + enough)
    page = _page(asked, chosen, (draws, seed), prior=prior, by_quarter=by_quarter, enough=enough)
    if out is not None:
        write_whole(out, _written(page, out.suffix))
        print(f"written to {out}", file=sys.stderr)
    if as_json:
        from fabcast.report import sensitivity_json

        print_json(sensitivity_json(page))
    elif out is None:
        _show(page)


def _question(
    scenario: str | None, against: str | None, outcome: str, year: int, *, level: bool
) -> SensitivityQuestion:
    if level and against is not None:
        raise BadInput("--level asks about one scenario; leave out --against.")
    if scenario is None and against is None:
        scenario, against = HEADLINE
    check_outcomes((outcome,))
    check_years((year,))
    from fabcast import scenario as room
    from fabcast.analysis import SensitivityQuestion

    first = room.load(scenario or HEADLINE[0])
    second = None if level or against is None else room.load(against)
    if second is not None and first.id == second.id:
        raise BadInput(f"'{first.id}' stands on both sides; choose another scenario for --against.")
    return SensitivityQuestion(first, second, outcome, year)


def _methods(method: str | None, *, alone: bool, date: bool) -> tuple[str, ...]:
    """Methods to ask; none if only another part was asked for. A date takes δ alone."""
    if method is None:
        return () if alone else (("delta",) if date else ("shapley",))
    if method not in (*METHODS, "all"):
        raise BadInput(f"--method: '{method}' is none of {', '.join(METHODS)} and all.")
    if date and method not in {"delta", "all"}:
        raise BadInput(
            f"--method: a date may never come, so {method} cannot be asked; use delta, which takes “never”."
        )
    return ("delta",) if date else (METHODS if method == "all" else (method,))


def _check_size(draws: int) -> None:
    from fabcast.analysis import FEWEST_RUNS

    if draws < FEWEST_RUNS:
        raise BadInput(f"--draws must be at least {FEWEST_RUNS} for a sensitivity, but is {draws}.")


def _check_out(out: Path, parts: int) -> None:
    if out.suffix not in FORMS:
        raise BadInput(f"--out: '{out.name}' is neither .html nor .svg; name the file so.")
    if out.suffix == ".svg" and parts != 1:
        raise BadInput("--out: an .svg holds one figure; ask for one method, or write .html.")
    check_writable(out)


def _page(
    asked: SensitivityQuestion,
    methods: tuple[str, ...],
    size: tuple[int, int],
    *,
    prior: bool,
    by_quarter: bool,
    enough: bool,
) -> SensitivityPage:
    from fabcast.calibration import choose_basis
    from fabcast.model import OUTCOMES
    from fabcast.report import SensitivityPage

    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    known = OUTCOMES[asked.outcome]
    return SensitivityPage(
        asked.scenario.title,
        None if asked.against is None else asked.against.title,
        asked.outcome,
        known.label,
        known.unit,
        None if asked.is_date else asked.year,
        size[1],
        tuple(_found(asked, method, size, basis) for method in methods),
        _over_time(asked, size, basis) if by_quarter else None,
        _enough(asked, size, basis, prior=prior) if enough else None,
        basis.name,
    )


def _found(asked: SensitivityQuestion, method: str, size: tuple[int, int], basis: Basis) -> Sensitivity:
    from fabcast.analysis import runs_of, sensitivity

    total = runs_of(method, size[0])
    with steps(_blocks(total, asked), f"{method}: running the model") as step:
        return sensitivity(asked, method, *size, basis, lambda _: step())


def _over_time(asked: SensitivityQuestion, size: tuple[int, int], basis: Basis) -> OverTime:
    from fabcast.analysis import over_time

    draws, seed = size
    with steps(_blocks(draws, asked), "by quarter: running the model") as step:
        return over_time(asked, draws, seed, basis, lambda _: step())


def _blocks(runs: int, asked: SensitivityQuestion) -> int:
    """Kernel calls that runs of every scenario take."""
    from fabcast.ensemble import BLOCK

    return -(-runs // BLOCK) * len(asked.paths)


def _enough(asked: SensitivityQuestion, size: tuple[int, int], basis: Basis, *, prior: bool) -> Enough:
    """Read the answer as commands give it, with what the equations leave out."""
    import numpy as np

    from fabcast.analysis import at_year_end, difference, distinct_draws, enough
    from fabcast.cli._simulate import run_shown

    if asked.is_date:
        raise BadInput(f"--enough: '{asked.outcome}' is a date; choose an outcome with a level.")
    both = [one for one in (asked.scenario, asked.against) if one is not None]
    draws, seed = distinct_draws(basis, size[0]), size[1]
    runs = run_shown(both, draws, seed, (asked.outcome,), prior=prior)
    values = [at_year_end(runs, asked.outcome, one.id, asked.year) for one in both]
    answer = values[0] if asked.against is None else difference(*values)
    return enough(answer[np.isfinite(answer)])


def _written(page: SensitivityPage, form: str) -> str:
    from fabcast.report import sensitivity_figures, sensitivity_page

    return sensitivity_page(page) if form == ".html" else sensitivity_figures(page)[0].svg + "\n"


def _show(page: SensitivityPage) -> None:
    from rich.console import Console

    from fabcast.report import print_sensitivity

    take_any_text()
    print_sensitivity(page, Console())
