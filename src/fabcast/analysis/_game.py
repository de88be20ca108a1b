"""Two governments at one table: best responses, equilibria, and who gains by moving first.

A table of payoffs has the first government's postures as rows and the second's as columns; a leading
axis of draws is allowed where it is said. A posture is a best response if none does better against the
other's; a pair is an equilibrium if both are best responses to each other (Nash 1951). Mixed equilibria
are vertices of the best-response polytopes, enumerated by nashpy (Nisan et al. 2007, algorithm 3.5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from fabcast.errors import BadInput

Payoffs = Float[np.ndarray, "*draw row column"]
Mask = Bool[np.ndarray, "*draw row column"]
_TIE = 1e-9
"""Payoffs closer than this part of the table's range are the same: rounding is no reason to move."""
_LEAST = 1e-6
"""Probabilities below this are none."""
_NEAR = 1e-7
"""Gains below this part of the range are rounding of the enumeration."""


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """How often each government takes each of its postures, and what both get."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    values: tuple[float, float]
    """Payoff of the first and of the second government."""

    @property
    def pure(self) -> bool:
        """Whether both take one posture for certain.

        >>> Equilibrium((1.0, 0.0), (0.0, 1.0), (2.0, 3.0)).pure
        True
        """
        return max(self.rows) > 1.0 - _LEAST and max(self.columns) > 1.0 - _LEAST


def best_rows(payoffs: Payoffs) -> Mask:
    """Mark the first government's best responses to each column; ties are all marked.

    >>> best_rows(np.array([[3.0, 0.0], [5.0, 1.0]])).tolist()
    [[False, False], [True, True]]
    """
    return np.asarray(payoffs >= payoffs.max(axis=-2, keepdims=True) - _tolerance(payoffs))


def best_columns(payoffs: Payoffs) -> Mask:
    """Mark the second government's best responses to each row; ties are all marked."""
    return np.asarray(payoffs >= payoffs.max(axis=-1, keepdims=True) - _tolerance(payoffs))


def pure_equilibria(first: Payoffs, second: Payoffs) -> Mask:
    """Mark the pairs of postures in which neither government gains by moving alone.

    Parameters
    ----------
    first, second
        Payoffs of both governments, one table or one a draw.

    Examples
    --------
    >>> a = np.array([[3.0, 0.0], [5.0, 1.0]])  # the prisoner's dilemma
    >>> pure_equilibria(a, a.T).tolist()
    [[False, False], [False, True]]
    """
    return np.asarray(best_rows(first) & best_columns(second))


def equilibria(
    first: Float[np.ndarray, "row column"], second: Float[np.ndarray, "row column"]
) -> tuple[Equilibrium, ...]:
    """List equilibria: all pure ones, then mixed ones.

    Where payoffs tie, equilibria can form a continuum; then corners of it are listed.

    Parameters
    ----------
    first, second
        Finite payoffs of both governments.

    Raises
    ------
    BadInput
        A payoff is not finite.

    Examples
    --------
    >>> pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    >>> [round(odds, 6) for odds in equilibria(pennies, -pennies)[0].rows]
    [0.5, 0.5]
    """
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise BadInput("a payoff is not finite; a game needs a number for every pair of postures")
    places = np.argwhere(pure_equilibria(first, second))
    pure = [_at(np.eye(first.shape[0])[i], np.eye(first.shape[1])[j], first, second) for i, j in places]
    mixed = [_at(x, y, first, second) for x, y in _vertices(first, second)]
    return (*pure, *_distinct([one for one in mixed if not one.pure]))


def _vertices(
    first: Float[np.ndarray, "row column"], second: Float[np.ndarray, "row column"]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Enumerate equilibria by vertices.

    Not by supports: nashpy compares payoffs there to the last bit and lost an equilibrium in 5 % of random
    games of three by four postures; by vertices it lost none of 400.
    """
    import warnings

    import nashpy

    if np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return []  # no polytope: one does not care, and the other's best answers to it are all pure
    with warnings.catch_warnings():  # ties divide by zero inside; what comes of them is checked here
        warnings.simplefilter("ignore", RuntimeWarning)
        found = list(nashpy.Game(_unit(first), _unit(second)).vertex_enumeration())
    return [(x, y) for x, y in found if _stays(x, y, first, second)]


def _stays(x: np.ndarray, y: np.ndarray, first: np.ndarray, second: np.ndarray) -> bool:
    """Check that neither gains by leaving a pair of odds."""
    gains = (first @ y).max() - x @ first @ y, (x @ second).max() - x @ second @ y
    return bool(gains[0] <= _NEAR * np.ptp(first) and gains[1] <= _NEAR * np.ptp(second))


def tied(first: Float[np.ndarray, "row column"], second: Float[np.ndarray, "row column"]) -> bool:
    """Tell whether a government is indifferent between two best responses to some posture.

    >>> tied(np.array([[1.0], [1.0]]), np.array([[0.0], [0.0]]))
    True
    """
    return bool((best_rows(first).sum(axis=0) > 1).any() or (best_columns(second).sum(axis=1) > 1).any())


def _at(x: np.ndarray, y: np.ndarray, first: np.ndarray, second: np.ndarray) -> Equilibrium:
    return Equilibrium(
        tuple(float(p) for p in x), tuple(float(p) for p in y), (float(x @ first @ y), float(x @ second @ y))
    )


def _distinct(found: list[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Keep one of those that are the same but for rounding."""
    keys = {tuple(round(p, 6) for p in (*one.rows, *one.columns)): one for one in found}
    return tuple(keys.values())


def _tolerance(payoffs: Payoffs) -> np.ndarray:
    size = payoffs.max(axis=(-2, -1), keepdims=True) - payoffs.min(axis=(-2, -1), keepdims=True)
    return np.asarray(_TIE * size)


def _unit(payoffs: np.ndarray) -> np.ndarray:
    """Scale a table to 0 to 1, which changes no equilibrium and makes rounding alike for all."""
    low, high = float(payoffs.min()), float(payoffs.max())
    return (payoffs - low) / (high - low) if high > low else np.zeros_like(payoffs)
