"""The page and the REST API: the other rooms, shown in a browser; nothing is computed here.

Every view is a picture of its address: state stands in the query, nowhere else. Each has twins
for machines at the same address with another ending. The server only reads, keeps nothing on
disk, sends no script by others than those in the wheel, and answers on this machine alone
unless told otherwise.

The packages of the extra ``web`` are imported when `create_app` or `serve` is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._app import create_app
    from ._limits import Limits
    from ._serve import serve

__all__ = ["Limits", "create_app", "serve"]

_HOME = {"Limits": "_limits", "create_app": "_app", "serve": "_serve"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'fabcast.web' has no attribute {name!r}")
    return getattr(import_module(f"fabcast.web.{_HOME[name]}"), name)
