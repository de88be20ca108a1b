"""A decision: options that are scenarios, a government whose choice it is, and the year that counts.

Utility is the weighted sum of the government's terms at that year's end, draw by draw; weights are the
user's, or a named example. Decisions ship as examples in ``data/decisions.yaml``; a user's own is a file of
the same fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from fabcast import scenario
from fabcast.errors import BadInput
from fabcast.facts import below, load_yaml
from fabcast.model import QUARTERS

from ._game_terms import NAMES, read_term, terms
from ._game_weights import Weights, read_weights
from ._runs import Array, Runs

DECISIONS_FILE = files("fabcast.analysis") / "data" / "decisions.yaml"
FARTHEST = 100.0
"""Times the largest weight, up to which a turning weight is looked for."""
_FILES = (".yaml", ".yml")
_FIELDS = ("question", "government", "options", "year", "weights")


@dataclass(frozen=True, slots=True)
class Decision:
    """Whose choice between which scenarios, by which weights, in which year."""

    id: str
    question: str
    options: Mapping[str, str]
    """Scenario, an id or a file, to what choosing it means in words."""
    year: int
    weights: Weights

    @property
    def government(self) -> str:
        """``us`` or ``cn``."""
        return self.weights.government

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes that any term of the government is read from, so that other weights need no new run."""
        return tuple(dict.fromkeys(name for term in terms(self.government) for name in term.outcomes))

    def with_weights(self, text: str) -> Decision:
        """Give the decision with other weights: an example's name, pairs, or a file."""
        return replace(self, weights=read_weights(self.government, text))


@cache
def decisions() -> Mapping[str, Decision]:
    """Decisions that ship, by name.

    >>> list(decisions())
    ['service_ban', 'license_h200', 'admit_h200']
    """
    tree = load_yaml(Path(str(DECISIONS_FILE)))
    return {name: _decision(name, body, name) for name, body in tree.items()}


def find_decision(text: str) -> Decision:
    """Find a shipped decision by name, or read a file of one.

    Raises
    ------
    BadInput
        No such decision or file, or a field that cannot be used.

    Examples
    --------
    >>> find_decision("license_h200").year
    2030
    """
    if text.endswith((".yaml", ".yml")):
        return _decision(Path(text).stem, load_yaml(Path(text)), text, Path(text).parent)
    if text not in decisions():
        known = ", ".join(decisions())
        raise BadInput(f"decision '{text}' is not known; choose one of {known}, or a file ending in .yaml.")
    return decisions()[text]


def _decision(name: str, body: Any, where: str, home: Path | None = None) -> Decision:
    """Read a decision; files that it names lie beside it, in `home`, or below."""
    if not isinstance(body, Mapping) or set(body) != set(_FIELDS):
        raise BadInput(f"{where}: a decision has the fields {', '.join(_FIELDS)}, and no others.")
    if str(body["government"]) not in NAMES:
        raise BadInput(f"{where}, government: '{body['government']}' is neither us nor cn.")
    options, weights = body["options"], body["weights"]
    if not isinstance(options, Mapping) or len(options) < 2:
        raise BadInput(f"{where}, options: write two or more, each as a scenario and what choosing it means.")
    words = {_beside(str(one), home): str(means) for one, means in options.items()}
    _check_options(words, where)
    year = check_decision_year(str(body["year"]), f"{where}, year")
    weighed = _weights(body["government"], weights, where, home)
    return Decision(name, str(body["question"]), words, year, weighed)


def _check_options(options: Mapping[str, str], where: str) -> None:
    try:
        ids = [scenario.load(one).id for one in options]
    except BadInput as error:
        raise BadInput(f"{where}, options: {error}") from None
    if len(set(ids)) < len(ids):
        raise BadInput(f"{where}, options: a scenario stands there twice; each option needs its own.")


def _weights(government: str, given: Any, where: str, home: Path | None) -> Weights:
    """Read the weights of a decision; a refusal names its file."""
    text = _beside(str(given), home)
    if isinstance(given, Mapping):
        text = ",".join(f"{term}={value}" for term, value in given.items())
    try:
        return read_weights(government, text)
    except BadInput as error:
        raise BadInput(f"{where}, weights: {error}") from None


def _beside(name: str, home: Path | None) -> str:
    """Give a name, or the path of a file that a decision in `home` names.

    >>> _beside("actual", Path("mine")), _beside("own.yaml", Path("mine"))
    ('actual', 'mine/own.yaml')
    """
    return str(below(home, name)) if home is not None and name.endswith(_FILES) else name


def check_decision_year(text: str, where: str) -> int:
    """Read a year of the run.

    >>> check_decision_year("2050", "--year")
    Traceback (most recent call last):
    fabcast.errors.BadInput: --year: 2050 is outside the run, which goes from 2014 to 2040.
    """
    first, last = int(QUARTERS[0][:4]), int(QUARTERS[-1][:4])
    if not (text.isascii() and text.isdigit()) or not first <= int(text) <= last:
        raise BadInput(f"{where}: {text} is outside the run, which goes from {first} to {last}.")
    return int(text)


def term_values(decision: Decision, runs: Runs) -> dict[str, Array]:
    """Read every modelled term of the decision's government under every option.

    Parameters
    ----------
    decision
        The decision.
    runs
        Runs that hold its options and outcomes.

    Returns
    -------
    dict
        Term → (draw, option); not finite where an outcome is not.
    """
    ids = [scenario.load(name).id for name in decision.options]
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            term.id: np.stack([read_term(term, runs, name, decision.year) for name in ids], axis=1)
            for term in terms(decision.government)
        }


def utilities_of(weights: Mapping[str, float], values: Mapping[str, Array]) -> Array:
    """Sum terms by their weights; a term without one is not looked at.

    >>> utilities_of({"a": 2.0}, {"a": np.array([[1.0, 3.0]]), "b": np.array([[np.nan, 0.0]])}).tolist()
    [[2.0, 6.0]]
    """
    return np.asarray(sum(weight * values[name] for name, weight in weights.items()))


def turning_weight(term: str, weights: Mapping[str, float], values: Mapping[str, Array]) -> float | None:
    """Find the weight of one term at which another option has the same mean utility as the best.

    Parameters
    ----------
    term
        The term whose weight is moved, all others kept.
    weights
        Weights as they are.
    values
        Term → (draw, option).

    Returns
    -------
    float or None
        The nearest such weight, from zero up; None where none turns the choice that is at most a
        hundred times the largest weight there is: beyond that the other terms count for nothing.

    Examples
    --------
    >>> values = {"a": np.array([[1.0, 0.0]]), "b": np.array([[0.0, 4.0]])}
    >>> turning_weight("b", {"a": 1.0, "b": 1.0}, values)
    0.25
    """
    now = weights.get(term, 0.0)
    slope = values[term].mean(axis=0)
    base = utilities_of(weights, values).mean(axis=0) - now * slope
    best = int((base + now * slope).argmax())
    gap, pull = np.delete(base[best] - base, best), np.delete(slope - slope[best], best)
    most = FARTHEST * max(weights.values())
    found = [float(g / p) for g, p in zip(gap, pull, strict=True) if p != 0.0 and 0.0 <= g / p <= most]
    return min(found, key=lambda weight: abs(weight - now), default=None)
