"""What a pair of postures changes, in the units of the outcomes rather than of payoffs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fabcast.analysis import Equilibrium, Played, Spread

from ._format import change, percent_change

_TEN = 10.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A term turned back into the quantity that it was made of."""

    government: str
    term: str
    label: str
    unit: str
    """Unit of a change; blank for a relative change."""
    back: Callable[[np.ndarray], np.ndarray]


QUANTITIES = (
    Quantity("cn", "compute", "AI compute in China", "", lambda v: np.exp2(v) - 1.0),
    Quantity("us", "lead", "U.S. : China compute ratio", "", lambda v: np.exp2(v) - 1.0),
    Quantity("us", "revenue", "U.S. sales of chips and tools to China", "USD bn a year", lambda v: _TEN * v),
    Quantity("us", "allies", "Japanese and Dutch tool sales to China", "USD bn a year", lambda v: _TEN * v),
    Quantity("cn", "self_reliance", "full-stack self-reliance", "percent", lambda v: _TEN * v),
    Quantity("cn", "home_share", "domestic share of AI chip purchases", "percent", lambda v: _TEN * v),
    Quantity("cn", "independence", "dependence on U.S. vendors", "percent", lambda v: -_TEN * v),
    Quantity("cn", "subsidy", "state money for chips", "USD bn a year", lambda v: -_TEN * v),
    Quantity("cn", "shortage", "demand for AI chips unmet", "percent", lambda v: -_TEN * v),
    Quantity("us", "counter_controls", "cost of curbs on minerals", "USD bn a year", lambda v: -_TEN * v),
)


def changes(game: Played, found: Equilibrium) -> tuple[tuple[Quantity, Spread], ...]:
    """Change of every quantity where both play an equilibrium, against both keeping to the script.

    Where a government mixes, a draw's change is the mean over its odds.
    """
    told = []
    for one in QUANTITIES:
        table = game.board.terms[one.government].get(one.term)
        if table is not None:
            values = np.einsum("r,drc,c->d", found.rows, one.back(table), found.columns)
            told.append((one, Spread.of(values + 0.0)))
    return tuple(told)


def change_words(one: Quantity, spread: Spread) -> str:
    """Write a change with its interval.

    >>> change_words(QUANTITIES[2], Spread(-2.0, 0, -1.0, 0, 0.0, -1.0)).split()
    ['−$1.0', 'bn', 'a', 'year', '(−2.0', 'to', '0)']
    """
    return change(spread, one.unit) if one.unit else percent_change(spread)
