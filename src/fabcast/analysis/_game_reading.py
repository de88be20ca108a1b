"""What a solved game says: could both do better, who gains by going first, which weights decide it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from ._compare import Spread
from ._game import Equilibrium, best_columns, best_rows, pure_equilibria
from ._game_leader import Lead, MixedLead
from ._game_play import Played
from ._game_switch import Switch, switches

Table = Float[np.ndarray, "row column"]
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Better:
    """A pair of postures that both governments would rather have than an equilibrium, on average."""

    row: int
    column: int
    gains: tuple[Spread, Spread]
    """What Washington and Beijing gain over the equilibrium, draw by draw."""
    share: float
    """Share of draws in which neither loses and one gains."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """What going first is worth to a government."""

    government: str
    lead: Lead
    mixed: MixedLead
    gains: tuple[Spread, ...]
    """Gain of the leader over each equilibrium of simultaneous play, draw by draw, in their order."""


def better_for_both(game: Played, than: Equilibrium) -> tuple[Better, ...]:
    """List the pairs of postures that leave both governments better off than an equilibrium.

    Where there is one, each government's best answer to the other leaves both worse off than they
    could be: the prisoner's dilemma.

    Parameters
    ----------
    game
        A solved game.
    than
        One of its equilibria.

    Returns
    -------
    tuple of Better
        The pair with the greatest smaller gain first; empty if the equilibrium leaves nothing.
    """
    first, second = (mean - value for mean, value in zip(game.expected, than.values, strict=True))
    size = max(float(np.abs(first).max()), float(np.abs(second).max()))
    pairs = np.argwhere((np.minimum(first, second) >= -_SAME * size) & (first + second > _SAME * size))
    found = [_better(game, than, int(i), int(j)) for i, j in pairs]
    return tuple(sorted(found, key=lambda one: -min(gain.mean for gain in one.gains)))


def _better(game: Played, than: Equilibrium, row: int, column: int) -> Better:
    gains = [values[:, row, column] - _played(values, than) for values in game.payoffs]
    inside = (np.minimum(*gains) >= 0.0) & (np.maximum(*gains) > 0.0)
    return Better(row, column, (Spread.of(gains[0]), Spread.of(gains[1])), float(inside.mean()))


def _played(payoffs: np.ndarray, found: Equilibrium) -> np.ndarray:
    """Payoff in every draw when both play an equilibrium."""
    return np.asarray(np.einsum("r,drc,c->d", found.rows, payoffs, found.columns))


def margins(game: Played, row: int, column: int) -> tuple[Spread, Spread]:
    """What each government would lose, draw by draw, by its next best posture at a pair.

    A margin near nothing says that the pair is stable by a hair.

    Parameters
    ----------
    game
        A solved game of at least two postures a side.
    row, column
        The pair.
    """
    us, cn = game.payoffs[0][:, :, column], game.payoffs[1][:, row, :]
    return _margin(us, row), _margin(cn, column)


def _margin(payoffs: np.ndarray, own: int) -> Spread:
    """Loss against the other posture with the highest mean payoff; payoffs are (draw, posture)."""
    mean = payoffs.mean(axis=0)
    mean[own] = -np.inf
    return Spread.of(payoffs[:, own] - payoffs[:, int(mean.argmax())])


def opposition(game: Played) -> float:
    """Correlate the mean payoffs of both over pairs of postures: −1 where one's gain is the other's loss.

    Unknown where a government is indifferent between all pairs.
    """
    first, second = (table.ravel() for table in game.expected)
    if np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def dominant(game: Played) -> tuple[int | None, int | None]:
    """Find each government's posture that is best whatever the other does, in the expected game."""
    first, second = game.expected
    return _only(best_rows(first).all(axis=1)), _only(best_columns(second).all(axis=0))


def _only(best: np.ndarray | np.bool) -> int | None:
    places = np.flatnonzero(best)
    return int(places[0]) if len(places) == 1 else None


def commitments(game: Played) -> tuple[Commitment, Commitment]:
    """Say for each government what announcing first would be worth to it."""
    us, cn = game.leads
    at = ((us.move, us.answer), (cn.answer, cn.move))
    gains = [
        tuple(Spread.of(values[:, *pair] - _played(values, one)) for one in game.equilibria)
        for values, pair in zip(game.payoffs, at, strict=True)
    ]
    return (
        Commitment("us", us, game.mixed_leads[0], gains[0]),
        Commitment("cn", cn, game.mixed_leads[1], gains[1]),
    )


def weight_switches(game: Played) -> dict[tuple[str, str], tuple[Switch, ...]]:
    """List for every term, by (government, term), the values of its weight at which equilibria change.

    All other weights stay; terms without a weight are moved as well.
    """
    first, second = game.expected
    found = {}
    for axis, (who, expected) in enumerate((("us", first), ("cn", second))):
        values = game.weights[axis].values
        for name, table in game.board.terms[who].items():
            slope = table.mean(axis=0)
            base = expected - values.get(name, 0.0) * slope

            def masks(
                weight: float, base: Table = base, slope: Table = slope, axis: int = axis
            ) -> np.ndarray:
                moved = base + weight * slope
                return pure_equilibria(*((moved, second) if axis == 0 else (first, moved)))

            found[who, name] = switches(base, slope, axis, masks)
    return found
