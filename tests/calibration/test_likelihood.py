"""Likelihoods with known answers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from fabcast.calibration import Discrepancy, Observation, log_likelihood, observations
from fabcast.calibration._likelihood import Likelihood, covariance, distance

NONE = Discrepancy(0.0)


@pytest.fixture
def one() -> Observation:
    made = next(o for o in observations() if o.line == "domestic_sales")
    return replace(made, value=10.0, error=0.5)


def test_a_point_is_lognormal(one: Observation) -> None:
    found = log_likelihood(np.array([[10.0], [20.0]]), [one], NONE)
    assert found[0] - found[1] == pytest.approx(0.5 * (np.log(2.0) / 0.5) ** 2)


def test_a_ceiling_is_the_probability_of_its_side(one: Observation) -> None:
    top = replace(one, form="ceiling")
    found = log_likelihood(np.array([[10.0], [20.0]]), [top], NONE)
    assert found == pytest.approx([np.log(0.5), norm.logcdf(-np.log(2.0) / 0.5)])


def test_a_floor_mirrors_a_ceiling(one: Observation) -> None:
    floor, top = (replace(one, form=form) for form in ("floor", "ceiling"))
    up, down = np.array([[20.0]]), np.array([[5.0]])
    assert log_likelihood(up, [floor], NONE) == pytest.approx(log_likelihood(down, [top], NONE))


def test_a_mixture_takes_either_side(one: Observation) -> None:
    rivals = [replace(one, mixture="m", value=v, error=0.1) for v in (10.0, 100.0)]
    found = log_likelihood(np.array([[10.0, 10.0], [100.0, 100.0], [31.6, 31.6]]), rivals, NONE)
    assert found[:2] == pytest.approx(np.log(0.5), abs=1e-6)
    assert found[2] < -50.0


def test_correlated_errors_are_those_of_a_joint_normal(one: Observation) -> None:
    both = [replace(one, id=str(k), span=(40 + 4 * k, 44 + 4 * k)) for k in range(2)]
    size = Discrepancy(0.4)
    spread = covariance(both, size)
    assert spread[0, 0] == pytest.approx(0.25 + 0.04)
    assert spread[0, 1] == pytest.approx(0.04 * np.exp(-0.25))
    says = np.array([[10.0, 10.0], [14.0, 7.0]])
    exact = multivariate_normal(np.log([10.0, 10.0]), spread).logpdf(np.log(says))
    found = log_likelihood(says, both, size)
    assert found[1] - found[0] == pytest.approx(exact[1] - exact[0])


def test_reports_of_one_reporter_share_what_he_gets_wrong(one: Observation) -> None:
    told = [replace(one, id=str(k), reporter="bank", reporter_error=0.3) for k in range(2)]
    other = [told[0], replace(told[1], reporter="press")]
    assert covariance(told, NONE)[0, 1] == pytest.approx(0.09)
    assert covariance(other, NONE)[0, 1] == 0.0


def test_ten_points_of_a_line_are_not_ten_looks(one: Observation) -> None:
    """With discrepancy alone, ten points a year apart tell less than four independent ones would."""
    size = Discrepancy(0.5)
    ten = [replace(one, id=str(k), span=(4 * k, 4 * k + 4), error=1e-3) for k in range(10)]
    precision = np.linalg.inv(covariance(ten, size)).sum()
    assert precision < 4.0 / size.sd(1.0) ** 2


def test_features_have_unit_error(one: Observation) -> None:
    made = Likelihood([one], NONE)
    step = made.features(np.array([[10.0 * np.exp(0.5)]])) - made.features(np.array([[10.0]]))
    assert abs(float(step[0, 0])) == pytest.approx(1.0)


def test_distance_is_one_sided_for_bounds(one: Observation) -> None:
    top, floor = (replace(one, form=form) for form in ("ceiling", "floor"))
    says = np.array([5.0, 40.0])
    assert distance(top, says)[0] == 0.0 < distance(top, says)[1]
    assert distance(floor, says)[1] == 0.0 < distance(floor, says)[0]


def test_no_observations_say_nothing() -> None:
    assert log_likelihood(np.zeros((3, 0)), []).tolist() == [0.0, 0.0, 0.0]
