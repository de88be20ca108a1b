"""Operations as a processor likes them: powers by logarithm, products by reciprocal, sums with a product.

    x ^ y       exp(y ln x), and ln x is worked out where x is, which may be long before
    x / y       x (1 / y), where y stands still and x moves
    a b ± c     one fused operation, where nothing else reads the product

A result may differ from the plain one in its last digit. Written out here, and never left to a
compiler, each has the same bits on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fabcast.equations import SHARED, Graph, Node


class Operation(NamedTuple):
    """What is carried out for a node."""

    op: str
    args: tuple[Node, ...]


def rewritten(
    graph: Graph, order: Sequence[Node], stage: Mapping[Node, int], roots: Collection[Node]
) -> dict[Node, Operation]:
    """Operation of every node, arguments before what uses them; some nodes are new, some are gone.

    Parameters
    ----------
    order
        Nodes, arguments first.
    stage
        When each can be worked out (`fabcast.equations.stages`).
    roots
        Nodes that others than these read.
    """
    found: dict[Node, Operation] = {}
    for node in order:
        for made, operation in _spelled(graph, node, stage):
            found.setdefault(made, operation)
    return _fused(found, stage, roots)


def _spelled(graph: Graph, node: Node, stage: Mapping[Node, int]) -> Iterator[tuple[Node, Operation]]:
    """Yield what a node needs beside its arguments, and itself."""
    if node.op == "pow" and _is_two(node.args[1]):
        yield node, Operation("mul", (node.args[0],) * 2)
    elif node.op == "pow":
        log = graph.logarithm(node.args[0])
        yield log, Operation("log", log.args)
        yield node, Operation("power", (log, node.args[1]))
    elif node.op == "div" and stage[node] != SHARED and node.row and not node.args[1].row:
        inverse = graph.reciprocal(node.args[1])
        yield inverse, Operation(inverse.op, inverse.args)
        yield node, Operation("mul", (node.args[0], inverse))
    else:
        yield node, Operation(node.op, node.args)


def _is_two(node: Node) -> bool:
    return node.op == "number" and float(node.value) == 2.0


def _fused(
    found: dict[Node, Operation], stage: Mapping[Node, int], roots: Collection[Node]
) -> dict[Node, Operation]:
    used = Counter(arg for operation in found.values() for arg in operation.args)
    used.update(roots)
    gone: set[Node] = set()
    for node, (op, args) in list(found.items()):
        if op in {"add", "sub"} and stage.get(node) != SHARED:
            product = _product(args, node, found, stage, used)
            if product is not None:
                gone.add(product)
                found[node] = _with(op, args, product, found[product].args)
    return {node: operation for node, operation in found.items() if node not in gone}


def _product(
    args: Iterable[Node],
    node: Node,
    found: Mapping[Node, Operation],
    stage: Mapping[Node, int],
    used: Mapping[Node, int],
) -> Node | None:
    """Find an argument that is a product of the same time, which nothing else reads."""
    for arg in args:
        same = arg in found and stage.get(arg) == stage.get(node) and bool(arg.row) == bool(node.row)
        if same and found[arg].op == "mul" and used[arg] == 1:
            return arg
    return None


def _with(op: str, args: tuple[Node, ...], product: Node, factors: tuple[Node, ...]) -> Operation:
    first = args[0] is product
    other = args[1] if first else args[0]
    if op == "add":
        return Operation("fused add", (*factors, other))
    return Operation("fused less" if first else "fused from", (*factors, other))
