"""Packages that only some commands need, and that an installation may lack."""

from __future__ import annotations

import importlib.util

from fabcast.errors import BadInput


def need(package: str, what: str) -> None:
    """Refuse what needs a package of the extra ``analyse`` that is not there.

    >>> need("numpy", "a game")
    """
    if importlib.util.find_spec(package) is None:
        raise BadInput(f"{what} needs the package {package}; install it with: pip install 'fabcast[analyse]'")
