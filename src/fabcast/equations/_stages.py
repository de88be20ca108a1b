"""When an expression can be worked out, by what it rests on.

What all draws share comes first, once a path; then a draw's constants; then what moves with the
quarter; last what can be known only after the last quarter (a first date, a value read at a later one).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ._nodes import Node

SHARED, CONSTANT, QUARTERLY, LATE = range(4)
STRUCTURE = "structure."
"""Inputs that say which rival form of an equation holds; all draws share them."""
REFERENCE = "reference."
"""Series of a draw, not of a path: research stock of the draw's actual path."""


def stages(every: Sequence[Node], own: Collection[str]) -> dict[Node, int]:
    """Stage of every node.

    Parameters
    ----------
    every
        Nodes, arguments before what uses them (`below`).
    own
        Names of the inputs that differ between draws.
    """
    found: dict[Node, int] = {}
    for node in every:
        found[node] = _stage(node, own, found)
    return found


def _stage(node: Node, own: Collection[str], found: dict[Node, int]) -> int:
    before = max((found[a] for a in node.args), default=SHARED)
    if before == SHARED and not enters(node, own):
        return SHARED
    if before == LATE or node.op in {"at", "last"}:
        return LATE
    return QUARTERLY if node.row else CONSTANT


def enters(node: Node, own: Collection[str]) -> bool:
    """Whether a leaf differs between draws."""
    return node.op == "stock" or (node.op == "input" and node.value in own) or is_reference(node)


def is_reference(node: Node) -> bool:
    """Whether a leaf is the research stock of the draw's actual path."""
    return node.op == "series" and str(node.value).startswith(REFERENCE)
