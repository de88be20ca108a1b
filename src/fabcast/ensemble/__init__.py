"""The ensemble: priors, named random streams, and many draws run under many scenarios.

`run_scenarios` gives plain arrays (what the brief reads); `simulate` an `xarray.Dataset`.
"""

from ._draws import central_inputs, model_inputs, sample_inputs, varying
from ._drivers import SHOCKS, drivers
from ._fit import Belief, fit
from ._priors import PATH_SHOCK, Priors
from ._simulate import RunSet, run_inputs, run_scenarios, simulate
from ._streams import normal, uniform

__all__ = [
    "PATH_SHOCK",
    "SHOCKS",
    "Belief",
    "Priors",
    "RunSet",
    "central_inputs",
    "drivers",
    "fit",
    "model_inputs",
    "normal",
    "run_inputs",
    "run_scenarios",
    "sample_inputs",
    "simulate",
    "uniform",
    "varying",
]
