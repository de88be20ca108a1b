"""Fills the overview of stocks and flows, at ``<!-- map: figure -->`` and ``<!-- map: table -->``.

Boxes stand where `NODES` puts them, by column and row; arrows leave and enter by the sides named.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from diagram import arrow, box, frame, label

MARK = re.compile(r"<!-- map: (\w+) -->")
WIDTH, TALL, STEP_X, STEP_Y, EDGE = 112.0, 52.0, 136.0, 82.0, 10.0
Kind = Literal["stock", "given", "box"]
KINDS = {"stock": "stock", "given": "given from outside", "box": "worked out each quarter"}


class Node(NamedTuple):
    """A box."""

    id: str
    text: str
    column: float
    row: float
    kind: Kind
    page: str


class Edge(NamedTuple):
    """An arrow: `flow` carries things, `signal` moves a decision or a rate."""

    one: str
    two: str
    sides: str
    """Side it leaves by and side it enters by: t, r, b, l."""
    kind: Literal["flow", "signal"]
    shift: float = 0.0
    """How far its middle part moves aside, so that lines do not lie on each other."""


NODES = tuple(
    Node(*row)
    for row in (
        ("rules", "Rules on tools and service", 0, 0, "given", "access"),
        ("money", "Spending plans, state money", 1, 0, "given", "tools"),
        ("memory_rules", "Rules on memory", 2, 4, "given", "memory"),
        ("gates", "Licences and Beijing's gate", 4, 0, "given", "demand"),
        ("world", "World supply and prices", 5, 0, "given", "world"),
        ("foreign", "Foreign tools on lines", 0, 1, "stock", "tools"),
        ("local", "Local tools on lines", 0, 2, "stock", "tools"),
        ("capacity", "Capacity of the scarcest class", 1, 1.5, "box", "tools"),
        ("defects", "Experience and defects", 1, 3, "stock", "yield"),
        ("dies", "Dies in hand", 2, 1.5, "stock", "fabs"),
        ("memory", "Memory stacks", 2, 3, "stock", "memory"),
        ("packages", "Accelerators packaged", 3, 1.5, "box", "packaging"),
        ("packaging", "Packaging capacity", 3, 3, "stock", "packaging"),
        ("unsold", "Unsold local chips", 4, 1.5, "stock", "demand"),
        ("demand", "Demand and backlog", 4, 3, "stock", "demand"),
        ("imported", "Licensed and smuggled compute", 5, 1, "stock", "compute"),
        ("domestic", "Domestic compute", 5, 2, "stock", "compute"),
        ("offshore", "Compute rented abroad", 5, 3, "stock", "compute"),
        ("us", "U.S. compute", 5, 4, "stock", "compute"),
        ("share", "Local share of purchases", 0, 3, "stock", "adoption"),
        ("quality", "Quality and milestones", 0, 4, "stock", "research"),
        ("research", "Toolmakers' research stock", 1, 4, "stock", "research"),
        ("frontier", "Frontier of foreign makers", 1, 5, "box", "vendors"),
        ("lead", "Ratio of compute, lead in models", 4, 4, "box", "world"),
    )
)
EDGES = tuple(
    Edge(*row)
    for row in (
        ("rules", "foreign", "bt", "signal"),
        ("money", "foreign", "br", "flow"),
        ("money", "capacity", "bt", "signal"),
        ("foreign", "capacity", "rl", "flow"),
        ("local", "capacity", "rl", "flow"),
        ("share", "local", "tb", "signal"),
        ("quality", "share", "tb", "signal"),
        ("research", "quality", "lr", "signal"),
        ("frontier", "research", "tb", "signal"),
        ("local", "research", "rt", "signal"),
        ("capacity", "dies", "rl", "flow"),
        ("capacity", "defects", "bt", "signal"),
        ("defects", "dies", "rl", "signal"),
        ("memory_rules", "memory", "tb", "signal"),
        ("dies", "packages", "rl", "flow"),
        ("memory", "packages", "rl", "flow"),
        ("packaging", "packages", "tb", "signal"),
        ("packages", "unsold", "rl", "flow"),
        ("unsold", "domestic", "rl", "flow"),
        ("demand", "unsold", "tb", "signal"),
        ("gates", "imported", "bl", "signal"),
        ("world", "imported", "bt", "flow"),
        ("world", "offshore", "rr", "flow", 14.0),
        ("world", "us", "rr", "flow", 26.0),
        ("demand", "offshore", "rl", "signal"),
        ("us", "lead", "lr", "signal"),
        ("domestic", "lead", "lr", "signal", 5.0),
        ("imported", "lead", "lr", "signal", 5.0),
        ("memory", "packaging", "rl", "signal"),
        ("unsold", "money", "tr", "signal", 12.0),
    )
)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def place(node: Node) -> tuple[float, float]:
    """Upper left corner of a box."""
    return EDGE + node.column * STEP_X, EDGE + node.row * STEP_Y


def end(node: Node, side: str) -> tuple[float, float]:
    """Middle of a side of a box.

    >>> end(NODES[0], "r")
    (122.0, 36.0)
    """
    x, y = place(node)
    across = {"l": 0.0, "r": WIDTH}.get(side, WIDTH / 2)
    down = {"t": 0.0, "b": TALL}.get(side, TALL / 2)
    return x + across, y + down


def path(edge: Edge, nodes: dict[str, Node]) -> str:
    """Draw an arrow with right angles from side to side."""
    (x1, y1), (x2, y2) = end(nodes[edge.one], edge.sides[0]), end(nodes[edge.two], edge.sides[1])
    sides = edge.sides
    if sides == "tr":
        return f"M{x1:g} {y1:g}V{y2 + TALL:g}H{x2 + edge.shift:g}V{y2:g}H{x2 + 2:g}"
    if sides == "rr":
        return f"M{x1:g} {y1:g}H{max(x1, x2) + edge.shift:g}V{y2:g}H{x2 + 2:g}"
    if sides[0] in "lr" and sides[1] in "lr":
        bend = (x1 + x2) / 2 + edge.shift
        return f"M{x1:g} {y1:g}H{bend:g}V{y2:g}H{x2 + (2 if sides[1] == 'r' else -2):g}"
    if sides[0] in "tb" and sides[1] in "tb":
        bend = (y1 + y2) / 2 + edge.shift
        return f"M{x1:g} {y1:g}V{bend:g}H{x2:g}V{y2 + (2 if sides[1] == 'b' else -2):g}"
    if sides == "rt":
        return f"M{x1:g} {y1:g}H{x1 + 8:g}V{y2 - 14:g}H{x2:g}V{y2 - 2:g}"
    return f"M{x1:g} {y1:g}V{y2:g}H{x2 + (2 if sides[1] == 'r' else -2):g}"


def figure() -> str:
    """Draw the overview."""
    nodes = {node.id: node for node in NODES}
    parts = [arrow("map", path(edge, nodes), edge.kind) for edge in EDGES]
    parts += [box(node.text, *place(node), WIDTH, node.kind, TALL) for node in NODES]
    wide = EDGE * 2 + 5 * STEP_X + WIDTH + 30
    tall = EDGE + 5 * STEP_Y + TALL + 44
    parts += _key(tall - 14)
    said = ". ".join(f"{nodes[e.one].text} to {nodes[e.two].text}" for e in EDGES)
    return frame("map", "Stocks and flows of the model", said, (wide, tall), "".join(parts))


def _key(y: float) -> list[str]:
    """Explain boxes and arrows."""
    shown = []
    for i, (kind, words) in enumerate(KINDS.items()):
        x = EDGE + i * 150
        shown.append(f'<rect class="{kind}" x="{x:g}" y="{y - 11:g}" width="20" height="14" rx="3"/>')
        shown.append(label(words, x + 28, y, "label", "start"))
    for i, (kind, words) in enumerate((("flow", "things flow"), ("signal", "sets a rate or a decision"))):
        x = EDGE + 470 + i * 130
        shown.append(arrow("map", f"M{x:g} {y - 4:g}H{x + 30:g}", kind))
        shown.append(label(words, x + 38, y, "label", "start"))
    return shown


def table() -> str:
    """Write the boxes and what leads to each."""
    names = {node.id: node for node in NODES}
    rows = ["| Box | What it is | Page | From |", "| --- | --- | --- | --- |"]
    for node in NODES:
        into = [
            names[e.one].text + ("" if e.kind == "flow" else " (signal)") for e in EDGES if e.two == node.id
        ]
        linked = f"[{node.page}]({node.page}.md)"
        rows.append(f"| {node.text} | {KINDS[node.kind]} | {linked} | {'; '.join(into) or '-'} |")
    return "\n".join(rows)


PARTS: dict[str, Callable[[], str]] = {"figure": figure, "table": table}
