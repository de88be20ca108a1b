"""The ensemble: priors, named random streams, and many draws run under many scenarios.

`run_scenarios` gives plain arrays (what the brief reads); `simulate` an `xarray.Dataset`.
"""

from ._basis import PRIOR, Basis
from ._discrepancy import DISCREPANCY, Discrepancy, family, widen, with_ratio
from ._draws import Draws, central_inputs, model_inputs, sample_inputs, varying
from ._drivers import SHOCKS, Tables, drivers, drivers_from, shipped_tables
from ._fit import Z95, Belief, Kind, fit
from ._kernel import BLOCK, kernel
from ._priors import PATH_SHOCK, Priors
from ._simulate import RunSet, run_inputs, run_scenarios, simulate
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
    "Priors",
    "RunSet",
    "Tables",
    "central_inputs",
    "drivers",
    "drivers_from",
    "family",
    "fit",
    "kernel",
    "model_inputs",
    "normal",
    "run_inputs",
    "run_scenarios",
    "sample_inputs",
    "shipped_tables",
    "simulate",
    "uniform",
    "varying",
    "widen",
    "with_ratio",
]
