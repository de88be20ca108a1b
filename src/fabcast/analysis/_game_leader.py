"""One government announces first, the other answers: leader, follower, and the value of commitment.

The leader commits to one posture, or to odds over its postures; the follower answers with what is best
for itself (von Stackelberg 1934). A follower that is indifferent may answer as suits the leader, or as
does not: both values are told. The best odds solve one linear programme for each answer (Conitzer and
Sandholm 2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from ._game import best_columns

Table = Float[np.ndarray, "leader follower"]


@dataclass(frozen=True, slots=True)
class Lead:
    """What a government announces, what the other answers, and what the leader gets."""

    move: int
    answer: int
    value: float
    """Payoff of the leader when an indifferent follower answers as suits it."""
    worst: float
    """Payoff of the leader at the same move when it answers as does not."""


@dataclass(frozen=True, slots=True)
class MixedLead:
    """The odds that a leader would best commit to."""

    odds: tuple[float, ...]
    answer: int
    value: float


def lead(leader: Table, follower: Table) -> Lead:
    """Find the posture that a government would best announce.

    Parameters
    ----------
    leader, follower
        Payoffs of both, the leader's postures as rows.

    Examples
    --------
    >>> lead(np.array([[2.0, 4.0], [1.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    Lead(move=1, answer=1, value=3.0, worst=3.0)
    """
    answers = best_columns(follower)
    best = np.where(answers, leader, -np.inf)
    move = int(best.max(axis=1).argmax())
    worst = float(leader[move][answers[move]].min())
    return Lead(move, int(best[move].argmax()), float(best[move].max()), worst)


def mixed_lead(leader: Table, follower: Table) -> MixedLead:
    """Find the odds over its postures that a government would best commit to.

    Its value is never below that of any equilibrium of simultaneous play, nor of `lead`.

    Examples
    --------
    >>> found = mixed_lead(np.array([[2.0, 4.0], [1.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> found.answer, round(found.value, 6)
    (1, 3.5)
    """
    tried = [one for j in range(leader.shape[1]) if (one := _odds_for(leader, follower, j)) is not None]
    return max(tried, key=lambda one: one.value)


def _odds_for(leader: Table, follower: Table, answer: int) -> MixedLead | None:
    """Best odds under which an answer is a best response; None where no odds make it one."""
    from scipy.optimize import linprog

    gains = (follower - follower[:, [answer]]).T
    rows = leader.shape[0]
    done = linprog(
        -leader[:, answer], A_ub=gains, b_ub=np.zeros(len(gains)), A_eq=np.ones((1, rows)), b_eq=[1.0]
    )
    if done.x is None or done.fun is None:
        return None
    return MixedLead(tuple(float(max(p, 0.0)) for p in done.x), answer, float(-done.fun))
