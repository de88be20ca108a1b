"""What an operation comes to without being carried out.

Numbers that inputs and stocks hold are finite. Infinity and *unknown* are written in the model
only as one branch of a choice, and are moved outwards until the choice is all that is left of
them: other engines have no word for either.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ._nodes import NUMPY, Node, below, infinite, is_number

if TYPE_CHECKING:
    from ._nodes import Graph


def simpler(graph: Graph, op: str, args: tuple[Node, ...]) -> Node | None:
    """Return a simpler node of the same value, None where there is none."""
    rule = {
        "add": _sum,
        "sub": _difference,
        "mul": _product,
        "div": _quotient,
        "neg": lambda graph, args: args[0].args[0] if args[0].op == "neg" else None,
        "exp": _exponential,
        "select": _choice,
        "is_finite": _is_finite,
        "number_of": _number_of,
        "and": _both,
        "or": _either,
        "not": _not,
    }.get(op)
    found = rule(graph, args) if rule else None
    return found or _outwards(graph, op, args)


def _sum(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    a, b = args
    return b if is_number(a, 0.0) else a if is_number(b, 0.0) else None


def _difference(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    a, b = args
    return a if is_number(b, 0.0) else graph.make("neg", b) if is_number(a, 0.0) else None


def _product(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    for a, b in (args, args[::-1]):
        if is_number(a, 1.0):
            return b
        if is_number(a, 0.0) and not infinite(b):
            return a
    return None


def _quotient(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    a, b = args
    return a if is_number(b, 1.0) or (is_number(a, 0.0) and not is_number(b, 0.0)) else None


def _exponential(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    """The model writes a power as exp(b ln a)."""
    (x,) = args
    if x.op == "mul":
        for a, b in (x.args, x.args[::-1]):
            if b.op == "log":
                return graph.make("pow", b.args[0], a)
    return None


def _choice(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    """Drop a choice that is made, and what a branch asks again of its own condition."""
    condition, yes, no = args
    if condition.op == "number":
        return yes if condition.value else no
    if condition.op == "not":
        return graph.make("select", condition.args[0], no, yes)
    if no.op == "number" and isinstance(no.value, float) and no.value == -math.inf:
        logarithm = own_logarithm(condition, yes)
        if logarithm is not None:
            return graph.make("log", logarithm)
    plain = _plain_condition(graph, condition, yes, no)
    if plain is not None:
        return plain
    known_yes, known_no = _given(graph, yes, condition, True), _given(graph, no, condition, False)
    if known_yes is known_no:
        return known_yes
    if known_yes is not yes or known_no is not no:
        return graph.make("select", condition, known_yes, known_no)
    return None


def _plain_condition(graph: Graph, condition: Node, yes: Node, no: Node) -> Node | None:
    """Write a choice between conditions as one condition."""
    if not (yes.condition and no.condition):
        return None
    left = graph.make("and", condition, yes)
    return graph.make("or", left, graph.make("and", graph.make("not", condition), no))


def own_logarithm(condition: Node, series: Node) -> Node | None:
    """Number whose logarithm the model works out from its bits; None if it is no such thing.

    Recognised by what it gives, to the last bit or two, not by how it is written.
    """
    read = [n for n in below([series]) if n.op == "bits"]
    if not read or condition.op != "gt" or condition.args[0] is not read[0].args[0]:
        return None
    samples = np.geomspace(1e-200, 1e200, 1001)
    if np.allclose(valued(series, {read[0].args[0]: samples}), np.log(samples), rtol=1e-14, atol=1e-15):
        return read[0].args[0]
    return None


def valued(node: Node, given: dict[Node, Any]) -> Any:
    """Work out a node from the values of those below it."""
    if node not in given:
        found = (valued(a, given) for a in node.args)
        given[node] = NUMPY[node.op](*found) if node.args else node.value
    return given[node]


def _given(graph: Graph, node: Node, condition: Node, answer: bool) -> Node:
    """Rewrite a branch that holds infinity, knowing the answer to the condition."""
    if node is condition:
        return graph.number(answer)
    if not _holds_infinity(node):
        return node
    if node.op == "select" and node.args[0] is condition:
        return _given(graph, node.args[1 if answer else 2], condition, answer)
    if not node.args or node.op in {"lag", "window", "joined", "run", "at", "last"}:
        return node
    return graph.make(node.op, *(_given(graph, a, condition, answer) for a in node.args))


def _holds_infinity(node: Node, depth: int = 6) -> bool:
    return infinite(node) or (depth > 0 and any(_holds_infinity(a, depth - 1) for a in node.args))


def _outwards(graph: Graph, op: str, args: tuple[Node, ...]) -> Node | None:
    """Move a choice of which one branch is infinite or unknown out of an operation."""
    if op not in {"add", "sub", "mul", "div", "max", "min", "gt", "ge", "lt", "le"}:
        return None
    for i, arg in enumerate(args):
        if arg.op == "select" and (infinite(arg.args[1]) or infinite(arg.args[2])):
            branches = [_with(graph, op, args, i, branch) for branch in arg.args[1:]]
            return graph.make("select", arg.args[0], *branches)
    return None


def _with(graph: Graph, op: str, args: tuple[Node, ...], place: int, branch: Node) -> Node:
    """Apply to one branch; what an infinite one gives is known by its sign."""
    other = args[1 - place]
    if not infinite(branch) or other.op in {"number", "data"}:
        return graph.make(op, *(branch if i == place else a for i, a in enumerate(args)))
    value = branch.value
    if math.isnan(value):  # unknown stays so
        return graph.number(False) if op in {"gt", "ge", "lt", "le"} else branch
    if op in {"max", "min"}:
        return branch if (value > 0) == (op == "max") else other
    if op in {"gt", "ge", "lt", "le"}:
        return graph.number((value > 0) == ((op in {"gt", "ge"}) == (place == 0)))
    # prices and weights, by which infinity is multiplied, are above zero
    return branch if place == 0 or op in {"add", "mul"} else graph.number(0.0 if op == "div" else -value)


def _is_finite(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    """Only a choice with an infinite branch, or a running least over such choices, can be infinite."""
    (x,) = args
    if x.op == "select":
        return graph.make("select", x.args[0], *(graph.make("is_finite", a) for a in x.args[1:]))
    return None if _holds_infinity(x) else graph.number(True)


def _number_of(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    return None if args[0].condition else args[0]


def _both(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    return _logic(args, True)


def _either(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    return _logic(args, False)


def _logic(args: tuple[Node, ...], neutral: bool) -> Node | None:
    a, b = args
    for one, other in ((a, b), (b, a)):
        if one.op == "number":
            return other if bool(one.value) is neutral else one
    return a if a is b else None


def _not(graph: Graph, args: tuple[Node, ...]) -> Node | None:
    return args[0].args[0] if args[0].op == "not" else None
