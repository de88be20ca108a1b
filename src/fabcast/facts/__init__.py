"""Facts: typed, sourced, graded numbers; nothing here decides or computes.

Tables stand in ``data/`` as CSV and YAML, one schema a kind, checked as they are read. A wrong row is
refused with file, line and field. Unknown is ``None``, never zero.

>>> from fabcast import facts
>>> facts.find_chip("H20").tpp_bits_x_tops
2368.0
>>> facts.parameters()["hbm_cycle"].central
0.56
"""

from fabcast.facts._audit import Audit, audit
from fabcast.facts._bytes import below, check_plain, read_bytes, read_text
from fabcast.facts._chip import Chip
from fabcast.facts._chips import find_chip
from fabcast.facts._find import Entry, find, show
from fabcast.facts._kinds import Distribution, Grade, Kind, Reach, Role, Shape, Status
from fabcast.facts._schema import (
    Claim,
    Event,
    InputPath,
    Observation,
    Parameter,
    PathPoint,
    Quantity,
    Question,
    Source,
)
from fabcast.facts._store import (
    AS_OF,
    chips,
    claims,
    content_hash,
    events,
    load_parameters,
    load_paths,
    parameters,
    paths,
    questions,
    series,
    sources,
)
from fabcast.facts._table import load_table
from fabcast.facts._vendors import ToolClass, Vendor, vendors
from fabcast.facts._yaml import load_yaml, parse_yaml

__all__ = [
    "AS_OF",
    "Audit",
    "Chip",
    "Claim",
    "Distribution",
    "Entry",
    "Event",
    "Grade",
    "InputPath",
    "Kind",
    "Observation",
    "Parameter",
    "PathPoint",
    "Quantity",
    "Question",
    "Reach",
    "Role",
    "Shape",
    "Source",
    "Status",
    "ToolClass",
    "Vendor",
    "audit",
    "below",
    "check_plain",
    "chips",
    "claims",
    "content_hash",
    "events",
    "find",
    "find_chip",
    "load_parameters",
    "load_paths",
    "load_table",
    "load_yaml",
    "parameters",
    "parse_yaml",
    "paths",
    "questions",
    "read_bytes",
    "read_text",
    "series",
    "show",
    "sources",
    "vendors",
]
