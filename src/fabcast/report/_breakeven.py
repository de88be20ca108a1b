"""A break-even in words, as a table and as data for machines; the benchmark stands beside displacement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fabcast.analysis import Breakeven, Dial, critical_displacement, implied_reinvestment

from ._format import MISSING, number, scale_for, share
from ._terminal import SOFT, WIDEST

Plain = dict[str, Any]
REINVESTMENTS = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Values of γ, 1/year, at which the benchmark is told."""
BENCHMARKED = "displacement"


@dataclass(frozen=True)
class BreakevenPage:
    """A break-even with what it was asked of."""

    dial: Dial
    found: Breakeven
    scenario: str
    against: str
    outcome: str
    label: str
    year: int
    years: float
    """Years from the branch to the year's end: T of the benchmark."""


def breakeven_json(page: BreakevenPage) -> Plain:
    """Give a break-even as plain data.

    Returns
    -------
    dict
        See ``schemas/breakeven.schema.json``; the benchmark is null for dials other than displacement.
    """
    found = page.found
    low, middle, high = found.quantiles()
    return {
        "over": page.dial.id,
        "label": page.dial.label,
        "unit": page.dial.unit,
        "leaves_out": page.dial.note,
        "scenario": page.scenario,
        "against": page.against,
        "outcome": page.outcome,
        "year": page.year,
        "draws": int(found.flips.size),
        "because": breakeven_words(page),
        "flip": {"p5": _value(low), "p50": _value(middle), "p95": _value(high)},
        "probability_flip": found.probability_flip,
        "probability_never_lower": found.never_lower,
        "probability_never_higher": found.never_higher,
        "probability_same": found.always_same,
        "by_value": [
            {"value": x, "probability_lower": low, "probability_higher": high}
            for x, low, high in _along(found)
        ],
        "benchmark": _benchmark(page) if page.dial.id == BENCHMARKED else None,
    }


def _along(found: Breakeven) -> list[tuple[float, float, float]]:
    """Value, share of draws below zero and share above it, along the grid."""
    columns = (found.grid, found.probability_lower(), found.probability_higher())
    return [(float(x), float(low), float(high)) for x, low, high in zip(*columns, strict=True)]


def _benchmark(page: BreakevenPage) -> Plain:
    middle = page.found.quantiles()[1]
    return {
        "formula": "1 / (1 + γ T / 2)",
        "years": page.years,
        "rows": [
            {"reinvestment": g, "displacement": critical_displacement(g, page.years)} for g in REINVESTMENTS
        ],
        "implied_reinvestment": implied_reinvestment(middle, page.years) if math.isfinite(middle) else None,
    }


def breakeven_words(page: BreakevenPage) -> str:
    """Say in one sentence where the sign changes.

    Parameters
    ----------
    page
        A break-even with what it was asked of.
    """
    found, ends = page.found, page.dial
    when = "" if page.dial.kind == "date" else f" at the end of {page.year}"
    subject = f"the sign of “{page.scenario}” against “{page.against}” on {page.label}{when}"
    if found.probability_flip == 0.0:
        along = f"from {_amount(page, ends.low)} to {_amount(page, ends.high)}"
        nothing = "No year turns" if ends.kind == "date" else f"No value of {ends.label} {along} turns"
        return f"{nothing} {subject}: it is {_stays(found)}."
    low, middle, high = (_amount(page, q) for q in found.quantiles())
    place = f"in {middle}" if ends.kind == "date" else f"at {ends.label} of {middle}"
    return (
        f"In {share(found.probability_flip)} of draws {subject} turns, {place} ({low} to {high}); "
        f"along the whole range it is {_stays(found)}."
    )


def _stays(found: Breakeven) -> str:
    """Say where the sign stays, in shares of draws."""
    parts = (("never lower", found.never_lower), ("never higher", found.never_higher))
    told = [f"{words} in {share(p)}" for words, p in (*parts, ("the same", found.always_same)) if p > 0.0]
    return " and ".join(told) + " of draws" if told else "never of one sign"


def print_breakeven(page: BreakevenPage, console: Console) -> None:
    """Print the sentence, the share of draws with the lower sign along the range, and the benchmark."""
    width = min(console.width, WIDEST)
    console.print(Text(breakeven_words(page), style="bold"), width=width)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    head = "End of" if page.dial.kind == "date" else f"{page.dial.label}, {page.dial.unit}"
    table.add_column(head)
    table.add_column("Lower in", justify="right")
    table.add_column("Higher in", justify="right")
    for x, low, high in _along(page.found):
        table.add_row(_amount(page, x), share(low), share(high))
    console.print(table, width=width)
    console.print(Text(page.dial.note, style=SOFT), width=width)
    if page.dial.id == BENCHMARKED:
        _print_benchmark(page, console, width)


def _print_benchmark(page: BreakevenPage, console: Console, width: int) -> None:
    words = (
        f"Benchmark: with reinvestment γ, sales lower compute summed over {page.years:.1f} years only above "
        "δ* = 1 / (1 + γ T / 2):"
    )
    console.print(Text(words), width=width)
    told = [f"{critical_displacement(g, page.years):.2f} at γ = {g:g}" for g in REINVESTMENTS]
    console.print(Text("  " + ", ".join(told)), width=width)


def _amount(page: BreakevenPage, value: float) -> str:
    """Write a value of the dial, with its unit where it has one of its own.

    Ratios and shares stand bare.
    """
    if not math.isfinite(value):
        return MISSING
    if page.dial.kind == "date":
        return f"{value:.0f}"
    unit = "" if page.dial.unit in ("ratio", "share", "ratio to 2024") else page.dial.unit
    scale = scale_for(unit, value)
    return scale.wrap(number(value / scale.factor, 2))


def _value(value: float) -> float | None:
    return value if math.isfinite(value) else None
