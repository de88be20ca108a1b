"""Yield against its limits and the worked check of the model document."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.model._yield import die_yield, dies_per_wafer

areas = st.floats(10.0, 850.0)
densities = st.floats(0.01, 2.0)


def worth(area: float, density: float, alpha: float) -> float:
    return float(die_yield(jnp.asarray(area), jnp.asarray(density), jnp.asarray(alpha), jnp.asarray(1.0)))


@given(areas, densities)
def test_no_clustering_is_poisson(area: float, density: float) -> None:
    assert worth(area, density, 1e7) == pytest.approx(np.exp(-area / 100 * density), rel=1e-4)


@given(areas, densities)
def test_alpha_one_is_seeds(area: float, density: float) -> None:
    assert worth(area, density, 1.0) == pytest.approx(1 / (1 + area / 100 * density), rel=1e-12)


@given(areas, densities, st.floats(0.5, 20.0))
def test_more_defects_or_area_never_help(area: float, density: float, alpha: float) -> None:
    assert worth(area, density * 1.1, alpha) < worth(area, density, alpha)
    assert worth(area * 1.1, density, alpha) < worth(area, density, alpha)


@pytest.mark.parametrize(
    ("reported", "low", "high"), [(0.20, 0.23, 0.43), (0.35, 0.14, 0.23), (0.40, 0.12, 0.19)]
)
def test_press_yields_invert_to_the_documented_densities(reported: float, low: float, high: float) -> None:
    """665 mm², α 1.5–10, systematic 0.85–1 (model document §2.3)."""
    corners = [
        100 / 665 * alpha * ((systematic / reported) ** (1 / alpha) - 1)
        for alpha in (1.5, 10.0)
        for systematic in (0.85, 1.0)
    ]
    assert low - 0.01 <= min(corners)
    assert max(corners) <= high + 0.02


@given(st.floats(50.0, 800.0))
def test_gross_dies_cover_less_than_the_wafer(area: float) -> None:
    dies = float(dies_per_wafer(jnp.asarray(area), jnp.asarray(3.0), jnp.asarray(0.1)))
    assert 0 <= dies * area < np.pi * 150**2


def test_a_100_mm2_die_gives_the_textbook_count() -> None:
    """No edge loss, no scribe: π150²/100 − 2π150/√200 = 640."""
    dies = float(dies_per_wafer(jnp.asarray(100.0), jnp.asarray(0.0), jnp.asarray(0.0)))
    assert dies == pytest.approx(640.2, abs=0.1)
