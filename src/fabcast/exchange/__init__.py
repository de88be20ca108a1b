"""The model in other engines' forms: XMILE for system dynamics, NumPy, Numba, and adapters.

`program` traces the model into equations of single numbers; `xmile`, `numpy_source` and `numba_source`
write them out; `entered` says what a draw and a scenario set in them. `ema_model` and `salib_problem`
offer the engine itself to EMA Workbench and to SALib.
"""

from fabcast.ensemble import program
from fabcast.equations import Graph, Node, Program, Stock

from ._adapters import ema_model, evaluate, ranges, salib_function, salib_problem
from ._enter import Entered, arrays, entered, path_rows, reference
from ._numba import numba_source
from ._numpy import compiled, numpy_source
from ._pysd import open_in_pysd, run_in_pysd
from ._xmile import settings, xmile

__all__ = [
    "Entered",
    "Graph",
    "Node",
    "Program",
    "Stock",
    "arrays",
    "compiled",
    "ema_model",
    "entered",
    "evaluate",
    "numba_source",
    "numpy_source",
    "open_in_pysd",
    "path_rows",
    "program",
    "ranges",
    "reference",
    "run_in_pysd",
    "salib_function",
    "salib_problem",
    "settings",
    "xmile",
]
