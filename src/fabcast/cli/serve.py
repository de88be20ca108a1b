"""``fabcast serve``: the page, on this machine."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from fabcast.errors import BadInput


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but loopback shows the page to your network.")
    ] = "127.0.0.1",
) -> None:
    """Show the page: move a lever, see what it changes, how sure that is, and why.

    Opens nothing by itself; stop it with Ctrl-C.

    Example: fabcast serve --port 8000
    """
    for package in ("fastapi", "uvicorn"):
        if importlib.util.find_spec(package) is None:
            raise BadInput(
                f"the page needs the package {package}; install it with: pip install 'fabcast[web]'"
            )
    from fabcast.web import serve as run

    run(host, port, lambda address: typer.echo(f"Fabcast is at {address} (stop it with Ctrl-C).", err=True))
