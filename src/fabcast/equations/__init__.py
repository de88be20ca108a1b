"""The model as equations of single numbers, traced from its own code.

`traced` gives a `Program`: what enters, what is stored from quarter to quarter, what is measured, each
as a graph of nodes in which equal expressions are one. Engines (`fabcast.native`) and exports
(`fabcast.exchange`) write it out. Tracing loads JAX and is imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._enter import of_path, of_structure
from ._nodes import CONDITIONS, LEAVES, NUMPY, Graph, Node, below, is_question
from ._program import Program, Stock
from ._stages import CONSTANT, LATE, QUARTERLY, REFERENCE, SHARED, STRUCTURE, enters, is_reference, stages

if TYPE_CHECKING:
    from ._traced import traced

__all__ = [
    "CONDITIONS",
    "CONSTANT",
    "LATE",
    "LEAVES",
    "NUMPY",
    "QUARTERLY",
    "REFERENCE",
    "SHARED",
    "STRUCTURE",
    "Graph",
    "Node",
    "Program",
    "Stock",
    "below",
    "enters",
    "is_question",
    "is_reference",
    "of_path",
    "of_structure",
    "stages",
    "traced",
]


def __getattr__(name: str) -> Any:
    """Load the tracer on first use."""
    if name == "traced":
        from ._traced import traced

        return traced
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
