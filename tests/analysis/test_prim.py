"""PRIM: a box with known bounds, ties, pasting, quasi-p values, and EMA Workbench's own trajectory."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from fabcast.analysis._prim import LEAST, Box, let_go, paste, peel, quasi_p

FIXTURES = Path(__file__).parent.parent / "fixtures"


def known_box(draws: int = 2000, seed: int = 20261124) -> tuple[np.ndarray, np.ndarray]:
    """Cases are 85 % inside a box of two of six inputs, and 3 % outside."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(size=(draws, 6))
    inside = (x[:, 1] > 0.6) & (x[:, 4] < 0.5)
    return x, rng.random(draws) < np.where(inside, 0.85, 0.03)


def nearest(boxes: tuple[Box, ...], x: np.ndarray, share: float) -> Box:
    return min(boxes, key=lambda box: abs(box.holds(x).mean() - share))


def test_a_known_box_is_found_again() -> None:
    x, y = known_box()
    box = let_go(nearest(peel(x, y), x, 0.2), x, y)
    assert box.inputs == (1, 4)
    assert box.low[1] == pytest.approx(0.6, abs=0.03)
    assert box.high[4] == pytest.approx(0.5, abs=0.03)
    assert not np.isfinite(box.high[1])
    assert not np.isfinite(box.low[4])


def test_the_trajectory_is_that_of_ema_workbench() -> None:
    """Same data, same settings: densities agree where both boxes hold as many draws."""
    told = json.loads((FIXTURES / "prim_ema_workbench.json").read_text(encoding="utf-8"))
    x, y = known_box()
    boxes = peel(x, y)
    for mass, density, coverage, _ in told["trajectory"]:
        inside = nearest(boxes, x, mass).holds(x)
        assert inside.mean() == pytest.approx(mass, rel=0.05)
        assert y[inside].mean() == pytest.approx(density, abs=0.03)
        assert y[inside].sum() / y.sum() == pytest.approx(coverage, abs=0.04)


@given(st.integers(0, 1000), st.sampled_from([2, 5, 1000]))
def test_each_step_is_inside_the_last_and_denser(seed: int, levels: int) -> None:
    """Whatever the ties: few levels make many."""
    rng = np.random.default_rng(seed)
    x = np.floor(rng.uniform(size=(120, 3)) * levels)
    y = rng.random(120) < 0.2 + 0.5 * (x[:, 0] > levels / 2)
    boxes = peel(x, y)
    for before, after in pairwise(boxes):
        outer, inner = before.holds(x), after.holds(x)
        assert (outer | ~inner).all()
        assert LEAST <= inner.sum() < outer.sum()
        assert y[inner].mean() > y[outer].mean()


def test_equal_values_stay_together() -> None:
    x = np.repeat([0.0, 1.0], [30, 70])[:, None]
    assert [box.low[0] for box in peel(x, x[:, 0] > 0.5)] == [-np.inf, 1.0]


def test_nothing_to_gain_leaves_all_draws() -> None:
    x = np.linspace(0.0, 1.0, 100)[:, None]
    assert len(peel(x, np.ones(100, dtype=bool))) == 1


def test_pasting_gives_back_what_a_greedy_step_took() -> None:
    x, y = known_box()
    narrow = Box.whole(6).at(1, 0.75, np.inf).at(4, -np.inf, 0.5)
    cases = (x[:, 1] > 0.6) & (x[:, 4] < 0.5)
    wide = paste(narrow, x, cases | (y & ~cases & narrow.holds(x)))
    assert wide.holds(x).sum() >= narrow.holds(x).sum()
    assert y[wide.holds(x)].mean() >= y[narrow.holds(x)].mean() - 0.05


def test_pasting_never_lowers_the_share_of_cases() -> None:
    x, y = known_box()
    for box in peel(x, y)[::6]:
        assert y[paste(box, x, y).holds(x)].mean() >= y[box.holds(x)].mean()


def test_quasi_p_is_the_binomial_chance_without_the_limit() -> None:
    x, y = known_box()
    box = Box.whole(6).at(1, 0.6, np.inf).at(2, 0.1, np.inf)
    inside, without = box.holds(x), box.free(2).holds(x)
    own = binom.sf(y[inside].sum() - 1, inside.sum(), y[without].mean())
    assert quasi_p(box, x, y)[1] == pytest.approx(own)
    assert quasi_p(box, x, y)[0] < 1e-10


def test_an_idle_input_is_let_go_and_the_most_allowed_stay() -> None:
    x, y = known_box()
    box = Box.whole(6).at(1, 0.6, np.inf).at(4, -np.inf, 0.5).at(2, 0.05, np.inf)
    assert let_go(box, x, y).inputs == (1, 4)
    assert len(let_go(box, x, y, most=1).inputs) == 1
