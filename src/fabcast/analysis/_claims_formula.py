"""A small arithmetic language for the data files: names, numbers, ``+ - * /`` and named functions.

What a name or a function means is the caller's: arrays of draws, ranges of a record, numbers of a chip.
Functions get their arguments as text, so that they can read them in another year.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from fabcast.errors import BadInput

_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(text: str, value: Callable[[str], Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    """Work a formula out.

    Parameters
    ----------
    text
        For instance ``100 * a / added(b.c)``.
    value
        What a name (dotted names in one piece) stands for.
    functions
        What a function does with the text of its arguments.

    Raises
    ------
    BadInput
        Anything but names, numbers, the four operations, and known functions.

    Examples
    --------
    >>> evaluate("2 * (a.b + twice(c))", {"a.b": 1, "c": 5}.get, {"twice": lambda name: 2 * 5})
    22
    """
    return _work(_parsed(text), text, value, functions)


def names_in(text: str) -> tuple[str, ...]:
    """Names that a formula reads, those inside functions too, each once.

    >>> names_in("100 * a / added(b.c) - a + chip('H20')")
    ('a', 'b.c')
    """
    return tuple(dict.fromkeys(_names(_parsed(text))))


@cache
def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        raise BadInput(f"formula '{text}' cannot be read; use names, numbers, + - * / and brackets") from None


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name | ast.Attribute):
        return [ast.unparse(node)]
    inner = node.args if isinstance(node, ast.Call) else list(ast.iter_child_nodes(node))
    return [name for child in inner for name in _names(child)]


def _work(node: ast.expr, text: str, value: Callable[[str], Any], functions: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name() | ast.Attribute():
            return value(ast.unparse(node))
        case ast.UnaryOp(op=ast.USub()):
            return -1 * _work(node.operand, text, value, functions)
        case ast.BinOp() if type(node.op) in _OPERATORS:
            left, right = (_work(side, text, value, functions) for side in (node.left, node.right))
            return _OPERATORS[type(node.op)](left, right)
        case ast.Call(func=ast.Name(id=name)) if name in functions:
            return functions[name](*(_argument(one) for one in node.args))
    raise BadInput(f"formula '{text}': '{ast.unparse(node)}' is not understood")


def _argument(node: ast.expr) -> str:
    """Text of an argument; a quoted one without its quotes."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)
