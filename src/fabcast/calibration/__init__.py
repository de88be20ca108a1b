"""Calibration: what the record says of the model, and what that leaves of the priors."""

from ._beliefs import Beliefs
from ._likelihood import Discrepancy, Likelihood, log_likelihood
from ._lines import HistoryLine, history_lines, line_named
from ._observation import Observation, observations
from ._periods import span_of
from ._posterior import Posterior, posterior
from ._predict import predictions
from ._quantities import HistoryRuns, Quantity, history_runs
from ._record import Report, reports
from ._sample import sample_posterior
from ._smc import Plan
from ._targets import Target, targets

__all__ = [
    "Beliefs",
    "Discrepancy",
    "HistoryLine",
    "HistoryRuns",
    "Likelihood",
    "Observation",
    "Plan",
    "Posterior",
    "Quantity",
    "Report",
    "Target",
    "history_lines",
    "history_runs",
    "line_named",
    "log_likelihood",
    "observations",
    "posterior",
    "predictions",
    "reports",
    "sample_posterior",
    "span_of",
    "targets",
]
