"""What runs mean: paired contrasts, what drives them, and how much of that is judgement."""

from fabcast.calibration import HistoryLine, HistoryRuns, history_lines, history_runs, line_named

from ._attribute import Loop, contributions, cut, find_loop, loops
from ._binding import BindingShares, binding_shares
from ._breakeven import (
    GRID,
    HALVINGS,
    Breakeven,
    Dial,
    critical_displacement,
    dials,
    find_dial,
    implied_reinvestment,
)
from ._breakeven import breakeven as find_breakeven
from ._breakeven_runs import CUMULATIVE as CUMULATIVE_COMPUTE
from ._breakeven_runs import breakeven_of
from ._cell_drivers import rank_each
from ._claims import check_claims, needed
from ._claims_answer import Answer, CheckedClaim, Side, Status, pair_of
from ._claims_file import check_claim, read_claims
from ._claims_map import (
    Reading,
    Statement,
    assumed_answer,
    known_quantities,
    quantities,
    readings,
    sentence_start,
    statements,
)
from ._claims_record import Report
from ._claims_tools import tool_scenarios, with_tool_shares
from ._claims_truth import Condition, Range
from ._claims_turns import Turn
from ._compare import DEFAULT_YEARS, Contrast, Spread, compare, contrast_of, difference
from ._display import html_of, markdown_of
from ._drivers import MEASURE, Driver, Ranking, rank_drivers
from ._explain import Explanation, Share, channels, explain_channels, explain_levers
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
from ._shapley import shapley
from ._shapley_levers import Between, Part, between, mixed
from ._structures import RivalForm, UnderForm, rival_forms, under_forms
from ._subsidy import MONEY_CASES, MoneyCase, explain_money, money, subsidy_channels
from ._symmetry import Crossing, Decider, SignRow, Symmetry, symmetry
from ._symmetry_corners import Corner, Setting, corners, try_corner
from ._taught import Lesson, Pair, Rejection, Taught, Worth, taught

__all__ = [
    "BINDING",
    "CUMULATIVE_COMPUTE",
    "DEFAULT_YEARS",
    "GRID",
    "HALVINGS",
    "MEASURE",
    "MONEY_CASES",
    "Answer",
    "Between",
    "BindingShares",
    "Breakeven",
    "CheckedClaim",
    "Condition",
    "Contrast",
    "Corner",
    "Crossing",
    "Decider",
    "Dial",
    "Driver",
    "Explanation",
    "HistoryLine",
    "HistoryRuns",
    "Judgement",
    "Lesson",
    "Loop",
    "MoneyCase",
    "Pair",
    "Part",
    "Point",
    "Range",
    "Ranking",
    "Reading",
    "Rejection",
    "Report",
    "RivalForm",
    "Runner",
    "Runs",
    "Setting",
    "Share",
    "Side",
    "SignRow",
    "Spread",
    "Statement",
    "Status",
    "Symmetry",
    "Taught",
    "Turn",
    "UnderForm",
    "Worth",
    "assumed_answer",
    "at_year_end",
    "between",
    "binding_shares",
    "breakeven_of",
    "channels",
    "check_claim",
    "check_claims",
    "compare",
    "contrast_of",
    "contributions",
    "corners",
    "critical_displacement",
    "cut",
    "dials",
    "difference",
    "explain_channels",
    "explain_levers",
    "explain_money",
    "find_breakeven",
    "find_dial",
    "find_loop",
    "history",
    "history_lines",
    "history_runs",
    "history_tally",
    "html_of",
    "implied_reinvestment",
    "inert_parameters",
    "is_date",
    "judgement_share",
    "known_quantities",
    "label",
    "line_named",
    "loops",
    "markdown_of",
    "miss_reasons",
    "mixed",
    "model_range",
    "money",
    "needed",
    "pair_of",
    "point_row",
    "quantities",
    "rank_drivers",
    "rank_each",
    "read_claims",
    "readings",
    "reason_for",
    "rival_forms",
    "scenario_index",
    "sentence_start",
    "shapley",
    "statements",
    "subsidy_channels",
    "symmetry",
    "taught",
    "tool_scenarios",
    "try_corner",
    "under_forms",
    "units",
    "with_tool_shares",
]
