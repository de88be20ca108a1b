"""Single stages against hand calculations."""

import types
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabcast.model._access import access, leakage, provider_share
from fabcast.model._compute import advance_compute, initial_compute, surviving
from fabcast.model._demand import ration
from fabcast.model._erlang import chain
from fabcast.model._spending import reinvestment
from fabcast.model._tools import service_left

money = st.floats(0.0, 1e4)
four = st.lists(st.floats(0.0, 1e4), min_size=4, max_size=4)


def part(**values: Any) -> Any:
    return types.SimpleNamespace(**{k: jnp.asarray(v) for k, v in values.items()})


@given(money, four, st.lists(st.floats(0.01, 10.0), min_size=4, max_size=4))
def test_rationing_spends_all_it_can(cash: float, caps: list[float], weights: list[float]) -> None:
    spent = np.asarray(ration(jnp.asarray(cash), jnp.asarray(weights), jnp.asarray(caps)))
    assert (spent <= np.asarray(caps) * (1 + 1e-12) + 1e-12).all()
    assert spent.sum() == pytest.approx(min(cash, sum(caps)), rel=1e-9, abs=1e-9)


def test_rationing_follows_the_weights_while_nothing_is_full() -> None:
    spent = ration(jnp.asarray(10.0), jnp.asarray([1.0, 3.0, 0.0, 0.0]), jnp.full(4, 1e9))
    np.testing.assert_allclose(spent, [2.5, 7.5, 0.0, 0.0])


def access_case(**changes: Any) -> Any:
    base = {
        "tool_provider_share": np.array([[[0.6], [0.3], [0.1]]]),
        "tool_leak0": 0.25,
        "enf_elast": 0.22,
        "ally_backfill": 0.0,
        "ally_spare_capacity": 1.0,
    }
    return part(**(base | changes))


def filled(p: Any, denied: list[float], alignment: float) -> Any:
    """Share of orders filled, one class, one draw, enforcement of 2024."""
    one = jnp.ones(1)
    severity = jnp.asarray(denied)[:, None]
    return access(p, provider_share(p), severity, alignment * one, leakage(p, one))[0, 0]


def test_access_by_hand() -> None:
    """0.6 of supply denied at 0.8, a quarter leaks: 1 − 0.6 × 0.8 × 0.75 = 0.64."""
    got = filled(access_case(), [0.8, 0.0, 0.0], 1.0)
    assert float(got) == pytest.approx(0.64)


def test_unaligned_allies_fill_in() -> None:
    alone = filled(access_case(ally_backfill=0.5), [1.0, 0.0, 0.0], 0.0)
    aligned = filled(access_case(ally_backfill=0.5), [1.0, 0.0, 0.0], 1.0)
    assert float(alone - aligned) == pytest.approx(0.5 * 0.6 * 0.75)


def test_doubling_enforcement_cuts_leakage_by_its_elasticity() -> None:
    p = access_case()
    assert float(leakage(p, jnp.asarray(2.0)) / leakage(p, jnp.asarray(1.0))) == pytest.approx(0.78)


def test_service_decays_once_spares_are_gone() -> None:
    """Withdrawn from the fourth quarter on; spares last a year, so the fifth quarter without decays."""
    p = part(service_recovery=0.5, spares_years=1.0, uptime_decay_litho=0.2, uptime_decay_other=0.1)
    withdrawn = [0.0] * 3 + [1.0] * 6 + [0.0] * 2 + [1.0] * 2
    unserved, left = 0.0, []
    for share in withdrawn:
        unserved = unserved + 0.25 if share > 0 else 0.0
        left.append(service_left(p, jnp.asarray([share]), jnp.asarray([unserved]), 0.25)[:, 0])
    litho, other = np.asarray(left)[:, 0], np.asarray(left)[:, 2]
    assert np.flatnonzero(litho < 1.0).tolist() == [7, 8]
    assert litho[7] == pytest.approx(np.exp(-0.5 * 0.2 * 0.25))
    assert other[7] == pytest.approx(np.exp(-0.5 * 0.1 * 0.25))


def test_reinvestment_is_one_when_all_is_sold_and_the_state_pays_as_planned() -> None:
    p = part(capex_rev_elast=0.4, capex_state_floor=0.55)
    assert float(reinvestment(p, jnp.asarray(1.0), jnp.asarray(1.0))) == pytest.approx(1.0)
    assert float(reinvestment(p, jnp.asarray(1.0), jnp.asarray(2.0))) == pytest.approx(1.55)
    assert float(reinvestment(p, jnp.asarray(0.0), jnp.asarray(1.0))) == pytest.approx(0.55, abs=0.01)


def test_compute_ages_at_its_mean_life() -> None:
    """A unit installed at once lasts the economic life on average when nothing fails."""
    p = part(
        gpu_hazard=0.0,
        gpu_hazard_slope=0.0,
        econ_life=5.0,
        ascend_eff_train=0.7,
        ascend_eff_inf=0.77,
        sw_gap_halflife=3.0,
    )
    deploy, ageing = chain(jnp.full(1, 0.01), 3, 0.25), chain(jnp.full(1, 5.0), 6, 0.25)
    state, area = initial_compute(1), 0.0
    delivered = jnp.zeros((5, 2, 1)).at[0, 0].set(1.0)
    for _ in range(200):
        state, flows = advance_compute(state, p, deploy, ageing, surviving(p, 0.25), delivered, 0.25)
        area += 0.25 * float(flows.stock[0, 0, 0])
        delivered = jnp.zeros((5, 2, 1))
    assert area == pytest.approx(5.0, rel=0.05)
