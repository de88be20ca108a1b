"""Scenarios: what both governments try, as dated levers, resolved to the model's arrays."""

from ._compare import Difference, cited, differences, idle_levers, unknown_cites
from ._held import held
from ._levers import LEVERS, Lever
from ._library import REACTIONS, library, load, names
from ._menus import GOVERNMENTS, HOLD, POSTURE_LEVERS, Posture
from ._postures import find_posture, postures, taking, with_postures
from ._reaction_rules import Responses, Rule, default_responses
from ._reactions import with_reactions
from ._resolve import branch_quarter, dated_values, resolve
from ._scenario import Scenario, Setting, Step
from ._schema import json_schema

__all__ = [
    "GOVERNMENTS",
    "HOLD",
    "LEVERS",
    "POSTURE_LEVERS",
    "REACTIONS",
    "Difference",
    "Lever",
    "Posture",
    "Responses",
    "Rule",
    "Scenario",
    "Setting",
    "Step",
    "branch_quarter",
    "cited",
    "dated_values",
    "default_responses",
    "differences",
    "find_posture",
    "held",
    "idle_levers",
    "json_schema",
    "library",
    "load",
    "names",
    "postures",
    "resolve",
    "taking",
    "unknown_cites",
    "with_postures",
    "with_reactions",
]
