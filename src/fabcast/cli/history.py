"""``fabcast history``: recorded series beside what the model says for the same years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabcast.cli._output import print_json, take_any_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from fabcast.analysis import HistoryLine, Point

GROUPS = {
    "chips": "Chinese accelerators",
    "fabs": "Advanced fabs",
    "memory": "Memory",
    "trade": "Imports, smuggling and sales",
    "compute": "Installed compute",
    "tools": "Chip tools",
}


_HEAD = ("  Period", "Record", "Gr", "Model", "Prior 5-95 %", "Range", "Prior")
_COLUMNS = ((17, False), (22, True), (2, False), (7, True), (15, True), (5, False), (5, False))


def history(
    series: Annotated[
        str | None, typer.Option(help="One series: its id in this table or in the facts; all by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Compare the recorded years with the model, series by series.

    Example: fabcast history --series yield_large_die
    """
    from fabcast import analysis

    lines = _chosen(series)
    points = analysis.history(analysis.history_runs(), lines)
    if as_json:
        rows = [analysis.point_row(point) for point in points]
        print_json({"tally": analysis.history_tally(points), "points": rows})
        return
    from rich.console import Console

    take_any_text()
    _show(Console(), points)


def _chosen(name: str | None) -> tuple[HistoryLine, ...]:
    from fabcast import analysis

    lines = analysis.history_lines()
    if name is None:
        return lines
    return tuple(x for x in lines if name in {x.id, x.panel, x.record}) or (analysis.line_named(name),)


def _show(console: Console, points: Sequence[Point]) -> None:
    from fabcast.analysis import history_tally

    for group, rows in groupby(points, key=lambda p: p.line.group):
        console.print(f"\n{GROUPS[group].upper()}")
        console.print(_grid([(_HEAD, "underline")]))
        for line, reports in groupby(rows, key=lambda p: p.line):
            console.print(_head(line), highlight=False, markup=False, style="bold")
            console.print(_grid([(_cells(point), _style(point)) for point in reports]))
    console.print()
    for sentence in _words(history_tally(points)):
        console.print(sentence, highlight=False)
    _show_misses(console, [p for p in points if p.missed])


def _head(line: HistoryLine) -> str:
    told = {"yes": " (told to the model)", "partly": " (partly told)", "no": ""}[line.input]
    return f"{line.id}: {line.title}, {line.unit}{told}"


def _style(point: Point) -> str:
    """Misses red, rival reports faint."""
    return "red" if point.missed else "dim" if point.rival else ""


def _grid(rows: Sequence[tuple[Sequence[str], str]]) -> Table:
    """Rows in columns of fixed width, 80 signs in all: tables of one group line up."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    for width, right in _COLUMNS:
        grid.add_column(width=width, justify="right" if right else "left", no_wrap=True)
    for cells, style in rows:
        grid.add_row(*cells, style=style)
    return grid


def _cells(point: Point) -> list[str]:
    report = point.report
    period = f"  ({report.period})" if point.rival else f"  {report.period}"
    band = f"{number(point.p5)} to {number(point.p95)}"
    verdicts = [mark(point.in_range), mark(point.in_band)]
    return [period, record_words(report), report.grade, number(point.model), band, *verdicts]


def record_words(report: Any) -> str:
    """Write a report: value and range, a bare range, a floor or a ceiling.

    >>> from types import SimpleNamespace as Report
    >>> record_words(Report(low=1.0, central=2.0, high=3.0))
    '2 (1 to 3)'
    >>> record_words(Report(low=None, central=None, high=20.0))
    'at most 20'
    """
    low, central, high = report.low, report.central, report.high
    middle = "" if central is None or central in {low, high} else number(central)
    if low is not None and high is not None:
        both = f"{number(low)} to {number(high)}"
        return f"{middle} ({both})" if middle else both
    if low is not None:
        return f"{middle} (at least {number(low)})" if middle else f"at least {number(low)}"
    if high is not None:
        return f"{middle} (at most {number(high)})" if middle else f"at most {number(high)}"
    return number(central)


def number(value: float) -> str:
    """Three digits, thousands with commas.

    >>> number(1234.5), number(0.17654), number(12.0)
    ('1,230', '0.177', '12')
    """
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:g}"


def mark(verdict: bool | None) -> str:
    """Write a verdict.

    >>> mark(True), mark(None)
    ('yes', '-')
    """
    return {True: "yes", False: "no", None: "-"}[verdict]


def _words(tally: dict[str, int]) -> list[str]:
    """Sum the table up in sentences."""
    return [
        f"{tally['series']} series; {tally['series'] - tally['found_series']} of them are told to the model "
        "whole, others in part.",
        f"{tally['rivals']} rival reports, in brackets, are not judged.",
        f"Of the points not told whole, {tally['in_range']} of the {tally['ranged']} with a reported range "
        "hold the central draw ('Range'),",
        f"and {tally['in_band']} of {tally['main']} lie in the prior's 5-95 % ('Prior').",
    ]


def _show_misses(console: Console, missed: Sequence[Point]) -> None:
    from fabcast.analysis import reason_for

    if not missed:
        return
    console.print(f"\nMisses: {len(missed)}", style="bold")
    for point in missed:
        reason = reason_for(point)
        cause, words = (reason.cause, reason.reason) if reason else ("unexplained", "no reason is on file.")
        console.print(
            f"  {point.line.id} {point.report.period}: {words} [{cause}]", markup=False, highlight=False
        )
