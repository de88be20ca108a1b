"""The model as plain NumPy source: many draws at a time, one array operation after another."""

from __future__ import annotations

from typing import Any

import numpy as np

from fabcast.equations import Node, Program

from ._names import Names
from ._plan import AFTER, CONSTANT, GIVEN, LOOP, Plan, outputs, plan
from ._text import ARITHMETIC, Form, Writer

_HEAD = '''"""{title}

Made by Fabcast from its own equations. `run(given)` takes a dictionary of arrays: a draw's inputs
of shape (draw,), a path's constants as numbers, its rows of shape (quarter, 1) and `reference.*` of
shape (quarter, draw); it gives outcomes of shape (quarter, draw), dates (draw,).
"""

import numpy as np

inf, nan = np.inf, np.nan


def _ln(x):
    return np.where(x > 0, np.log(x), -inf)


def _power(x, y):
    return np.exp(y * _ln(x))


def _ago(x, quarters, before):
    found = np.full(x.shape, before, dtype=x.dtype)
    found[quarters:] = x[:-quarters]
    return found


@np.errstate(all="ignore")
def run(given):
    """Run all draws of `given`."""
'''


def number(node: Node) -> str:
    """Write a number as Python does.

    >>> from fabcast.equations import Graph
    >>> number(Graph().number(0.1)), number(Graph().number(-2.0))
    ('0.1', '(-2.0)')
    """
    if isinstance(node.value, bool):
        return str(node.value)
    text = repr(float(node.value))
    return f"({text})" if text.startswith("-") else text


WRITER = Writer(
    ARITHMETIC
    | {
        "max": Form("np.maximum({}, {})"),
        "min": Form("np.minimum({}, {})"),
        "pow": Form("_power({}, {})"),
        "exp": Form("np.exp({})"),
        "exp2": Form("np.exp2({})"),
        "log": Form("_ln({})"),
        "sqrt": Form("np.sqrt({})"),
        "abs": Form("np.abs({})"),
        "eq": Form("{} == {}", 1, (2, 2)),
        "ne": Form("{} != {}", 1, (2, 2)),
        "and": Form("{} & {}", 1, (9, 9)),
        "or": Form("{} | {}", 1, (9, 9)),
        "not": Form("~({})", 1, (0,)),
        "is_finite": Form("np.isfinite({})"),
        "select": Form("np.where({}, {}, {})"),
        "number_of": Form("np.where({}, 1.0, 0.0)"),
    },
    number,
)


def numpy_source(program: Program, title: str = "A run of Fabcast's model.") -> str:
    """Write the program as NumPy source.

    >>> from fabcast.exchange import program
    >>> "def run(given):" in numpy_source(program())
    True
    """
    wanted = outputs(program)
    made = plan(program, wanted, Names(), widest=24)
    lines = [_HEAD.format(title=title)]
    lines += [f"    {made.names[n]} = given[{n.value!r}]" for n in _entering(made)]
    for stage in (CONSTANT, GIVEN):
        lines += [f"    {made.names[n]} = {_whole(n, made, stage)}" for n in made.at_stage(stage)]
    lines += _loop(program, made, wanted)
    lines += [f"    {made.names[n]} = {_whole(n, made, AFTER)}" for n in made.at_stage(AFTER)]
    pairs = ", ".join(
        f"{name!r}: {WRITER.text(node, _reference(made, AFTER))}" for name, node in wanted.items()
    )
    return "\n".join([*lines, f"    return {{{pairs}}}", ""])


def shared_lines(made: Plan, nodes: list[Node]) -> list[str]:
    """Equations of what no draw moves, one row of shape (quarter, 1) or one number each."""
    return [f"    {made.names[n]} = {_whole(n, made, GIVEN)}" for n in nodes]


def compiled(source: str) -> Any:
    """Function `run` of a source."""
    space: dict[str, Any] = {}
    exec(compile(source, "<fabcast export>", "exec"), space)  # noqa: S102 - our own text, not the user's
    return space["run"]


def _entering(made: Plan) -> list[Node]:
    return [n for n in made.names if n.op in {"input", "series"}]


def _reference(made: Plan, stage: int) -> Any:
    """Name of a node where equations of a stage use it."""

    def name(node: Node) -> str | None:
        found = made.names.get(node)
        if found is None or stage in {CONSTANT, GIVEN}:
            return found
        row = node.row > 0
        if stage == LOOP:
            return f"{found}[q]" if row and made.stage[node] == GIVEN else found
        return f"all_{found}" if row and made.stage[node] == LOOP else found

    return name


def _whole(node: Node, made: Plan, stage: int) -> str:
    reference = _reference(made, stage)
    if node.op == "data":
        return f"np.array({np.asarray(node.value).tolist()!r})[:, None]"
    if node.op in {"lag", "run", "at", "last"}:
        over = reference(node.args[0])
        return {
            "lag": lambda: f"_ago({over}, {node.value[0]}, {node.value[1]!r})",
            "run": lambda: f"np.{_ACCUMULATE[node.value]}.accumulate({over}, axis=0)",
            "at": lambda: f"{over}[{node.value}]",
            "last": lambda: f"{over}[-1]",
        }[node.op]()
    return WRITER.text(node, reference, whole=True)


_ACCUMULATE = {"add": "add", "max": "maximum", "min": "minimum"}


def _loop(program: Program, made: Plan, wanted: dict[str, Node]) -> list[str]:
    """Loop over quarters: equations, what is kept of them, and the stocks of the next."""
    inside = _reference(made, LOOP)
    stocks = {n.value: n for n in made.names if n.op == "stock"}
    kept = _kept(made, wanted)
    draws = f"given[{program.inputs[0]!r}].shape"
    first = {s: WRITER.text(program.stocks[s].initial, _reference(made, CONSTANT)) for s in stocks}
    lines = [f"    {made.names[n]} = np.broadcast_to({first[s]}, {draws})" for s, n in stocks.items()]
    lines += [f"    all_{made.names[n]} = np.empty(({program.graph.row}, *{draws}))" for n in kept]
    lines.append(f"    for q in range({program.graph.row}):")
    lines += [
        f"        {made.names[n]} = {WRITER.text(n, inside, whole=True)}"
        for n in made.at_stage(LOOP)
        if n.op != "stock"
    ]
    lines += [f"        all_{made.names[n]}[q] = {made.names[n]}" for n in kept]
    targets = ", ".join(made.names[n] for n in stocks.values())
    values = ", ".join(WRITER.text(program.stocks[s].after, inside) for s in stocks)
    return [*lines, f"        {targets} = (", f"            {values}", "        )"]


def _kept(made: Plan, wanted: dict[str, Node]) -> list[Node]:
    """What equations after the loop read of it."""
    read = {a for n in made.names if made.stage[n] == AFTER for a in _named_below(n, made)} | set(
        wanted.values()
    )
    return [n for n in made.names if n in read and made.stage[n] == LOOP]


def _named_below(node: Node, made: Plan) -> list[Node]:
    """Named nodes that the equation of a node reads."""
    found, stack = [], list(node.args)
    while stack:
        one = stack.pop()
        if one in made.names:
            found.append(one)
        else:
            stack.extend(one.args)
    return found
