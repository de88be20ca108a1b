"""Draws in which a condition holds or not, shares of them with intervals, and how well a mask tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from fabcast.ensemble import DISCREPANCY
from fabcast.errors import BadInput

from ._prim import Mask
from ._ranks import rank_matrix
from ._runs import Array

Rows = NDArray[np.int64]
FOLDS = 5
LEVEL = 0.9
"""Level of all intervals."""


@dataclass(frozen=True)
class Futures:
    """Draws in which a condition holds or not.

    Attributes
    ----------
    names
        Inputs that vary, by column.
    x
        Their values, (draw, input).
    margin
        By how much the quantity is inside the condition, (draw); below zero outside, minus infinity
        where it is *never* reached.
    cases
        Whether the condition holds, (draw).
    """

    names: tuple[str, ...]
    x: Array
    margin: Array
    cases: Mask

    @classmethod
    def of(cls, parameters: Mapping[str, Array], margin: Array, cases: Mask) -> Futures:
        """Keep draws with a known quantity, and inputs that vary among them.

        Raises
        ------
        BadInput
            No draw has a known value, or no input varies.
        """
        known = ~np.isnan(margin)
        kept = {name: v[known] for name, v in parameters.items() if known.any() and np.ptp(v[known]) > 0.0}
        if not kept:
            raise BadInput("the condition has a known value in too few draws; raise --draws.")
        return cls(tuple(kept), np.stack(list(kept.values()), axis=1), margin[known], cases[known])

    def at(self, rows: Rows | Mask) -> Futures:
        """Give some of the draws, for instance a resample."""
        part = Futures(self.names, self.x[rows], self.margin[rows], self.cases[rows])
        part.__dict__["ranks"] = self.ranks[rows]
        return part

    @cached_property
    def ranks(self) -> Array:
        """Centred ranks of the inputs, (draw, input)."""
        return rank_matrix(dict(zip(self.names, self.x.T, strict=True)))[1]

    def near(self, share: float) -> Mask:
        """Tell the cases with the draws that come nearest to them, up to a share of all.

        Parameters
        ----------
        share
            Share of the draws; the cases alone where they are no fewer. Draws that are infinitely
            far are never near.
        """
        wanted = int(share * len(self.cases))
        if wanted <= self.cases.sum():
            return self.cases
        limit = np.sort(self.margin)[-wanted]
        return np.asarray(self.cases | (np.isfinite(self.margin) & (self.margin >= limit)))

    @cached_property
    def fold(self) -> Rows:
        """Fold of each draw.

        Draws that share their inputs, as members of a fitted ensemble do when more are asked for
        than it holds, stay together: else a box would be judged on draws that it was made from.
        """
        own = [i for i, name in enumerate(self.names) if not name.startswith(DISCREPANCY)][:3]
        _, member = np.unique(self.x[:, own], axis=0, return_inverse=True)
        dealt = np.random.default_rng(0).permutation(int(member.max()) + 1) % FOLDS
        return np.asarray(dealt[member], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of draws with its 90 % interval (Wilson's), and the two counts it is made of.

    >>> found = Proportion.of(5, 10)
    >>> round(found.low, 2), round(found.high, 2)
    (0.27, 0.73)
    >>> round(Proportion.of(0, 4000).high, 4)
    0.0007
    """

    part: int
    whole: int
    value: float
    low: float
    high: float

    @classmethod
    def of(cls, part: int, whole: int) -> Proportion:
        """Estimate a share; all of it is open where there are no draws."""
        if whole == 0:
            return cls(0, 0, float("nan"), 0.0, 1.0)
        z, p = float(ndtri(0.5 + LEVEL / 2.0)), part / whole
        middle, reach = p + z * z / (2 * whole), z * np.sqrt(p * (1 - p) / whole + (z / (2 * whole)) ** 2)
        scale = 1 + z * z / whole
        low, high = max(0.0, float(middle - reach) / scale), min(1.0, float(middle + reach) / scale)
        return cls(part, whole, p, 0.0 if part == 0 else low, 1.0 if part == whole else high)


@dataclass(frozen=True, slots=True)
class Quality:
    """How well boxes tell cases: of the draws inside how many are cases, and of the cases how many inside."""

    density: Proportion
    coverage: Proportion

    @classmethod
    def of(cls, inside: Mask, cases: Mask) -> Quality:
        """Count the draws inside and the cases among them."""
        hits = int((inside & cases).sum())
        return cls(Proportion.of(hits, int(inside.sum())), Proportion.of(hits, int(cases.sum())))

    @property
    def balance(self) -> float:
        """F-score: harmonic mean of density and coverage; 0 where nothing is hit."""
        size = self.density.whole + self.coverage.whole
        return 2.0 * self.density.part / size if size else 0.0
