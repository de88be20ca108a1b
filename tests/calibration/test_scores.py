"""Scores: known answers of normals and mixtures, propriety, intervals, bootstrap by group."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from fabcast.calibration._scores import (
    Predictive,
    coverage,
    from_scale,
    inside,
    interval_by_group,
    pit_histogram,
    skill,
    to_scale,
)
from fabcast.errors import BadInput

places = st.floats(-3.0, 3.0)
spreads = st.floats(0.1, 3.0)


def normal(mean: float, sd: float) -> Predictive:
    return Predictive(np.array([mean]), sd)


@given(places, spreads, places)
def test_crps_of_a_normal_has_its_closed_form(mean: float, sd: float, outcome: float) -> None:
    z = (outcome - mean) / sd
    exact = sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert normal(mean, sd).crps(outcome) == pytest.approx(exact, abs=1e-12)


@given(st.lists(places, min_size=1, max_size=4), spreads, places)
def test_crps_of_a_mixture_is_the_integral_of_its_definition(
    means: list[float], sd: float, outcome: float
) -> None:
    forecast = Predictive(np.array(means), sd)
    low, high = min(*means, outcome) - 9 * sd, max(*means, outcome) + 9 * sd
    below = integrate.quad(lambda x: forecast.probability_below(x) ** 2, low, outcome, limit=200)[0]
    above = integrate.quad(lambda x: (1 - forecast.probability_below(x)) ** 2, outcome, high, limit=200)[0]
    assert forecast.crps(outcome) == pytest.approx(below + above, abs=1e-6)


def test_a_sure_forecast_scores_its_absolute_error() -> None:
    assert normal(1.0, 1e-9).crps(3.0) == pytest.approx(2.0, abs=1e-8)


@given(places, spreads, places, spreads)
def test_crps_is_proper(mean: float, sd: float, other: float, wider: float) -> None:
    outcomes = stats.norm.ppf((np.arange(200) + 0.5) / 200, mean, sd)
    mine = np.mean([normal(mean, sd).crps(y) for y in outcomes])
    theirs = np.mean([normal(other, wider).crps(y) for y in outcomes])
    assert mine <= theirs + 2e-3


@given(places, spreads, places, spreads)
def test_the_log_score_is_proper(mean: float, sd: float, other: float, wider: float) -> None:
    outcomes = stats.norm.ppf((np.arange(400) + 0.5) / 400, mean, sd)
    mine = np.mean([normal(mean, sd).log_score(y) for y in outcomes])
    theirs = np.mean([normal(other, wider).log_score(y) for y in outcomes])
    assert mine >= theirs - 2e-2


def test_the_log_score_is_the_logarithm_of_the_density() -> None:
    forecast = Predictive(np.array([0.0, 2.0]), 0.5)
    density = 0.5 * stats.norm.pdf(1.5, 0.0, 0.5) + 0.5 * stats.norm.pdf(1.5, 2.0, 0.5)
    assert forecast.log_score(1.5) == pytest.approx(np.log(density))


def test_the_log_score_far_out_is_finite() -> None:
    assert normal(0.0, 1.0).log_score(100.0) == pytest.approx(stats.norm.logpdf(100.0))


@given(st.lists(places, min_size=1, max_size=5), spreads, st.floats(0.01, 0.99))
def test_quantiles_undo_probabilities(means: list[float], sd: float, p: float) -> None:
    forecast = Predictive(np.array(means), sd)
    assert forecast.probability_below(forecast.quantile(p)) == pytest.approx(p, abs=1e-9)


def test_the_width_is_that_of_the_central_interval() -> None:
    assert normal(5.0, 2.0).width(0.9) == pytest.approx(2 * 1.6448536 * 2.0, abs=1e-6)


@pytest.mark.parametrize(("means", "sd"), [([0.0], 0.0), ([np.nan], 1.0), ([], 1.0)])
def test_what_is_no_distribution_is_refused(means: list[float], sd: float) -> None:
    words = "a forecast needs members with numbers and a spread above zero"
    with pytest.raises(BadInput, match=re.escape(words)):
        Predictive(np.array(means), sd)


@given(st.floats(0.01, 0.99))
def test_scales_go_there_and_back(share: float) -> None:
    placed = float(to_scale(100.0 * share, "logit", 0.1))
    assert from_scale(placed, "logit") == pytest.approx(100.0 * share)
    assert from_scale(float(to_scale(share, "log", 0.001)), "log") == pytest.approx(share)


def test_less_than_the_least_stands_at_it_and_whole_shares_at_its_mirror() -> None:
    assert to_scale(np.array([0.0, 0.1]), "log", 0.1).tolist() == [np.log(0.1)] * 2
    low, high = to_scale(np.array([0.0, 100.0]), "logit", 1.0)
    assert low == pytest.approx(-high)


def test_coverage_counts_outcomes_in_the_middle() -> None:
    assert [inside(p, 0.5) for p in (0.24, 0.26, 0.74, 0.76)] == [False, True, True, False]
    assert coverage([0.02, 0.5, 0.9, 0.99], 0.9) == 0.5
    assert np.isnan(coverage([], 0.9))


def test_a_perfect_pit_is_flat() -> None:
    assert pit_histogram([(i + 0.5) / 20 for i in range(20)]) == (2,) * 10


def test_skill_is_zero_against_an_equal_and_negative_against_a_better() -> None:
    assert (skill(1.0, 1.0), skill(2.0, 1.0)) == (0.0, -1.0)


def test_the_bootstrap_draws_whole_groups() -> None:
    groups, values = ["a", "a", "a", "b"], np.array([0.0, 0.0, 0.0, 1.0])
    picks = np.array([[0.1, 0.2], [0.7, 0.8]])  # a twice, then b twice
    assert interval_by_group(groups, lambda i: float(values[i].mean()), picks, share=1.0) == (0.0, 1.0)
