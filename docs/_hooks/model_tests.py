"""Finds the tests that call a stage of the model, from what test files import."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[2] / "tests"
ROOM = "fabcast.model._"


@cache
def tests_of() -> dict[str, tuple[str, ...]]:
    """Tests by file of the model (no underscore), as pytest names them.

    >>> any("no_clustering" in name for name in tests_of()["yield"])
    True
    """
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        for module, name in _calls(ast.parse(file.read_text(encoding="utf-8"))):
            found[module].append(f"{file.relative_to(TESTS.parent)}::{name}")
    return {module: tuple(dict.fromkeys(names)) for module, names in found.items()}


def _calls(tree: ast.Module) -> list[tuple[str, str]]:
    """Pairs of a file of the model and a test that uses something of it."""
    imports = [n for n in tree.body if isinstance(n, ast.ImportFrom) and (n.module or "").startswith(ROOM)]
    home = {a.name: (n.module or "").removeprefix(ROOM) for n in imports for a in n.names}
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    helped = {name: _names(node) for name, node in functions.items()}
    pairs = []
    for name in functions:
        if name.startswith("test_"):
            used = helped[name].union(*(helped[h] for h in helped[name] & helped.keys()))
            pairs += [(home[one], name) for one in sorted(used & home.keys())]
    return pairs


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
