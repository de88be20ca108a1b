"""Which expressions get a name of their own, in what order they are worked out, and when.

Four stages: what is constant in a draw; what moves with the quarter but with no stock; what
the stocks of the next quarter rest on; what is only measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fabcast.equations import LEAVES, Node, Program, below

from ._names import Names

CONSTANT, GIVEN, LOOP, AFTER = range(4)
_REMEMBERS = frozenset({"lag", "run", "at"})


@dataclass(frozen=True, slots=True)
class Plan:
    """Named expressions of a program, arguments before what uses them."""

    names: Mapping[Node, str]
    stage: Mapping[Node, int]
    order: tuple[Node, ...]
    """Every named node that has an equation."""

    def at_stage(self, stage: int) -> list[Node]:
        """Equations of one stage, in order."""
        return [node for node in self.order if self.stage[node] == stage]


def plan(
    program: Program,
    wanted: Mapping[str, Node],
    names: Names,
    widest: int,
    small: int = 0,
    stages: Callable[[list[Node]], Mapping[Node, int]] | None = None,
) -> Plan:
    """Choose the names of a program's expressions.

    Parameters
    ----------
    wanted
        Name → node: what is to be read from a run.
    widest
        Most leaves of an equation: a longer one is cut in two.
    small
        Expressions of at most this many leaves are written out wherever they are used.
    stages
        Another division into stages than that of this module.
    """
    next_ = [s.after for s in program.stocks.values()]
    roots = [*next_, *(s.initial for s in program.stocks.values()), *wanted.values()]
    every = below(roots)
    looped = {id(n) for n in below(next_) if "stock" in n.rests_on}
    stage = stages(every) if stages else {n: _stage(n, looped) for n in every}
    chosen = _chosen(every, stage, set(wanted.values()), widest, small)
    labels = _labels(program, wanted)
    first = sorted((n for n in every if n in chosen and n in labels), key=_rank)
    named = {n: names.give(labels[n]) for n in first}
    named |= {n: names.give(_hint(n)) for n in every if n in chosen and n not in labels}
    return Plan(
        named, stage, tuple(n for n in every if n in chosen and n.op not in {"input", "series", "stock"})
    )


def _stage(node: Node, looped: set[int]) -> int:
    if not node.rests_on & {"series", "stock"} and node.row == 0:
        return CONSTANT
    if "stock" not in node.rests_on:
        return GIVEN
    return LOOP if id(node) in looped else AFTER


def _chosen(
    every: list[Node], stage: Mapping[Node, int], wanted: set[Node], widest: int, small: int
) -> set[Node]:
    """Nodes with a name: leaves that have one, what is used twice or at another stage, what is long."""
    used: dict[Node, int] = {}
    later: set[Node] = set()
    remembered: set[Node] = set()
    for node in every:
        for arg in node.args:
            used[arg] = used.get(arg, 0) + 1
            if stage[node] > stage[arg]:
                later.add(arg)
            if node.op in _REMEMBERS:
                remembered.add(arg)
    chosen: set[Node] = set()
    width: dict[Node, int] = {}
    for node in every:
        if node.op in LEAVES:
            width[node] = 1
            if node.op != "number":
                chosen.add(node)
            continue
        inner = sum(1 if a in chosen else width[a] for a in node.args)
        often = used.get(node, 0) > 1 or node in later
        keep = node in wanted or node in remembered or node.op in _REMEMBERS | {"last"}
        if keep or (often and inner > small and not node.condition) or inner > widest:
            chosen.add(node)
        width[node] = inner
    return chosen


def _labels(program: Program, wanted: Mapping[str, Node]) -> dict[Node, str]:
    """Names that the model itself gives: outcomes, then flows on record, then inputs."""
    found = {n: str(n.value) for n in program.graph.known.values() if n.op in {"input", "series", "stock"}}
    for name, node in (*program.record.items(), *wanted.items()):
        if node.op not in LEAVES:
            found[node] = name
    return found


def _rank(node: Node) -> int:
    """What enters is named first, then stocks: their names never change with the equations."""
    return {"input": 0, "series": 0, "stock": 1}.get(node.op, 2)


def _hint(node: Node) -> str:
    if node.op == "lag":
        return f"{node.args[0].place} {node.value[0]} quarters ago"
    if node.op in {"run", "at", "last"}:
        return f"{node.place} {'so far' if node.op == 'run' else 'read'}"
    return node.place or "part"


def outputs(program: Program, ids: Iterable[str] | None = None) -> dict[str, Node]:
    """Outcomes by id; default all."""
    return {name: program.outcomes[name] for name in ids or program.outcomes}
