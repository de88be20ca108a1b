"""Scenarios: what both governments try, as dated levers, resolved to the model's arrays."""

from ._compare import Difference, cited, differences, idle_levers, unknown_cites
from ._held import held
from ._levers import LEVERS, Lever
from ._library import library, load, names
from ._resolve import branch_quarter, dated_values, resolve
from ._scenario import Scenario, Setting, Step
from ._schema import json_schema

__all__ = [
    "LEVERS",
    "Difference",
    "Lever",
    "Scenario",
    "Setting",
    "Step",
    "branch_quarter",
    "cited",
    "dated_values",
    "differences",
    "held",
    "idle_levers",
    "json_schema",
    "library",
    "load",
    "names",
    "resolve",
    "unknown_cites",
]
