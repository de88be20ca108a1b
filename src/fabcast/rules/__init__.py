"""Rules: U.S. controls on advanced chips and chip-making tools, dated, citable, reformable, three-valued.

Thresholds and clauses live here and nowhere else, one YAML file a paragraph under ``us/``; each cites an
event of the facts room. Nothing here knows the model: the room is useful alone.

>>> from fabcast import rules
>>> rules.classify("A100", on="2022-11-01", to="CN").limb
('a',)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fabcast.rules._check import Note, check
    from fabcast.rules._classify import classify
    from fabcast.rules._file import Summary, classify_file
    from fabcast.rules._finding import Finding
    from fabcast.rules._hash import content_hash
    from fabcast.rules._history import Change, Shift, change_days, diff, effect, event_title, history
    from fabcast.rules._law import FIRST_DAY
    from fabcast.rules._ownership import Holding, Holdings
    from fabcast.rules._reform import Reform
    from fabcast.rules._table import classify_table
    from fabcast.rules._timeline import STANDINGS, draw_timeline, spans, standing
    from fabcast.rules._words import Words

__all__ = [
    "FIRST_DAY",
    "STANDINGS",
    "Change",
    "Finding",
    "Holding",
    "Holdings",
    "Note",
    "Reform",
    "Shift",
    "Summary",
    "Words",
    "change_days",
    "check",
    "classify",
    "classify_file",
    "classify_table",
    "content_hash",
    "diff",
    "draw_timeline",
    "effect",
    "event_title",
    "history",
    "spans",
    "standing",
]

_HOME = {
    "Change": "_history",
    "FIRST_DAY": "_law",
    "Finding": "_finding",
    "Holding": "_ownership",
    "Holdings": "_ownership",
    "Note": "_check",
    "Reform": "_reform",
    "STANDINGS": "_timeline",
    "Shift": "_history",
    "Summary": "_file",
    "Words": "_words",
    "change_days": "_history",
    "check": "_check",
    "classify": "_classify",
    "classify_file": "_file",
    "classify_table": "_table",
    "content_hash": "_hash",
    "diff": "_history",
    "draw_timeline": "_timeline",
    "effect": "_history",
    "event_title": "_history",
    "history": "_history",
    "spans": "_timeline",
    "standing": "_timeline",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'fabcast.rules' has no attribute {name!r}")
    return getattr(import_module(f"fabcast.rules.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
