"""The model's axes: quarters, tool classes, provider countries, chip classes, ledgers.

Order is fixed here once. Every array in the model names its axes by these tuples.
"""

from __future__ import annotations

from typing import NamedTuple

FIRST_YEAR = 2014
LAST_YEAR = 2040
QUARTERS: tuple[str, ...] = tuple(
    f"{year}Q{q}" for year in range(FIRST_YEAR, LAST_YEAR + 1) for q in (1, 2, 3, 4)
)
STEP_YEARS = 0.25
"""Length of a step, years."""


class ToolClass(NamedTuple):
    """A class of wafer-fab tools; its numbers are rows of the facts that end in its id."""

    id: str
    label: str
    lithography: bool = False
    """Whether it wears like lithography when vendor service is withdrawn."""
    hard: bool = False
    """Whether makers can hardly replace one another; else they can at `sigma_tool_easy`."""


TOOLS: tuple[ToolClass, ...] = (
    ToolClass("immersion", "immersion", lithography=True, hard=True),
    ToolClass("litho_other_track", "other lithography and track", lithography=True, hard=True),
    ToolClass("deposition", "deposition"),
    ToolClass("etch_clean_cmp", "etch, clean, CMP"),
    ToolClass("process_control", "process control", hard=True),
    ToolClass("implant_thermal", "implant and thermal", hard=True),
)
"""Tool classes; immersion comes first: it is counted in scanners, all others in capacity."""
TOOL_CLASSES: tuple[str, ...] = tuple(tool.id for tool in TOOLS)
PROVIDERS: tuple[str, ...] = ("US", "JP", "NL")
IMPORT_CHIPS: tuple[str, ...] = ("A100", "A800", "H100", "H800", "L20", "H20", "H200", "B30A", "B300")
NODES: tuple[str, ...] = ("n7", "n5")
LEDGERS: tuple[str, ...] = ("domestic", "legal_import", "smuggled", "offshore")


def quarter_index(quarter: str) -> int:
    """Position of a quarter on the time axis.

    >>> quarter_index("2014Q1"), quarter_index("2040Q4")
    (0, 107)
    """
    year, q = quarter.split("Q")
    return (int(year) - FIRST_YEAR) * 4 + int(q) - 1


def year_end_index(year: int) -> int:
    """Position of a year's last quarter.

    >>> QUARTERS[year_end_index(2030)]
    '2030Q4'
    """
    return quarter_index(f"{year}Q4")
