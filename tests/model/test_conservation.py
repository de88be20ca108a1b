"""Nothing is made of nothing: every quarter, every draw, every scenario."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fabcast import scenario


def same(left: Any, right: Any) -> None:
    np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9)


def change(stock: Any) -> Any:
    return np.diff(np.asarray(stock), axis=0, prepend=0.0)


def test_dies(flows: Any) -> None:
    on_hand, used = np.asarray(flows.packaging.limits[:, 2]), np.asarray(flows.packaging.used)
    arrived = np.asarray(flows.dies_made + flows.foreign_dies)
    same(on_hand[1:], on_hand[:-1] - used[:-1] + arrived[1:])
    assert (used <= on_hand * (1 + 1e-12)).all()


def test_stacks(flows: Any) -> None:
    m = flows.memory
    added = np.asarray(m.imported + m.made - m.others - flows.packaging.stacks_drawn)
    same(change(flows.stacks_on_hand), added)


def test_wafers(flows: Any) -> None:
    assert (np.asarray(flows.ai_wafers) <= 3.0 * np.asarray(flows.starts) * (1 + 1e-12)).all()
    assert (np.asarray(flows.starts) <= np.asarray(flows.tools.capacity) * (1 + 1e-12)).all()


def test_accelerators_sold_were_made(flows: Any) -> None:
    made, sold = np.cumsum(flows.accelerators, 0), np.cumsum(flows.delivered[:, 0, 0], 0)
    assert (sold <= made * (1 + 1e-9) + 1e-12).all()


def test_compute_is_installed_or_retired(flows: Any) -> None:
    c = flows.compute
    same(change(c.stock), np.asarray(c.installed - c.retired))
    assert (np.cumsum(c.installed, 0)[:, :4] <= np.cumsum(flows.delivered, 0) * (1 + 1e-9) + 1e-12).all()


def test_money_spent_was_there(flows: Any) -> None:
    spent = np.cumsum(np.asarray(flows.purchases.money).sum(1), 0)
    assert (spent <= np.cumsum(np.asarray(flows.purchases.demand), 0) * (1 + 1e-9) + 1e-9).all()


def test_every_number_is_finite_and_no_stock_negative(flows: Any) -> None:
    import jax

    for leaf in jax.tree_util.tree_leaves(flows):
        assert np.isfinite(np.asarray(leaf)).all()
    for stock in (flows.compute.stock, flows.stacks_on_hand, flows.tools.by_class, flows.knowledge):
        assert (np.asarray(stock) >= 0).all()
    assert (np.asarray(flows.packaging.limits) >= 0).all()


CHECKS = (
    test_dies,
    test_stacks,
    test_wafers,
    test_accelerators_sold_were_made,
    test_compute_is_installed_or_retired,
    test_money_spent_was_there,
    test_every_number_is_finite_and_no_stock_negative,
)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(sorted(scenario.library())), st.integers(0, 2**31))
def test_all_of_it_holds_for_any_scenario_and_any_draws(run_records: Any, name: str, seed: int) -> None:
    done = run_records(scenario.resolve(name), seed=seed)
    for check in CHECKS:
        check(done)
