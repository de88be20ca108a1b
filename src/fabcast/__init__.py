"""Fabcast: what chip export controls do to China's chip-making, with intervals and reasons.

The names below are the whole public interface. Each is imported when first used, so that
``import fabcast`` costs nothing and ``classify`` never waits for the model's libraries.

>>> import fabcast as fc
>>> fc.__version__
'0.1.0'
"""

from importlib import import_module
from typing import Any

_HOME: dict[str, str] = {}

__all__ = ["__version__"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("fabcast")
    if name not in _HOME:
        raise AttributeError(f"module 'fabcast' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
