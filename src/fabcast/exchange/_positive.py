"""Whether an expression is above zero whatever enters."""

from __future__ import annotations

from fabcast.equations import Node

_OF_ALL = frozenset({"add", "mul", "div", "min"})


def positive(node: Node, depth: int = 40) -> bool:
    """Whether it can be seen to be above zero: no input is assumed to be.

    >>> from fabcast.equations import Graph
    >>> graph = Graph()
    >>> x = graph.leaf("input", "x")
    >>> positive(graph.make("exp", x)), positive(graph.make("max", x, graph.number(1e-12))), positive(x)
    (True, True, False)
    """
    if depth == 0:
        return False
    args = node.args
    if node.op == "number":
        return not isinstance(node.value, bool) and node.value > 0
    if node.op == "data":
        return bool((node.value > 0).all()) and node.value.dtype != bool
    if node.op in {"exp", "exp2"}:
        return True
    if node.op == "max":
        return any(positive(a, depth - 1) for a in args)
    if node.op in {"sqrt", "pow"}:
        return positive(args[0], depth - 1)
    if node.op == "select":
        return all(positive(a, depth - 1) for a in args[1:])
    return node.op in _OF_ALL and all(positive(a, depth - 1) for a in args)
