"""What was taught: known answers on a fit of known contraction, then the shipped one."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast import analysis, calibration
from fabcast.analysis import Taught
from fabcast.analysis._taught import NARROWED, narrower
from fabcast.calibration import Beliefs, Posterior
from fabcast.report import judged_inputs


@pytest.fixture(scope="module")
def told() -> Taught:
    """A made-up fit: one input known twice as well and moved by one, two others tied, the rest as before."""
    beliefs = Beliefs.from_facts()
    z = beliefs.prior(512, seed=9)
    place = beliefs.names.index
    z[:, place("parameter:bw_weight")] = 1.0 + 0.5 * z[:, place("parameter:bw_weight")]
    z[:, place("parameter:y_alpha")] = -z[:, place("parameter:gpu_hazard")]
    made = Posterior(z.astype(np.float32), beliefs.names, {"populations": 2, "digest": "0"}, beliefs)
    return analysis.taught(made, judged_inputs())


def test_the_input_that_was_narrowed_comes_first(told: Taught) -> None:
    first = told.lessons[0]
    assert first.input == "bw_weight"
    assert first.contraction == pytest.approx(0.75, abs=0.05)
    assert first.shift == pytest.approx(1.0, abs=0.08)
    assert first.posterior[2] - first.posterior[0] < 0.7 * (first.prior[2] - first.prior[0])


def test_what_was_not_touched_is_not_narrowed(told: Taught) -> None:
    others = [one.contraction for one in told.lessons if one.input not in {"bw_weight"}]
    assert np.mean(others) == pytest.approx(0.0, abs=0.02)
    assert sum(one.contraction >= NARROWED for one in told.lessons) < 12


def test_the_pair_that_was_tied_comes_first(told: Taught) -> None:
    pair = told.confounded[0]
    assert {pair.first, pair.second} == {"y_alpha", "gpu_hazard"}
    assert (pair.prior, pair.posterior) == pytest.approx((0.0, -1.0), abs=0.15)


def test_every_fitted_series_has_its_share_of_draws_rejected(told: Taught) -> None:
    assert {one.line for one in told.rejections} == {o.line for o in calibration.observations()}
    assert len(told.rejections) >= 12
    assert all(0.0 <= one.prior <= 1.0 for one in told.rejections)
    assert 0.0 <= told.any_rejected[0] <= max(one.prior for one in told.rejections)


def test_most_reports_lie_where_draws_of_the_prior_put_them(told: Taught) -> None:
    inside, reports = told.inside
    assert 0.8 * reports <= inside <= reports


def test_reports_on_legal_imports_are_worth_most(told: Taught) -> None:
    """The headline contrast is made of legal imports: a report on them must tell of it."""
    best = [one.line for one in told.worths[:6]]
    assert {"legal_compute", "legal_units"} & set(best)
    assert told.worths[0].narrower > 0.2 > told.worths[-1].narrower


def test_shares_of_variance_are_shares(told: Taught) -> None:
    assert 0.0 <= told.judgement <= 1.0
    assert 0.5 < told.not_narrowed <= 1.0, "nearly nothing was narrowed in this fit"


def test_a_report_without_error_settles_and_one_of_noise_does_not() -> None:
    rng = np.random.default_rng(2)
    change = rng.standard_normal(4000)
    assert narrower(change, change, 0.0, rng) > 0.85
    assert narrower(change, change, 1.0, rng) == pytest.approx(1.0 - np.sqrt(0.5), abs=0.06)
    assert narrower(change, np.zeros(4000), 1.0, rng) == pytest.approx(0.0, abs=0.03)
    assert narrower(np.zeros(100), change[:100], 1.0, rng) == 0.0
