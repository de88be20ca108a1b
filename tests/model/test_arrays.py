"""Logarithm and power against the library's."""

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabcast.model._arrays import log, power

positive = st.floats(1e-300, 1e300)


@given(positive)
def test_log_is_the_librarys(x: float) -> None:
    np.testing.assert_allclose(log(jnp.asarray(x)), np.log(x), rtol=4e-16, atol=2e-16)


@given(st.floats(1e-12, 1e12), st.floats(-8.0, 8.0))
def test_power_is_the_librarys(x: float, y: float) -> None:
    np.testing.assert_allclose(power(jnp.asarray(x), y), x**y, rtol=1e-13)


def test_ends() -> None:
    assert float(log(jnp.asarray(0.0))) == -np.inf
    assert float(power(jnp.asarray(0.0), 0.5)) == 0.0
    assert float(power(jnp.asarray(1.0), 3.0)) == 1.0


def test_logarithm_and_power_have_their_slopes() -> None:
    """Bits have none of their own, so a derivative through them would be zero without a word."""
    x = jnp.asarray([0.3, 2.0, 50.0])
    np.testing.assert_allclose(jax.vmap(jax.grad(log))(x), 1.0 / x, rtol=1e-12)
    np.testing.assert_allclose(jax.vmap(jax.grad(lambda v: power(v, 0.5)))(x), 0.5 / jnp.sqrt(x), rtol=1e-12)
