"""A game of postures in plain words, made from the same numbers as its tables."""

from __future__ import annotations

from collections.abc import Sequence

from fabcast.analysis import (
    GAME_NAMES,
    Equilibrium,
    Played,
    Switch,
    Weights,
    better_for_both,
    commitments,
    dominant,
    game_terms,
    margins,
    opposition,
    weight_switches,
)
from fabcast.scenario import Posture

from ._format import number, share
from ._game_changes import change_words, changes
from ._game_page import WEIGHTS_NOTE, GamePage, amounts, odds, stable_pairs

_ALIKE = 1e-6
_TOLD = 3
"""Quantities that the sentence tells; the table has all."""


def game_words(page: GamePage) -> tuple[str, ...]:
    """Say what a game shows: what rests on whose weights, what is stable, and what would change it.

    Parameters
    ----------
    page
        A solved game, and the same under every pair of example weights.

    Returns
    -------
    tuple of str
        The answer first; each sentence with its share of draws or its interval.
    """
    return (
        _across(page),
        _stable(page),
        _both(page),
        *_first(page),
        _turns(page),
        WEIGHTS_NOTE,
    )


def _across(page: GamePage) -> str:
    """What stays and what changes over all pairs of example weights."""
    games = page.examples
    sets = {stable_pairs(game) for game in games}
    head = (
        f"Under all {len(games)} pairs of example weights the same postures are stable"
        if len(sets) == 1
        else f"Which postures are stable depends on what each side wants: {len(games)} pairs of example "
        f"weights give {len(sets)} different answers"
    )
    sides = [_counted(page.postures[k], games, k) for k in (0, 1)]
    mixed = sum(not stable_pairs(game) for game in games)
    tail = f" In {mixed} no pair is stable for certain, and both would mix." if mixed else ""
    return f"{head}. {sides[0]}. {sides[1]}.{tail}"


def _counted(menu: Sequence[Posture], games: Sequence[Played], side: int) -> str:
    """In how many games each posture is part of a stable pair."""
    counts = [sum(any(pair[side] == i for pair in stable_pairs(g)) for g in games) for i in range(len(menu))]
    told = [f"{posture.label} in {n} of {len(games)}" for posture, n in zip(menu, counts, strict=True)]
    return ", ".join(told)


def _stable(page: GamePage) -> str:
    """The equilibria under the chosen weights, with shares of draws."""
    game = page.game
    us, cn = game.weights
    whose = f"With {_whose(us)} for Washington and {_whose(cn)} for Beijing"
    worth = _worth(page, game.equilibria[0])
    pairs = stable_pairs(game)
    if not pairs:
        mixes = "; ".join(odds(page, one).replace("\n", " and ") for one in game.equilibria)
        return f"{whose} no pair of postures is stable for certain: {mixes}. {worth}"
    told = [f"{page.pair(i, j)} (stable in {share(float(game.holds[i, j]))} of draws)" for i, j in pairs]
    mine, theirs = (amounts(loss) for loss in margins(game, *pairs[0]))
    hair = f"The margin over the next best posture is {mine} for Washington and {theirs} for Beijing."
    return f"{whose} neither gains by moving alone where {', or where '.join(told)}. {worth} {hair}"


def _whose(weights: Weights) -> str:
    return f"the example weights “{weights.label}”" if weights.example else "the user’s weights"


def _worth(page: GamePage, found: Equilibrium) -> str:
    mine, theirs = (amounts(page.game.value_spread(k, found)) for k in (0, 1))
    told = [f"{one.label} {change_words(one, spread)}" for one, spread in changes(page.game, found)]
    return (
        f"Against both keeping to the script of “{page.base}” that is worth {mine} to Washington and "
        f"{theirs} to Beijing at the end of {page.year}, each in units of its own weights. What it changes: "
        f"{', '.join(told[:_TOLD])}."
    )


def _both(page: GamePage) -> str:
    """Whether both could do better, how opposed they are, and whether a posture dominates."""
    game = page.game
    found = better_for_both(game, game.equilibria[0])
    if found:
        best = found[0]
        told = (
            f"Both would do better if {page.pair(best.row, best.column)}: {amounts(best.gains[0])} for "
            f"Washington and {amounts(best.gains[1])} for Beijing, in {share(best.share)} of draws for both; "
            "but there at least one of them would gain by moving alone."
        )
    else:
        told = "No other pair of postures would leave both better off on average."
    return f"{told} {_opposed(opposition(game))} {_dominates(page)}".strip()


def _opposed(correlation: float) -> str:
    if correlation != correlation:  # noqa: PLR0124 - NaN: one of them is indifferent
        return ""
    return (
        f"Over pairs of postures the two payoffs correlate at {number(correlation, 2, signed=True)}, where "
        "−1 would be a contest in which one’s gain is the other’s loss."
    )


def _dominates(page: GamePage) -> str:
    best = [(k, i) for k, i in enumerate(dominant(page.game)) if i is not None]
    told = [f"“{page.postures[k][i].label}” is best whatever the other does" for k, i in best]
    return (
        f"On average {' and '.join(told)}."
        if told
        else "Neither has a posture that is best whatever the other does."
    )


def _first(page: GamePage) -> tuple[str, ...]:
    """What going first is worth to each."""
    told = []
    for one in commitments(page.game):
        mine, other = page.postures if one.government == "us" else page.postures[::-1]
        gain = max(one.gains, key=lambda spread: spread.mean), min(one.gains, key=lambda spread: spread.mean)
        worth = amounts(gain[0])
        if gain[0].mean - gain[1].mean > _ALIKE:
            worth = f"{worth} to {amounts(gain[1])}, by which equilibrium it is compared with"
        elif max(abs(gain[0].p5), abs(gain[0].p95)) < _ALIKE:
            worth = "nothing"
        pair = f"{mine[one.lead.move].label} and {other[one.lead.answer].label}"
        told.append(
            f"If {GAME_NAMES[one.government]} announces first and keeps to it, it does best where {pair}; "
            f"going first is worth {worth} to it."
        )
    return tuple(told)


def _turns(page: GamePage) -> str:
    """The nearest change of a weight that changes what is stable."""
    nearest = _nearest(page)
    if nearest is None:
        return "No change of a single weight changes which pairs are stable."
    who, label, weight, found = nearest
    up = found.at > weight
    there = found.above if up else found.below
    pairs = " or ".join(page.pair(i, j) for i, j in there) or "no pair for certain"
    change = "rises" if up else "falls"
    return (
        f"The nearest change of a single weight that changes the answer: {GAME_NAMES[who]}’s weight of "
        f"“{label}” {change} from {weight:g} to {found.at:.2g}; then stable: {pairs}."
    )


def _nearest(page: GamePage) -> tuple[str, str, float, Switch] | None:
    """Switch that needs the smallest change, by how often the weight must be multiplied; new weights last."""
    best: tuple[float, tuple[str, str, float, Switch]] | None = None
    for (who, term), found in weight_switches(page.game).items():
        weight = page.game.weights[0 if who == "us" else 1].values.get(term, 0.0)
        label = next(t.label for t in game_terms(who) if t.id == term)
        for one in found:
            far = max(one.at / weight, weight / one.at) if weight > 0.0 else 1e6 + one.at
            if best is None or far < best[0]:
                best = far, (who, label, weight, one)
    return None if best is None else best[1]
