"""Expressions of one number a quarter: a graph in which equal expressions are one node.

A node is a number, a row of data over the quarters, an input, a stock, or an operation on
nodes. What depends on nothing that moves is worked out at once; nothing else is rearranged,
so that an exported equation is the model's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

CONDITIONS = frozenset({"gt", "ge", "lt", "le", "eq", "ne", "and", "or", "not", "is_finite"})
"""Operations that give yes or no."""
LEAVES = frozenset({"number", "data", "input", "series", "stock"})


@dataclass(eq=False, slots=True)
class Node:
    """One expression.

    `value` is the number, the row of data, the name of an input, series or stock, or what an
    operation needs beside its arguments. `row` is the number of quarters it has a value for,
    0 where it is the same in all.
    """

    op: str
    args: tuple[Node, ...] = ()
    value: Any = None
    row: int = 0
    place: str = ""
    """Function and variable of the model that made it."""
    rests_on: frozenset[str] = frozenset()
    """Which of input, series and stock it depends on."""

    @property
    def condition(self) -> bool:
        """Whether it is a yes or no."""
        if self.op in {"select", "lag", "window", "run"}:
            return self.args[-1].condition
        return self.op in CONDITIONS or isinstance(self.value, bool)

    def __repr__(self) -> str:
        """Short form for messages."""
        return f"{self.op} {self.value} of {len(self.args)} ({self.place})"


def _safe(function: Callable[..., Any]) -> Callable[..., Any]:
    def quiet(*values: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*values)

    return quiet


_PLAIN: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "max": np.maximum,
    "min": np.minimum,
    "pow": np.power,
    "exp": np.exp,
    "exp2": np.exp2,
    "log": np.log,
    "sqrt": np.sqrt,
    "neg": np.negative,
    "abs": np.abs,
    "gt": np.greater,
    "ge": np.greater_equal,
    "lt": np.less,
    "le": np.less_equal,
    "eq": np.equal,
    "ne": np.not_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "is_finite": np.isfinite,
    "select": np.where,
    "number_of": lambda x: np.where(x, 1.0, 0.0),
    "bits": lambda x: np.asarray(x, np.float64).view(np.int64),
    "from_bits": lambda x: np.asarray(x, np.int64).view(np.float64),
    "shift_right": np.right_shift,
    "shift_left": np.left_shift,
    "as_float": lambda x: np.asarray(x, np.float64),
}
NUMPY = {name: _safe(function) for name, function in _PLAIN.items()}
"""What each operation does to arrays."""


@dataclass(slots=True)
class Graph:
    """Makes nodes; equal ones are made once."""

    known: dict[Any, Node] = field(default_factory=dict)
    place: str = ""
    row: int = 108
    """Quarters of the model."""
    _cut: dict[tuple[Node, int], Node] = field(default_factory=dict)

    def _made(self, op: str, args: tuple[Node, ...], value: Any, row: int, key: Any) -> Node:
        name = (op, tuple(map(id, args)), key, row)
        if name not in self.known:
            rests = frozenset({op} & {"input", "series", "stock"}).union(*(a.rests_on for a in args))
            self.known[name] = Node(op, args, value, row, self.place, rests)
        return self.known[name]

    def leaf(self, op: str, name: str, row: int = 0) -> Node:
        """Name an input (row 0), a series or a stock."""
        return self._made(op, (), name, row, name)

    def number(self, value: Any) -> Node:
        """Hold one number, yes or no."""
        plain = bool(value) if isinstance(value, bool | np.bool_) else value
        if not isinstance(plain, bool | np.integer | int):
            plain = float(plain)
        return self._made("number", (), plain, 0, (type(plain).__name__, repr(plain)))

    def data(self, values: np.ndarray) -> Node:
        """Hold a row of data; one number where it does not move."""
        if (values == values[0]).all():
            return self.number(values[0])
        return self._made("data", (), values, len(values), (values.dtype.str, values.tobytes()))

    def make(self, op: str, *args: Node, value: Any = None) -> Node:
        """Apply an operation, at once where all arguments are data."""
        from ._simplify import simpler

        if all(a.op in {"number", "data"} for a in args):
            found = np.asarray(NUMPY[op](*(a.value for a in args)))
            return self.data(found) if found.ndim else self.number(found[()])
        simple = simpler(self, op, args)
        if simple is not None:
            return simple
        rows = {a.row for a in args} - {0}
        if len(rows) > 1:
            raise AssertionError(f"rows of {sorted(rows)} quarters meet in {op}")
        return self._made(op, args, value, max(rows, default=0), value)

    def logarithm(self, node: Node) -> Node:
        """Logarithm of a node, as a node of its own even where a power takes it in."""
        return self._made("log", (node,), None, node.row, None)

    def reciprocal(self, node: Node) -> Node:
        """One over a node, as a node of its own."""
        return self.make("div", self.number(1.0), node)

    def window(self, node: Node, first: int, last: int, row: int) -> Node:
        """Cut quarters [first, last) out of a row of `row` quarters."""
        if node.row == 0 or (first, last) == (0, row):
            return node
        if node.op == "data":
            return self.data(node.value[first:last])
        if node.op == "window":
            start = node.value[0]
            return self.window(node.args[0], start + first, start + last, node.args[0].row)
        if node.op == "joined":
            return self._window_of_joined(node, first, last)
        return self._made("window", (node,), (first, last), last - first, (first, last))

    def _window_of_joined(self, node: Node, first: int, last: int) -> Node:
        parts, rows, start = [], [], 0
        for part, row in zip(node.args, node.value, strict=True):
            begin, end = max(first - start, 0), min(last - start, row)
            if begin < end:
                parts.append(self.window(part, begin, end, row))
                rows.append(end - begin)
            start += row
        return self.joined(parts, rows)

    def joined(self, parts: list[Node], rows: list[int]) -> Node:
        """Put rows one after another; zeros and then the beginning of a row are a lag of it."""
        if len(parts) == 1:
            return parts[0]
        if all(p.op in {"number", "data"} for p in parts):
            return self.data(
                np.concatenate([np.broadcast_to(p.value, r) for p, r in zip(parts, rows, strict=True)])
            )
        total, last = sum(rows), parts[-1]
        shifted = last.op == "window" and last.value[0] == 0 and last.args[0].row == total
        if len(parts) == 2 and shifted and parts[0].op == "number":
            return self.lag(last.args[0], rows[0], parts[0].value)
        return self._made("joined", tuple(parts), tuple(rows), total, tuple(rows))

    def lag(self, node: Node, quarters: int, before: float) -> Node:
        """Value some quarters ago; `before` where there was none."""
        if node.row == 0 and node.op == "number" and node.value == before:
            return node
        return self._made("lag", (node,), (quarters, before), node.row, (quarters, repr(before)))

    def run(self, op: str, node: Node, row: int) -> Node:
        """Accumulate from the first quarter on: a running sum, maximum or minimum."""
        if node.op == "data":
            function: Any = {"add": np.add, "max": np.maximum, "min": np.minimum}[op]
            return self.data(function.accumulate(node.value))
        return self._made("run", (node,), op, row, op)

    def last(self, node: Node) -> Node:
        """Value in the last quarter."""
        return self._made("last", (node,), None, 0, None)

    def at(self, node: Node, quarter: int) -> Node:
        """Value in one quarter, the same seen from all."""
        if node.row == 0:
            return node
        if node.op == "data":
            return self.number(node.value[quarter])
        if node.op == "window":
            return self.at(node.args[0], quarter + node.value[0])
        if node.op == "run" and not node.rests_on & {"series", "stock"}:
            found = self.at(node.args[0], 0)
            for one in range(1, quarter + 1):
                found = self.make(node.value, found, self.at(node.args[0], one))
            return found
        if node.op in LEAVES | {"lag", "run", "joined"} or "stock" in node.rests_on:
            return self._made("at", (node,), quarter, 0, quarter)
        if (node, quarter) not in self._cut:
            self._cut[node, quarter] = self.make(
                node.op, *(self.at(a, quarter) for a in node.args), value=node.value
            )
        return self._cut[node, quarter]

    def total(self, op: str, node: Node, row: int) -> Node:
        """Sum, largest or least over all quarters."""
        if node.op == "data":
            function: Any = {"add": np.sum, "max": np.max, "min": np.min}[op]
            return self.number(function(node.value))
        if not node.rests_on & {"series", "stock"}:
            found = self.at(node, 0)
            for quarter in range(1, row):
                found = self.make(op, found, self.at(node, quarter))
            return found
        return self.last(self.run(op, self._aligned(op, node), self.row))

    def _aligned(self, op: str, node: Node) -> Node:
        """Give a row that looks ahead a value a quarter, each where all it looks at has come."""
        missing = self.row - node.row
        if missing == 0:
            return node
        nothing = {"add": 0.0, "max": -math.inf, "min": math.inf}[op]
        came = self.data(np.arange(self.row) >= missing)
        return self.make("select", came, self._later(node, missing), self.number(nothing))

    def _later(self, node: Node, by: int) -> Node:
        if node.row == 0:
            return node
        if node.op == "data":
            return self.data(np.concatenate([np.repeat(node.value[:1], by), node.value]))
        if node.op == "window":
            behind = by - node.value[0]
            return self.lag(node.args[0], behind, 0.0) if behind else node.args[0]
        return self.make(node.op, *(self._later(a, by) for a in node.args), value=node.value)


def below(roots: Iterable[Node]) -> list[Node]:
    """Every node that roots rest on, themselves too; arguments come before what uses them."""
    order: list[Node] = []
    seen: set[int] = set()
    stack = [(root, False) for root in reversed(list(roots))]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((arg, False) for arg in reversed(node.args))
    return order


def is_question(node: Node) -> bool:
    """Whether a node is a yes or no, which engines of numbers hold as 1 or 0."""
    return node.condition or (node.op == "data" and node.value.dtype == bool)


def is_number(node: Node, value: float) -> bool:
    """Whether a node is this number."""
    return node.op == "number" and not isinstance(node.value, bool) and node.value == value


def infinite(node: Node) -> bool:
    """Whether a node is written as infinite or unknown."""
    return node.op == "number" and isinstance(node.value, float) and not math.isfinite(node.value)
