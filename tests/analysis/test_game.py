"""Games with known answers: equilibria, leaders, and the weight at which a posture changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabcast.analysis import equilibria, lead, mixed_lead, pure_equilibria, switches, tied
from fabcast.errors import BadInput

DILEMMA = np.array([[3.0, 0.0], [5.0, 1.0]])
PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])
MEETING = np.array([[2.0, 0.0], [0.0, 1.0]])
"""Battle of the sexes, the first player's side; the other's is turned round."""
TEXTBOOK = (np.array([[2.0, 4.0], [1.0, 3.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
"""Conitzer and Sandholm (2006), figure 1: 2 by simultaneous play, 3 by a pure lead, 3.5 by odds."""
TABLES = st.integers(0, 10**6).map(lambda seed: tuple(np.random.default_rng(seed).normal(size=(2, 3, 4))))
"""Games without ties: payoffs of any scale come from them."""


def test_the_prisoners_dilemma_has_one_equilibrium_that_is_worse_for_both() -> None:
    (found,) = equilibria(DILEMMA, DILEMMA.T)
    assert found.pure
    assert (found.rows, found.columns, found.values) == ((0.0, 1.0), (0.0, 1.0), (1.0, 1.0))


def test_matching_pennies_mixes_by_halves_and_is_worth_nothing() -> None:
    (found,) = equilibria(PENNIES, -PENNIES)
    assert not found.pure
    assert found.rows == pytest.approx((0.5, 0.5))
    assert found.columns == pytest.approx((0.5, 0.5))
    assert found.values == pytest.approx((0.0, 0.0))
    assert not pure_equilibria(PENNIES, -PENNIES).any()


def test_meeting_somewhere_has_two_pure_equilibria_and_a_mixed_one() -> None:
    found = equilibria(MEETING, MEETING[::-1, ::-1])
    assert [one.pure for one in found] == [True, True, False]
    assert found[2].rows == pytest.approx((2 / 3, 1 / 3))
    assert found[2].columns == pytest.approx((1 / 3, 2 / 3))
    assert found[2].values == pytest.approx((2 / 3, 2 / 3))


def test_a_leader_gains_by_a_posture_that_it_would_not_choose_otherwise() -> None:
    (together,) = equilibria(*TEXTBOOK)
    first, odds = lead(*TEXTBOOK), mixed_lead(*TEXTBOOK)
    assert together.values[0] == 2.0
    assert (first.move, first.answer, first.value, first.worst) == (1, 1, 3.0, 3.0)
    assert odds.value == pytest.approx(3.5)
    assert odds.odds == pytest.approx((0.5, 0.5))


def test_a_leader_does_not_count_on_an_indifferent_follower() -> None:
    found = lead(np.array([[5.0, 0.0]]), np.array([[1.0, 1.0]]))
    assert (found.value, found.worst) == (5.0, 0.0)
    assert tied(np.array([[5.0, 0.0]]), np.array([[1.0, 1.0]]))


@settings(max_examples=20)
@given(TABLES, st.floats(0.1, 50.0), st.floats(-100.0, 100.0))
def test_scale_and_zero_of_a_payoff_change_no_equilibrium(
    tables: tuple[np.ndarray, np.ndarray], scale: float, shift: float
) -> None:
    first, second = tables
    before, after = equilibria(first, second), equilibria(scale * first + shift, second)
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert other.rows == pytest.approx(one.rows, abs=1e-6)
        assert other.columns == pytest.approx(one.columns, abs=1e-6)


@settings(max_examples=20)
@given(TABLES)
def test_a_game_without_ties_has_an_odd_number_of_equilibria(tables: tuple[np.ndarray, np.ndarray]) -> None:
    """Wilson (1971): one that is lost shows."""
    assert len(equilibria(*tables)) % 2 == 1


def test_an_equilibrium_that_a_comparison_to_the_last_bit_loses_is_found() -> None:
    first = np.array([[12.0, 19.0, -13.0], [-17.0, -6.0, -14.0], [11.0, 15.0, 1.0]])
    second = np.array([[14.0, -13.0, 17.0], [19.0, -2.0, -19.0], [12.0, 18.0, -14.0]])
    (found,) = equilibria(first, second)
    assert found.values == pytest.approx((31 / 3, 400 / 29))


@settings(max_examples=20)
@given(TABLES, st.permutations(range(3)))
def test_names_of_postures_change_no_equilibrium(
    tables: tuple[np.ndarray, np.ndarray], order: list[int]
) -> None:
    first, second = tables
    mask = pure_equilibria(first, second)
    assert (pure_equilibria(first[order], second[order]) == mask[order]).all()
    values = sorted(_rounded(one.values) for one in equilibria(first, second))
    assert sorted(_rounded(one.values) for one in equilibria(first[order], second[order])) == values


def _rounded(values: tuple[float, float]) -> tuple[float, ...]:
    """Round for sorting; adding zero makes minus zero zero."""
    return tuple(round(value, 5) + 0.0 for value in values)


@settings(max_examples=20)
@given(TABLES)
def test_no_government_gains_by_leaving_an_equilibrium(tables: tuple[np.ndarray, np.ndarray]) -> None:
    first, second = tables
    found = equilibria(first, second)
    assert found
    for one in found:
        assert (first @ np.array(one.columns)).max() <= one.values[0] + 1e-6
        assert (np.array(one.rows) @ second).max() <= one.values[1] + 1e-6


@settings(max_examples=20)
@given(TABLES)
def test_odds_to_commit_to_are_worth_any_equilibrium_and_any_pure_lead(
    tables: tuple[np.ndarray, np.ndarray],
) -> None:
    first, second = tables
    best = mixed_lead(first, second).value
    assert best >= lead(first, second).value - 1e-6
    assert best >= max(one.values[0] for one in equilibria(first, second)) - 1e-6


def test_each_draw_has_its_own_equilibria() -> None:
    both = pure_equilibria(np.stack([DILEMMA, PENNIES]), np.stack([DILEMMA.T, -PENNIES]))
    assert both.tolist() == [[[False, False], [False, True]], [[False, False], [False, False]]]


def test_the_weight_at_which_a_posture_changes_is_exact() -> None:
    """Staying is worth 1, moving w × 0.25 × 2: they change places at w = 2; the other side stands by."""
    base, slope = np.array([[1.0], [0.0]]), np.array([[0.0], [0.5]])
    (found,) = switches(base, slope, 0, lambda w: pure_equilibria(base + w * slope, np.zeros((2, 1))))
    assert found.at == 2.0
    assert (found.below, found.above) == (((0, 0),), ((1, 0),))


def test_a_weight_that_moves_both_postures_alike_changes_nothing() -> None:
    base, slope = np.array([[1.0], [0.0]]), np.ones((2, 1))
    assert switches(base, slope, 0, lambda w: pure_equilibria(base + w * slope, np.zeros((2, 1)))) == ()


def test_an_unknown_payoff_is_refused() -> None:
    with pytest.raises(BadInput, match="a payoff is not finite; a game needs a number for every pair"):
        equilibria(np.array([[np.nan]]), np.array([[1.0]]))
