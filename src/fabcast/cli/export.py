"""``fabcast export``: the model's equations in the form of another engine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fabcast.cli._options import Prior, Seed
from fabcast.errors import BadInput

FORMS = ("xmile", "numpy", "numba")


def export(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Scenario: an id or a file.")
    ] = "actual",
    out: Annotated[Path, typer.Option(help="File to write.")] = Path("model.xmile"),
    to: Annotated[str, typer.Option("--to", help="xmile, numpy or numba.")] = "xmile",
    draw: Annotated[int, typer.Option(help="Which draw the file holds, from 0.")] = 0,
    seed: Seed = 1,
    prior: Prior = False,
) -> None:
    """Write the model's own equations for another engine: XMILE, NumPy or Numba.

    Example: fabcast export h200_open --draw 3 --out model.xmile
    """
    if to not in FORMS:
        raise BadInput(f"--to must be one of {', '.join(FORMS)}, but is '{to}'")
    if draw < 0:
        raise BadInput(f"--draw must be 0 or more, but is {draw}")
    if seed < 0:
        raise BadInput(f"--seed must be 0 or more, but is {seed}")
    text = _xmile(scenario, draw, seed, prior) if to == "xmile" else _source(to)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"'{out}' cannot be written: {error.strerror}; give another file with --out"
        ) from error
    typer.echo(f"{out}: {_what(to, scenario, draw)}")


def _xmile(name: str, draw: int, seed: int, prior: bool) -> str:
    from fabcast import exchange, scenario
    from fabcast.calibration import choose_basis

    path = scenario.resolve(name)
    basis, why = choose_basis(prior=prior)
    if why:
        typer.echo(why, err=True)
    inputs = basis.draw(1, seed, draw)
    stock = None if path is scenario.resolve("actual") else exchange.reference(inputs)
    program = exchange.program()
    title = f"Fabcast: scenario {name}, draw {draw}, seed {seed}, {basis.name}"
    return exchange.xmile(program, exchange.entered(program, inputs, path, 0, stock), title)


def _source(to: str) -> str:
    from fabcast import exchange

    write = exchange.numpy_source if to == "numpy" else exchange.numba_source
    return write(exchange.program())


def _what(to: str, name: str, draw: int) -> str:
    if to == "xmile":
        return f"XMILE 1.0, scenario {name}, draw {draw}"
    return f"{to} source; it takes the draws and the scenario as arrays"
