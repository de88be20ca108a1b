"""The game of postures on finished runs: payoffs in every draw, equilibria, and how far they hold.

Payoffs are told as changes against both governments holding to their scripts, draw by draw: their level
has no meaning, and no best response depends on it. The *expected game* has the mean over draws of each
payoff; what is best for a government that does not know the draw is read there. How often a pair is an
equilibrium when the draw is known says how far the answer depends on what is uncertain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from jaxtyping import Float

from fabcast.errors import BadInput

from ._compare import Spread
from ._game import Equilibrium, best_columns, best_rows, equilibria, pure_equilibria, tied
from ._game_leader import Lead, MixedLead, lead, mixed_lead
from ._game_terms import read_term, terms
from ._game_weights import Weights
from ._runs import Array, Runs

Table = Float[np.ndarray, "row column"]
Payoffs = Float[np.ndarray, "draw row column"]
TermTables = Mapping[str, Payoffs]
_RESAMPLES = 200
_LEAST_DEFINED = 0.5


@dataclass(frozen=True)
class Board:
    """Terms of both governments for every pair of postures, as changes against the first pair."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    terms: Mapping[str, TermTables]
    """Government to term to change, (draw, row, column), in the term's unit."""
    share_defined: float
    """Share of draws in which every term is defined; the others are left out."""

    @property
    def draws(self) -> int:
        """Number of draws that are kept."""
        return len(next(iter(self.terms["us"].values())))

    def payoffs(self, weights: Weights) -> Payoffs:
        """Weigh the terms of a government: its payoffs, (draw, row, column)."""
        tables = self.terms[weights.government]
        return np.asarray(sum(weight * tables[name] for name, weight in weights.values.items()))


@dataclass(frozen=True)
class Played:
    """One game: whose weights, what both get, and where neither gains by moving alone."""

    board: Board
    weights: tuple[Weights, Weights]
    """Of Washington and of Beijing."""
    payoffs: tuple[Payoffs, Payoffs]
    equilibria: tuple[Equilibrium, ...]
    """Of the expected game."""
    tied: bool
    """Whether somebody is indifferent between two best responses."""
    best: tuple[Table, Table]
    """Share of draws in which a posture is a best response to the other's, by pair."""
    holds: Table
    """Share of draws in which a pair is an equilibrium."""
    none_holds: float
    """Share of draws in which no pair is."""
    stays: float
    """Share of resamples of the draws whose expected game has the same pure equilibria."""
    leads: tuple[Lead, Lead]
    """Washington leading, its postures first; Beijing leading, its postures first."""
    mixed_leads: tuple[MixedLead, MixedLead]

    @property
    def expected(self) -> tuple[Table, Table]:
        """Mean payoffs of both."""
        first, second = self.payoffs
        return first.mean(axis=0), second.mean(axis=0)

    def spread(self, government: int, row: int, column: int) -> Spread:
        """Payoff of a government (0 or 1) at a pair of postures over draws."""
        return Spread.of(self.payoffs[government][:, row, column])

    def value_spread(self, government: int, found: Equilibrium) -> Spread:
        """Payoff of a government over draws when both play an equilibrium."""
        mean = np.einsum("r,dri,i->d", found.rows, self.payoffs[government], found.columns)
        return Spread.of(mean)


def board(runs: Runs, table: Mapping[tuple[str, str], str], year: int) -> Board:
    """Read every term of both governments for every pair of postures.

    Parameters
    ----------
    runs
        Finished runs on common draws.
    table
        Pair of postures (Washington's, Beijing's) to the scenario that holds it; the first pair is
        what the others are compared with.
    year
        Year end at which terms are read.

    Raises
    ------
    BadInput
        Half of the draws or more lack a term.
    """
    rows, columns = (tuple(dict.fromkeys(pair[i] for pair in table)) for i in (0, 1))
    read = {
        who: {
            term.id: np.stack(
                [
                    [read_term(term, runs, table[pair], year) for pair in product([row], columns)]
                    for row in rows
                ]
            )
            for term in terms(who)
        }
        for who in ("us", "cn")
    }
    kept = np.logical_and.reduce(
        [np.isfinite(v).all(axis=(0, 1)) for tables in read.values() for v in tables.values()]
    )
    if kept.mean() < _LEAST_DEFINED:
        raise BadInput(
            f"a term of the game is unknown in {1.0 - kept.mean():.0%} of draws at the end of {year}; "
            "choose a later year"
        )
    changes = {
        who: {name: _changes(v[..., kept]) for name, v in tables.items()} for who, tables in read.items()
    }
    return Board(rows, columns, changes, float(kept.mean()))


def _changes(values: Array) -> Payoffs:
    """Put draws first, and subtract the first pair draw by draw."""
    by_draw = np.moveaxis(values, -1, 0)
    return np.asarray(by_draw - by_draw[:, :1, :1])


def play(on: Board, us: Weights, cn: Weights, seed: int = 1) -> Played:
    """Solve the game for one pair of weights.

    Parameters
    ----------
    on
        Terms for every pair of postures.
    us, cn
        Weights of both governments.
    seed
        Seed of the resampling that says whether there are enough draws.
    """
    payoffs = on.payoffs(us), on.payoffs(cn)
    first, second = (values.mean(axis=0) for values in payoffs)
    holds = pure_equilibria(*payoffs)
    return Played(
        board=on,
        weights=(us, cn),
        payoffs=payoffs,
        equilibria=equilibria(first, second),
        tied=tied(first, second),
        best=(best_rows(payoffs[0]).mean(axis=0), best_columns(payoffs[1]).mean(axis=0)),
        holds=holds.mean(axis=0),
        none_holds=float((~holds.any(axis=(1, 2))).mean()),
        stays=_stays(payoffs, pure_equilibria(first, second), seed),
        leads=(lead(first, second), lead(second.T, first.T)),
        mixed_leads=(mixed_lead(first, second), mixed_lead(second.T, first.T)),
    )


def _stays(payoffs: tuple[Payoffs, Payoffs], found: np.ndarray, seed: int) -> float:
    """Share of resamples of draws in which the expected game has the same pure equilibria."""
    draws = len(payoffs[0])
    counts = np.random.default_rng(seed).multinomial(draws, np.full(draws, 1.0 / draws), size=_RESAMPLES)
    first, second = (np.tensordot(counts / draws, values, axes=1) for values in payoffs)
    same = pure_equilibria(first, second) == found
    return float(same.all(axis=(1, 2)).mean())
