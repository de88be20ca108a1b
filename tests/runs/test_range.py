"""A range of draws has the bytes that it has in any longer run, discrepancy included."""

import numpy as np

from fabcast import scenario
from fabcast.ensemble import Basis, Discrepancy, run_range, run_scenarios, sample_inputs

KEEP = ("china_compute_stock", "us_to_china_ai_compute_ratio", "year_of_compute_parity")
BASIS = Basis("prior", sample_inputs, Discrepancy(0.3))


def test_a_range_is_a_part_of_the_whole() -> None:
    whole = run_scenarios(["h200_open"], 300, 3, outcomes=KEEP, basis=BASIS)
    values, inputs = run_range([scenario.resolve("h200_open")], 256, 300, 3, keep=KEEP, basis=BASIS)
    for name in KEEP:
        assert np.array_equal(values[name], whole.values[name][:, 256:], equal_nan=True), name
    for name, drawn in whole.parameters.items():
        assert np.array_equal(inputs[name], drawn[256:]), name
