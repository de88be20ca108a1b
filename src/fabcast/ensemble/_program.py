"""The model's equations as a program, with the exogenous paths and the streams that move them."""

from __future__ import annotations

from functools import cache

from fabcast.equations import Program

from ._drivers import SHOCKS, drivers


@cache
def program(rivals: bool = False) -> Program:
    """Trace the model as the ensemble runs it.

    Parameters
    ----------
    rivals
        Keep the rival structures, as inputs `structure.*`; by default equations are those of the
        default structure.
    """
    from fabcast.equations import traced  # loads JAX

    return traced(drivers(), SHOCKS, rivals)
