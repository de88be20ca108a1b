"""Where in the model a parameter acts: the stage and the equation, read from the model's own source.

A table of places would fall behind the code, so the source is asked: the first function, in the order of
the chain, that reads the parameter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import resources

from fabcast.model import REACTION_PARAMETERS

_CHAIN = (
    *("access", "tools", "yield", "cost", "memory", "packaging", "offer", "demand"),
    *("compute", "research", "adoption", "world", "outcomes", "inputs", "quarter"),
)
"""Stages in the order of the industry; what only plans or composes comes last."""

_READERS = ("p", "parameters")
"""Names under which the model's functions hold the parameters."""


def place(parameter: str) -> str:
    """Say where a parameter acts, as ``stage: what the equation gives``.

    Parameters
    ----------
    parameter
        Id of an input; a member of a family, such as ``tool_weight.deposition``, acts where its family does.

    Returns
    -------
    str
        Empty where no equation reads it by name.

    Examples
    --------
    >>> place("tool_leak0")
    'access: Share of denied demand that still arrives'
    >>> place("path_shock.world_stock_h100e")
    'inputs: the dated path world_stock_h100e'
    """
    family, _, member = parameter.partition(".")
    if family == "path_shock":
        return f"inputs: the dated path {member}"
    if parameter in REACTION_PARAMETERS:
        return "responses: Hazard a year of every rule"
    return _places().get(family, "")


@cache
def _places() -> dict[str, str]:
    found: dict[str, str] = {}
    for stage, function in _functions():
        title = (ast.get_docstring(function) or "").partition("\n")[0].rstrip(".")
        for name, part in _read_by(function):
            found.setdefault(name, f"{stage}: {title or part or function.name.strip('_')}")
    return found


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    files = [f for f in resources.files("fabcast.model").iterdir() if f.name.endswith(".py")]
    for file in sorted(files, key=lambda f: _order(_stage(f.name))):
        tree = ast.parse(file.read_text("utf-8"))
        yield from ((_stage(file.name), n) for n in tree.body if isinstance(n, ast.FunctionDef))


def _stage(file: str) -> str:
    return file.removesuffix(".py").strip("_")


def _order(stage: str) -> tuple[int, str]:
    return (_CHAIN.index(stage) if stage in _CHAIN else len(_CHAIN), stage)


def _read_by(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield each parameter that a function reads, with the named part it is read for, if any."""
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg:
            yield from ((name, str(node.arg).replace("_", " ")) for name in _reads(node.value))
    yield from ((name, "") for name in _reads(function))


def _reads(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in _READERS:
            yield node.attr
