"""The program as a function of LLVM's intermediate language: vectors of draws through all quarters.

What a vector needs lies in a small scratch that stays in a core's own cache: a cell for each stock
and for each number that another stretch of instructions reads, four slots for what is read with a
lag, and whole rows of what is looked back at after the last quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from fabcast.equations import Node, is_question

from ._lanes import Lanes
from ._places import SLOTS, Places, places
from ._schedule import LOOP, START, Schedule

ARGUMENTS = ("inputs", "numbers", "rows", "series", "strides", "scratch", "literals")
_READ = frozenset({"input", "stock", "series", "lag", "at", "last"})
_FIRST = {"add": 0.0, "max": -np.inf, "min": np.inf}


def write(plan: Schedule, lanes: Lanes, block: int) -> tuple[str, Places]:
    """Write the function `draws`, and say where values lie in what it is given.

    `draws(inputs, numbers, rows, series, strides, scratch, literals, vectors)` takes inputs as (vector,
    input, draw of a vector), numbers that draws share, their rows as (quarter, row), and for each series
    of draws, outputs first and then references, the address of its first number and the bytes from a
    quarter to the next. After the last stride stand the first quarter, one past the last, and whether
    anything is measured. The scratch, a piece a vector, is what a later call goes on with.

    Parameters
    ----------
    block
        Vectors that go through each part in turn: its instructions are then fetched once for all.
    """
    writer = _Writer(plan, lanes, places(plan), block)
    writer.read_switches()
    up = lanes.let(f"add i64 %vectors, {block - 1}")
    writer.loop(lanes.let(f"sdiv i64 {up}, {block}"), writer.one_block)
    lanes.do("ret void")
    take = ", ".join(f"ptr noalias %{name}" for name in ARGUMENTS)
    head = f"define void @draws({take}, i64 %vectors) #0 {{"
    return "\n".join([*lanes.declarations(), "", head, "entry:", *lanes.lines, "}", ""]), writer.where


@dataclass(slots=True)
class _Writer:
    """State of the writing: values that have a name, and where in time they belong."""

    plan: Schedule
    lanes: Lanes
    where: Places
    block: int
    part: int = 0
    scratch: str = ""
    known: dict[Node, str] = field(default_factory=dict)
    vector: str = ""
    """Name of the number of the vector."""
    quarter: str = ""
    """Name of the quarter, in a loop over quarters."""
    bases: dict[str, str] = field(default_factory=dict)
    switches: dict[str, str] = field(default_factory=dict)
    labels: int = 0

    @property
    def width(self) -> int:
        """Bytes of a vector."""
        return self.lanes.wide * self.lanes.precision.bytes

    @property
    def quarters(self) -> int:
        """Quarters of the model."""
        return self.plan.program.graph.row

    def read_switches(self) -> None:
        """Name what the call is to do: from where, up to where, what of it."""
        last = len(self.plan.wanted) + len(self.where.references)
        names = ("from", "to", "measured")
        places = (self._beyond("%strides", 8 * (last + i)) for i in range(3))
        self.switches = {n: self.lanes.let(f"load i64, ptr {p}") for n, p in zip(names, places, strict=True)}
        starts = self.lanes.let(f"icmp eq i64 {self.switches['from']}, 0")
        measured = self.lanes.let(f"icmp ne i64 {self.switches['measured']}, 0")
        ends = self.lanes.let(f"icmp eq i64 {self.switches['to']}, {self.quarters}")
        self.switches |= {"starts": starts, "measured": measured}
        self.switches["after"] = self.lanes.let(f"and i1 {ends}, {measured}")

    def loop(self, count: str, body: Callable[[str], None], first: str = "0") -> None:
        """Repeat what `body` writes, which is told the name of the counter."""
        self.labels += 1
        k, do = self.labels, self.lanes.lines.append
        do(f"  br label %before{k}\nbefore{k}:\n  br label %again{k}\nagain{k}:")
        do(f"  %i{k} = phi i64 [ {first}, %before{k} ], [ %next{k}, %end{k} ]")
        body(f"%i{k}")
        do(f"  br label %end{k}\nend{k}:\n  %next{k} = add i64 %i{k}, 1")
        do(f"  %more{k} = icmp slt i64 %next{k}, {count}")
        do(f"  br i1 %more{k}, label %again{k}, label %after{k}\nafter{k}:")

    def one_block(self, block: str) -> None:
        """Write all phases, for a few vectors of draws that go through each part in turn."""
        first = self.lanes.let(f"mul i64 {block}, {self.block}")
        left = self.lanes.let(f"sub i64 %vectors, {first}")
        more = self.lanes.let(f"icmp slt i64 {left}, {self.block}")
        count = self.lanes.let(f"select i1 {more}, i64 {left}, i64 {self.block}")
        for phase, numbered in groupby(enumerate(self.plan.parts), lambda one: one[1].phase):
            parts = [i for i, _ in numbered]

            def all_parts(quarter: str, parts: list[int] = parts) -> None:
                for i in parts:
                    with self._where(self._needed(i)):
                        self.loop(count, lambda v, i=i: self._work_out(i, first, v, quarter))  # type: ignore[misc]

            if phase == LOOP:
                self.loop(self.switches["to"], all_parts, self.switches["from"])
            elif phase.by_quarter:
                self.loop(str(self.quarters), all_parts)
            else:
                all_parts("0")

    def _needed(self, part: int) -> str | None:
        """Name of what says whether a part is needed; None where it always is."""
        phase, _, measured = self.plan.parts[part]
        if phase == START:
            return self.switches["starts"]
        if phase > LOOP:
            return self.switches["after"]
        return self.switches["measured"] if measured else None

    @contextmanager
    def _where(self, condition: str | None) -> Iterator[None]:
        """Jump over what is written inside where a condition does not hold."""
        if condition is None:
            yield
            return
        self.labels += 1
        k = self.labels
        self.lanes.lines.append(f"  br i1 {condition}, label %do{k}, label %leave{k}\ndo{k}:")
        yield
        self.lanes.lines.append(f"  br label %leave{k}\nleave{k}:")

    def _work_out(self, part: int, first: str, own: str, quarter: str) -> None:
        self.part, self.quarter, self.known, self.bases = part, quarter, {}, {}
        self.vector = self.lanes.let(f"add i64 {first}, {own}")
        self.scratch = self._moved("%scratch", self.vector, self.where.vectors(self.quarters) * self.width)
        phase, nodes, _ = self.plan.parts[part]
        for node in nodes:
            self.known[node] = self._read(node) if node.op in _READ else self._make(node)
            self._remember(node)
        for i, node in enumerate(self.plan.wanted.values()):
            if self.plan.written(node) == part:
                self._store(self._series(i), self._as_number(node))
        if part == self.plan.first_of_loop - 1:
            self._start()
        if phase == LOOP:
            self._pass_on()

    def _remember(self, node: Node) -> None:
        """Leave what another phase, or a later quarter, will read."""
        for what in (node, ("so far", node)):
            if what in self.where.cells:
                self._store(self._cell(what), self._as_number(node))
        if node in self.where.kept:
            self._store(self._kept(node, self.quarter), self._as_number(node))
        if node in self.where.lagged:
            self._store(self._slot(node, self._ago(0)), self._as_number(node))

    def _start(self) -> None:
        """Fill stocks, lags and running values before the first quarter."""
        for name, stock in self.plan.program.stocks.items():
            self._store(self._cell(name), self._as_number(stock.initial))
        for node, before in self.where.before.items():
            for slot in range(SLOTS):
                self._store(self._slot(node, str(slot)), self.lanes.number(before))
        for node in (n for n in self.plan.part if n.op == "run"):
            self._store(self._cell(("so far", node)), self.lanes.number(_FIRST[str(node.value)]))

    def _pass_on(self) -> None:
        """Give stocks their new value, once all of this quarter have read the old one."""
        stocks = [(n, s) for n, s in self.plan.program.stocks.items() if self.where.due[n] == self.part]
        for name, value in [(name, self._as_number(s.after)) for name, s in stocks]:
            self._store(self._cell(name), value)

    # -- values

    def _value(self, node: Node) -> str:
        if node.op == "number":
            yes_or_no = isinstance(node.value, bool | np.bool_)
            return self.lanes.fact(bool(node.value)) if yes_or_no else self.lanes.number(float(node.value))
        if node not in self.known:
            self.known[node] = self._read(node)
        return self.known[node]

    def _as_number(self, node: Node) -> str:
        """Hold a yes or no as one or zero."""
        value = self._value(node)
        return self.lanes.apply("number_of", [value]) if is_question(node) else value

    def _read(self, node: Node) -> str:
        """Load what was worked out elsewhere, a yes or no from one or zero."""
        if node in self.plan.part:
            value = self._load(self._address(node))
        else:
            value = self.lanes.spread(self._shared(node))
        return self.lanes.compare("une", value, self.lanes.number(0.0)) if is_question(node) else value

    def _address(self, node: Node) -> str:
        if node.op == "lag":
            return self._slot(node.args[0], self._ago(node.value[0]))
        if node.op == "at":
            return self._kept(node.args[0], str(node.value))
        if node.op == "input":
            return self._input(str(node.value))
        if node.op == "series":
            return self._series(len(self.plan.wanted) + self.where.references[str(node.value)])
        if node in self.where.kept and self.plan.phase(node) != self.plan.parts[self.part].phase:
            return self._kept(node, self.quarter)
        return self._cell({"last": node.args[:1], "stock": (node.value,)}.get(node.op, (node,))[0])

    def _make(self, node: Node) -> str:
        op, nodes = self.plan.operations[node]
        args = [self._value(a) for a in nodes]
        if op == "run":
            before = self._load(self._cell(("so far", node)))
            return self.lanes.apply(str(node.value), [before, *args])
        return self.lanes.apply(op, args)

    # -- addresses

    def _input(self, name: str) -> str:
        base = self._base("inputs", "%inputs", self.vector, len(self.where.inputs) * self.width)
        return self._beyond(base, self.where.inputs[name] * self.width)

    def _series(self, i: int) -> str:
        first = self.lanes.let(f"load ptr, ptr {self._beyond('%series', 8 * i)}")
        stride = self.lanes.let(f"load i64, ptr {self._beyond('%strides', 8 * i)}")
        row = self.lanes.let(f"mul i64 {stride}, {self.quarter}")
        moved = self.lanes.let(f"getelementptr i8, ptr {first}, i64 {row}")
        return self._moved(moved, self.vector, self.width)

    def _shared(self, node: Node) -> str:
        size = self.lanes.precision.bytes
        if node.row:
            base = self._base("rows", "%rows", self.quarter, len(self.where.rows) * size)
            return self._beyond(base, self.where.rows[node] * size)
        return self._beyond("%numbers", self.where.numbers[node] * size)

    def _cell(self, what: object) -> str:
        return self._beyond(self.scratch, self.where.cells[what] * self.width)

    def _slot(self, node: Node, slot: str) -> str:
        first = len(self.where.cells) * self.width
        base = self._base(
            f"slot {slot}", self._beyond(self.scratch, first), slot, len(self.where.lagged) * self.width
        )
        return self._beyond(base, self.where.lagged[node] * self.width)

    def _ago(self, quarters: int) -> str:
        """Name of the slot of some quarters ago."""
        key = f"ago {quarters}"
        if key not in self.bases:
            then = self.lanes.let(f"sub i64 {self.quarter}, {quarters}")
            self.bases[key] = self.lanes.let(f"and i64 {then}, {SLOTS - 1}")
        return self.bases[key]

    def _kept(self, node: Node, quarter: str) -> str:
        first = (len(self.where.cells) + SLOTS * len(self.where.lagged)) * self.width
        first += self.where.kept[node] * self.quarters * self.width
        return self._moved(self._beyond(self.scratch, first), quarter, self.width)

    def _base(self, key: str, start: str, index: str, size: int) -> str:
        """Address that several values of a phase are found from; worked out once."""
        if key not in self.bases:
            self.bases[key] = self._moved(start, index, size)
        return self.bases[key]

    def _moved(self, start: str, index: str, size: int) -> str:
        offset = self.lanes.let(f"mul i64 {index}, {size}")
        return self.lanes.let(f"getelementptr i8, ptr {start}, i64 {offset}")

    def _beyond(self, start: str, offset: int) -> str:
        return self.lanes.let(f"getelementptr i8, ptr {start}, i64 {offset}") if offset else start

    def _load(self, address: str) -> str:
        return self.lanes.let(f"load {self.lanes.real}, ptr {address}, align 8")

    def _store(self, address: str, value: str) -> None:
        self.lanes.do(f"store {self.lanes.real} {value}, ptr {address}, align 8")
