"""How results of this room show themselves in a notebook.

The words are the report's, which this room must not import: the report registers its writers
here when it is loaded. Until then a result shows as plain text.

>>> html_of(object()) is None
True
"""

from __future__ import annotations

from functools import singledispatch


@singledispatch
def html_of(result: object) -> str | None:  # noqa: ARG001 - writers take it
    """Write a result as HTML; None where no writer is registered for its kind."""
    return None


@singledispatch
def markdown_of(result: object) -> str | None:  # noqa: ARG001 - writers take it
    """Write a result as Markdown; None where no writer is registered for its kind."""
    return None
