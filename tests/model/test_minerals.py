"""Counter-controls: price at once, output once the stock is gone, both recover."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from fabcast.model._arrays import jnp
from fabcast.model._minerals import advance_minerals, initial_minerals, yearly_cost

DT = 0.25


def part(**changed: float) -> Any:
    values = {
        "cc_china_share": 0.9,
        "cc_price_initial": 1.4,
        "cc_price_persist": 2.5,
        "cc_recover": 0.8,
        "cc_leak": 0.4,
        "cc_mine_years": 6.0,
        "min_stock": 6.0,
        "cc_cost_share": 0.001,
        "cc_output_loss": 0.1,
        "cc_full_loss": 8.0,
    } | changed
    return SimpleNamespace(**{name: jnp.asarray([value]) for name, value in values.items()})


def run(p: Any, curb: list[float], dt: float = DT) -> tuple[Any, Any]:
    state, states, flows = initial_minerals(p), [], []
    for share in curb:
        state, flow = advance_minerals(state, p, jnp.asarray([share]), dt)
        states.append([float(v[0]) for v in state])
        flows.append([float(v[0]) for v in flow])
    return np.array(states), np.array(flows)


def test_without_a_curb_nothing_moves() -> None:
    states, flows = run(part(), [0.0] * 12)
    np.testing.assert_allclose(flows, np.tile([1.0, 0.0, 1.0, 1.0], (12, 1)))
    np.testing.assert_allclose(states[:, 2], 0.5)


def test_price_starts_at_the_first_multiple_and_goes_to_the_later_one() -> None:
    _, flows = run(part(cc_mine_years=1e9), [1.0] * 60)
    assert flows[0, 0] == pytest.approx(1.4, rel=0.08)
    assert flows[-1, 0] == pytest.approx(2.5, rel=0.01)


def test_output_falls_only_once_the_stock_is_gone() -> None:
    _, flows = run(part(cc_leak=0.0, cc_mine_years=1e9), [1.0] * 8)
    assert flows[0, 2] == 1.0
    assert flows[-1, 1] == pytest.approx(0.9)
    assert flows[-1, 2] == pytest.approx(1 - 0.1 * 0.9)


def test_the_stock_feeds_exactly_the_gap() -> None:
    p = part(cc_leak=0.0, cc_mine_years=1e9)
    states, flows = run(p, [1.0] * 8)
    met = (0.9 - flows[:, 1]).sum() * DT
    assert met == pytest.approx(0.5 - states[-1, 2])


def test_mines_and_other_roads_end_the_shortage() -> None:
    _, flows = run(part(), [1.0] * 200)
    assert flows[-1, 1] == pytest.approx(0.0, abs=1e-3)
    assert flows[-1, 0] == pytest.approx(1.0, abs=0.02)


def test_a_lifted_curb_lets_price_fall_and_the_stock_fill() -> None:
    states, flows = run(part(), [1.0] * 4 + [0.0] * 24)
    assert flows[3, 0] > 1.4
    assert flows[-1, 0] == pytest.approx(1.0, abs=0.01)
    assert states[-1, 2] == pytest.approx(0.5, abs=0.01)


def test_halving_the_step_changes_little() -> None:
    curb = [0.0] * 2 + [1.0] * 10 + [0.3] * 8
    _, whole = run(part(), curb)
    _, half = run(part(), [share for share in curb for _ in range(2)], DT / 2)
    np.testing.assert_allclose(half[1::2, 0], whole[:, 0], rtol=0.05)
    shorts = half[:, 1].reshape(-1, 2).mean(1)
    np.testing.assert_allclose(shorts.sum(), whole[:, 1].sum(), rtol=0.02, atol=1e-3)


def test_cost_is_dearer_chips_and_the_loss_of_what_is_missing() -> None:
    p = part()
    _, flow = advance_minerals(initial_minerals(p), p, jnp.asarray([0.0]), DT)
    assert float(yearly_cost(p, flow, jnp.asarray(100.0))[0]) == 0.0
    short = flow._replace(short=jnp.asarray([0.5]), unit_cost=jnp.asarray([1.01]))
    assert float(yearly_cost(p, short, jnp.asarray(100.0))[0]) == pytest.approx(1.0 + 4.0)
