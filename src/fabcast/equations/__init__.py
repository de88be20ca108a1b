"""The model as equations of single numbers, traced from its own code.

`traced` gives a `Program`: what enters, what is stored from quarter to quarter, what is measured, each
as a graph of nodes in which equal expressions are one. Engines (`fabcast.native`) and exports
(`fabcast.exchange`) write it out.
"""

from ._nodes import CONDITIONS, LEAVES, NUMPY, Graph, Node, below
from ._program import Program, Stock, traced
from ._stages import CONSTANT, LATE, QUARTERLY, SHARED, enters, is_reference, stages

__all__ = [
    "CONDITIONS",
    "CONSTANT",
    "LATE",
    "LEAVES",
    "NUMPY",
    "QUARTERLY",
    "SHARED",
    "Graph",
    "Node",
    "Program",
    "Stock",
    "below",
    "enters",
    "is_reference",
    "stages",
    "traced",
]
