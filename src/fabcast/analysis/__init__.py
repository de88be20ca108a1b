"""What runs mean: paired contrasts, what drives them, and how much of that is judgement."""

from ._binding import BindingShares, binding_shares
from ._compare import DEFAULT_YEARS, Contrast, Spread, compare, contrast_of, difference
from ._drivers import MEASURE, Driver, Ranking, rank_drivers
from ._inert import Runner, inert_parameters
from ._judgement import Judgement, judgement_share
from ._runs import BINDING, Runs, at_year_end, is_date, label, scenario_index, units

__all__ = [
    "BINDING",
    "DEFAULT_YEARS",
    "MEASURE",
    "BindingShares",
    "Contrast",
    "Driver",
    "Judgement",
    "Ranking",
    "Runner",
    "Runs",
    "Spread",
    "at_year_end",
    "binding_shares",
    "compare",
    "contrast_of",
    "difference",
    "inert_parameters",
    "is_date",
    "judgement_share",
    "label",
    "rank_drivers",
    "scenario_index",
    "units",
]
