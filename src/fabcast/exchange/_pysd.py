"""Run an exported file in PySD: another draw or path without translating it anew."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

import numpy as np

from fabcast.equations import Program

from ._enter import Entered
from ._xmile import TIME, UNKNOWN, settings


def open_in_pysd(file: FilePath) -> Any:
    """Read an exported file as a PySD model.

    PySD writes tables into its translation as NumPy prints them, which is to eight digits; here
    they are printed in full.
    """
    import pysd

    with np.printoptions(precision=17, threshold=10**6):
        return pysd.read_xmile(file)


def run_in_pysd(
    model: Any, program: Program, entered: Entered, names: Sequence[str]
) -> dict[str, np.ndarray]:
    """Run one draw under one path; give named variables of the file by quarter, unknown as NaN."""
    with warnings.catch_warnings():
        # said whenever a row takes the place of a number or of a formula of time, which is what is wanted
        warnings.filterwarnings("ignore", "Replacing a", module="pysd")
        table = model.run(params=parameters(program, entered), return_columns=list(names))
    found = {name: np.asarray(table[name], float) for name in names}
    return {name: np.where(row <= UNKNOWN / 10, np.nan, row) for name, row in found.items()}


def parameters(program: Program, entered: Entered) -> Mapping[str, Any]:
    """Argument `params` of PySD's `run`."""
    import pandas as pd

    return {
        name: value if np.ndim(value) == 0 else _row(pd, np.asarray(value))
        for name, value in settings(program, entered).items()
    }


def _row(pd: Any, row: np.ndarray) -> Any:
    return pd.Series(row, index=TIME)
