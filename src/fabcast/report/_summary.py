"""Statistics that were counted chunk by chunk, for the terminal: contrasts, and how exact they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from fabcast.analysis import Spread

from ._format import MISSING, change, number, share
from ._terminal import SOFT
from ._terminal_tables import level_row

_SIGNS = (("▲", "probability_positive"), ("▼", "probability_negative"), ("=", "probability_zero"))


def summary_tables(rows: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Lay out contrasts: one table a pair of scenarios, one row an outcome and year."""
    return [
        _table(f"{scenario} against {against}", list(mine))
        for (scenario, against), mine in groupby(rows, key=lambda row: (row["scenario"], row["against"]))
    ]


def _table(title: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, title=title, title_justify="left")
    for column in ("Outcome", "Year", "Change (5 % to 95 %)", "Relative", "Draws"):
        table.add_column(Text(column, style=SOFT))
    for row in rows:
        table.add_row(*(Text(cell) for cell in summary_row(row)))
    return table


def summary_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Write a contrast: outcome, year, change, relative change, shares of draws by sign.

    >>> row = dict(label="Lead", year=2030, unit="months", relative_p50=0.5, probability_positive=1.0)
    >>> row |= dict(p5=1.0, p50=2.0, p95=3.0, mean=2.0, probability_negative=0.0, probability_zero=0.0)
    >>> print(*summary_row(row)[:4], sep=" | ")
    Lead | 2030 | +2.0 months (+1.0 to +3.0) | +50 %
    """
    p5, p50, p95, mean = (_value(row[key]) for key in ("p5", "p50", "p95", "mean"))
    relative = row["relative_p50"]
    return (
        row["label"],
        MISSING if row["year"] is None else str(row["year"]),
        change(Spread(p5, p5, p50, p95, p95, mean), row["unit"]),
        MISSING if relative is None else f"{number(100.0 * relative, 0, signed=True)} %",
        " ".join(f"{sign} {share(row[key])}" for sign, key in _SIGNS if row[key]),
    )


def summary_words(draws: int, error: float, digest: str) -> str:
    """Say how many draws there were and how exact a quantile of them is.

    >>> summary_words(1000, 0.5**11, "ab")
    '1,000 draws; quantiles read from counts, each within 0.05 % of its value. Digest of all numbers: ab.'
    """
    return (
        f"{draws:,} draws; quantiles read from counts, each within {100 * error:.2f} % of its value. "
        f"Digest of all numbers: {digest}."
    )


def _value(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def study_table(jobs: Sequence[Mapping[str, Any]]) -> Table:
    """Lay out a study: one row a job, outcome and year; levels where a job compares nothing."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in ("Scenario", "Form", "Seed", "Basis", "Outcome", "Year", "Median (5 % to 95 %)", "Draws"):
        table.add_column(Text(column, style=SOFT))
    for job in jobs:
        for row in job["contrasts"] or job["levels"]:
            table.add_row(*(Text(cell) for cell in study_cells(job, row)))
    return table


def study_cells(job: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, ...]:
    """Write one row of a study: the job, and what it says of an outcome."""
    who = (_who(row), job["structure"], str(job["seed"]), job["basis"])
    if "against" in row:
        outcome, year, size, _, draws = summary_row(row)
        return (*who, outcome, year, size, draws)
    _, outcome, year, size, never = level_row(row)
    return (*who, outcome, year, size, f"never {never}" if never else "")


def _who(row: Mapping[str, Any]) -> str:
    return f"{row['scenario']} − {row['against']}" if "against" in row else str(row["scenario"])
