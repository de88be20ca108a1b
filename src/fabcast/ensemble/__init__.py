"""The ensemble: priors, named random streams, and many draws run under many scenarios.

`run_scenarios` gives plain arrays (what the brief reads); `simulate` an `xarray.Dataset`.
"""

from ._basis import PRIOR, Basis
from ._blocks import run_inputs
from ._choice import engine_name
from ._discrepancy import DISCREPANCY, Discrepancy, family, widen, with_ratio
from ._draws import Draws, central_inputs, model_inputs, sample_inputs, varying
from ._drivers import SHOCKS, Tables, drivers, drivers_from, shipped_tables
from ._engine import Precision, padded
from ._fit import Z95, Belief, Kind, fit
from ._kernel import BLOCK, kernel
from ._priors import PATH_SHOCK, Priors
from ._program import program
from ._record import digest, path_hash, run_record
from ._runset import RunSet, outcome_attributes
from ._simulate import (
    check_draws,
    check_seed,
    kept,
    paths_of,
    run_range,
    run_scenarios,
    simulate,
)
from ._streams import normal, uniform

__all__ = [
    "BLOCK",
    "DISCREPANCY",
    "PATH_SHOCK",
    "PRIOR",
    "SHOCKS",
    "Z95",
    "Basis",
    "Belief",
    "Discrepancy",
    "Draws",
    "Kind",
    "Precision",
    "Priors",
    "RunSet",
    "Tables",
    "central_inputs",
    "check_draws",
    "check_seed",
    "digest",
    "drivers",
    "drivers_from",
    "engine_name",
    "family",
    "fit",
    "kept",
    "kernel",
    "model_inputs",
    "normal",
    "outcome_attributes",
    "padded",
    "path_hash",
    "paths_of",
    "program",
    "run_inputs",
    "run_range",
    "run_record",
    "run_scenarios",
    "sample_inputs",
    "shipped_tables",
    "simulate",
    "uniform",
    "varying",
    "widen",
    "with_ratio",
]
