"""Sobol' indices: Ishigami's known values, coverage, SALib as the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis._sobol import pick_freeze, sobol

from .truths import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, fewest_hits, ishigami

PLAYERS = [[0], [1], [2], [3]]


def test_ishigami() -> None:
    found = sobol(ishigami(pick_freeze(4, PLAYERS, 12, seed=1)), np.random.default_rng(1))
    assert [one.value for one in found.first] == pytest.approx([*ISHIGAMI_FIRST, 0.0], abs=0.02)
    assert [one.value for one in found.total] == pytest.approx([*ISHIGAMI_TOTAL, 0.0], abs=0.02)


def test_an_inert_player_has_exactly_nothing() -> None:
    found = sobol(ishigami(pick_freeze(4, PLAYERS, 6, seed=1)), np.random.default_rng(1))
    assert (found.first[3].value, found.total[3].value) == (0.0, 0.0)


def test_intervals_hold_the_truth_at_least_at_their_rate() -> None:
    trials, hits = 60, np.zeros(6)
    truth = np.array([*ISHIGAMI_FIRST, *ISHIGAMI_TOTAL])
    for seed in range(trials):
        y = ishigami(pick_freeze(3, PLAYERS[:3], 8, seed))
        found = sobol(y, np.random.default_rng(seed))
        hits += [one.low <= t <= one.high for one, t in zip((*found.first, *found.total), truth, strict=True)]
    assert hits.min() >= fewest_hits(trials)


def test_inputs_of_one_player_count_as_one() -> None:
    """Ishigami's first and third input together: all that the second does not do."""
    found = sobol(ishigami(pick_freeze(3, [[0, 2], [1]], 12, seed=1)), np.random.default_rng(1))
    assert found.first[0].value == pytest.approx(1.0 - ISHIGAMI_FIRST[1], abs=0.02)
    assert found.total[0].value == pytest.approx(found.first[0].value, abs=0.03)


def test_the_kept_library_says_the_same() -> None:
    from SALib.analyze import sobol as oracle

    y = ishigami(pick_freeze(3, PLAYERS[:3], 9, seed=3))
    found = sobol(y, np.random.default_rng(1))
    in_its_order = np.concatenate([y[[0]], y[2:], y[[1]]]).T.ravel()
    theirs = oracle.analyze(
        {"num_vars": 3, "names": ["a", "b", "c"]}, in_its_order, calc_second_order=False, seed=1
    )
    assert [one.value for one in found.first] == pytest.approx(theirs["S1"], abs=0.03)
    assert [one.value for one in found.total] == pytest.approx(theirs["ST"], rel=0.03)
    reach = [(one.high - one.low) / 2 for one in found.total]
    assert reach == pytest.approx(theirs["ST_conf"], rel=0.35)
