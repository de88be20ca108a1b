"""Facts: typed, sourced, graded numbers; nothing here decides or computes.

Tables stand in ``data/`` as CSV and YAML, one schema a kind, checked as they are read. A wrong row is
refused with file, line and field. Unknown is ``None``, never zero.

>>> from fabcast import facts
>>> facts.find_chip("H20").tpp_bits_x_tops
2368.0
>>> facts.parameters()["hbm_cycle"].central
0.56
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fabcast.facts._archive import DAMAGED_ARCHIVE, unpacked_bytes
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
        chips,
        claims,
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
    from fabcast.facts._version import AS_OF, content_hash
    from fabcast.facts._yaml import load_yaml, parse_yaml

__all__ = [
    "AS_OF",
    "DAMAGED_ARCHIVE",
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
    "unpacked_bytes",
    "vendors",
]

_HOME = {
    "AS_OF": "_version",
    "Audit": "_audit",
    "Chip": "_chip",
    "Claim": "_schema",
    "DAMAGED_ARCHIVE": "_archive",
    "Distribution": "_kinds",
    "Entry": "_find",
    "Event": "_schema",
    "Grade": "_kinds",
    "InputPath": "_schema",
    "Kind": "_kinds",
    "Observation": "_schema",
    "Parameter": "_schema",
    "PathPoint": "_schema",
    "Quantity": "_schema",
    "Question": "_schema",
    "Reach": "_kinds",
    "Role": "_kinds",
    "Shape": "_kinds",
    "Source": "_schema",
    "Status": "_kinds",
    "ToolClass": "_vendors",
    "Vendor": "_vendors",
    "audit": "_audit",
    "below": "_bytes",
    "check_plain": "_bytes",
    "chips": "_store",
    "claims": "_store",
    "content_hash": "_version",
    "events": "_store",
    "find": "_find",
    "find_chip": "_chips",
    "load_parameters": "_store",
    "load_paths": "_store",
    "load_table": "_table",
    "load_yaml": "_yaml",
    "parameters": "_store",
    "parse_yaml": "_yaml",
    "paths": "_store",
    "questions": "_store",
    "read_bytes": "_bytes",
    "read_text": "_bytes",
    "series": "_store",
    "show": "_find",
    "sources": "_store",
    "unpacked_bytes": "_archive",
    "vendors": "_vendors",
}
"""Module of each name: imported when first used, so that a version costs no table."""


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'fabcast.facts' has no attribute {name!r}")
    value = getattr(import_module(f"fabcast.facts.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
