"""What is shown: one content tree, and its forms for the terminal, the browser and machines."""

from . import _figures as figures
from . import _format as numbers
from . import _hindcast_tables as hindcast_tables
from . import _notebook as notebook
from . import _tables as tables
from . import _theme as theme
from . import _words as words
from ._answer_page import AnswerPage, Part, Picture, answer_html, print_answer
from ._breakeven import BreakevenPage, breakeven_json, breakeven_words, print_breakeven
from ._brief_document import brief_document
from ._build import build_brief, quantiles_over_time
from ._claims_document import claims_document
from ._claims_html import claims_html
from ._claims_json import claims_json
from ._claims_order import ORDERS, STATUS_WORDS, arranged
from ._claims_terminal import print_claim, print_claims
from ._claims_words import because, verdict
from ._content import (
    Bound,
    Brief,
    CellDrivers,
    DriverLine,
    Fan,
    Hindcast,
    OutcomeWords,
    Parity,
    ScenarioWords,
    SourceLine,
)
from ._discover import discover_json, print_discovery
from ._discover_html import discover_html
from ._discover_words import Asked, DiscoverPage, box_words, condition_words, never_words, rate_words
from ._document import Document
from ._evidence import Evidence, ParameterWords
from ._explain import explanation_json, headline, print_explanation
from ._explain_document import explanation_document
from ._format import change_parts
from ._forms import forms_parts
from ._game_json import game_json
from ._game_page import GamePage, game_page
from ._game_words import game_words
from ._gather import gather, judged_inputs
from ._headline import FAN_YEARS, FANS, OUTCOMES, YEARS
from ._hindcast_document import hindcast_document
from ._hindcast_html import hindcast_figures, hindcast_page
from ._hindcast_tables import miss_words as hindcast_miss_words
from ._hindcast_tables import words as hindcast_words
from ._html import to_html
from ._json import contrast_json, runs_json, schema, to_json
from ._leverage_json import leverage_json
from ._leverage_page import LeveragePage, leverage_page, leverage_words
from ._markdown import figure_file, to_markdown
from ._pdf import PAPERS, check_paper, check_pdf, to_pdf
from ._search_json import search_json
from ._search_page import SearchPage, search_page, search_words, settings_words
from ._sensitivity_html import sensitivity_figures, sensitivity_page
from ._sensitivity_json import sensitivity_json
from ._sensitivity_page import SensitivityPage
from ._sensitivity_terminal import print_sensitivity
from ._studies import fits_table, hindcasts_table
from ._summary import study_table, summary_tables, summary_words
from ._svg import accessible, render, standalone, warm_up
from ._taught import TaughtTable, print_taught, taught_tables, taught_words
from ._terminal import WIDEST, print_brief
from ._terminal_tables import contrast_table, level_table
from ._theme import dark_rules
from ._worth import print_worth, worth_json, worth_tables
from ._worth_html import worth_html
from ._worth_words import WorthPage, worth_words

__all__ = [
    "FANS",
    "FAN_YEARS",
    "ORDERS",
    "OUTCOMES",
    "PAPERS",
    "STATUS_WORDS",
    "WIDEST",
    "YEARS",
    "AnswerPage",
    "Asked",
    "Bound",
    "BreakevenPage",
    "Brief",
    "CellDrivers",
    "DiscoverPage",
    "Document",
    "DriverLine",
    "Evidence",
    "Fan",
    "GamePage",
    "Hindcast",
    "LeveragePage",
    "OutcomeWords",
    "ParameterWords",
    "Parity",
    "Part",
    "Picture",
    "ScenarioWords",
    "SearchPage",
    "SensitivityPage",
    "SourceLine",
    "TaughtTable",
    "WorthPage",
    "accessible",
    "answer_html",
    "arranged",
    "because",
    "box_words",
    "breakeven_json",
    "breakeven_words",
    "brief_document",
    "build_brief",
    "change_parts",
    "check_paper",
    "check_pdf",
    "claims_document",
    "claims_html",
    "claims_json",
    "condition_words",
    "contrast_json",
    "contrast_table",
    "dark_rules",
    "discover_html",
    "discover_json",
    "explanation_document",
    "explanation_json",
    "figure_file",
    "figures",
    "fits_table",
    "forms_parts",
    "game_json",
    "game_page",
    "game_words",
    "gather",
    "headline",
    "hindcast_document",
    "hindcast_figures",
    "hindcast_miss_words",
    "hindcast_page",
    "hindcast_tables",
    "hindcast_words",
    "hindcasts_table",
    "judged_inputs",
    "level_table",
    "leverage_json",
    "leverage_page",
    "leverage_words",
    "never_words",
    "notebook",
    "numbers",
    "print_answer",
    "print_breakeven",
    "print_brief",
    "print_claim",
    "print_claims",
    "print_discovery",
    "print_explanation",
    "print_sensitivity",
    "print_taught",
    "print_worth",
    "quantiles_over_time",
    "rate_words",
    "render",
    "runs_json",
    "schema",
    "search_json",
    "search_page",
    "search_words",
    "sensitivity_figures",
    "sensitivity_json",
    "sensitivity_page",
    "settings_words",
    "standalone",
    "study_table",
    "summary_tables",
    "summary_words",
    "tables",
    "taught_tables",
    "taught_words",
    "theme",
    "to_html",
    "to_json",
    "to_markdown",
    "to_pdf",
    "verdict",
    "warm_up",
    "words",
    "worth_html",
    "worth_json",
    "worth_tables",
    "worth_words",
]
