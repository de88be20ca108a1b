"""The joint law of the inputs as a Gaussian copula, and draws from it given part of a draw.

Every input is a rising function of a standard normal score; scores are jointly normal. The priors are
of this form exactly. A fitted ensemble is brought to it: each input keeps its own distribution, and
dependence is kept as the correlation of normal scores. What the form leaves out of a fit is
dependence that no correlation holds.

Redrawing some scores given the others (Matheron): with z the draw, w a fresh one, v the kept scores,
    z' = w + R_·v R_vv⁻¹ (z_v − w_v)          or, with Q = R⁻¹ and u the redrawn,
    z'_u = w_u − Q_uu⁻¹ Q_uv (z_v − w_v)
whichever solves the smaller system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from fabcast.ensemble import Priors, varying

from ._ranks import average_ranks
from ._runs import Array

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Normal:
    """Standard normal scores with a correlation matrix.

    >>> normal = Normal(np.array([[1.0, 0.8], [0.8, 1.0]]))
    >>> z = normal.sample(20_000, np.random.default_rng(1))
    >>> round(float(np.corrcoef(z.T)[0, 1]), 1)
    0.8
    """

    correlation: Array

    @cached_property
    def _root(self) -> Array:
        return np.asarray(np.linalg.cholesky(self.correlation), dtype=np.float64)

    @cached_property
    def _precision(self) -> Array:
        return np.asarray(np.linalg.inv(self.correlation), dtype=np.float64)

    def sample(self, count: int, rng: np.random.Generator) -> Array:
        """Draw scores, (draw, score)."""
        return np.asarray(rng.standard_normal((count, len(self.correlation))) @ self._root.T)

    def redraw(self, kept: Array, fresh: Array, replaced: Mask) -> Array:
        """Redraw some scores of each draw, given its others.

        Parameters
        ----------
        kept
            Draws to start from, (draw, score).
        fresh
            Other draws, independent of them.
        replaced
            Which scores are redrawn.

        Examples
        --------
        >>> normal = Normal(np.array([[1.0, 0.8], [0.8, 1.0]]))
        >>> normal.redraw(np.ones((1, 2)), np.zeros((1, 2)), np.array([[False, True]])).tolist()
        [[1.0, 0.8]]
        """
        few = 2 * replaced.sum(axis=1) <= replaced.shape[1]
        out = np.empty_like(kept)
        out[few] = self._by_precision(kept[few], fresh[few], replaced[few])
        out[~few] = self._by_correlation(kept[~few], fresh[~few], replaced[~few])
        return out

    def _by_correlation(self, kept: Array, fresh: Array, replaced: Mask) -> Array:
        used = np.flatnonzero(~replaced.all(axis=0))
        gap = np.where(replaced, 0.0, kept - fresh)[:, used]
        pull = _solve(self.correlation[np.ix_(used, used)], ~replaced[:, used], gap)
        return np.where(replaced, fresh + pull @ self.correlation[used], kept)

    def _by_precision(self, kept: Array, fresh: Array, replaced: Mask) -> Array:
        used = np.flatnonzero(replaced.any(axis=0))
        pull = (np.where(replaced, 0.0, kept - fresh) @ self._precision)[:, used]
        push = _solve(self._precision[np.ix_(used, used)], replaced[:, used], pull)
        out = kept.copy()
        out[:, used] = np.where(replaced[:, used], fresh[:, used] - push, kept[:, used])
        return out


def _solve(matrix: Array, rows: Mask, right: Array) -> Array:
    """Solve with the block of a matrix that each draw names; nothing elsewhere."""
    if not len(rows):
        return right
    block = matrix * rows[:, :, None] * rows[:, None, :] + np.eye(len(matrix)) * ~rows[:, :, None]
    return np.asarray(np.linalg.solve(block, np.where(rows, right, 0.0)[..., None])[..., 0])


@dataclass(frozen=True)
class Copula:
    """Inputs with their joint law: `names` vary, `still` do not."""

    names: tuple[str, ...]
    normal: Normal
    quantile: Callable[[str, Array], Array]
    """Values of an input at normal scores."""
    still: Mapping[str, Array]

    def inputs(self, z: Array) -> dict[str, Array]:
        """Inputs of the chain at scores, (draw, input)."""
        made = {name: self.quantile(name, z[:, k]) for k, name in enumerate(self.names)}
        return {name: np.full(len(z), value[0]) for name, value in self.still.items()} | made

    @classmethod
    def of_priors(cls, priors: Priors, shocks: tuple[str, ...]) -> Copula:
        """Joint law of the priors, exactly.

        Parameters
        ----------
        priors
            Of all parameters.
        shocks
            Inputs that are standard normal numbers themselves.
        """
        names = (*(name for name, one in priors.fitted.items() if one.kind != "fixed"), *shocks)
        still = {n: one.at(np.zeros(1)) for n, one in priors.fitted.items() if one.kind == "fixed"}

        def quantile(name: str, z: Array) -> Array:
            return priors.fitted[name].at(z) if name in priors.fitted else z

        return cls(names, Normal(_correlation(priors, names)), quantile, still)

    @classmethod
    def of_members(cls, members: Mapping[str, Array]) -> Copula:
        """Joint law of an ensemble: own distributions, and correlations of normal scores.

        Parameters
        ----------
        members
            Values of every input, one a member.
        """
        moving = varying(members)
        still = {name: values[:1] for name, values in members.items() if name not in moving}
        count = len(next(iter(members.values())))
        at = (np.arange(count) + 0.5) / count
        ordered = {name: np.sort(values) for name, values in moving.items()}
        z = [ndtri((average_ranks(values) - 0.5) / count) for values in moving.values()]

        def quantile(name: str, z: Array) -> Array:
            return np.asarray(np.interp(ndtr(z), at, ordered[name]))

        return cls(tuple(moving), Normal(np.corrcoef(np.stack(z))), quantile, still)


def _correlation(priors: Priors, names: tuple[str, ...]) -> Array:
    """√(ρᵢ ρⱼ) within a group, else nothing."""
    out = np.eye(len(names))
    tied = [(k, priors.ties[name]) for k, name in enumerate(names) if name in priors.ties]
    for i, one in tied:
        for j, other in tied:
            if i != j and one.group == other.group:
                out[i, j] = np.sqrt(one.loading_squared * other.loading_squared)
    return out
