"""Elementary effects: known functions, the design's promises, SALib as the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis._morris import elementary_effects, morris, trajectories

RNG = np.random.default_rng


def outcome(u: np.ndarray) -> np.ndarray:
    """Straight in the first, bent in the second, joint in the third and fourth, nothing in the fifth."""
    return np.asarray(3.0 * u[..., 0] + u[..., 1] ** 2 + 4.0 * u[..., 2] * u[..., 3])


def test_a_known_function() -> None:
    design = trajectories(5, 400, RNG(1))
    size, bend = morris(elementary_effects(design, outcome(design.points)), RNG(2))
    assert size[0].value == pytest.approx(3.0)
    assert bend[0].value == pytest.approx(0.0, abs=1e-6)
    # u² on {0, ⅓, ⅔, 1} with steps of ⅔: (⅔)² / ⅔ = ⅔ or (1 − ⅑) / ⅔ = 4/3, each half the time.
    assert size[1].value == pytest.approx(1.0, abs=0.05)
    assert bend[1].value == pytest.approx(1.0 / 3.0, abs=0.02)
    # 4 u: 4 times a level, of which all four are as likely.
    assert size[2].value == pytest.approx(2.0, abs=0.2)
    assert bend[2].value == pytest.approx(4.0 * np.std([0.0, 1 / 3, 2 / 3, 1.0]), abs=0.1)
    assert (size[4].value, bend[4].value) == (0.0, 0.0)
    assert size[2].low < 2.0 < size[2].high


def test_each_step_moves_one_input_by_the_same_length_within_the_cube() -> None:
    design = trajectories(7, 20, RNG(3))
    steps = np.diff(design.points, axis=1)
    assert np.abs(steps).sum(axis=2) == pytest.approx(np.full((20, 7), 2.0 / 3.0))
    assert (np.sort(design.order, axis=1) == np.arange(7)).all()
    assert (design.points.min(), design.points.max()) == (0.0, 1.0)


def test_the_kept_library_says_the_same() -> None:
    from SALib.analyze import morris as oracle

    design = trajectories(5, 30, RNG(4))
    y = outcome(design.points)
    size, bend = morris(elementary_effects(design, y), RNG(5))
    problem = {"num_vars": 5, "names": list("abcde"), "bounds": [[0.0, 1.0]] * 5}
    theirs = oracle.analyze(problem, design.points.reshape(-1, 5), y.ravel(), num_levels=4, seed=1)
    assert [one.value for one in size] == pytest.approx(list(theirs["mu_star"]))
    # It divides by n − 1.
    assert [one.value for one in bend] == pytest.approx(list(theirs["sigma"] * np.sqrt(29 / 30)), abs=1e-6)
