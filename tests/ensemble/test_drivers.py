"""Exogenous paths, built from the facts: ranges rise in every quarter and nothing is below zero."""

import numpy as np
import pytest

from fabcast.ensemble import drivers
from fabcast.model import DRIVERS


@pytest.mark.parametrize("name", DRIVERS)
def test_low_central_and_high_rise(name: str) -> None:
    path = getattr(drivers(), name)
    assert np.isfinite(path).all()
    assert (path >= 0).all()
    assert (np.diff(path, axis=0) >= -1e-12 * path[1]).all()
