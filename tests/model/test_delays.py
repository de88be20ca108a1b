"""Delays lose nothing, never go negative and do not depend on the step."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.model._erlang import advance, chain

means = st.floats(0.02, 30.0)


@given(means, st.integers(1, 6), st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_what_enters_stays_or_leaves(mean: float, stages: int, inflows: list[float]) -> None:
    step = chain(jnp.asarray(mean), stages, 0.25)
    stock, left = jnp.zeros(stages), 0.0
    for amount in inflows:
        stock, out = advance(stock, jnp.asarray(amount), step)
        left += float(out)
        assert (stock >= 0).all()
        assert float(out) >= -1e-9 * sum(inflows)
    assert float(stock.sum()) + left == pytest.approx(sum(inflows), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("mean", [0.2, 0.5, 1.5])
def test_mean_delay_is_the_one_asked_for(mean: float) -> None:
    step = chain(jnp.asarray(mean), 3, 0.01)
    stock, _ = advance(jnp.zeros(3), jnp.asarray(1.0), step)
    out = []
    for _ in range(2000):
        stock, left = advance(stock, jnp.asarray(0.0), step)
        out.append(float(left))
    times = 0.01 * (np.arange(2000) + 1.0)
    assert (times * out).sum() == pytest.approx(mean, rel=0.02)


def test_two_half_steps_make_one_step() -> None:
    whole, half = chain(jnp.asarray(0.8), 3, 0.25), chain(jnp.asarray(0.8), 3, 0.125)
    start = jnp.asarray([1.0, 2.0, 0.5])
    one, _ = advance(start, jnp.asarray(4.0), whole)
    two, _ = advance(start, jnp.asarray(2.0), half)
    two, _ = advance(two, jnp.asarray(2.0), half)
    np.testing.assert_allclose(one, two, rtol=1e-12)
