"""Which inputs it would be worth to know for a decision: one by one, and by group.

Groups are those of ``data/input_groups.csv``; every input that an ensemble draws is in one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

import numpy as np

from fabcast.ensemble import DISCREPANCY

from ._decision import Decision, turning_weight, utilities_of
from ._discover_futures import Futures
from ._evppi import Gain, Utilities, check_utilities, evpi, evppi
from ._game_weights import Weights, examples
from ._runs import Array

OTHER = "other"
UNKNOWABLE = (DISCREPANCY, "response.luck")
"""How the ids start of what nobody can find out: what the equations leave out, and the luck of answers."""


@dataclass(frozen=True, slots=True)
class Option:
    """How one option does."""

    scenario: str
    label: str
    mean: float
    lead: float
    """Mean utility over that of the best other option."""
    low: float
    high: float
    """90 % interval of the lead, by resampling."""
    best_in: float
    """Share of draws in which no other option is better."""


@dataclass(frozen=True, slots=True)
class Known:
    """What knowing one input, or one group, would be worth."""

    id: str
    label: str
    inputs: tuple[str, ...]
    worth: Gain
    share: float
    """Of the value of knowing everything; NaN where that is nothing."""

    @property
    def learnable(self) -> bool:
        """Whether it is a thing that could be found out."""
        return not all(name.startswith(UNKNOWABLE) for name in self.inputs)


@dataclass(frozen=True, slots=True)
class Turning:
    """The weight of one term at which the choice turns, and what knowledge would be worth just there."""

    term: str
    weight: float
    turns_at: float | None
    everything: Gain | None = None
    first: Known | None = None
    """The group, of those that could be found out, that would be worth most to know there."""


@dataclass(frozen=True)
class Information:
    """The value of information for one decision.

    Attributes
    ----------
    options
        In the order of the decision.
    everything
        Value of knowing everything.
    groups, inputs
        What knowing some would be worth, most first.
    """

    options: tuple[Option, ...]
    everything: Gain
    groups: tuple[Known, ...]
    inputs: tuple[Known, ...]

    @property
    def first(self) -> Known:
        """The group, of those that could be found out, that would be worth most to know."""
        return next(group for group in self.groups if group.learnable)

    @property
    def choice(self) -> Option:
        """The option with the highest mean utility."""
        return max(self.options, key=lambda option: option.mean)


@cache
def input_groups() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Id, label and patterns of every group.

    >>> input_groups()[0][1]
    'Servicing of installed tools'
    """
    text = resources.files("fabcast.analysis").joinpath("data/input_groups.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((row["group"], row["label"], tuple(row["patterns"].split("|"))) for row in rows)


def group_of(parameter: str) -> str:
    """Group that an input is in.

    >>> group_of("spares_years"), group_of("my_input")
    ('servicing', 'other')
    """
    found = (g for g, _, patterns in input_groups() if any(fnmatchcase(parameter, p) for p in patterns))
    return next(found, OTHER)


def information(
    parameters: Mapping[str, Array],
    values: Array,
    options: Mapping[str, str],
    *,
    seed: int = 0,
    progress: Callable[[], None] = lambda: None,
) -> Information:
    """Rank inputs and groups by what it would be worth to know them.

    Parameters
    ----------
    parameters
        Input → sampled values (draw); constant ones are left out.
    values
        Utility, (draw, option).
    options
        Scenario → what choosing it means, in the order of `values`.
    seed
        Seed of the resamples.
    progress
        Told after each input and each group.

    Raises
    ------
    BadInput
        Fewer than two options or a hundred draws, or utilities that are not finite.
    """
    check_utilities(values, tuple(options))
    made = _Ranker.of(parameters, values, seed, progress)
    inputs = (made.known(name, name, (i,)) for i, name in enumerate(made.futures.names))
    everything = evpi(made.utilities)
    return Information(_options(made.utilities, options), everything, made.groups(), _ranked(inputs))


def turnings(
    parameters: Mapping[str, Array],
    values: Mapping[str, Array],
    weights: Mapping[str, float],
    *,
    seed: int = 0,
    progress: Callable[[], None] = lambda: None,
) -> tuple[Turning, ...]:
    """Say for every term at which weight the choice turns, and what knowledge would be worth there.

    Parameters
    ----------
    parameters
        Input → sampled values (draw).
    values
        Term → (draw, option).
    weights
        Weights as they are.
    seed
        Seed of the resamples.
    progress
        Told after each group of each term.
    """
    return tuple(_turning(parameters, values, weights, term, seed, progress) for term in values)


def _turning(
    parameters: Mapping[str, Array],
    values: Mapping[str, Array],
    weights: Mapping[str, float],
    term: str,
    seed: int,
    progress: Callable[[], None],
) -> Turning:
    now = weights.get(term, 0.0)
    known = np.isfinite(values[term]).all()
    at = turning_weight(term, weights, values) if known else None
    moved = {name: weight for name, weight in {**weights, term: at or 0.0}.items() if weight > 0.0}
    if at is None or not moved:
        return Turning(term, now, None)
    made = _Ranker.of(parameters, utilities_of(moved, values), seed, progress)
    return Turning(term, now, at, evpi(made.utilities), next(g for g in made.groups() if g.learnable))


@dataclass(frozen=True)
class _Ranker:
    """Draws ready to be asked what knowing some columns would be worth."""

    futures: Futures
    utilities: Utilities
    everything: float
    progress: Callable[[], None]

    @classmethod
    def of(
        cls, parameters: Mapping[str, Array], values: Array, seed: int, progress: Callable[[], None]
    ) -> _Ranker:
        futures = Futures.of(parameters, np.zeros(len(values)), np.zeros(len(values), dtype=bool))
        utilities = Utilities(values, futures.fold, seed)
        return cls(futures, utilities, evpi(utilities).value, progress)

    def known(self, name: str, label: str, columns: Sequence[int]) -> Known:
        worth = evppi(self.utilities, self.futures.x[:, list(columns)])
        self.progress()
        share = worth.value / self.everything if self.everything > 0.0 else float("nan")
        return Known(name, label, tuple(self.futures.names[c] for c in columns), worth, share)

    def groups(self) -> tuple[Known, ...]:
        members: dict[str, list[int]] = {}
        for i, name in enumerate(self.futures.names):
            members.setdefault(group_of(name), []).append(i)
        labels = {group: label for group, label, _ in input_groups()} | {OTHER: "Other inputs"}
        return _ranked(self.known(group, labels[group], columns) for group, columns in members.items())


def _ranked(found: Iterable[Known]) -> tuple[Known, ...]:
    return tuple(sorted(found, key=lambda one: -one.worth.value))


def _options(utilities: Utilities, options: Mapping[str, str]) -> tuple[Option, ...]:
    again = utilities.weights @ utilities.values
    means = utilities.values.mean(axis=0)
    top = utilities.values.max(axis=1)
    found = []
    for i, (scenario, label) in enumerate(options.items()):
        others = np.delete(again, i, axis=1).max(axis=1)
        low, high = (float(q) for q in np.quantile(again[:, i] - others, (0.05, 0.95)))
        lead = float(means[i] - np.delete(means, i).max())
        best_in = float((utilities.values[:, i] >= top).mean())
        found.append(Option(scenario, label, float(means[i]), lead, low, high, best_in))
    return tuple(found)


def elsewhere(decision: Decision, values: Mapping[str, Array]) -> tuple[tuple[Weights, str, Gain], ...]:
    """Ask the same by every example of weights for the decision's government.

    Parameters
    ----------
    decision
        The decision.
    values
        Term → (draw, option).

    Returns
    -------
    tuple
        Weights, the label of the option that they choose, and the value of knowing everything.
    """
    labels, found = tuple(decision.options.values()), []
    for one in examples(decision.government):
        made = utilities_of(one.values, values)
        if np.isfinite(made).all():
            utilities = Utilities(made, np.zeros(len(made), dtype=np.int64))
            found.append((one, labels[utilities.best], evpi(utilities)))
    return tuple(found)
