"""Calibration: what the record says of the model, and what that leaves of the priors."""

from ._lines import HistoryLine, history_lines, line_named
from ._periods import span_of
from ._quantities import HistoryRuns, Quantity, history_runs
from ._record import Report, reports

__all__ = [
    "HistoryLine",
    "HistoryRuns",
    "Quantity",
    "Report",
    "history_lines",
    "history_runs",
    "line_named",
    "reports",
    "span_of",
]
