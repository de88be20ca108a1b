"""Die yield and cost against Chiplet Actuary (Feng and Ma, DAC 2022): an independent cost model.

Its published parameters: 300 mm wafer, 5 mm edge loss, 0.2 mm scribe lane, clustering 10; the
figures below were computed with its own code.
"""

import jax.numpy as jnp
import pytest

from fabcast.model._cost import die_cost
from fabcast.model._yield import die_yield, dies_per_wafer

PUBLISHED = [
    # wafer USD, defects per cm2, area mm2, gross dies, yield, cost of a good die USD
    (9346.0, 0.09, 100.0, 571.7124, 0.914299, 17.880),
    (9346.0, 0.09, 400.0, 129.9843, 0.702106, 102.408),
    (9346.0, 0.09, 665.0, 73.0139, 0.559186, 228.910),
    (9346.0, 0.09, 800.0, 58.7930, 0.498944, 318.602),
    (16988.0, 0.11, 665.0, 73.0139, 0.493623, 471.347),
    (3984.0, 0.08, 800.0, 58.7930, 0.537754, 126.011),
]


@pytest.mark.parametrize(("wafer", "density", "area", "gross", "good", "cost"), PUBLISHED)
def test_matches_chiplet_actuary(
    wafer: float, density: float, area: float, gross: float, good: float, cost: float
) -> None:
    one = jnp.asarray(1.0)
    dies = dies_per_wafer(jnp.asarray(area), jnp.asarray(5.0), jnp.asarray(0.2))
    share = die_yield(jnp.asarray(area), jnp.asarray(density), jnp.asarray(10.0), one)
    assert float(dies) == pytest.approx(gross, rel=1e-6)
    assert float(share) == pytest.approx(good, rel=1e-5)
    assert float(die_cost(jnp.asarray(wafer), dies, share)) == pytest.approx(cost, abs=5e-4)


def test_no_good_die_costs_without_end() -> None:
    assert jnp.isinf(die_cost(jnp.asarray(1.0), jnp.asarray(10.0), jnp.asarray(0.0)))
