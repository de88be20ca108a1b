"""Tables for the terminal beside the brief: any contrasts with both levels, and levels alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from fabcast.analysis import Contrast, Spread

from ._content import Brief
from ._format import level_interval, share
from ._terminal import SOFT, change_cell
from ._words import relative_change


def contrast_table(brief: Brief) -> Table:
    """Lay out all contrasts of a brief: one row an outcome and year, with both levels."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, expand=True)
    columns = ("Outcome", "Year", brief.scenario.title, brief.against.title, "Change")
    for column, ratio in zip(columns, (5, None, 4, 4, 5), strict=True):
        table.add_column(Text(column, style=SOFT), ratio=ratio)
    for c in brief.contrasts:
        year = "date" if c.year is None else str(c.year)
        ours = _level(c.scenario, c.unit, c.probability_never)
        base = _level(c.against, c.unit, c.probability_never_against)
        table.add_row(c.label, year, ours, base, _full_cell(c))
        table.add_row()
    return table


def _level(spread: Spread, unit: str, never: float | None) -> Text:
    middle, _, ends = level_interval(spread, unit).partition(" (")
    text = Text.assemble(middle, (f"\n({ends}" if ends else "", SOFT))
    return text if never is None else text.append(f"\nnever {share(never)}", style=SOFT)


def _full_cell(c: Contrast) -> Text:
    relative = relative_change(c)
    text = change_cell(c)
    return text.append(f"\n{relative}", style=SOFT) if relative else text


def level_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Lay out the rows of `runs_json`."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in ("Scenario", "Outcome", "Year", "Median (5 % to 95 %)", "Never"):
        table.add_column(Text(column, style=SOFT))
    for row in rows:
        table.add_row(*(Text(cell) for cell in level_row(row)))
    return table


def level_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Write one row of `runs_json`: scenario, outcome, year, median with interval, never.

    >>> row = dict(scenario="a", label="Lead", year=2030, unit="months", probability_never=None)
    >>> level_row(row | dict(p5=5.0, p25=6.0, p50=7.0, p75=8.0, p95=9.0, mean=7.0))
    ('a', 'Lead', '2030', '7.00 months (5.00 to 9.00)', '')
    """
    numbers = (row[key] for key in ("p5", "p25", "p50", "p75", "p95", "mean"))
    spread = Spread(*(float("nan") if number is None else float(number) for number in numbers))
    never = "" if row["probability_never"] is None else share(row["probability_never"])
    year = "–" if row["year"] is None else str(row["year"])
    return row["scenario"], row["label"], year, level_interval(spread, row["unit"]), never
