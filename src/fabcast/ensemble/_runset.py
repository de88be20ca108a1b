"""Finished runs: plain arrays with names, and the same as a labelled data set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fabcast.model import BINDING, OUTCOMES, QUARTERS

from ._draws import Draws

if TYPE_CHECKING:
    import xarray as xr


def outcome_attributes() -> dict[str, dict[str, Any]]:
    """Units and long names of the outcomes, as they go into attributes.

    >>> outcome_attributes()["us_to_china_ai_compute_ratio"]["units"]
    'ratio'
    """
    known: dict[str, dict[str, Any]] = {
        o.id: {"units": o.unit, "long_name": o.label, "definition": o.definition} for o in OUTCOMES.values()
    }
    codes = list(range(len(BINDING)))
    known["binding"] = {"long_name": "Binding input", "flag_values": codes, "flag_meanings": list(BINDING)}
    return known


@dataclass(frozen=True)
class RunSet:
    """Finished runs as plain arrays: scenario, draw, quarter (dates: scenario, draw)."""

    scenarios: tuple[str, ...]
    values: dict[str, np.ndarray]
    parameters: Draws
    record: dict[str, Any]
    quarters: tuple[str, ...] = QUARTERS
    attrs: dict[str, dict[str, Any]] = field(default_factory=outcome_attributes)

    def dataset(self) -> xr.Dataset:
        """Return the runs as an `xarray.Dataset`, units in the attributes."""
        return _dataset(self)


def _dataset(runs: RunSet) -> xr.Dataset:
    import xarray as xr

    variables: dict[str, Any] = {}
    for name, array in runs.values.items():
        dims = ("scenario", "draw", "quarter")[: array.ndim]
        attrs = {k: str(v) if isinstance(v, list) else v for k, v in runs.attrs[name].items()}
        variables[name] = (dims, array, attrs)
    names = list(runs.parameters)
    variables["parameter_draws"] = (("parameter", "draw"), np.stack([runs.parameters[k] for k in names]))
    coords = {
        "scenario": list(runs.scenarios),
        "draw": np.arange(next(iter(runs.values.values())).shape[1]),
        "quarter": list(runs.quarters),
        "parameter": names,
    }
    return xr.Dataset(variables, coords=coords, attrs={"record": str(runs.record["hash"])})
