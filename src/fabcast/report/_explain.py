"""A contrast and its parts: the terminal table, the sentence, and the data for machines."""

from __future__ import annotations

import math
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fabcast.analysis import Explanation, Share, Spread

from ._format import change_parts, interval_parts, number
from ._terminal import SOFT, WIDEST

Plain = dict[str, Any]


def explanation_json(made: Explanation) -> Plain:
    """Give an explanation as plain data; parts sum to the total in every draw, so their means do.

    Returns
    -------
    dict
        See ``schemas/explain.schema.json``.
    """
    return {
        "scenario": made.scenario,
        "against": made.against,
        "outcome": made.outcome,
        "label": made.label,
        "unit": made.unit,
        "by": made.by,
        "draws": int(made.whole.shape[0]),
        "years": list(made.years),
        "because": [headline(made, year) for year in made.years],
        "total": [_row(one) for one in made.total],
        "parts": [_row(one) for one in made.shares],
    }


def headline(made: Explanation, year: int) -> str:
    """Say in one sentence which part does most of a contrast in a year.

    Parameters
    ----------
    made
        The explanation.
    year
        One of its years.
    """
    total = next(one for one in made.total if one.year == year)
    parts = [one for one in made.shares if one.year == year]
    most = max(parts, key=lambda one: abs(one.spread.mean))
    whole = _words(total.spread, made.unit)
    if most.spread.mean == 0.0:
        return f"At the end of {year} the two do not differ."
    part = f"“{most.label}” accounts for {_words(most.spread, made.unit)}"
    if most.share_of_mean is None:
        return f"At the end of {year} the difference is {whole}: {part}, and others offset it."
    return (
        f"At the end of {year} the difference is {whole}: {part}, {_percent(most.share_of_mean)} of its mean."
    )


def print_explanation(made: Explanation, console: Console) -> None:
    """Print the table: one part a row, one year a column, the whole below."""
    width = min(console.width, WIDEST)
    title = f"Why “{made.scenario}” differs from “{made.against}”: {made.label}"
    console.print(Text(title, style="bold"), width=width)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column(f"What adds to it, {made.unit}")
    for year in made.years:
        table.add_column(f"end of {year}")
    for name, words in made.parts:
        cells = [cell_words(one, made.unit) for one in made.shares if one.part == name]
        table.add_row(Text.assemble(words, (f"\n{name}", SOFT)), *cells)
    table.add_section()
    table.add_row(Text("The whole", style="bold"), *(cell_words(one, made.unit) for one in made.total))
    console.print(table, width=width)
    for year in made.years:
        console.print(headline(made, year), width=width, highlight=False)
    console.print(Text(how_made(made), style=SOFT), width=width)


def how_made(made: Explanation) -> str:
    """Say how the parts were measured."""
    ways = {
        "lever": "Mean over all orders in which the levers could be moved",
        "side": "Mean over all orders in which each side's levers could be moved",
        "channel": "Mean over all orders in which the channels could be cut, in both scenarios",
    }
    return (
        f"{ways[made.by]} (Shapley), same draws: median, then 90 % of draws, and the share of the mean. "
        "The parts sum to the whole in every draw; their medians need not."
    )


def cell_words(one: Share, unit: str) -> str:
    """Write a part: its median, below it the interval and the share of the mean."""
    middle, ends = change_parts((one.spread.p5, one.spread.p50, one.spread.p95), unit)
    part = "" if one.share_of_mean is None else f"\n{_percent(one.share_of_mean)}"
    return f"{middle}\n({ends}){part}"


def _words(spread: Spread, unit: str) -> str:
    middle, ends = interval_parts(spread, unit, difference=True)
    return f"{middle} ({ends})"


def _percent(value: float) -> str:
    """Write a share of the mean, which may be negative or above one.

    >>> print(_percent(-0.25), _percent(1.2))
    −25 % 120 %
    """
    return f"{number(100.0 * value)}\u00a0%"


def _row(one: Share) -> Plain:
    return {
        "part": one.part,
        "label": one.label,
        "year": one.year,
        **{name: _value(getattr(one.spread, name)) for name in ("p5", "p50", "p95", "mean")},
        "probability_positive": _value(one.probability_positive),
        "probability_negative": _value(one.probability_negative),
        "share_of_mean": one.share_of_mean,
    }


def _value(value: float) -> float | None:
    return value if math.isfinite(value) else None
