"""Binding shares: they count draws and sum to one in each quarter."""

from __future__ import annotations

import numpy as np
import pytest

from fabcast.analysis import binding_shares
from tests.synthetic import SyntheticRuns, synthetic_runs


def test_shares_count_draws() -> None:
    flags = np.array([[[1, 2], [1, 2], [3, 2], [1, 1]]], dtype=np.int8)
    attrs = {"binding": {"flag_values": [1, 2, 3], "flag_meanings": "dies hbm packaging"}}
    found = binding_shares(SyntheticRuns(("a",), ("2027Q1", "2027Q2"), {"binding": flags}, attrs, {}), "a")
    assert found is not None
    assert found.inputs == ("dies", "hbm", "packaging")
    assert found.shares.tolist() == [[0.75, 0.25], [0.0, 0.75], [0.25, 0.0]]


def test_shares_sum_to_one_each_quarter() -> None:
    found = binding_shares(synthetic_runs(draws=50), "h200_open")
    assert found is not None
    assert found.shares.sum(axis=0) == pytest.approx(1.0)


def test_runs_without_a_binding_record_have_no_band() -> None:
    assert binding_shares(SyntheticRuns(("a",), (), {}, {}, {}), "a") is None
