"""The model as Numba source: compiled loops over quarters and blocks of draws, on all cores.

All numbers of a block of draws lie in one array, a row a number, at places known when the source
is written: the compiler then sees that no two rows overlap and makes vector code of each group of
equations, and a block stays in a core's own cache. Logarithm and exponential are written out, by
series without a branch, because a call of the C library would stop that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fabcast.equations import CONSTANT, LATE, QUARTERLY, SHARED, Node, Program, is_question, stages

from ._names import Names
from ._numba_text import AFTER_ROWS, HEAD, WRITER
from ._numpy import shared_lines
from ._plan import Plan, outputs, plan

BLOCK = 32
"""Draws a block: all rows of it then fit a core's own cache."""
GROUP = 40
"""Equations a loop: longer loops spill registers and take long to compile."""


def numba_source(program: Program, block: int = BLOCK, group: int = GROUP) -> str:
    """Write the program as Numba source.

    Parameters
    ----------
    block
        Draws a block.
    group
        Equations a loop over draws.
    """
    return _Source(program, block, group).text()


@dataclass(slots=True)
class _Source:
    """Puts the source together: what draws share, a draw's constants, quarters, what comes late."""

    program: Program
    block: int
    group: int
    made: Plan = field(init=False)
    wanted: Mapping[str, Node] = field(init=False)
    place: dict[object, int] = field(default_factory=dict)
    shared: dict[str, dict[Node, int]] = field(default_factory=lambda: {"rows": {}, "numbers": {}})
    functions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wanted = outputs(self.program)
        self.made = plan(self.program, self.wanted, Names(), widest=24, stages=self._stages)

    def _stages(self, every: list[Node]) -> Mapping[Node, int]:
        return stages(every, self.program.inputs)

    def row(self, what: object) -> int:
        """Row of the array in which something lies."""
        return self.place.setdefault(what, len(self.place))

    def at(self, what: object) -> str:
        """Element of that row for draw `d` of the block."""
        return f"M[{self.row(what) * self.block} + d]"

    def _reads(self, node: Node, whole: bool) -> list[Node]:
        """Named nodes that an equation reads."""
        if not whole and node in self.made.names:
            return [node]
        if node.op == "lag":
            return []
        found: list[Node] = []
        stack = list(node.args)
        while stack:
            one = stack.pop()
            if one in self.made.names:
                found.append(one)
            else:
                stack.extend(one.args)
        return found

    def _equation(self, node: Node, whole: bool) -> str:
        if whole and node.op == "lag":
            return _asked(node, self.at(("ago", node.value[0], node.args[0])))
        if whole and node.op == "run":
            over, before = WRITER.text(node.args[0], self.made.names.get), self.at(("so far", node))
            form = {"add": "{} + {}", "max": "max({}, {})", "min": "min({}, {})"}[node.value]
            return form.format(before, over)
        if whole and node.op == "last":
            return self.at(("so far", node.args[0]))
        return WRITER.text(node, self.made.names.get, whole=whole)

    def groups(self, nodes: list[Node], extra: list[tuple[object, Node]], late: bool = False) -> list[str]:
        """Write functions that work out nodes, and copies of nodes; return calls of them."""
        jobs: list[tuple[object, Node, bool]] = [(n, n, True) for n in nodes] + [
            (w, n, False) for w, n in extra
        ]
        parts = [jobs[i : i + self.group] for i in range(0, len(jobs), self.group)]
        return [self._function(part, late) for part in parts]

    def _function(self, part: list[tuple[object, Node, bool]], late: bool) -> str:
        name, names = f"_part_{len(self.functions)}", self.made.names
        own = {n for _, n, whole in part if whole}
        reads = dict.fromkeys(a for _, n, whole in part for a in self._reads(n, whole) if a not in own)
        looked = {a for _, n, whole in part if whole and n.op in {"at", "last"} for a in n.args}
        shared = [a for a in reads if self.made.stage[a] == SHARED]
        lines = [
            "@numba.njit(error_model='numpy', fastmath={'contract', 'nsz'})",
            f"def {name}(M, K, rows, numbers, q):",
        ]
        lines += [f"    {names[a]} = {self._load_shared(a)}" for a in shared]
        lines.append(f"    for d in range({self.block}):")
        drawn = [a for a in reads if a not in shared and a not in looked]
        lines += [f"        {names[a]} = {self._load(a, late)}" for a in drawn]
        for what, node, whole in part:
            if not whole:
                text = WRITER.text(node, names.get)
                lines.append(f"        {self.at(what)} = {_as_number(node, text)}")
                continue
            text = (
                f"K[{self._kept(node.args[0])}, {node.value}, d]"
                if node.op == "at"
                else self._equation(node, True)
            )
            lines.append(f"        {names[node]} = {text}")
            lines.append(f"        {self.at(node)} = {_as_number(node, names[node])}")
            if node.op == "run":
                lines.append(f"        {self.at(('so far', node))} = {names[node]}")
        self.functions.append("\n".join([*lines, ""]))
        return f"{name}(M, K, rows, numbers, q)"

    def _load_shared(self, node: Node) -> str:
        kind = "rows" if node.row else "numbers"
        place = self.shared[kind].setdefault(node, len(self.shared[kind]))
        return _asked(node, f"rows[{place}, q]" if node.row else f"numbers[{place}]")

    def _load(self, node: Node, late: bool) -> str:
        if late and node.row and self.made.stage[node] == QUARTERLY:
            return _asked(node, f"K[{self._kept(node)}, q, d]")
        return _asked(node, self.at(node))

    def _kept(self, node: Node) -> int:
        """Row of what is kept of every quarter."""
        kept = self.shared.setdefault("kept", {})
        return kept.setdefault(node, len(kept))

    def text(self) -> str:
        """Whole source."""
        graph, stage = self.program.graph, self.made.stage
        order = [n for n in self.made.order if n.op not in {"input", "series", "stock"}]
        stocks = {s: graph.leaf("stock", s, graph.row) for s in self.program.stocks}
        rows = {
            "stocks": [self.row(n) for n in stocks.values()],
            "next": [self.row(("next", n)) for n in stocks.values()],
            "inputs": [self.row(graph.leaf("input", name)) for name in self.program.inputs],
            "reference": [self.row(graph.leaf("series", name, graph.row)) for name in self._references()],
        }
        quarterly = [n for n in order if stage[n] == QUARTERLY]
        late = [n for n in order if stage[n] == LATE]
        lagged = list(dict.fromkeys(n.args[0] for n in quarterly if n.op == "lag"))
        depth = max((n.value[0] for n in quarterly if n.op == "lag"), default=0)
        for back in range(depth + 1):
            rows[f"ago {back}"] = [self.row(("ago", back, n)) for n in lagged]
        now = {i: n for i, n in enumerate(self.wanted.values()) if stage[n] != LATE}
        rows["out"] = [self.row(("out", i)) for i in now]
        after = self._late(late)
        first = self.groups(
            [n for n in order if stage[n] == CONSTANT],
            [(n, self.program.stocks[s].initial) for s, n in stocks.items()],
        )
        each = self.groups(
            quarterly,
            [(("next", n), self.program.stocks[s].after) for s, n in stocks.items()]
            + [(("out", i), n) for i, n in now.items()]
            + [(("ago", 0, n), n) for n in lagged],
        )
        before = {n.args[0]: n.value[1] for n in quarterly if n.op == "lag"}
        start = [
            self._fill(("ago", k, n), repr(float(before[n]))) for n in lagged for k in range(1, depth + 1)
        ]
        zero = {"add": "0.0", "max": "-inf", "min": "inf"}
        start += [self._fill(("so far", n), zero[n.value]) for n in quarterly if n.op == "run"]
        return self._assembled(rows, start + first, each, after, now, depth)

    def _fill(self, what: object, value: str) -> str:
        """Start of a row."""
        place = self.row(what) * self.block
        return f"M[{place} : {place + self.block}] = {value}"

    def _late(self, late: list[Node]) -> tuple[list[str], list[str]]:
        """What is known only after the last quarter: once a draw, then once a quarter."""
        ends = [(("date", i), n) for i, n in enumerate(self.wanted.values()) if self.made.stage[n] == LATE]
        once = self.groups([n for n in late if not n.row], [(w, n) for w, n in ends if not n.row], late=True)
        rows = self.groups([n for n in late if n.row], [(w, n) for w, n in ends if n.row], late=True)
        return once, rows

    def _references(self) -> list[str]:
        return [name for name in self.program.series if name.startswith("reference.")]

    def _move(self, to: list[int], source: list[int]) -> str:
        """Copy of consecutive rows."""
        b = self.block
        return f"M[{to[0] * b} : {(to[-1] + 1) * b}] = M[{source[0] * b} : {(source[-1] + 1) * b}]"

    def _assembled(
        self,
        rows: Mapping[str, list[int]],
        first: list[str],
        each: list[str],
        after: tuple[list[str], list[str]],
        now: Mapping[int, Node],
        depth: int,
    ) -> str:
        b, quarters = self.block, self.program.graph.row
        kept = self.shared.get("kept", {})
        lines = [HEAD.replace("{block}", str(b)), f"ROW = {quarters}", "", "", *self.functions, ""]
        lines += ["@numba.njit", "def _block(d0, inputs, numbers, rows, stock, out, dates):"]
        body = [
            f"M = np.zeros({len(self.place) * b})",
            f"K = np.empty(({max(len(kept), 1)}, ROW, {b}))",
            "q = 0",
        ]
        body += [f"for i in range({len(rows['inputs'])}):", f"    for d in range({b}):"]
        body += [
            f"        M[({rows['inputs'][0]} + i) * {b} + d] = inputs[i, d0 + d]",
            *first,
            "for q in range(ROW):",
        ]
        inside = [f"for i in range({len(rows['reference'])}):", f"    for d in range({b}):"]
        inside += [f"        M[({rows['reference'][0]} + i) * {b} + d] = stock[q, i, d0 + d]", *each]
        inside.append(self._move(rows["stocks"], rows["next"]))
        if rows.get("ago 0"):
            inside += [self._move(rows[f"ago {k}"], rows[f"ago {k - 1}"]) for k in range(depth, 0, -1)]
        for i in now:
            place = self.row(("out", i)) * b
            inside.append(f"out[{i}, q, d0 : d0 + {b}] = M[{place} : {place + b}]")
        for node, k in kept.items():
            place = self.row(node) * b
            inside.append(f"K[{k}, q] = M[{place} : {place + b}]")
        body += ["    " + line for line in inside]
        body += [*after[0], "for q in range(ROW):", *("    " + line for line in after[1]), "    pass"]
        late = [(i, n) for i, n in enumerate(self.wanted.values()) if i not in now]
        end = [
            f"out[{i}, q, d0 : d0 + {b}] = M[{self.row(('date', i)) * b} : {(self.row(('date', i)) + 1) * b}]"
            for i, n in late
            if n.row
        ]
        body[-1:] = ["    " + line for line in end] or ["    pass"]
        body += [
            f"dates[{i}, d0 : d0 + {b}] = M[{self.row(('date', i)) * b} : {(self.row(('date', i)) + 1) * b}]"
            for i, n in late
            if not n.row
        ]
        lines += ["    " + line for line in body]
        lines += ["", "", "@numba.njit(parallel=True)", "def _all(inputs, numbers, rows, stock, out, dates):"]
        lines += [f"    for b in numba.prange(inputs.shape[1] // {b}):"]
        lines += [f"        _block(b * {b}, inputs, numbers, rows, stock, out, dates)", "", AFTER_ROWS, ""]
        return "\n".join([*lines, *self._wrapper()])

    def _wrapper(self) -> list[str]:
        """What NumPy prepares: rows that all draws share, draws filled up to whole blocks."""
        stage, names = self.made.stage, self.made.names
        entering = [n for n in names if n.op in {"input", "series"} and stage[n] == SHARED]
        shared = [n for n in self.made.order if stage[n] == SHARED]
        lines = ["def prepared(given):", '    """Arrays that the compiled loops take."""']
        body = [f"    {names[n]} = given[{n.value!r}]" for n in entering] + shared_lines(self.made, shared)
        lines += [
            "    with np.errstate(all='ignore'):",
            *("    " + line.replace("_ln(", "_ln_of_rows(") for line in body),
        ]
        rows = ", ".join(f"np.broadcast_to({names[n]}, (ROW, 1))[:, 0]" for n in self.shared["rows"])
        numbers = "".join(f"np.ravel({names[n]})[0], " for n in self.shared["numbers"])
        n = len(self.wanted)
        return [
            *lines,
            f"    rows = np.array([{rows}], float)",
            f"    numbers = np.array([{numbers}0.0], float)",
            f"    names = {list(self.program.inputs)!r}",
            f"    references = {self._references()!r}",
            "    draws = given[names[0]].shape[0]",
            f"    fill = -draws % {self.block}",
            "    inputs = np.stack([given[n] for n in names])",
            "    inputs = np.concatenate([inputs, np.repeat(inputs[:, :1], fill, 1)], 1)",
            "    stock = np.stack([np.broadcast_to(given[n], (ROW, draws)) for n in references], axis=1)",
            "    stock = np.concatenate([stock, np.repeat(stock[:, :, :1], fill, 2)], 2)",
            f"    out, dates = np.empty(({n}, ROW, draws + fill)), np.empty(({n}, draws + fill))",
            "    return inputs, numbers, rows, stock, out, dates",
            "",
            "",
            "def run(given):",
            '    """Run all draws of `given`."""',
            "    arrays = prepared(given)",
            "    _all(*arrays)",
            f"    out, dates, draws = *arrays[-2:], given[{self.program.inputs[0]!r}].shape[0]",
            f"    return {{{self._results()}}}",
            "",
        ]

    def _is_date(self, node: Node) -> bool:
        """Whether it is one number a draw; what never moves has a row all the same."""
        return self.made.stage[node] == LATE and not node.row

    def _results(self) -> str:
        return ", ".join(
            f"{name!r}: {'dates' if self._is_date(n) else 'out'}[{i}, ..., :draws]"
            for i, (name, n) in enumerate(self.wanted.items())
        )


def _asked(node: Node, text: str) -> str:
    return f"{text} > 0.5" if is_question(node) else text


def _as_number(node: Node, text: str) -> str:
    return f"1.0 if {text} else 0.0" if is_question(node) else text
