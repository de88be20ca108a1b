"""Where in the model a number is made: the function, and the name its source gives the number."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_HELPERS = frozenset({"_arrays.py", "_time.py", "_run.py"})
_MODEL = "fabcast/model/"


def place_of(frames: Iterable[Any]) -> str:
    """Name of the innermost statement of a stage: `function_variable`, or `function` of a result."""
    for frame in frames:
        file = frame.file_name.replace("\\", "/")
        if _MODEL in file and Path(file).name not in _HELPERS:
            function = frame.function_name.rpartition(".")[2].strip("<>_")
            variable = _assigned(frame.file_name).get(frame.start_line, "")
            parts = (function, variable.strip("_")) if function not in {"genexpr", "lambda"} else (variable,)
            return "_".join(dict.fromkeys(part for part in parts if part))
    return ""


@cache
def _assigned(file: str) -> dict[int, str]:
    """Line of a source file → the variable or keyword that the line works out."""
    try:
        tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    except OSError:
        return {}
    found: dict[int, tuple[int, str]] = {}
    for node in ast.walk(tree):
        name = _target(node)
        if name:
            first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
            length = last - first
            for line in range(first, last + 1):
                if line not in found or length <= found[line][0]:
                    found[line] = (length, name)
    return {line: name for line, (_, name) in found.items()}


def _target(node: Any) -> str:
    """What a statement or keyword argument names."""
    if isinstance(node, ast.keyword) and node.arg:
        return node.arg
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and isinstance(targets[0], ast.Name):
        return targets[0].id
    return ""
