"""A sensitivity in a terminal: each answer in words, then its table."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from . import _sensitivity_tables as tables
from ._sensitivity_page import METHODS, SensitivityPage
from ._sensitivity_words import (
    INTERVALS,
    agreement,
    answer,
    basis_words,
    enough_words,
    over_time_words,
    subject,
)
from ._tables import Table
from ._terminal import SOFT, WIDEST

_MOST_COLUMNS = 5
"""Columns that fit a line; more are left to the page and the data."""


def print_sensitivity(page: SensitivityPage, console: Console) -> None:
    """Print every part that was asked for."""
    width = min(console.width, WIDEST)
    head = subject(page)
    console.print(Text(f"What matters for {head}", style="bold"), width=width)
    for found in page.found:
        method = METHODS[found.method]
        console.print(Text(f"\n{method.title}. {method.asks}", style="bold"), width=width)
        console.print(Text(answer(page, found)), width=width)
        console.print(_grid(tables.method_table(page, found)), width=width)
        console.print(Text(f"{method.how} {basis_words(page, found)}", style=SOFT), width=width)
    if agreement(page.found):
        console.print(Text(f"\n{agreement(page.found)}"), width=width)
    if page.over_time is not None:
        console.print(Text(f"\nBy quarter. {over_time_words(page)}"), width=width)
        console.print(_grid(tables.over_time_table(page.over_time)), width=width)
    if page.enough is not None:
        console.print(Text("\nHave enough draws been run?", style="bold"), width=width)
        for words in enough_words(page):
            console.print(Text(words), width=width)
        console.print(_grid(tables.enough_table(page, page.enough)), width=width)
    console.print(Text(INTERVALS, style=SOFT), width=width)


def _grid(table: Table) -> RichTable:
    grid = RichTable(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in table.columns[:_MOST_COLUMNS]:
        grid.add_column(column, vertical="top")
    for row in table.rows:
        grid.add_row(*row[:_MOST_COLUMNS])
    return grid
