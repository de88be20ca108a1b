"""Players: inputs, families of inputs with a common cause, and everything else as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fabcast.calibration import Beliefs

from ._runs import Array

NAMED = 12
"""Players that stand by name beside *everything else*."""
Kind = Literal["input", "family", "cause", "own", "rest"]


@dataclass(frozen=True, slots=True)
class Player:
    """One thing whose weight is asked.

    `kind`: an *input*; a *family* of inputs with a common cause; the *cause* that a family shares; what
    is an input's *own* beside it; or the *rest*.
    """

    id: str
    kind: Kind
    inputs: tuple[str, ...]
    columns: tuple[int, ...]
    """Columns of the scores that belong to it."""


def scores(beliefs: Beliefs) -> tuple[Player, ...]:
    """List each independent score of the priors as a player: what a screen moves one by one."""
    return tuple(_score(beliefs, name, k) for k, name in enumerate(beliefs.names))


def _score(beliefs: Beliefs, name: str, column: int) -> Player:
    group, input_id = _parts(name)
    ties = beliefs.priors.ties
    if group:
        return Player(f"cause:{group}", "cause", _family(beliefs, group), (column,))
    return Player(input_id, "own" if input_id in ties else "input", (input_id,), (column,))


def independent(beliefs: Beliefs) -> tuple[Player, ...]:
    """Players that are independent under the priors: inputs, and families as one."""
    families: dict[str, list[int]] = {}
    for column, name in enumerate(beliefs.names):
        families.setdefault(_owner(beliefs, name), []).append(column)
    return tuple(_independent(beliefs, owner, columns) for owner, columns in families.items())


def _independent(beliefs: Beliefs, owner: str, columns: Sequence[int]) -> Player:
    group = owner.partition(":")[2]
    if group:
        return Player(owner, "family", _family(beliefs, group), tuple(columns))
    return Player(owner, "input", (owner,), tuple(columns))


def _owner(beliefs: Beliefs, name: str) -> str:
    group, input_id = _parts(name)
    tie = beliefs.priors.ties.get(input_id)
    return f"family:{group or tie.group}" if group or tie else input_id  # type: ignore[union-attr]


def _parts(score: str) -> tuple[str, str]:
    """Group and input that a score's name tells of; one of them is blank.

    >>> _parts("group:tool_milestones"), _parts("parameter:y_alpha"), _parts("path_shock.x")
    (('tool_milestones', ''), ('', 'y_alpha'), ('', 'path_shock.x'))
    """
    kind, _, name = score.partition(":")
    return (name, "") if kind == "group" else ("", name or kind)


def _family(beliefs: Beliefs, group: str) -> tuple[str, ...]:
    known = beliefs.priors
    tied = (name for name, tie in known.ties.items() if tie.group == group)
    return tuple(name for name in tied if known.fitted[name].kind != "fixed")


def reduced(players: Sequence[Player], weight: Mapping[str, float], count: int = NAMED) -> tuple[Player, ...]:
    """Keep the heaviest players and put all others into one.

    Parameters
    ----------
    players
        All players.
    weight
        Weight of each by id.
    count
        How many keep their name.
    """
    order = sorted(players, key=lambda one: -weight[one.id])
    named, others = order[:count], order[count:]
    if not others:
        return tuple(named)
    columns = np.sort(np.concatenate([one.columns for one in others]))
    inputs = tuple(name for one in others for name in one.inputs)
    rest = Player("everything_else", "rest", inputs, tuple(int(c) for c in columns))
    return (*named, rest)


def weights(players: Sequence[Player], values: Array) -> dict[str, float]:
    """Weight of each player: the largest among its columns."""
    return {one.id: float(values[list(one.columns)].max()) for one in players}
