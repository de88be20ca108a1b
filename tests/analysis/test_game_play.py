"""The game of postures on runs: terms, weights, shares of draws, and what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fabcast.analysis import (
    Board,
    Weights,
    better_for_both,
    commitments,
    dominant,
    equilibria,
    game_board,
    game_examples,
    game_outcomes,
    game_terms,
    margins,
    opposition,
    play,
    read_weights,
    weight_switches,
)
from fabcast.ensemble import RunSet
from fabcast.errors import BadInput
from fabcast.model import OUTCOMES, QUARTERS, year_end_index

US, CN = (Weights(who, "own", "own", "", {"t": 1.0}) for who in ("us", "cn"))
DILEMMA = np.array([[3.0, 0.0], [5.0, 1.0]])


def board(first: np.ndarray, second: np.ndarray) -> Board:
    """A board of one term a government, (draw, row, column)."""
    rows, columns = (
        tuple(f"{side}{i}" for i in range(n)) for side, n in zip("rc", first.shape[1:], strict=True)
    )
    return Board(rows, columns, {"us": {"t": first}, "cn": {"t": second}}, 1.0)


def dilemma(draws: int = 8) -> Board:
    return board(np.stack([DILEMMA] * draws), np.stack([DILEMMA.T] * draws))


def runs_of(values: dict[str, Any], names: tuple[str, ...]) -> RunSet:
    """Runs whose outcomes are 1 but for those given: (scenario, draw) at every quarter."""
    draws = len(next(iter(values.values()))[0])
    shape = (len(names), draws, len(QUARTERS))
    made = {name: np.ones(shape) for name in game_outcomes()}
    made |= {k: np.broadcast_to(np.array(v, float)[..., None], shape) for k, v in values.items()}
    return RunSet(names, made, {}, {})


def test_both_would_leave_the_dilemma_together_and_neither_alone() -> None:
    game = play(dilemma(), US, CN)
    (better,) = better_for_both(game, game.equilibria[0])
    assert (better.row, better.column, better.share) == (0, 0, 1.0)
    assert [gain.p50 for gain in better.gains] == [2.0, 2.0]
    assert dominant(game) == (1, 1)
    assert game.holds.tolist() == [[0.0, 0.0], [0.0, 1.0]]
    assert (game.none_holds, game.stays, game.tied) == (0.0, 1.0, False)


def test_a_contest_correlates_at_minus_one_and_leaves_nothing_to_share() -> None:
    pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]]])
    game = play(board(pennies, -pennies), US, CN)
    assert opposition(game) == pytest.approx(-1.0)
    assert better_for_both(game, game.equilibria[0]) == ()
    assert game.none_holds == 1.0
    assert dominant(game) == (None, None)


def test_shares_of_draws_are_those_of_the_draws() -> None:
    """In three of four draws moving is best for the first government whatever the other does."""
    first = np.stack([DILEMMA, DILEMMA, DILEMMA, DILEMMA[::-1]])
    game = play(board(first, np.stack([DILEMMA.T] * 4)), US, CN)
    assert game.best[0].tolist() == [[0.25, 0.25], [0.75, 0.75]]
    assert game.best[1].tolist() == [[0.0, 1.0], [0.0, 1.0]]
    assert game.holds.tolist() == [[0.0, 0.25], [0.0, 0.75]]


def test_going_first_is_worth_what_the_textbook_says() -> None:
    first, second = np.array([[[2.0, 4.0], [1.0, 3.0]]]), np.array([[[1.0, 0.0], [0.0, 1.0]]])
    us, _ = commitments(play(board(first, second), US, CN))
    assert (us.lead.move, us.lead.answer) == (1, 1)
    assert [gain.p50 for gain in us.gains] == [1.0]


def test_a_margin_is_the_loss_by_the_next_best_posture() -> None:
    first = np.array([[[3.0], [5.0], [4.5]], [[3.0], [7.0], [6.0]]])
    mine, theirs = margins(play(board(np.tile(first, 2), np.zeros((2, 3, 2))), US, CN), 1, 0)
    assert (mine.p50, mine.mean) == (0.75, 0.75)  # half a unit in one draw, one in the other
    assert theirs.p95 == 0.0


def test_switches_are_where_best_answers_change() -> None:
    """At weight 1 of a second term moving costs what it gains: 5 - 3 = 2 w, and 1 - 0 = 2 w at 0.5."""
    on = Board(
        ("r0", "r1"),
        ("c0", "c1"),
        {
            "us": {"t": DILEMMA[None], "cost": np.array([[[0.0, 0.0], [-2.0, -2.0]]])},
            "cn": {"t": DILEMMA.T[None]},
        },
        1.0,
    )
    found = weight_switches(play(on, US, CN))
    assert [one.at for one in found["us", "cost"]] == [0.5]
    assert found["us", "cost"][0].below == ((1, 1),)
    assert found["us", "cost"][0].above == ((0, 1),)


def test_payoffs_are_changes_against_the_first_pair_by_draw() -> None:
    values = {"china_compute_stock": [[4.0, 8.0], [2.0, 2.0]]}
    on = game_board(runs_of(values, ("a", "b")), {("hold", "hold"): "a", ("hold", "close"): "b"}, 2030)
    assert on.terms["us"]["china_compute"][:, 0].tolist() == [[0.0, 1.0], [0.0, 2.0]]
    assert on.terms["cn"]["compute"][:, 0].tolist() == [[0.0, -1.0], [0.0, -2.0]]
    own = read_weights("cn", "compute=2")
    assert on.payoffs(own)[:, 0].tolist() == [[0.0, -2.0], [0.0, -4.0]]


def test_terms_have_the_scale_they_state() -> None:
    values = {
        "nvidia_china_revenue": [[10.0], [20.0]],
        "us_toolmakers_china_revenue": [[5.0], [5.0]],
        "full_stack_self_reliance": [[0.0], [20.0]],
        "dependence_on_us_vendors": [[30.0], [10.0]],
        "state_support_per_domestic_h100e": [[1000.0], [2000.0]],
        "china_domestic_ai_compute_output": [[1e7], [1e7]],
        "china_ai_accelerator_demand": [[100.0], [100.0]],
        "domestic_ai_accelerator_supply_over_total_demand": [[0.5], [0.5]],
    }
    on = game_board(runs_of(values, ("a", "b")), {("hold", "hold"): "a", ("hold", "x"): "b"}, 2030)
    change = {name: float(table[0, 0, 1]) for who in ("us", "cn") for name, table in on.terms[who].items()}
    assert change["revenue"] == pytest.approx(1.0)  # 10 bn USD
    assert change["self_reliance"] == pytest.approx(2.0)  # 20 points
    assert change["independence"] == pytest.approx(2.0)  # 20 points less to lose
    assert change["subsidy"] == pytest.approx(-1.0)  # 10 bn USD more
    assert change["shortage"] == pytest.approx(1.0)  # 10 points of demand more are met


def test_a_draw_without_a_term_is_left_out_and_too_many_are_refused() -> None:
    table = {("hold", "hold"): "a", ("hold", "x"): "b"}
    some = {"full_stack_self_reliance": [[1.0, np.nan, 1.0], [1.0, 1.0, 1.0]]}
    on = game_board(runs_of(some, ("a", "b")), table, 2030)
    assert on.draws == 2
    assert on.share_defined == pytest.approx(2 / 3)
    most = {"full_stack_self_reliance": [[np.nan, np.nan, 1.0], [1.0, 1.0, 1.0]]}
    with pytest.raises(BadInput, match="a term of the game is unknown in 67% of draws at the end of 2030"):
        game_board(runs_of(most, ("a", "b")), table, 2030)


def test_every_term_reads_known_outcomes_or_says_why_not() -> None:
    for who in ("us", "cn"):
        for term in game_terms(who):
            assert term.outcomes
            assert set(term.outcomes) <= set(OUTCOMES)
            assert all(OUTCOMES[name].kind != "date" for name in term.outcomes)
        for term in game_terms(who, modelled=False):
            assert term.missing.startswith("No outcome")
            assert not set(term.outcomes) <= set(OUTCOMES)


def test_examples_weigh_known_terms_and_stand_apart() -> None:
    for who in ("us", "cn"):
        known = {term.id for term in game_terms(who)}
        assert all(set(one.values) <= known and one.example for one in game_examples(who))
        heaviest = {max(one.values, key=one.values.__getitem__) for one in game_examples(who)}
        assert len(heaviest) > 1


def test_weights_are_read_from_words_and_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("china_compute: 1\nrevenue: 0.2\nallies: 0\n", encoding="utf-8")
    found = read_weights("us", str(file))
    assert found.values == {"china_compute": 1.0, "revenue": 0.2}
    assert not found.example
    assert read_weights("us", "revenue-first").example


def test_a_term_that_no_outcome_speaks_to_is_refused_and_dropped_from_examples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from fabcast.analysis import _game_terms

    without = {name: one for name, one in OUTCOMES.items() if name != "us_toolmakers_china_revenue"}
    monkeypatch.setattr(_game_terms, "OUTCOMES", without)
    assert "revenue" in {term.id for term in game_terms("us", modelled=False)}
    with pytest.raises(BadInput, match="'revenue' cannot be weighed"):
        read_weights("us", "china_compute=1,revenue=1")
    game_examples.cache_clear()
    assert all("revenue" not in one.values for one in game_examples("us"))
    monkeypatch.undo()
    game_examples.cache_clear()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("peace-first", "no example weights 'peace-first' for Washington; known: security-first"),
        ("glory=1", "glory=1: Washington has no term 'glory'; known: china_compute, lead"),
        ("revenue=-1", "revenue=-1: the weight of revenue is '-1'; write a number of 0 or more"),
        ("revenue=much", "the weight of revenue is 'much'; write a number of 0 or more"),
        ("revenue=0", "revenue=0: every weight is zero; give at least one term a weight above it"),
    ],
)
def test_weights_that_make_no_sense_are_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_weights("us", text)
    assert says in str(refused.value)


def test_the_expected_game_is_solved_not_a_draw() -> None:
    """Two draws with opposite pure answers: on average nobody has a reason to move from the second pair."""
    first = np.array([[[0.0], [4.0]], [[0.0], [-2.0]]])
    game = play(board(first, np.zeros_like(first)), US, CN)
    assert [one.rows for one in game.equilibria] == [one.rows for one in equilibria(*game.expected)]
    assert game.equilibria[0].rows == (0.0, 1.0)
    assert game.holds[:, 0].tolist() == [0.5, 0.5]
    assert year_end_index(2030) == QUARTERS.index("2030Q4")
