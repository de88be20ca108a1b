"""Options that commands share, so that they read alike everywhere."""

from typing import Annotated

import typer

Draws = Annotated[int, typer.Option(help="Number of draws of the uncertain inputs.")]
Seed = Annotated[int, typer.Option(help="Seed: the same seed gives the same numbers.")]
Prior = Annotated[bool, typer.Option("--prior", help="Draw from the priors, not from the fit to the record.")]
