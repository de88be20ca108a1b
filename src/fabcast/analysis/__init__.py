"""What runs mean: paired contrasts, what drives them, and how much of that is judgement."""

from fabcast.calibration import HistoryLine, HistoryRuns, history_lines, history_runs, line_named

from ._attribute import Loop, contributions, cut, find_loop, loops
from ._binding import BindingShares, binding_shares
from ._compare import DEFAULT_YEARS, Contrast, Spread, compare, contrast_of, difference
from ._drivers import MEASURE, Driver, Ranking, rank_drivers
from ._history import (
    Point,
    history,
    history_tally,
    miss_reasons,
    model_range,
    point_row,
    reason_for,
)
from ._inert import Runner, inert_parameters
from ._judgement import Judgement, judgement_share
from ._runs import BINDING, Runs, at_year_end, is_date, label, scenario_index, units
from ._symmetry import Crossing, Decider, SignRow, Symmetry, symmetry
from ._symmetry_corners import Corner, Setting, corners, try_corner

__all__ = [
    "BINDING",
    "DEFAULT_YEARS",
    "MEASURE",
    "BindingShares",
    "Contrast",
    "Corner",
    "Crossing",
    "Decider",
    "Driver",
    "HistoryLine",
    "HistoryRuns",
    "Judgement",
    "Loop",
    "Point",
    "Ranking",
    "Runner",
    "Runs",
    "Setting",
    "SignRow",
    "Spread",
    "Symmetry",
    "at_year_end",
    "binding_shares",
    "compare",
    "contrast_of",
    "contributions",
    "corners",
    "cut",
    "difference",
    "find_loop",
    "history",
    "history_lines",
    "history_runs",
    "history_tally",
    "inert_parameters",
    "is_date",
    "judgement_share",
    "label",
    "line_named",
    "loops",
    "miss_reasons",
    "model_range",
    "point_row",
    "rank_drivers",
    "reason_for",
    "scenario_index",
    "symmetry",
    "try_corner",
    "units",
]
