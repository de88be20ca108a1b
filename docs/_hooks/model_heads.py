"""Reads the heads of the model's files: title, equations, symbols, source, what is left out, state.

A head is a docstring of blocks parted by blank lines. The block ``Equations`` holds captions and,
four spaces in, equations; ``Symbols:``, ``Source:`` and ``Leaves out:`` open the blocks of those names;
every other block is explanation. A symbol is one word, its meaning, and its unit in square brackets.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

NAMED = ("Symbols", "Source", "Leaves out")
SYMBOL = re.compile(r"(?P<symbol>\S+) (?P<meaning>.+) \[(?P<unit>[^\]]+)\]\.?")


class Symbol(NamedTuple):
    """A symbol of the equations."""

    symbol: str
    meaning: str
    unit: str


class Head(NamedTuple):
    """The head of a file."""

    title: str
    number: str
    """Number in the model document, such as ``2.5``; empty where it has none."""
    equations: tuple[str, ...]
    """Lines of the block, captions and equations; equations start with a space."""
    words: tuple[str, ...]
    symbols: tuple[Symbol, ...]
    source: str
    leaves_out: str


class Field(NamedTuple):
    """A field of a stage's state or flows."""

    name: str
    axes: str
    meaning: str


class Group(NamedTuple):
    """A tuple of a stage: its state, or what it hands on."""

    name: str
    meaning: str
    fields: tuple[Field, ...]


class Malformed(Exception):
    """A head that is not in the form above."""


@cache
def head(file: Path) -> Head:
    """Read the head of a file."""
    return parse(inspect.cleandoc(ast.get_docstring(_tree(file)) or ""))


def parse(text: str) -> Head:
    r"""Take a docstring apart.

    >>> made = parse("Stage (§2.5).\n\nEquations\n    y = x\n\nSymbols: y output [kg]; x input [kg].")
    >>> made.number, made.symbols[1].unit, made.equations
    ('2.5', 'kg', ('    y = x',))
    """
    title, *blocks = text.split("\n\n")
    found = dict(_block(block) for block in blocks)
    number = re.search(r"§([\d.]+\w?)", title)
    return Head(
        re.sub(r" [(](?:model document )?§[^)]*[)]", "", " ".join(title.split())).rstrip("."),
        number[1] if number else "",
        _equations(found.get("Equations", "")),
        tuple(one_line(block) for block in blocks if _block(block)[0] == block),
        tuple(_symbols(one_line(found.get("Symbols", "")))),
        one_line(found.get("Source", "")),
        one_line(found.get("Leaves out", "")),
    )


def _block(block: str) -> tuple[str, str]:
    """Name and text of a block; a block of words is its own name."""
    if block.startswith("Equations"):
        return "Equations", block
    name, colon, rest = block.partition(":")
    return (name, rest) if colon and name in NAMED else (block, "")


def _equations(block: str) -> tuple[str, ...]:
    first, _, rest = block.partition("\n")
    caption = first.removeprefix("Equations").lstrip(", ")
    return tuple(line for line in (caption, *rest.splitlines()) if line.strip())


def _symbols(text: str) -> Iterator[Symbol]:
    for part in filter(None, re.split(r";(?![^\[]*\])", text)):
        found = SYMBOL.fullmatch(part.strip())
        if found is None:
            raise Malformed(f"symbol '{part.strip()}' lacks a meaning or a unit in square brackets")
        yield Symbol(**found.groupdict())


def one_line(text: str) -> str:
    """Join the lines of a block."""
    return " ".join(text.split())


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def tuples(file: Path) -> tuple[Group, ...]:
    """State and flows of a stage: its named tuples with their fields."""
    classes = [node for node in _tree(file).body if isinstance(node, ast.ClassDef)]
    return tuple(_group(node) for node in classes if any("NamedTuple" in ast.unparse(b) for b in node.bases))


def fields_of(file: Path, name: str) -> tuple[Field, ...]:
    """Fields of one class of a file."""
    node = next(n for n in _tree(file).body if isinstance(n, ast.ClassDef) and n.name == name)
    return _group(node).fields


def _group(node: ast.ClassDef) -> Group:
    fields = []
    for one, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign):
            said = after.value if isinstance(after, ast.Expr) else None
            words = one_line(str(said.value)) if isinstance(said, ast.Constant) else ""
            fields.append(Field(ast.unparse(one.target), _axes(one.annotation), words))
    return Group(node.name, one_line(ast.get_docstring(node) or ""), tuple(fields))


def _axes(annotation: ast.expr) -> str:
    """Axes of an array, from its type.

    >>> _axes(ast.parse("Float[Array, 'stage tool draw']").body[0].value)
    'stage, tool, draw'
    """
    text = ast.unparse(annotation)
    named = {
        "Scalar": "draw",
        "Classes": "tool, draw",
        "Ledger": "ledger, basis, draw",
        "Chips": "chip, draw",
        "Options": "option, draw",
        "Nodes": "node, draw",
        "Series": "quarter, draw",
    }
    found = re.search(r"['\"]\s*([^'\"]*)['\"]", text)
    return ", ".join(found[1].split()) if found else named.get(text, text)
