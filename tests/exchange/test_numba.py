"""The compiled form on a model of two stocks: lags, running values, dates, choices, shared rows.

The whole model takes minutes to compile; the benchmark holds it to our numbers before it is timed.
"""

import importlib.util
from pathlib import Path

import numpy as np

from fabcast import exchange
from tests.small_program import by_hand, given, small


def test_numpy_and_numba_agree_with_a_run_by_hand(tmp_path: Path) -> None:
    known = given()
    wanted = by_hand(known["rate"], known["lever"][:, 0], known["reference.known"])
    run = exchange.compiled(exchange.numpy_source(small()))
    file = tmp_path / "small_kernel.py"
    file.write_text(exchange.numba_source(small(), block=4, group=3), "utf-8")
    spec = importlib.util.spec_from_file_location("small_kernel", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for found in (run(known), module.run(known)):
        for name, rows in wanted.items():
            np.testing.assert_allclose(np.broadcast_to(found[name], rows.shape), rows, rtol=1e-12)
