"""Whitened beliefs: every uncertain input as a function of independent standard normal scores.

Scores are those of the ensemble's own priors (shared factors, own parts of parameters, shocks of
paths), so the prior in this space is N(0, I), whatever families and correlations stand behind it.
A parameter that is added to the model enters with its prior and needs nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from fabcast import ensemble, facts
from fabcast.ensemble import SHOCKS, Belief, Kind, Priors
from fabcast.errors import BadInput
from fabcast.model import parameter_ids

Array = NDArray[np.float64]
Draws = dict[str, Array]
WIDER = 2.0
"""A prior whose evidence was not yet public keeps its centre and gets a range this much wider."""


@dataclass(frozen=True)
class Beliefs:
    """Priors as a map from scores to inputs.

    >>> beliefs = Beliefs.from_facts()
    >>> inputs = beliefs.inputs(np.zeros((1, beliefs.size)))
    >>> round(float(inputs["hbm_cycle"][0]), 6)
    0.56
    """

    priors: Priors
    shocks: tuple[str, ...]

    @classmethod
    def from_facts(cls, until: str | None = None) -> Beliefs:
        """Beliefs about every input of the chain.

        Parameters
        ----------
        until
            Quarter such as ``2022Q4``. A prior that rests on evidence published later keeps its
            centre, and its range becomes `WIDER` times as wide (on a log scale, or on log-odds,
            for lognormal and beta priors). Default: priors as they are.
        """
        shocks = tuple(dict.fromkeys(SHOCKS.values()))
        if until is None:
            return cls(Priors.from_facts(parameter_ids()), shocks)
        known = facts.parameters()
        beliefs = {name: _belief(known[name], until) for name in parameter_ids()}
        return cls(Priors.of(beliefs), shocks)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Scores that move an input, in the order of the columns of `z`."""
        moving = [name for name in self.priors.scores if self._moves(name)]
        return (*moving, *self.shocks)

    def _moves(self, score: str) -> bool:
        kind, _, name = score.partition(":")
        return kind == "group" or self.priors.fitted[name].kind != "fixed"

    @property
    def size(self) -> int:
        """Number of scores."""
        return len(self.names)

    def inputs(self, z: Array) -> Draws:
        """Inputs of the chain at scores.

        Parameters
        ----------
        z : (draw, score)
            In the order of `names`.

        Raises
        ------
        BadInput
            If there is not one column for each score.
        """
        columns = self.columns(z)
        still = np.zeros(len(z))
        scores = {name: columns.get(name, still) for name in self.priors.scores}
        return self.priors.values(scores) | {name: columns[name] for name in self.shocks}

    def columns(self, z: Array) -> Mapping[str, Array]:
        """Columns of `z` by name."""
        if z.ndim != 2 or z.shape[1] != self.size:
            raise BadInput(f"scores have shape {z.shape}; give (draws, {self.size})")
        return {name: np.asarray(z[:, k], dtype=np.float64) for k, name in enumerate(self.names)}

    def combined(self, z: Array) -> Draws:
        """Score of each input with its shared factor: standard normal under the prior.

        For parameters by id and path shocks by stream.
        """
        columns = self.columns(z)
        still = np.zeros(len(z))
        straight = replace(self.priors, fitted=dict.fromkeys(self.priors.fitted, _STANDARD))
        scores = {name: columns.get(name, still) for name in straight.scores}
        values = straight.values(scores)
        kept = {n: v for n, v in values.items() if self.priors.fitted[n].kind != "fixed"}
        return kept | {name: columns[name] for name in self.shocks}

    def prior(self, n: int, seed: int, first: int = 0) -> Array:
        """Scores of prior draws: the same numbers that `ensemble.sample_inputs` uses."""
        return np.stack([ensemble.normal(name, n, seed, first) for name in self.names], axis=1)


_STANDARD = ensemble.fit({"score": Belief("normal", -ensemble.Z95, 0.0, ensemble.Z95)})["score"]


def _belief(parameter: facts.Parameter, until: str) -> Belief:
    kind = cast("Kind", parameter.distribution)
    known = Belief(kind, parameter.low, parameter.central, parameter.high)
    return known if known_by(parameter, until) or kind == "fixed" else wider(known)


def known_by(parameter: facts.Parameter, until: str) -> bool:
    """Whether the evidence of a parameter was public by the end of a quarter.

    >>> known_by(facts.parameters()["y_alpha"], "2022Q4"), known_by(facts.parameters()["y_alpha"], "2022Q3")
    (True, False)
    """
    date = parameter.known_from
    return f"{date.year}Q{(date.month + 2) // 3}" <= until


def wider(belief: Belief) -> Belief:
    """Keep the centre and widen the range.

    >>> wider(Belief("lognormal", 1.0, 2.0, 4.0))
    Belief(kind='lognormal', low=0.5, central=2.0, high=8.0)
    """
    ends = belief.low, belief.high
    if belief.kind == "lognormal":
        low, high = (belief.central * (end / belief.central) ** WIDER for end in ends)
    elif belief.kind == "beta":
        low, high = (_odds(end, belief.central) for end in ends)
    else:
        low, high = (belief.central + WIDER * (end - belief.central) for end in ends)
        low = max(low, 0.0) if belief.low >= 0.0 else low
    return Belief(belief.kind, low, belief.central, high)


def _odds(end: float, centre: float) -> float:
    log_odds = [np.log(p / (1.0 - p)) for p in (centre, end)]
    moved = log_odds[0] + WIDER * (log_odds[1] - log_odds[0])
    return float(1.0 / (1.0 + np.exp(-moved)))
