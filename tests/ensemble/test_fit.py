"""Fits: the quantiles that went in come out, for every family."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fabcast.ensemble import Belief, fit
from fabcast.ensemble._fit import Z95
from fabcast.errors import BadInput

POINTS = np.array([-Z95, 0.0, Z95])


def _fitted(belief: Belief) -> np.ndarray:
    return fit({"x": belief})["x"].at(POINTS)


def test_symmetric_normal_hits_all_three() -> None:
    np.testing.assert_allclose(_fitted(Belief("normal", -1, 2, 5)), [-1, 2, 5])


def test_lognormal_hits_all_three_when_its_quantiles_are_geometric() -> None:
    np.testing.assert_allclose(_fitted(Belief("lognormal", 1, 3, 9)), [1, 3, 9])


def test_triangular_solves_three_quantiles() -> None:
    np.testing.assert_allclose(_fitted(Belief("triangular", 2.0, 3.0, 4.6)), [2.0, 3.0, 4.6])


def test_fixed_is_constant() -> None:
    np.testing.assert_array_equal(_fitted(Belief("fixed", 0, 1, 1)), [1, 1, 1])


@settings(max_examples=40, deadline=None)
@given(st.floats(0.3, 40), st.floats(0.3, 40))
def test_beta_is_recovered_from_its_own_quantiles(a: float, b: float) -> None:
    from scipy.special import betaincinv

    low, central, high = (float(betaincinv(a, b, p)) for p in (0.05, 0.5, 0.95))
    assume(low > 1e-9 and high < 1 - 1e-9)
    np.testing.assert_allclose(_fitted(Belief("beta", low, central, high)), [low, central, high], atol=2e-5)


def test_beta_matches_the_median_and_shares_the_tail_error() -> None:
    low, central, high = _fitted(Belief("beta", 0.05, 0.1, 0.2))
    assert central == pytest.approx(0.1, abs=1e-9)
    assert low < 0.05 or high < 0.2


def test_beta_table_agrees_with_exact_inversion() -> None:
    from scipy.special import betaincinv, ndtr

    fitted = fit({"x": Belief("beta", 0.01, 0.2, 0.72)})["x"]
    z = np.linspace(-6, 5, 2001)
    np.testing.assert_allclose(fitted.at(z), betaincinv(fitted.first, fitted.second, ndtr(z)), rtol=1e-7)


def test_many_betas_are_fitted_as_one_alone() -> None:
    beliefs = {"x": Belief("beta", 0.1, 0.2, 0.4), "y": Belief("beta", 0.6, 0.7, 0.9)}
    together, alone = fit(beliefs)["x"], fit({"x": beliefs["x"]})["x"]
    assert together.first == pytest.approx(alone.first, rel=1e-9)


def test_a_positive_quantity_does_not_cross_zero() -> None:
    far = np.array([-8.0])
    assert fit({"subsidy_add": Belief("normal", 0.4, 0.85, 1.3)})["subsidy_add"].at(far)[0] == 0
    assert fit({"elast": Belief("normal", -1.55, -1.11, -0.67)})["elast"].at(-far)[0] == 0
    assert fit({"galvanise": Belief("normal", -0.1, 0.3, 0.7)})["galvanise"].at(far)[0] < 0


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["normal", "lognormal", "beta"]),
    st.floats(0.01, 0.3),
    st.floats(0.31, 0.6),
    st.floats(0.61, 0.98),
)
def test_quantile_functions_never_fall(kind: str, low: float, central: float, high: float) -> None:
    fitted = fit({"x": Belief(kind, low, central, high)})["x"]  # type: ignore[arg-type]
    values = fitted.at(np.linspace(-9, 9, 999))
    assert np.isfinite(values).all()
    assert (np.diff(values) >= 0).all()


@pytest.mark.parametrize(
    ("belief", "message"),
    [
        (Belief("normal", 2, 1, 3), "prior of x: low 2 < central 1 < high 3 does not hold"),
        (Belief("lognormal", 0, 1, 3), "prior of x: a lognormal needs a positive low, got 0"),
        (Belief("beta", 0.1, 0.5, 1), "prior of x: a beta needs 0 < low and high < 1, got 0.1 and 1"),
        (Belief("triangular", 0, 1, 9), "prior of x: no triangular has quantiles 0, 1, 9; too skewed"),
        (
            Belief("normal", 0, float("nan"), 1),
            "prior of x: a quantile is missing; give low, central and high",
        ),
        (
            Belief("gamma", 0, 1, 2),  # type: ignore[arg-type]
            "prior of x: distribution 'gamma' is none of normal, lognormal, beta, triangular, fixed",
        ),
    ],
)
def test_bad_beliefs_say_why(belief: Belief, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        fit({"x": belief})
    assert str(caught.value) == message
