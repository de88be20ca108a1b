"""``fabcast outcomes``: what is measured, how it is defined, and what it leaves out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from fabcast.cli._output import print_json, take_any_text
from fabcast.cli._simulate import check_outcomes

outcomes = typer.Typer(no_args_is_help=True, help="Say what is measured: outcomes, definitions, limits.")
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]


@outcomes.command("list")
def list_outcomes(as_json: AsJson = False) -> None:
    """List all outcomes with unit and name, headline outcomes first.

    Example: fabcast outcomes list --json
    """
    from fabcast.model import OUTCOMES

    if as_json:
        print_json([asdict(outcome) for outcome in OUTCOMES.values()])
        return
    take_any_text()
    width = max(map(len, OUTCOMES))
    for outcome in OUTCOMES.values():
        typer.echo(f"{outcome.id:<{width}}  {outcome.label} [{outcome.unit}]")


@outcomes.command("show")
def show_outcome(
    name: Annotated[str, typer.Argument(metavar="ID", help="Outcome id, as in the list.")],
    as_json: AsJson = False,
) -> None:
    """Show one outcome: definition, unit, what it leaves out.

    Example: fabcast outcomes show china_compute_stock
    """
    from fabcast.model import OUTCOMES

    outcome = OUTCOMES[check_outcomes([name])[0]]
    if as_json:
        print_json(asdict(outcome))
        return
    take_any_text()
    typer.echo(f"{outcome.label} ({outcome.id})\n")
    typer.echo(f"Unit        {outcome.unit} ({outcome.kind})")
    typer.echo(f"Definition  {outcome.definition}")
    typer.echo(f"Leaves out  {outcome.leaves_out}")
