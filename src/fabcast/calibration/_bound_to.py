"""What a posterior is bound to: a digest each of priors, data, drivers, the actual path and code.

A posterior answers for the inputs it was fitted with. If one of them changes, it is stale, and the
prior is used instead. Numbers enter with nine digits, so that another machine's last bit does not
matter; policy enters up to the last report; code enters without comments, docstrings and blank
lines, so that words may change.
"""

from __future__ import annotations

import ast
import hashlib
import io
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from fabcast import ensemble, facts, scenario
from fabcast.ensemble import Discrepancy
from fabcast.model import QUARTERS, parameter_ids

from ._observation import Observation, observations
from ._quantities import ACTUAL

_CODE = {
    "model": "*",
    "ensemble": "_draws _drivers _fit _priors _spread _streams",
    "calibration": "_beliefs _likelihood _observation _periods _predict _quantities _record",
}
"""Modules that decide the numbers of a fit, by room."""
Bound = dict[str, str]


def bound_to(seen: Sequence[Observation] | None = None) -> Bound:
    """Digests of all that a fit rests on.

    >>> sorted(bound_to())
    ['code', 'data', 'drivers', 'path', 'priors']
    """
    return _numbers(observations() if seen is None else seen) | {"code": code_digest()}


def _numbers(seen: Sequence[Observation]) -> Bound:
    return {
        "priors": _digest(_priors()),
        "data": _digest(_data(seen)),
        "drivers": _digest(_arrays(ensemble.drivers())),
        "path": _digest(_arrays(scenario.resolve(ACTUAL), max((o.span[1] for o in seen), default=0))),
    }


def changed(recorded: Bound, source: str = "") -> tuple[str, ...]:
    """What has changed since a posterior was fitted: names of `bound_to`, in order.

    `source` is the recorded digest of the same files word for word: where it holds, which it does in a
    release, the code need not be taken apart.
    """
    now = _numbers(observations())
    now |= {"code": recorded.get("code", "") if source == source_digest() else code_digest()}
    return tuple(name for name in sorted(now) if recorded.get(name) != now[name])


def _digest(words: Iterable[str]) -> str:
    total = hashlib.sha256()
    for word in words:
        total.update(word.encode() + b"\0")
    return total.hexdigest()[:16]


def _priors() -> Iterator[str]:
    known = facts.parameters()
    priors = ensemble.Priors.from_facts(parameter_ids())
    for name in parameter_ids():
        p = known[name]
        yield f"{name} {p.distribution} {p.low:.9g} {p.central:.9g} {p.high:.9g} {priors.ties.get(name)}"
    yield str(sorted(ensemble.SHOCKS.items()))


def _data(seen: Sequence[Observation]) -> Iterator[str]:
    yield f"{Discrepancy.from_facts().at_four_years:.9g}"
    for one in seen:
        row = {k: f"{v:.9g}" if isinstance(v, float) else v for k, v in asdict(one).items()}
        yield str(sorted((k, v) for k, v in row.items() if k not in {"id", "published", "grade"}))


def _arrays(tree: Any, quarters: int | None = None) -> Iterator[str]:
    """Write arrays as text; of those that run over quarters, the first ones asked for."""
    for field in sorted(f.name for f in fields(tree) if getattr(tree, f.name) is not None):
        values = np.asarray(getattr(tree, field), dtype=np.float64)
        if quarters is not None and values.shape[:1] == (len(QUARTERS),):
            values = values[:quarters]
        yield f"{field} {values.shape} " + " ".join(f"{v:.9g}" for v in values.ravel())


@cache
def code_digest() -> str:
    """Digest of the code that decides the numbers, whatever its words.

    >>> len(code_digest())
    16
    """
    return _digest(f"{name}\n{essence(text)}" for name, text in _sources())


@cache
def source_digest() -> str:
    """Digest of the same files, words included: quick."""
    return _digest(f"{name}\n{text}" for name, text in _sources())


def _sources() -> Iterator[tuple[str, str]]:
    for room, wanted in _CODE.items():
        folder = files("fabcast").joinpath(room)
        for entry in sorted((f for f in folder.iterdir() if f.name.endswith(".py")), key=lambda f: f.name):
            if wanted == "*" or entry.name.removesuffix(".py") in wanted.split():
                yield f"{room}/{entry.name}", entry.read_text(encoding="utf-8")


def essence(source: str) -> str:
    r"""Return code without comments, docstrings, blank lines and spaces at line ends.

    >>> essence('def f():\n    "Say it."\n\n    return 1  # one\n')
    'def f():\n    return 1'
    """
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for first, last in _strings(ast.parse(source)):
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _strings(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """First and last lines of strings that stand alone."""
    alone = (node for node in ast.walk(tree) if isinstance(node, ast.Expr))
    for node in alone:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.end_lineno or node.lineno
