"""What is shown: one content tree, and its forms for the terminal, the browser and machines."""

from . import _figures as figures
from . import _format as numbers
from . import _tables as tables
from . import _words as words
from ._build import build_brief, quantiles_over_time
from ._content import Bound, Brief, DriverLine, Fan, Hindcast, OutcomeWords, Parity, ScenarioWords, SourceLine
from ._evidence import Evidence, ParameterWords
from ._format import change_parts
from ._gather import gather
from ._headline import FAN_YEARS, FANS, OUTCOMES, YEARS
from ._html import to_html
from ._json import contrast_json, runs_json, schema, to_json
from ._svg import accessible, render, warm_up
from ._terminal import WIDEST, print_brief
from ._terminal_tables import contrast_table, level_table
from ._theme import dark_rules

__all__ = [
    "FANS",
    "FAN_YEARS",
    "OUTCOMES",
    "WIDEST",
    "YEARS",
    "Bound",
    "Brief",
    "DriverLine",
    "Evidence",
    "Fan",
    "Hindcast",
    "OutcomeWords",
    "ParameterWords",
    "Parity",
    "ScenarioWords",
    "SourceLine",
    "accessible",
    "build_brief",
    "change_parts",
    "contrast_json",
    "contrast_table",
    "dark_rules",
    "figures",
    "gather",
    "level_table",
    "numbers",
    "print_brief",
    "quantiles_over_time",
    "render",
    "runs_json",
    "schema",
    "tables",
    "to_html",
    "to_json",
    "warm_up",
    "words",
]
