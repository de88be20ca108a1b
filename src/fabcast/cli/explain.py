"""``fabcast explain``: why two scenarios differ, by lever or by channel, over time."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._documents import DOCUMENT_FORMS, check_target, tell_written, write_document
from fabcast.cli._options import Draws, Paper, Prior, Seed
from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import check_numbers, check_outcomes, check_years, run_shown, split_years
from fabcast.cli._steps import steps
from fabcast.errors import BadInput

if TYPE_CHECKING:
    import numpy as np

    from fabcast.analysis import Explanation
    from fabcast.ensemble import RunSet
    from fabcast.scenario import Scenario

WAYS = ("lever", "side", "channel")


def explain(
    scenario: Annotated[str, typer.Argument(help="Scenario: an id or a file.")] = "h200_open",
    against: Annotated[str, typer.Option(help="Scenario to compare with.")] = "h200_denied",
    outcome: Annotated[str, typer.Option(help="Outcome id.")] = "china_compute_stock",
    by: Annotated[
        str, typer.Option(help="lever, side (who sets the levers) or channel (feedback loops).")
    ] = "lever",
    years: Annotated[str, typer.Option(help="Years with commas.")] = "2027,2030,2035",
    out: Annotated[Path | None, typer.Option(help="Write to a file as well, as .md or .pdf.")] = None,
    paper: Paper = "a4",
    draws: Draws = 500,
    seed: Seed = 1,
    prior: Prior = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Say why two scenarios differ: what each lever, or each feedback channel, adds to it.

    Example: fabcast explain actual --against no_controls --outcome china_7nm_and_below_capacity
    """
    check_numbers(draws, seed)
    if by not in WAYS:
        raise BadInput(f"--by: '{by}' is none of lever, side and channel.")
    if out is not None:
        check_target(out, DOCUMENT_FORMS, paper, "an explanation")
    wanted, measured = check_years(split_years(years)), check_outcomes((outcome,))[0]
    made = _made((scenario, against), measured, wanted, by, (draws, seed), prior=prior)
    if out is not None:
        from fabcast.report import explanation_document

        write_document(explanation_document(made), out, paper)
        tell_written(out)
    _show(made, as_json=as_json)


def _made(
    pair: tuple[str, str],
    outcome: str,
    years: tuple[int, ...],
    by: str,
    size: tuple[int, int],
    *,
    prior: bool,
) -> Explanation:
    from fabcast import scenario as room
    from fabcast.analysis import explain_levers
    from fabcast.model import OUTCOMES

    if OUTCOMES[outcome].kind == "date":
        raise BadInput(f"outcome '{outcome}' is a date and has no parts that add up; choose another")
    first, second = (room.load(name) for name in pair)
    if first.id == second.id:
        raise BadInput(f"'{first.id}' stands on both sides; choose another scenario for --against.")
    if by == "channel":
        return _by_channel(first, second, outcome, years, size, prior=prior)

    def run(scenarios: Sequence[Scenario]) -> RunSet:
        return run_shown(scenarios, *size, (outcome,), prior=prior)

    return explain_levers(first, second, outcome, years, run, by_side=by == "side")


def _by_channel(
    first: Scenario,
    second: Scenario,
    outcome: str,
    years: tuple[int, ...],
    size: tuple[int, int],
    *,
    prior: bool,
) -> Explanation:
    """Cut channels in both scenarios on the same draws; the equations alone, without discrepancy."""
    import numpy as np

    from fabcast import ensemble, scenario
    from fabcast.analysis import Explanation, channels, explain_channels
    from fabcast.calibration import choose_basis
    from fabcast.model import OUTCOMES, year_end_index

    basis, why = choose_basis(prior=prior)
    if why:
        print(why, file=sys.stderr)
    inputs = basis.draw(*size, 0)
    paths = [scenario.resolve(first), scenario.resolve(second)]
    ends = [year_end_index(year) for year in years]

    with steps(1 << len(channels()), "cutting channels") as step:

        def contrast(values: Mapping[str, np.ndarray]) -> np.ndarray:
            done = ensemble.run_inputs(dict(values), paths, keep=(outcome,), yardstick=inputs)[outcome]
            step()
            return np.asarray((done[0] - done[1])[:, ends])

        parts, whole, shares = explain_channels(contrast, inputs)
    known = OUTCOMES[outcome]
    return Explanation(
        first.id, second.id, outcome, known.label, known.unit, years, "channel", whole, shares, parts
    )


def _show(made: Explanation, *, as_json: bool) -> None:
    from fabcast.report import explanation_json, print_explanation

    if as_json:
        print_json(explanation_json(made))
        return
    from rich.console import Console

    take_any_text()
    print_explanation(made, Console())
