"""What each government is taken to care about: the user's weights, or shipped examples of them.

No set of weights is right, so none stands without its name: an answer says whose weights it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fabcast.errors import BadInput
from fabcast.facts import load_yaml

from ._game_terms import NAMES, TERMS, terms

EXAMPLES_FILE = files("fabcast.analysis") / "data" / "game_weights.yaml"
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one government's terms, under a name."""

    government: str
    id: str
    label: str
    words: str
    values: Mapping[str, float]
    """Term to weight, above zero; terms that are not here weigh nothing."""
    example: bool = False


@cache
def examples(government: str) -> tuple[Weights, ...]:
    """List the shipped examples for a government, ``us`` or ``cn``.

    A term that the model has no outcome for is dropped: every answer lists those as left out.

    >>> [one.id for one in examples("cn")]
    ['compute-first', 'self-reliance-first', 'thrift-first']
    """
    tree = load_yaml(Path(str(EXAMPLES_FILE)))[government]
    return tuple(_example(government, name, body) for name, body in tree.items())


def _example(government: str, name: str, body: Mapping[str, Any]) -> Weights:
    left_out = {term.id for term in terms(government, modelled=False)}
    kept = {term: weight for term, weight in body["weights"].items() if term not in left_out}
    values = _checked(government, kept, name)
    return Weights(government, name, body["label"], body["words"], values, example=True)


def read_weights(government: str, text: str) -> Weights:
    """Read weights: the name of an example, ``term=value`` pairs with commas, or a YAML file of them.

    Parameters
    ----------
    government
        ``us`` or ``cn``.
    text
        What the user wrote.

    Raises
    ------
    BadInput
        No such example, term or file; a weight is below zero or no number; all are zero; or the term
        is one that no outcome speaks to.

    Examples
    --------
    >>> dict(read_weights("us", "china_compute=1, revenue=0.2").values)
    {'china_compute': 1.0, 'revenue': 0.2}
    """
    if text.endswith(_SUFFIXES):
        return _own(government, load_yaml(Path(text)), text)
    if "=" in text:
        return _own(government, _pairs(text), text)
    known = {one.id: one for one in examples(government)}
    if text not in known:
        raise BadInput(
            f"no example weights '{text}' for {NAMES[government]}; known: {', '.join(known)}; or write "
            f"{terms(government)[0].id}=1 and so on, or a file ending in .yaml"
        )
    return known[text]


def _pairs(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    return {name.strip(): value.strip() for name, _, value in pairs}


def _own(government: str, tree: Any, where: str) -> Weights:
    if not isinstance(tree, Mapping):
        raise BadInput(f"{where}: no weights in it; write one a line, as {terms(government)[0].id}: 1")
    values = _checked(government, tree, where)
    return Weights(government, "own", "own weights", "Weights given by the user.", values)


def _checked(government: str, tree: Mapping[str, Any], where: str) -> dict[str, float]:
    known = {term.id: term for term in TERMS if term.government == government}
    for name in tree:
        if name not in known:
            raise BadInput(f"{where}: {NAMES[government]} has no term '{name}'; known: {', '.join(known)}")
        if not known[name].modelled:
            raise BadInput(f"{where}: '{name}' cannot be weighed. {known[name].missing}")
    values = {name: _number(name, value, where) for name, value in tree.items()}
    if not any(values.values()):
        raise BadInput(f"{where}: every weight is zero; give at least one term a weight above it")
    return {name: value for name, value in values.items() if value > 0.0}


def _number(name: str, text: Any, where: str) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = math.nan
    if not 0.0 <= value < math.inf:
        raise BadInput(f"{where}: the weight of {name} is {text!r}; write a number of 0 or more")
    return value
