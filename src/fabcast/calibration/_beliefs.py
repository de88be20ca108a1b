"""Whitened beliefs: every uncertain input as a function of independent standard normal scores.

Scores are those of the ensemble's own priors (shared factors, own parts of parameters, shocks of
paths), so the prior in this space is N(0, I), whatever families and correlations stand behind it.
A parameter that is added to the model enters with its prior and needs nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fabcast import ensemble
from fabcast.ensemble import SHOCKS, Belief, Priors
from fabcast.errors import BadInput
from fabcast.model import parameter_ids

Array = NDArray[np.float64]
Draws = dict[str, Array]


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
    def from_facts(cls) -> Beliefs:
        """Beliefs about every input of the chain, as the facts have them today."""
        return cls(Priors.from_facts(parameter_ids()), tuple(dict.fromkeys(SHOCKS.values())))

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
