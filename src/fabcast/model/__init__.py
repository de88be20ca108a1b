"""The model: policy in, fab capacity, chips, compute and self-reliance out. Arrays in, arrays out.

`Path`, `Parameters` and `Drivers` say what goes in; `OUTCOMES` what comes out. The kernels
(`run`, `batch`) load JAX and are imported on first use, so that naming things stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._axes import (
    IMPORT_CHIPS,
    LEDGERS,
    PROVIDERS,
    QUARTERS,
    STEP_YEARS,
    TOOL_CLASSES,
    quarter_index,
    year_end_index,
)
from ._drivers import DRIVERS, Drivers
from ._outcome_list import BINDING, HEADLINES, OUTCOMES, Outcome
from ._parameters import FAMILIES, RIVALS, Parameters, parameter_ids, stack_parameters
from ._path import ROWS, Path, neutral_path
from ._reactions import REACTION_PARAMETERS, SIGNALS, Reactions, Rules
from ._structure import DEFAULT, RIVALS_SHOWN, Structure

if TYPE_CHECKING:
    from ._responses import move_chances
    from ._run import batch, batch_records, run

_KERNELS = {
    "batch": "._run",
    "batch_records": "._run",
    "run": "._run",
    "move_chances": "._responses",
}

__all__ = [
    "BINDING",
    "DEFAULT",
    "DRIVERS",
    "FAMILIES",
    "HEADLINES",
    "IMPORT_CHIPS",
    "LEDGERS",
    "OUTCOMES",
    "PROVIDERS",
    "QUARTERS",
    "REACTION_PARAMETERS",
    "RIVALS",
    "RIVALS_SHOWN",
    "ROWS",
    "SIGNALS",
    "STEP_YEARS",
    "TOOL_CLASSES",
    "Drivers",
    "Outcome",
    "Parameters",
    "Path",
    "Reactions",
    "Rules",
    "Structure",
    "batch",
    "batch_records",
    "move_chances",
    "neutral_path",
    "parameter_ids",
    "quarter_index",
    "run",
    "stack_parameters",
    "year_end_index",
]


def __getattr__(name: str) -> Any:
    """Load a kernel on first use."""
    if name in _KERNELS:
        return getattr(import_module(_KERNELS[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
