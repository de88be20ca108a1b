"""Which expression is worked out where: once a path or once a draw, before, inside or after time runs.

Numbers and rows alternate. What is read off a finished row (its last value, its value at a date)
opens a second round, whose numbers and rows come after the last quarter of the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fabcast.equations import SHARED, STRUCTURE, Node, Program, below, stages

from ._rewrite import Operation, rewritten

READ_OFF = frozenset({"last", "at"})
PART = 2500
"""Instructions a part: its code is then some 25 kB, most of what a core's cache of instructions holds."""
_LENGTH = {"exp": 30, "log": 30, "power": 31, "exp2": 31}
"""Instructions of operations that take many."""


class Phase(NamedTuple):
    """A stretch without a jump in time; phases run in the order of these fields."""

    round: int
    by_quarter: bool


START, LOOP = Phase(0, False), Phase(0, True)


class Part(NamedTuple):
    """A stretch of a phase; all vectors of a block go through it in turn."""

    phase: Phase
    nodes: tuple[Node, ...]
    measured: bool = False
    """Whether neither a stock nor the yardstick of other paths rests on it: it may be left out."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every node that a run needs, arguments first, and when it is worked out."""

    program: Program
    wanted: Mapping[str, Node]
    """Name → what is written out; all of it differs between draws."""
    shared: Mapping[Node, Operation]
    """What all draws have in common."""
    parts: tuple[Part, ...]
    """What differs between draws, in order."""
    part: Mapping[Node, int]
    """Number of the part in which a node is worked out."""
    operations: Mapping[Node, Operation]
    """What is carried out for each node of a part."""

    def phase(self, node: Node) -> Phase:
        """Phase of a node."""
        return self.parts[self.part[node]].phase

    @property
    def first_of_loop(self) -> int:
        """Number of the first part of a quarter."""
        return next(i for i, part in enumerate(self.parts) if part.phase == LOOP)

    def written(self, node: Node) -> int:
        """Part that writes an output: its own, or that of each quarter where it stands still."""
        return max(self.part[node], self.first_of_loop)


def schedule(program: Program, wanted: Mapping[str, Node], size: int = PART) -> Schedule:
    """Give every node its place in time.

    Parameters
    ----------
    wanted
        What a run is to write out.
    size
        Instructions a part, about.
    """
    stocks = program.stocks.values()
    roots = [*(s.initial for s in stocks), *(s.after for s in stocks), *wanted.values()]
    order, own = below(roots), own_inputs(program)
    stage = stages(order, own)
    operations = rewritten(program.graph, order, stage, roots)
    for node, (_, args) in operations.items():
        stage.setdefault(node, max((stage[a] for a in args), default=SHARED))
    moving = {n: o for n, o in operations.items() if stage[n] != SHARED}
    carried = _carried([*(s.after for s in stocks), *program.references.values()], moving)
    parts = tuple(_parts(_phases(moving), moving, carried, size))
    part = {n: i for i, some in enumerate(parts) for n in some.nodes}
    return Schedule(
        program=program,
        wanted={name: n for name, n in wanted.items() if n in part},
        shared={n: o for n, o in operations.items() if stage[n] == SHARED},
        parts=parts,
        part=part,
        operations=moving,
    )


def own_inputs(program: Program) -> tuple[str, ...]:
    """Names of the inputs that differ between draws."""
    return tuple(name for name in program.inputs if not name.startswith(STRUCTURE))


def _carried(roots: Sequence[Node], moving: Mapping[Node, Operation]) -> set[Node]:
    """What stocks and the yardstick rest on."""
    found: set[Node] = set()
    left = [n for n in roots if n in moving]
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left += [a for a in moving[node].args if a in moving]
    return found


def _phases(moving: Mapping[Node, Operation]) -> dict[Node, Phase]:
    phase: dict[Node, Phase] = {}
    for node, (_, args) in moving.items():
        before = max((phase[a].round for a in args if a in phase), default=0)
        phase[node] = Phase(before + (node.op in READ_OFF), bool(node.row))
    return phase


def _parts(
    phase: Mapping[Node, Phase], moving: Mapping[Node, Operation], carried: Collection[Node], size: int
) -> Iterator[Part]:
    """Cut each phase where its instructions reach the size; what is only measured comes last."""
    for now in sorted({*phase.values(), START, LOOP}):
        nodes = [n for n, when in phase.items() if when == now]
        first = nodes if now == START else [n for n in nodes if now == LOOP and n in carried]
        yield from (Part(now, tuple(some)) for some in _cut(first, moving, size))
        if now == START and not first:
            yield Part(now, ())  # has the first values of stocks all the same
        left = [] if now == START else [n for n in nodes if now != LOOP or n not in carried]
        yield from (Part(now, tuple(some), measured=True) for some in _cut(left, moving, size))
        if now == LOOP:
            yield Part(now, ())  # gives stocks that are measured their new value


def _cut(nodes: Sequence[Node], moving: Mapping[Node, Operation], size: int) -> list[list[Node]]:
    parts: list[list[Node]] = []
    left = 0
    for node in nodes:
        if left <= 0:
            parts.append([])
            left = size
        parts[-1].append(node)
        left -= _LENGTH.get(moving[node].op, 1)
    return parts
