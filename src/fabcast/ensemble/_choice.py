"""Which engine runs scripts: the machine's own instructions, unless the environment asks for JAX."""

from __future__ import annotations

import os

from fabcast import native
from fabcast.errors import BadInput

NATIVE, XLA = "native", "xla"
_VARIABLE = "FABCAST_ENGINE"


def engine_name() -> str:
    """Name of the engine; a path on which governments react runs on JAX in any case.

    Raises
    ------
    BadInput
        Where the environment asks for one that there is not.
    """
    asked = os.environ.get(_VARIABLE, NATIVE if native.available() else XLA)
    if asked not in {NATIVE, XLA}:
        raise BadInput(f"{_VARIABLE} is '{asked}'; set it to {NATIVE} or {XLA}, or leave it out")
    if asked == NATIVE and not native.available():
        raise BadInput(f"{_VARIABLE} is {NATIVE}, which needs llvmlite; get it with: pip install llvmlite")
    return asked
