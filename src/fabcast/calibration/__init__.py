"""Calibration: what the record says of the model, and what that leaves of the priors."""

from fabcast.ensemble import Discrepancy

from ._basis import Chosen, choose_basis, posterior_basis, prior_basis
from ._beliefs import Beliefs
from ._checks import (
    HEADLINE,
    HEADLINE_PAIR,
    HEADLINE_YEAR,
    Check,
    checks,
    headline_check,
    headline_contrasts,
)
from ._hindcast import (
    HindcastSummary,
    MissReason,
    hindcast_json,
    hindcast_reasons,
    reason_of,
    summarise,
)
from ._hindcast_rows import HindcastRow
from ._hindcast_store import Hindcasts, load_hindcasts, make_hindcasts, read_hindcasts
from ._likelihood import Likelihood, distance, log_likelihood, total_error
from ._lines import HistoryLine, history_lines, line_named
from ._observation import Observation, observations, upcoming
from ._origin import ORIGINS, Origin, origin_named
from ._origin_paths import POLICIES, origin_path, policy_named
from ._periods import span_of
from ._posterior import Posterior, posterior, read_taught, shipped, write_taught
from ._predict import predictions
from ._quantities import HistoryRuns, Quantity, history_runs
from ._record import Report, reports
from ._sample import Fit, fit_record, sample_posterior
from ._smc import Plan
from ._study import AnyStudy, read_any_study
from ._study_fits import FitJob, FitStudy
from ._study_hindcasts import HindcastJob, HindcastStudy
from ._targets import Target, targets

__all__ = [
    "HEADLINE",
    "HEADLINE_PAIR",
    "HEADLINE_YEAR",
    "ORIGINS",
    "POLICIES",
    "AnyStudy",
    "Beliefs",
    "Check",
    "Chosen",
    "Discrepancy",
    "Fit",
    "FitJob",
    "FitStudy",
    "HindcastJob",
    "HindcastRow",
    "HindcastStudy",
    "HindcastSummary",
    "Hindcasts",
    "HistoryLine",
    "HistoryRuns",
    "Likelihood",
    "MissReason",
    "Observation",
    "Origin",
    "Plan",
    "Posterior",
    "Quantity",
    "Report",
    "Target",
    "checks",
    "choose_basis",
    "distance",
    "fit_record",
    "headline_check",
    "headline_contrasts",
    "hindcast_json",
    "hindcast_reasons",
    "history_lines",
    "history_runs",
    "line_named",
    "load_hindcasts",
    "log_likelihood",
    "make_hindcasts",
    "observations",
    "origin_named",
    "origin_path",
    "policy_named",
    "posterior",
    "posterior_basis",
    "predictions",
    "prior_basis",
    "read_any_study",
    "read_hindcasts",
    "read_taught",
    "reason_of",
    "reports",
    "sample_posterior",
    "shipped",
    "span_of",
    "summarise",
    "targets",
    "total_error",
    "upcoming",
    "write_taught",
]
