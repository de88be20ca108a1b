"""Priors: every uncertain parameter, drawn jointly, each from its own named stream.

A Gaussian copula with one shared factor a group ties parameters that have a common cause
(``data/correlations.csv``): z = √ρ · factor + √(1-ρ) · own. Factor and own part are named
streams, so adding a parameter, or a group, changes no other parameter's draws.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, cast

import numpy as np
from jaxtyping import Float
from scipy.special import ndtri

from fabcast import facts
from fabcast.errors import BadInput

from ._fit import Belief, Fitted, Kind, Vector, fit
from ._streams import normal

if TYPE_CHECKING:
    from fabcast.facts import Parameter

SAMPLED_ROLES = frozenset({"structural", "initial"})
PATH_SHOCK = "path_shock."
"""Prefix of the standard normal number that shifts a whole dated input path."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Membership of a parameter in a group with a common cause.

    >>> Tie("tool_milestones", "milestone_n7.*", 0.5).covers("milestone_n7.deposition")
    True
    """

    group: str
    member: str
    loading_squared: float

    def covers(self, name: str) -> bool:
        """Whether the member pattern names this parameter."""
        return fnmatchcase(name, self.member)


@dataclass(frozen=True, slots=True)
class Priors:
    """Fitted priors of the sampled parameters, with their correlations.

    Build with `Priors.from_facts`, or with `Priors.of` from beliefs of your own.
    """

    fitted: Mapping[str, Fitted]
    ties: Mapping[str, Tie]
    paths: tuple[str, ...] = ()

    @classmethod
    def of(cls, beliefs: Mapping[str, Belief], paths: Iterable[str] = ()) -> Priors:
        """Fit beliefs and tie them by the correlation table.

        >>> priors = Priors.of({"y_alpha": Belief("lognormal", 1.3, 3.0, 7.0)})
        >>> priors.names
        ('y_alpha',)
        """
        ties = {name: tie for name in beliefs if (tie := _tie_of(name)) is not None}
        return cls(fit(beliefs), ties, tuple(paths))

    @classmethod
    def from_facts(cls, names: Iterable[str] | None = None) -> Priors:
        """Priors of the parameters that the model samples, from the facts' tables.

        Parameters
        ----------
        names
            Parameters to sample. Default: each with status *used* and role *structural* or
            *initial*. Observations and checks are never sampled unless named here.

        Raises
        ------
        BadInput
            If a name is not in the facts, or its quantiles cannot be fitted.
        """
        return _from_facts(None if names is None else tuple(names))

    @property
    def names(self) -> tuple[str, ...]:
        """Sampled parameters, in the order of the facts."""
        return tuple(self.fitted)

    def sample(self, n: int, seed: int, first: int = 0) -> dict[str, Float[np.ndarray, " draw"]]:
        """Joint draws ``first`` to ``first + n - 1``.

        Parameters
        ----------
        n
            How many draws.
        seed
            Seed of the run.
        first
            Index of the first draw; a slice equals the same slice of a longer sample.

        Returns
        -------
        dict
            Parameter id to values of shape ``(n,)`` in the parameter's unit, then
            ``path_shock.<id>`` to standard normal numbers, one for each dated input path.

        Raises
        ------
        BadInput
            If ``n`` is below one, or ``first`` or ``seed`` is negative.

        Examples
        --------
        >>> priors = Priors.of({"y_alpha": Belief("lognormal", 1.3, 3.0, 7.0)}, ["hbm_imports"])
        >>> {k: v.shape for k, v in priors.sample(3, seed=1).items()}
        {'y_alpha': (3,), 'path_shock.hbm_imports': (3,)}
        """
        drawn = self.values({name: normal(name, n, seed, first) for name in self.scores})
        shocks = {PATH_SHOCK + path: normal(f"path:{path}", n, seed, first) for path in self.paths}
        return drawn | shocks

    @property
    def scores(self) -> tuple[str, ...]:
        """Names of the independent standard normal numbers behind a joint draw: shared factors, own parts.

        >>> Priors.of({"y_alpha": Belief("lognormal", 1.3, 3.0, 7.0)}).scores
        ('parameter:y_alpha',)
        """
        return (*(f"group:{g}" for g in self._groups()), *(f"parameter:{name}" for name in self.fitted))

    def values(self, scores: Mapping[str, Vector]) -> dict[str, Vector]:
        """Parameter values at given scores, one array for each of `scores`.

        >>> priors = Priors.of({"y_alpha": Belief("lognormal", 1.3, 3.0, 7.0)})
        >>> priors.values({"parameter:y_alpha": np.zeros(1)})["y_alpha"].round(9)
        array([3.])
        """
        factors = {g: scores[f"group:{g}"] for g in self._groups()}
        return {
            name: fitted.at(self._score(name, scores[f"parameter:{name}"], factors))
            for name, fitted in self.fitted.items()
        }

    def quantile(self, name: str, p: float) -> float:
        """Value of a parameter's prior at probability ``p``, in the parameter's unit.

        >>> round(Priors.of({"x": Belief("normal", 0.0, 1.0, 2.0)}).quantile("x", 0.5), 6)
        1.0
        """
        if name not in self.fitted:
            raise BadInput(f"parameter {name!r} is not sampled; see Priors.names")
        return float(self.fitted[name].at(np.array([ndtri(p)]))[0])

    def _groups(self) -> list[str]:
        return sorted({tie.group for tie in self.ties.values()})

    def _score(
        self, name: str, own: Float[np.ndarray, " draw"], factors: Mapping[str, Float[np.ndarray, " draw"]]
    ) -> Float[np.ndarray, " draw"]:
        tie = self.ties.get(name)
        if tie is None:
            return own
        rho = tie.loading_squared
        return np.asarray(np.sqrt(rho) * factors[tie.group] + np.sqrt(1 - rho) * own)


@cache
def _from_facts(names: tuple[str, ...] | None) -> Priors:
    known = facts.parameters()
    chosen = _sampled(known) if names is None else names
    for name in chosen:
        if name not in known:
            raise BadInput(f"parameter {name!r} is not in the facts; list them with `fabcast facts find`")
    return Priors.of({name: _belief(known[name]) for name in chosen}, facts.paths())


def _sampled(known: Mapping[str, Parameter]) -> tuple[str, ...]:
    return tuple(k for k, p in known.items() if p.status == "used" and p.role in SAMPLED_ROLES)


def _belief(parameter: Parameter) -> Belief:
    return Belief(cast("Kind", parameter.distribution), parameter.low, parameter.central, parameter.high)


def _tie_of(name: str) -> Tie | None:
    return next((tie for tie in correlations() if tie.covers(name)), None)


@cache
def correlations() -> tuple[Tie, ...]:
    """Read the groups of parameters with a common cause, from the data file.

    Two members of a group have rank-score correlation √(ρ₁ρ₂).

    >>> sorted({tie.group for tie in correlations()})[0]
    'advanced_line_defects'
    """
    text = resources.files("fabcast.ensemble").joinpath("data/correlations.csv").read_text("utf-8")
    return tuple(
        Tie(row["group"], row["member"], float(row["loading_squared"]))
        for row in csv.DictReader(text.splitlines())
    )
