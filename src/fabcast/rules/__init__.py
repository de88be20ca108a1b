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
    from fabcast.rules._classify import classify
    from fabcast.rules._file import Summary, classify_file
    from fabcast.rules._finding import Finding
    from fabcast.rules._hash import content_hash
    from fabcast.rules._law import FIRST_DAY
    from fabcast.rules._reform import Reform
    from fabcast.rules._table import classify_table

__all__ = [
    "FIRST_DAY",
    "Finding",
    "Reform",
    "Summary",
    "classify",
    "classify_file",
    "classify_table",
    "content_hash",
]

_HOME = {
    "FIRST_DAY": "_law",
    "Finding": "_finding",
    "Reform": "_reform",
    "Summary": "_file",
    "classify": "_classify",
    "classify_file": "_file",
    "classify_table": "_table",
    "content_hash": "_hash",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'fabcast.rules' has no attribute {name!r}")
    return getattr(import_module(f"fabcast.rules.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
