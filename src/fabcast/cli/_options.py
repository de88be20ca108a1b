"""Options that commands share, so that they read alike everywhere."""

from typing import Annotated

import typer

Draws = Annotated[int, typer.Option(help="Number of draws of the uncertain inputs.")]
Seed = Annotated[int, typer.Option(help="Seed: the same seed gives the same numbers.")]
Prior = Annotated[bool, typer.Option("--prior", help="Draw from the priors, not from the fit to the record.")]
Cluster = Annotated[
    str | None,
    typer.Option(
        help="Spread the work: 'local' for processes of this machine, or a Dask scheduler's address."
    ),
]
Workers = Annotated[int | None, typer.Option(help="Threads or processes; one a core by default.")]
Chunk = Annotated[
    int | None, typer.Option(help="Draws a chunk, a multiple of 256; changes no number. Chosen by memory.")
]
Paper = Annotated[str, typer.Option(help="Paper of a PDF: a4 or letter.")]
