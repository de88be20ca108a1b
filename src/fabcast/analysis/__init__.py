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
from ._by_quarter import OverTime, over_time
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
from ._concentration import SupplyConcentration, SupplyHit, stop_sentences, supply_concentration, supply_stop
from ._decision import (
    Decision,
    check_decision_year,
    decisions,
    find_decision,
    term_values,
    turning_weight,
    utilities_of,
)
from ._decision_worth import (
    Information,
    Known,
    Option,
    Turning,
    elsewhere,
    group_of,
    information,
    input_groups,
    turnings,
)
from ._discover import Discovery, Limit, Peeled, Recipe, Step, ToldBox, discover
from ._discover import Setting as BoxSetting
from ._discover_cart import CART
from ._discover_condition import (
    conditions,
    find_condition,
    futures_of,
    make_condition,
    needed_by,
    reading_of,
    with_scenarios,
)
from ._discover_futures import Futures, Proportion, Quality
from ._discover_prim import PRIM
from ._display import html_of, markdown_of
from ._drivers import MEASURE, Driver, Ranking, rank_drivers
from ._enough import AtDraws, Enough, enough
from ._estimate import CONFIDENCE, Estimate
from ._evppi import Gain, Utilities, evpi, evppi
from ._explain import Explanation, Share, channels, explain_channels, explain_levers
from ._game import Equilibrium, best_columns, best_rows, equilibria, pure_equilibria, tied
from ._game_leader import Lead, MixedLead, lead, mixed_lead
from ._game_play import Board, Played, play
from ._game_play import board as game_board
from ._game_reading import (
    Better,
    Commitment,
    better_for_both,
    commitments,
    dominant,
    margins,
    opposition,
    weight_switches,
)
from ._game_switch import Switch, switches
from ._game_terms import NAMES as GAME_NAMES
from ._game_terms import Term
from ._game_terms import outcomes_needed as game_outcomes
from ._game_terms import terms as game_terms
from ._game_weights import Weights, read_weights
from ._game_weights import examples as game_examples
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
from ._leverage import concentration, loss, power
from ._leverage_runs import HOLDERS, Chokepoint, chokepoints
from ._pareto import hypervolume, on_front, regret
from ._players import Player as SensitivityPlayer
from ._question import Question as SensitivityQuestion
from ._question import distinct_draws
from ._replay import Expected, Move, Replay, moves, replay
from ._runs import BINDING, Runs, at_year_end, is_date, label, scenario_index, units
from ._search import Tried, search
from ._search_levers import Objective, check_task, read_objective, read_range, scenario_yaml
from ._search_levers import Range as LeverRange
from ._search_runs import FrontPoint, Searched, policy_search
from ._search_runs import Task as SearchTask
from ._sensitivity import FEWEST_RUNS, Sensitivity, runs_of, sensitivity
from ._sensitivity import METHODS as SENSITIVITY_METHODS
from ._sensitivity import Row as SensitivityRow
from ._shapley import shapley
from ._shapley_levers import Between, Part, between, mixed
from ._structures import RivalForm, UnderForm, rival_forms, under_forms
from ._subsidy import MONEY_CASES, MoneyCase, explain_money, money, subsidy_channels
from ._symmetry import Crossing, Decider, SignRow, Symmetry, symmetry
from ._symmetry_corners import Corner, Setting, corners, try_corner
from ._taught import Lesson, Pair, Rejection, Taught, Worth, taught
from ._vocabulary import Quantity, vocabulary

__all__ = [
    "BINDING",
    "CART",
    "CONFIDENCE",
    "CUMULATIVE_COMPUTE",
    "DEFAULT_YEARS",
    "FEWEST_RUNS",
    "GAME_NAMES",
    "GRID",
    "HALVINGS",
    "HOLDERS",
    "MEASURE",
    "MONEY_CASES",
    "PRIM",
    "SENSITIVITY_METHODS",
    "Answer",
    "AtDraws",
    "Better",
    "Between",
    "BindingShares",
    "Board",
    "BoxSetting",
    "Breakeven",
    "CheckedClaim",
    "Chokepoint",
    "Commitment",
    "Condition",
    "Contrast",
    "Corner",
    "Crossing",
    "Decider",
    "Decision",
    "Dial",
    "Discovery",
    "Driver",
    "Enough",
    "Equilibrium",
    "Estimate",
    "Expected",
    "Explanation",
    "FrontPoint",
    "Futures",
    "Gain",
    "HistoryLine",
    "HistoryRuns",
    "Information",
    "Judgement",
    "Known",
    "Lead",
    "Lesson",
    "LeverRange",
    "Limit",
    "Loop",
    "MixedLead",
    "MoneyCase",
    "Move",
    "Objective",
    "Option",
    "OverTime",
    "Pair",
    "Part",
    "Peeled",
    "Played",
    "Point",
    "Proportion",
    "Quality",
    "Quantity",
    "Range",
    "Ranking",
    "Reading",
    "Recipe",
    "Rejection",
    "Replay",
    "Report",
    "RivalForm",
    "Runner",
    "Runs",
    "SearchTask",
    "Searched",
    "Sensitivity",
    "SensitivityPlayer",
    "SensitivityQuestion",
    "SensitivityRow",
    "Setting",
    "Share",
    "Side",
    "SignRow",
    "Spread",
    "Statement",
    "Status",
    "Step",
    "SupplyConcentration",
    "SupplyHit",
    "Switch",
    "Symmetry",
    "Taught",
    "Term",
    "ToldBox",
    "Tried",
    "Turn",
    "Turning",
    "UnderForm",
    "Utilities",
    "Weights",
    "Worth",
    "assumed_answer",
    "at_year_end",
    "best_columns",
    "best_rows",
    "better_for_both",
    "between",
    "binding_shares",
    "breakeven_of",
    "channels",
    "check_claim",
    "check_claims",
    "check_decision_year",
    "check_task",
    "chokepoints",
    "commitments",
    "compare",
    "concentration",
    "conditions",
    "contrast_of",
    "contributions",
    "corners",
    "critical_displacement",
    "cut",
    "decisions",
    "dials",
    "difference",
    "discover",
    "distinct_draws",
    "dominant",
    "elsewhere",
    "enough",
    "equilibria",
    "evpi",
    "evppi",
    "explain_channels",
    "explain_levers",
    "explain_money",
    "find_breakeven",
    "find_condition",
    "find_decision",
    "find_dial",
    "find_loop",
    "futures_of",
    "game_board",
    "game_examples",
    "game_outcomes",
    "game_terms",
    "group_of",
    "history",
    "history_lines",
    "history_runs",
    "history_tally",
    "html_of",
    "hypervolume",
    "implied_reinvestment",
    "inert_parameters",
    "information",
    "input_groups",
    "is_date",
    "judgement_share",
    "known_quantities",
    "label",
    "lead",
    "line_named",
    "loops",
    "loss",
    "make_condition",
    "margins",
    "markdown_of",
    "miss_reasons",
    "mixed",
    "mixed_lead",
    "model_range",
    "money",
    "moves",
    "needed",
    "needed_by",
    "on_front",
    "opposition",
    "over_time",
    "pair_of",
    "play",
    "point_row",
    "policy_search",
    "power",
    "pure_equilibria",
    "quantities",
    "rank_drivers",
    "rank_each",
    "read_claims",
    "read_objective",
    "read_range",
    "read_weights",
    "reading_of",
    "readings",
    "reason_for",
    "regret",
    "replay",
    "rival_forms",
    "runs_of",
    "scenario_index",
    "scenario_yaml",
    "search",
    "sensitivity",
    "sentence_start",
    "shapley",
    "statements",
    "stop_sentences",
    "subsidy_channels",
    "supply_concentration",
    "supply_stop",
    "switches",
    "symmetry",
    "taught",
    "term_values",
    "tied",
    "tool_scenarios",
    "try_corner",
    "turning_weight",
    "turnings",
    "under_forms",
    "units",
    "utilities_of",
    "vocabulary",
    "weight_switches",
    "with_scenarios",
    "with_tool_shares",
]
