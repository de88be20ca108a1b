"""The model's axes: quarters, tool classes, provider countries, chip classes, ledgers.

Order is fixed here once. Every array in the model names its axes by these tuples.
"""

from __future__ import annotations

FIRST_YEAR = 2014
LAST_YEAR = 2040
QUARTERS: tuple[str, ...] = tuple(
    f"{year}Q{q}" for year in range(FIRST_YEAR, LAST_YEAR + 1) for q in (1, 2, 3, 4)
)
STEP_YEARS = 0.25
"""Length of a step, years."""

TOOL_CLASSES: tuple[str, ...] = (
    "immersion",
    "litho_other_track",
    "deposition",
    "etch_clean_cmp",
    "process_control",
    "implant_thermal",
)
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
