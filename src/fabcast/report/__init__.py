"""What is shown: one content tree, and its forms for the terminal, the browser and machines."""

from ._build import build_brief
from ._content import Bound, Brief, DriverLine, Fan, Hindcast, OutcomeWords, Parity, ScenarioWords, SourceLine
from ._evidence import Evidence, ParameterWords
from ._format import change_parts
from ._gather import gather
from ._headline import OUTCOMES, YEARS
from ._html import to_html
from ._json import runs_json, schema, to_json
from ._svg import warm_up
from ._terminal import WIDEST, print_brief
from ._terminal_tables import contrast_table, level_table

__all__ = [
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
    "build_brief",
    "change_parts",
    "contrast_table",
    "gather",
    "level_table",
    "print_brief",
    "runs_json",
    "schema",
    "to_html",
    "to_json",
    "warm_up",
]
