"""Streams: slices agree, names are independent, bytes are frozen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabcast.ensemble import normal, uniform
from fabcast.errors import BadInput


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40), st.integers(1, 50), st.integers(0, 2**62), st.text(max_size=20))
def test_a_slice_equals_the_same_slice_of_a_longer_stream(first: int, n: int, seed: int, name: str) -> None:
    whole = uniform(name, n + 9, seed, first)
    np.testing.assert_array_equal(uniform(name, n, seed, first + 5), whole[5 : 5 + n])


def test_uniform_is_uniform_and_normal_is_normal() -> None:
    u, z = uniform("u", 200_000, 7), normal("z", 200_000, 7)
    counts, _ = np.histogram(u, bins=100, range=(0, 1))
    chi_square = ((counts - 2000) ** 2 / 2000).sum()
    assert 60 < chi_square < 145  # 99 degrees of freedom: 0.1 % to 99.9 %
    assert abs(z.mean()) < 0.01
    assert abs(z.std() - 1) < 0.01
    assert 0 < u.min() < u.max() < 1


def test_names_and_seeds_give_unrelated_streams() -> None:
    streams = [uniform(name, 50_000, seed) for name in ("a", "b", "ab") for seed in (0, 1)]
    correlation = np.corrcoef(streams) - np.eye(6)
    assert np.abs(correlation).max() < 0.02


def test_bytes_are_frozen() -> None:
    """A change here would change every published run: make a new stream version instead."""
    assert uniform("parameter:y_alpha", 3, 1).tolist() == FROZEN
    assert normal("parameter:y_alpha", 1, 1)[0] == pytest.approx(FROZEN_NORMAL, abs=1e-12)


FROZEN = [0.6357080130343601, 0.622262114091268, 0.8985797467844633]
FROZEN_NORMAL = 0.34700977663723653


@pytest.mark.parametrize(
    ("n", "seed", "first", "message"),
    [
        (0, 1, 0, "the number of draws is 0; ask for at least one"),
        (1, -1, 0, "the seed is -1; use a whole number from 0 up"),
        (1, 1, -4, "the first draw is -4; draws are counted from 0"),
    ],
)
def test_bad_calls_say_what_to_do(n: int, seed: int, first: int, message: str) -> None:
    with pytest.raises(BadInput, match=f"^{message}$"):
        uniform("x", n, seed, first)
