"""Slopes of the model equal differences of its runs, also through its own logarithm."""

from __future__ import annotations

import numpy as np

from fabcast import ensemble, scenario
from fabcast.analysis._slopes import slopes
from fabcast.model import year_end_index

STOCK = "china_compute_stock"
NAMES = ("perf_per_die_growth", "hbm_cycle", "demand_growth_2031", "d0_halflife_smic", "dom_price_fall")
"""Each acts through a logarithm or a power somewhere in the chain."""


def test_slopes_are_those_of_small_differences() -> None:
    draws, end = 8, year_end_index(2035)
    one = ensemble.sample_inputs(draws, seed=3)
    path = [scenario.resolve("h200_denied")]
    at = {name: np.tile(values, len(NAMES)) for name, values in one.items()}
    place = np.repeat(np.arange(len(NAMES)), draws)
    along = {name: np.abs(at[name]) * (place == k) for k, name in enumerate(NAMES)}
    found = slopes(at, along, path, STOCK, end)[0]

    def run(step: float) -> np.ndarray:
        moved = {name: at[name] + step * along.get(name, 0.0) for name in at}
        return np.asarray(ensemble.run_inputs(moved, path, keep=(STOCK,))[STOCK][0][:, end])

    told = (run(1e-6) - run(-1e-6)) / 2e-6
    scale = np.abs(told).max()
    assert (np.abs(told).reshape(len(NAMES), draws).max(axis=1) > 1e-4 * scale).sum() >= 3
    # A difference across a kink is a mean of two slopes; all but a few places have none.
    near = np.abs(found - told) <= 1e-4 * np.abs(told) + 1e-7 * scale
    assert near.mean() >= 0.9
