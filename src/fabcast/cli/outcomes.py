"""``fabcast outcomes``: what is measured, how it is defined, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from fabcast.cli._output import print_json, print_rows, take_any_text
from fabcast.cli._simulate import check_outcomes

if TYPE_CHECKING:
    from fabcast.analysis import Quantity

outcomes = typer.Typer(no_args_is_help=True, help="Say what is measured: outcomes, definitions, limits.")
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Quantities = Annotated[
    bool, typer.Option("--quantities", help="List the vocabulary of claims instead, with what is modelled.")
]


@outcomes.command("list")
def list_outcomes(quantities: Quantities = False, as_json: AsJson = False) -> None:
    """List all outcomes with unit and name, headline outcomes first.

    Example: fabcast outcomes list --json
    """
    from fabcast.model import OUTCOMES

    if quantities:
        _list_quantities(as_json=as_json)
        return
    if as_json:
        print_rows([asdict(outcome) for outcome in OUTCOMES.values()])
        return
    take_any_text()
    width = max(map(len, OUTCOMES))
    for outcome in OUTCOMES.values():
        typer.echo(f"{outcome.id:<{width}}  {outcome.label} [{outcome.unit}]")


def _list_quantities(*, as_json: bool) -> None:
    from fabcast.analysis import vocabulary

    if as_json:
        print_rows([asdict(quantity) for quantity in vocabulary().values()])
        return
    take_any_text()
    width = max(map(len, vocabulary()))
    for quantity in vocabulary().values():
        typer.echo(f"{quantity.id:<{width}}  {', '.join(quantity.status)} [{quantity.unit}]")


@outcomes.command("show")
def show_outcome(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="Outcome or quantity of claims, as in the lists.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show one outcome, or one quantity that claims are about: definition, unit, what it leaves out.

    Example: fabcast outcomes show china_compute_stock
    """
    from fabcast.model import OUTCOMES

    if name not in OUTCOMES and (quantity := _quantity(name)):
        _show_quantity(quantity, as_json=as_json)
        return
    outcome = OUTCOMES[check_outcomes([name])[0]]
    if as_json:
        print_json(asdict(outcome))
        return
    take_any_text()
    typer.echo(f"{outcome.label} ({outcome.id})\n")
    typer.echo(f"Unit        {outcome.unit} ({outcome.kind})")
    typer.echo(f"Definition  {outcome.definition}")
    typer.echo(f"Leaves out  {outcome.leaves_out}")


def _quantity(name: str) -> Quantity | None:
    from fabcast.analysis import vocabulary

    return vocabulary().get(name)


def _show_quantity(quantity: Quantity, *, as_json: bool) -> None:
    """Show a quantity of claims that is no outcome."""
    if as_json:
        print_json(asdict(quantity))
        return
    take_any_text()
    typer.echo(f"{quantity.id}\n")
    for head, text in _lines(quantity):
        typer.echo(f"{head:<14}{text}")


def _lines(quantity: Quantity) -> Iterator[tuple[str, str]]:
    yield "Unit", quantity.unit
    yield "Definition", quantity.definition
    yield "Status", ", ".join(quantity.status)
    for reading in quantity.readings:
        basis = f" ({reading.basis})" if reading.basis else ""
        bound = f"{reading.bound} " if reading.bound else ""
        yield "Read as", f"{bound}{reading.formula}{basis}"
    if quantity.leaves_out:
        yield "Note", quantity.leaves_out
    if quantity.why_not:
        yield "Beyond that" if quantity.readings else "Not modelled", quantity.why_not
    yield "Claims", ", ".join(quantity.claims) or "none of the shipped ones"
