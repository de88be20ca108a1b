"""The sampler against exact answers, and calibrated by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from fabcast.calibration._checks import between, checks, memory
from fabcast.calibration._smc import Plan, Population, next_rise, normalised, systematic
from fabcast.calibration._subspace import find_subspace

from .toy import Linear, problem, solve

PLAN = Plan(particles=2000, final=30)


@pytest.fixture(scope="module")
def case() -> tuple[Linear, Population, Population]:
    linear, _ = problem(3)
    return linear, solve(linear, PLAN, 1, "one"), solve(linear, PLAN, 1, "two")


def test_moments_are_the_exact_ones(case: tuple[Linear, Population, Population]) -> None:
    """Within five Monte Carlo errors of independent draws, over all 20 scores."""
    linear, found, _ = case
    sd = np.sqrt(np.diag(linear.covariance))
    away = (found.z.mean(0) - linear.mean) / (sd / np.sqrt(found.size))
    assert np.abs(away).max() < 5.0
    assert found.z.std(0) / sd == pytest.approx(np.ones(20), abs=5.0 / np.sqrt(2 * found.size))


def test_correlations_are_the_exact_ones(case: tuple[Linear, Population, Population]) -> None:
    linear, found, _ = case
    spread = np.cov(found.z.T)
    assert np.abs(spread - linear.covariance).max() < 5.0 * np.sqrt(2.0 / found.size)


def test_the_evidence_is_the_exact_one(case: tuple[Linear, Population, Population]) -> None:
    linear, found, _ = case
    assert sum(entry["log_evidence"] for entry in found.log) == pytest.approx(linear.log_evidence, abs=0.4)


def test_directions_with_data_are_found(case: tuple[Linear, Population, Population]) -> None:
    _, found, _ = case
    assert found.log[-1]["directions"] <= 6 < found.z.shape[1]


def test_two_populations_agree(case: tuple[Linear, Population, Population]) -> None:
    assert all(check.passed for check in checks(case[1:])[1:])


def test_a_population_in_the_wrong_place_is_refused(case: tuple[Linear, Population, Population]) -> None:
    _, first, second = case
    from dataclasses import replace

    moved = replace(second, z=second.z + 0.3)
    failed = {check.name: check for check in between([first, moved]) if not check.passed}
    assert {"R-hat", "effective members"} <= set(failed)
    assert "must be at most 1.01" in failed["R-hat"].sentence()


def test_particles_that_never_moved_are_seen(case: tuple[Linear, Population, Population]) -> None:
    from dataclasses import replace

    stuck = replace(case[1], z=case[1].start if case[1].start is not None else case[1].z)
    assert memory(stuck) == pytest.approx(1.0)
    assert memory(case[1]) < 0.12


def test_without_data_the_prior_comes_back() -> None:
    nothing = Linear(np.zeros((1, 10)), np.zeros(1))
    found = solve(nothing, Plan(particles=2000, final=2), 1)
    assert np.abs(found.z.mean(0)).max() < 5.0 / np.sqrt(2000)
    assert found.z.std(0) == pytest.approx(np.ones(10), abs=0.08)
    assert found.log[-1]["directions"] == 0


def test_simulation_based_calibration() -> None:
    """Ranks of truths among members are uniform; bounds fail one correct sampler in 10,000."""
    runs, bins, shown = 100, 8, 6
    ranks = np.empty((runs, shown))
    for run in range(runs):
        linear, truth = problem(100 + run, scores=8, data=4)
        found = solve(linear, Plan(particles=200, final=12), run)
        ranks[run] = (found.z < truth).mean(0)[:shown]
    counts = np.stack([np.histogram(column, bins, (0.0, 1.0))[0] for column in ranks.T])
    low, high = binom.interval(1.0 - 1e-4 / counts.size, runs, 1.0 / bins)
    assert ((counts >= low) & (counts <= high)).all(), counts
    inside = (np.abs(ranks - 0.5) < 0.45).mean()
    assert 0.86 < inside < 0.94


def test_the_same_seed_gives_the_same_particles() -> None:
    linear, _ = problem(5)
    plan = Plan(particles=100, final=3)
    assert np.array_equal(solve(linear, plan, 7).z, solve(linear, plan, 7).z)
    assert not np.array_equal(solve(linear, plan, 7).z, solve(linear, plan, 8).z)


def test_a_rise_keeps_the_effective_share() -> None:
    values = np.random.default_rng(1).standard_normal(500) * 20.0
    weights = normalised(next_rise(values, 0.0, 0.5) * values)
    assert 1.0 / np.square(weights).sum() / 500 == pytest.approx(0.5, abs=1e-6)


def test_resampling_takes_each_its_expected_number_of_times() -> None:
    weights = normalised(np.random.default_rng(2).standard_normal(50))
    taken = np.bincount(systematic(weights, 0.3), minlength=50)
    assert (np.abs(taken - 50 * weights) < 1.0).all()


def test_a_subspace_splits_scores_without_loss() -> None:
    rng = np.random.default_rng(4)
    z = rng.standard_normal((400, 7))
    space = find_subspace(z, z @ rng.standard_normal((7, 2)) * 2.0, 1.0)
    assert space.rank == 2
    assert space.within(z) @ space.basis.T + space.outside(z) == pytest.approx(z)
    assert space.placed(space.standardised(space.within(z))) == pytest.approx(space.within(z))
