"""Rules of reaction replayed on the record: which observed moves they expected, which not.

For each quarter from October 2022 on, rules are given what was on record up to it: the other sides' moves
of the quarter and before (``data/moves.csv``), and the model's own course of what they watch under the
actual path. They say how likely each move was in that quarter. A move is *expected* where that chance is
above the mere frequency of such moves in the record.

The rules were written by people who knew this record, so the replay tests whether they hang together with
it, not whether they foresee.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from fabcast import ensemble, scenario
from fabcast.facts import load_table
from fabcast.model import DEFAULT, QUARTERS, STEP_YEARS, TOOL_CLASSES
from fabcast.scenario import GOVERNMENTS, HOLD

from ._runs import Array

FIRST, LAST = "2022Q4", "2026Q3"
"""Quarters that are replayed."""
_LONG_AGO = 99.0
_SCENARIO = f"actual+{scenario.REACTIONS}"


class Move(BaseModel):
    """A recorded move: a government turned to a posture in a quarter."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("quarter", "government", "posture")

    quarter: str
    government: Literal["us", "allies", "cn"]
    posture: str
    events: str
    """Ids of events, with ``|`` between them."""
    words: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the rules said of one possible move in one quarter."""

    quarter: str
    government: str
    posture: str
    chance: float
    """Mean over draws."""
    base: float
    """Share of quarters of the record with such a move."""
    move: Move | None
    """The move, where it came."""

    @property
    def expected(self) -> bool:
        """Whether the rules gave it more than its frequency."""
        return self.chance > self.base


@dataclass(frozen=True, slots=True)
class Replay:
    """All possible moves of all quarters, and how well chances fit what came."""

    cells: tuple[Expected, ...]
    score: float
    """Mean log score of the rules over all cells; 0 is best."""
    score_of_frequency: float
    """The same of the frequency of each move, known only afterwards."""

    @property
    def came(self) -> tuple[Expected, ...]:
        """Recorded moves in order."""
        return tuple(cell for cell in self.cells if cell.move is not None)

    @property
    def did_not(self) -> tuple[Expected, ...]:
        """Moves that did not come, likeliest first."""
        return tuple(sorted((c for c in self.cells if c.move is None), key=lambda c: -c.chance))


@cache
def moves() -> tuple[Move, ...]:
    """Read the recorded moves.

    >>> moves()[0].words
    'Rule of 7 October 2022 on advanced chips and tools'
    """
    with resources.as_file(resources.files("fabcast.analysis").joinpath("data/moves.csv")) as file:
        return tuple(load_table(file, Move))


def replay(draws: int = 256, seed: int = 1, basis: ensemble.Basis = ensemble.PRIOR) -> Replay:
    """Replay the rules that come with Fabcast on the record.

    Parameters
    ----------
    draws, seed, basis
        Draws of the rules' uncertain numbers and of the model's course.
    """
    span = slice(QUARTERS.index(FIRST), QUARTERS.index(LAST) + 1)
    chances = _chances(basis.draw(draws, seed, 0), moves())
    cells = tuple(
        _cell(quarter, place, float(table[span.start + i]))
        for place, table in chances.items()
        for i, quarter in enumerate(QUARTERS[span])
    )
    came = np.array([cell.move is not None for cell in cells])
    return Replay(
        cells=tuple(sorted(cells, key=lambda c: (c.quarter, GOVERNMENTS.index(c.government)))),
        score=_log_score(np.array([c.chance for c in cells]), came),
        score_of_frequency=_log_score(np.array([c.base for c in cells]), came),
    )


def _cell(quarter: str, place: tuple[str, str], chance: float) -> Expected:
    same = [move for move in moves() if (move.government, move.posture) == place]
    quarters = QUARTERS.index(LAST) - QUARTERS.index(FIRST) + 1
    inside = [move for move in same if FIRST <= move.quarter <= LAST]
    found = next((move for move in inside if move.quarter == quarter), None)
    return Expected(quarter, *place, chance, len(inside) / quarters, found)


def _log_score(chance: Array, came: Array) -> float:
    """Mean log likelihood of what came; chances are kept off 0 and 1 by a thousandth.

    >>> round(_log_score(np.array([0.5, 0.5]), np.array([True, False])), 4)
    -0.6931
    """
    safe = np.clip(chance, 1e-3, 1.0 - 1e-3)
    return float(np.where(came, np.log(safe), np.log1p(-safe)).mean())


def _chances(inputs: Mapping[str, Array], recorded: Sequence[Move]) -> dict[tuple[str, str], Array]:
    """Chance of each move by quarter, mean over draws; each government judged as if at its script."""
    menus = {g: tuple(p.id for p in scenario.postures(g)) for g in GOVERNMENTS}
    ask = _asking(inputs)
    found: dict[tuple[str, str], Array] = {}
    for row, government in enumerate(GOVERNMENTS):
        shown, since = held(recorded, menus, own=government)
        table = ask(shown, since)
        for k, posture in enumerate(menus[government]):
            if posture != HOLD:
                found[government, posture] = table[:, row, k]
        if any((m.government, m.posture) == (government, HOLD) for m in recorded):
            found[government, HOLD] = ask(*held(recorded, menus, own=None))[:, row, 0]
    return found


def held(
    recorded: Sequence[Move], menus: Mapping[str, tuple[str, ...]], own: str | None
) -> tuple[Array, Array]:
    """Posture that each government shows and years since its last move: (quarter, government).

    Moves of the quarter itself count at once, as in the record answers came within days. `own` is the
    government that is judged: it is taken to be at its script, so that a second step the same way
    counts as a move.
    """
    shape = (len(QUARTERS), len(GOVERNMENTS))
    shown, since = np.zeros(shape), np.full(shape, _LONG_AGO)
    for move in recorded:
        start, column = QUARTERS.index(move.quarter), GOVERNMENTS.index(move.government)
        if move.government != own:
            shown[start:, column] = menus[move.government].index(move.posture)
        since[start:, column] = STEP_YEARS * np.arange(len(QUARTERS) - start)
    return shown, since


def _asking(inputs: Mapping[str, Array]) -> Any:
    """Return a function from recorded postures to mean chances (quarter, government, posture)."""
    ensemble.kernel()  # sets JAX up
    from fabcast.model import batch_records, move_chances

    path = scenario.resolve(_SCENARIO)
    reactions: Any = path.reactions
    p, shocks = ensemble.model_inputs(dict(inputs))
    nothing = np.zeros((len(QUARTERS), len(TOOL_CLASSES), len(shocks["luck"])))
    signals = batch_records()(p, path, ensemble.drivers(), shocks, nothing, DEFAULT).signals

    def ask(shown: Any, since: Any) -> Array:
        table = move_chances(p, reactions, signals, shown, since, STEP_YEARS)
        return np.asarray(np.asarray(table).mean(-1))

    return ask
