"""A game of postures as plain data; see ``schemas/game.schema.json``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fabcast.analysis import (
    Commitment,
    Equilibrium,
    Played,
    Spread,
    Switch,
    Weights,
    better_for_both,
    commitments,
    game_terms,
    margins,
    opposition,
    weight_switches,
)
from fabcast.scenario import Posture

from ._game_changes import changes
from ._game_page import WEIGHTS_NOTE, GamePage, stable_pairs

Plain = dict[str, Any]


def game_json(page: GamePage, words: Sequence[str]) -> Plain:
    """Give a game as plain data, payoffs as changes against both keeping to the script.

    Parameters
    ----------
    page
        The game.
    words
        Its answer, from `game_words`.
    """
    game = page.game
    opposed = opposition(game)
    return {
        "because": list(words),
        "base": page.base,
        "year": page.year,
        "draws": game.board.draws,
        "share_defined": game.board.share_defined,
        "seed": page.seed,
        "basis": page.basis,
        "allies": page.allies,
        "note": WEIGHTS_NOTE,
        "postures": {
            who: [_posture(p) for p in menu] for who, menu in zip(("us", "cn"), page.postures, strict=True)
        },
        "weights": {w.government: _weights(w) for w in game.weights},
        "terms": [_term(t, game) for who in ("us", "cn") for t in game_terms(who)],
        "left_out": [
            {"government": t.government, "id": t.id, "label": t.label, "why": t.missing}
            for who in ("us", "cn")
            for t in game_terms(who, modelled=False)
        ],
        "pairs": [
            _pair(page, i, j) for i in range(len(page.postures[0])) for j in range(len(page.postures[1]))
        ],
        "equilibria": [_equilibrium(page, e) for e in game.equilibria],
        "tied": game.tied,
        "probability_no_stable_pair": game.none_holds,
        "probability_same_in_resamples": game.stays,
        "opposition": opposed if math.isfinite(opposed) else None,
        "better_for_both": [
            {
                **_names(page, one.row, one.column),
                "us_gain": _spread(one.gains[0]),
                "cn_gain": _spread(one.gains[1]),
                "probability": one.share,
            }
            for one in better_for_both(game, game.equilibria[0])
        ],
        "leaders": [_leader(page, one) for one in commitments(game)],
        "switches": [
            _switch(page, who, term, one)
            for (who, term), found in weight_switches(game).items()
            for one in found
        ],
        "examples": [_example(page, one) for one in page.examples],
    }


def _posture(posture: Posture) -> Plain:
    return {"id": posture.id, "label": posture.label, "words": posture.words}


def _weights(weights: Weights) -> Plain:
    return {
        "id": weights.id,
        "label": weights.label,
        "example": weights.example,
        "values": dict(weights.values),
    }


def _term(term: Any, game: Played) -> Plain:
    values = game.weights[0 if term.government == "us" else 1].values
    return {
        "government": term.government,
        "id": term.id,
        "label": term.label,
        "unit": term.unit,
        "weight": values.get(term.id, 0.0),
        "outcomes": list(term.outcomes),
        "leaves_out": term.leaves_out,
    }


def _names(page: GamePage, row: int, column: int) -> Plain:
    return {"us": page.postures[0][row].id, "cn": page.postures[1][column].id}


def _pair(page: GamePage, row: int, column: int) -> Plain:
    game = page.game
    mine, theirs = margins(game, row, column)
    return {
        **_names(page, row, column),
        "us_margin": _spread(mine),
        "cn_margin": _spread(theirs),
        "us_payoff": _spread(game.spread(0, row, column)),
        "cn_payoff": _spread(game.spread(1, row, column)),
        "probability_us_best_response": float(game.best[0][row, column]),
        "probability_cn_best_response": float(game.best[1][row, column]),
        "probability_stable": float(game.holds[row, column]),
        "stable": (row, column) in stable_pairs(game),
    }


def _equilibrium(page: GamePage, found: Equilibrium) -> Plain:
    odds = {
        who: {posture.id: p for posture, p in zip(menu, parts, strict=True)}
        for who, menu, parts in zip(("us", "cn"), page.postures, (found.rows, found.columns), strict=True)
    }
    payoffs = {
        f"{who}_payoff": _spread(page.game.value_spread(k, found)) for k, who in enumerate(("us", "cn"))
    }
    changed = [
        {"quantity": one.term, "label": one.label, "unit": one.unit or "fraction", **_spread(spread)}
        for one, spread in changes(page.game, found)
    ]
    return {**odds, "pure": found.pure, **payoffs, "changes": changed}


def _leader(page: GamePage, one: Commitment) -> Plain:
    mine, other = page.postures if one.government == "us" else page.postures[::-1]
    return {
        "leader": one.government,
        "announces": mine[one.lead.move].id,
        "answer": other[one.lead.answer].id,
        "value": one.lead.value,
        "value_if_indifferent_answers_against": one.lead.worst,
        "gain_over_equilibria": [_spread(gain) for gain in one.gains],
        "best_odds": {posture.id: p for posture, p in zip(mine, one.mixed.odds, strict=True)},
        "answer_to_odds": other[one.mixed.answer].id,
        "value_of_odds": one.mixed.value,
    }


def _switch(page: GamePage, who: str, term: str, one: Switch) -> Plain:
    sides = {
        name: [_names(page, i, j) for i, j in pairs]
        for name, pairs in (("stable_below", one.below), ("stable_above", one.above))
    }
    weight = page.game.weights[0 if who == "us" else 1].values.get(term, 0.0)
    return {"government": who, "term": term, "weight": weight, "at": one.at, **sides}


def _example(page: GamePage, game: Played) -> Plain:
    return {
        "us": game.weights[0].id,
        "cn": game.weights[1].id,
        "stable": [_names(page, i, j) for i, j in stable_pairs(game)],
        "probability_no_stable_pair": game.none_holds,
    }


def _spread(spread: Spread) -> Plain:
    found = {name: getattr(spread, name) for name in ("p5", "p50", "p95", "mean")}
    return {name: value if math.isfinite(value) else None for name, value in found.items()}
