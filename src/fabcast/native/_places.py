"""Where values lie: in what the function is given, and in its scratch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from fabcast.equations import Node, Stock
from fabcast.errors import BadInput

from ._schedule import LOOP, Schedule, own_inputs

SLOTS = 4
"""Quarters that a lag may look back, the present one included; a power of two."""
_GIVEN = frozenset({"input", "stock", "series", "lag"})
Key = TypeVar("Key")


@dataclass(slots=True)
class Places:
    """Position of each value among those of its kind, in the order in which they were asked for."""

    inputs: dict[str, int]
    numbers: dict[Node, int] = field(default_factory=dict)
    """Numbers that all draws share."""
    rows: dict[Node, int] = field(default_factory=dict)
    """Rows that all draws share."""
    references: dict[str, int] = field(default_factory=dict)
    cells: dict[object, int] = field(default_factory=dict)
    """One vector each: stocks, what is read in another phase, and `("so far", node)` of running values."""
    lagged: dict[Node, int] = field(default_factory=dict)
    """`SLOTS` vectors each."""
    before: dict[Node, float] = field(default_factory=dict)
    """What a lag reads before the first quarter."""
    kept: dict[Node, int] = field(default_factory=dict)
    """A vector a quarter each."""
    due: dict[str, int] = field(default_factory=dict)
    """Part at whose end each stock takes its new value."""

    def vectors(self, quarters: int) -> int:
        """Vectors that the scratch holds."""
        return len(self.cells) + SLOTS * len(self.lagged) + quarters * len(self.kept)


def place(where: dict[Key, int], what: Key) -> int:
    """Position of something, the next free one where it has none.

    >>> known = {"a": 0}
    >>> place(known, "b"), place(known, "a")
    (1, 0)
    """
    return where.setdefault(what, len(where))


def places(plan: Schedule) -> Places:
    """Give a place to all that one phase leaves to another, or one quarter to the next."""
    where = Places({name: i for i, name in enumerate(own_inputs(plan.program))})
    for name in plan.program.stocks:
        place(where.cells, name)
    for node, (op, args) in plan.operations.items():
        if op == "series":
            place(where.references, str(node.value))
        if op == "run":
            place(where.cells, ("so far", node))
        for arg in args:
            _reserve(plan, where, node, arg)
    for name, stock in plan.program.stocks.items():
        where.due[name] = _due(plan, name, stock)
        _reserve_at(plan, where, stock.after, where.due[name])
        _reserve_at(plan, where, stock.initial, plan.first_of_loop - 1)
    for node in plan.wanted.values():
        _reserve_at(plan, where, node, plan.written(node))
    return where


def _reserve(plan: Schedule, where: Places, node: Node, arg: Node) -> None:
    if arg not in plan.part:
        _reserve_at(plan, where, arg, plan.part[node])
    elif node.op == "lag":
        if node.value[0] >= SLOTS or where.before.get(arg, node.value[1]) != node.value[1]:
            raise BadInput(
                f"the model looks {node.value[0]} quarters back in {node.place}, for which the engine has no "
                f"place; it holds {SLOTS - 1}, each with one value before the first quarter"
            )
        place(where.lagged, arg)
        where.before[arg] = node.value[1]
    elif node.op == "at" or (arg.row and plan.phase(node) != plan.phase(arg) and node.op != "last"):
        place(where.kept, arg)
    elif node.op == "last":
        place(where.cells, arg)
    else:
        _reserve_at(plan, where, arg, plan.part[node])


def _reserve_at(plan: Schedule, where: Places, node: Node, reader: int) -> None:
    """Keep a node that another part reads; what is given, or written into instructions, needs no place."""
    if node in plan.shared and node.op != "number":
        place(where.rows if node.row else where.numbers, node)
    elif plan.part.get(node, reader) != reader and node.op not in _GIVEN:
        place(where.cells, node)


def _due(plan: Schedule, name: str, stock: Stock) -> int:
    """Part at whose end a stock takes its new value: nobody reads the old one any more."""
    old = plan.program.graph.leaf("stock", name, plan.program.graph.row)
    last = max(i for i, part in enumerate(plan.parts) if part.phase == LOOP)
    if stock.after.op == "stock" or any(s.after is old for s in plan.program.stocks.values()):
        return last
    readers = [plan.part[n] for n, o in plan.operations.items() if old in o.args]
    if any(plan.parts[i].measured for i in readers):
        return last
    return max(plan.part.get(stock.after, 0), plan.part.get(old, 0), plan.first_of_loop, *readers, 0)
