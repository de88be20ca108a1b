"""Fabcast: what chip export controls do to China's chip-making, with intervals and reasons.

The names below are the whole public interface. Each is imported when first used, so that
``import fabcast`` costs nothing and ``classify`` never waits for the model's libraries.

>>> import fabcast as fc
>>> fc.__version__
'0.1.0'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fabcast._frontdoor import brief, check_claims, compare, simulate
    from fabcast.errors import BadInput
    from fabcast.rules import Finding, Reform, classify, classify_table

    __version__: str

__all__ = [
    "BadInput",
    "Finding",
    "Reform",
    "__version__",
    "brief",
    "check_claims",
    "classify",
    "classify_table",
    "compare",
    "simulate",
]

_HOME = {
    "BadInput": "fabcast.errors",
    "Finding": "fabcast.rules",
    "Reform": "fabcast.rules",
    "brief": "fabcast._frontdoor",
    "check_claims": "fabcast._frontdoor",
    "classify": "fabcast.rules",
    "classify_table": "fabcast.rules",
    "compare": "fabcast._frontdoor",
    "simulate": "fabcast._frontdoor",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("fabcast")
    if name not in _HOME:
        raise AttributeError(f"module 'fabcast' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
