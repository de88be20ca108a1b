"""What the record taught, for the terminal and the site: from the small file beside the posterior."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from ._format import number
from ._gather import input_words

SHOWN = 15
NARROWED = 0.1


class TaughtTable(NamedTuple):
    """A table of a fit."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def print_taught(told: Mapping[str, Any], console: Console) -> None:
    """Print which inputs the record narrowed, what stays confounded, and what to measure next.

    Parameters
    ----------
    told
        Content of ``taught.json``.
    console
        Where to print.
    """
    for sentence in taught_words(told):
        console.print(sentence, highlight=False, markup=False)
    for title, head, rows in taught_tables(told):
        console.print(f"\n{title}", style="bold", highlight=False, markup=False)
        table = Table(box=None, pad_edge=False)
        for place, column in enumerate(head):
            table.add_column(column, justify="left" if place == 0 else "right")
        for row in rows:
            table.add_row(*row)
        console.print(table)


def taught_words(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Sum a fit up in sentences."""
    lessons = told["lessons"]
    narrowed = sum(one["contraction"] >= NARROWED for one in lessons)
    before, after = (_range(points) for points in told["headline"])
    inside, reports = told["inside"]
    return (
        f"The record takes a tenth or more off the variance of {narrowed} of {len(lessons)} inputs.",
        f"The headline contrast (5-95 %) goes from {before} to {after} million H100e.",
        f"{_share(told['judgement'])} of what remains of its variance traces to inputs of judgement,",
        f"{_share(told['not_narrowed'])} to inputs that the record did not narrow.",
        f"{inside} of {reports} reports lie in the central 90 % of what the fit predicts for them; "
        f"{0.9 * reports:.0f} would if the errors assumed were just right.",
    )


def _share(value: float, digits: int = 0) -> str:
    """Write a share in percent.

    >>> _share(0.125, 1)
    '12.5 %'
    """
    return f"{100.0 * value:.{digits}f} %"


def _range(points: Sequence[float]) -> str:
    low, _, high = (value / 1e6 for value in points)
    return f"{low:.2f} to {high:.2f}".replace("-", "−")


def taught_tables(told: Mapping[str, Any]) -> tuple[TaughtTable, ...]:
    """Lay a fit out in tables, most telling rows first."""
    pair = ("Pair", "Prior", "Posterior")
    return (
        TaughtTable(
            "Inputs that the record moves or narrows most",
            ("Input", "Contraction", "Shift, sd", "Prior 5 · 50 · 95 %", "Posterior"),
            [_lesson(one) for one in told["lessons"][:SHOWN]],
        ),
        TaughtTable("Expected to stay confounded: correlation of scores", pair, _pairs(told["declared"])),
        TaughtTable("Tied most by the record: correlation of scores", pair, _pairs(told["confounded"])),
        TaughtTable(
            "Draws that lie more than three errors from the last report of a series",
            ("Series", "Until", "Prior", "Posterior"),
            [_rejection(one) for one in told["rejections"]],
        ),
        TaughtTable(
            "What to measure next: expected narrowing of the headline interval",
            ("Series", "Report on", "Narrower by"),
            [(one["title"], one["year"], _share(one["narrower"])) for one in told["worths"][:SHOWN]],
        ),
    )


def _lesson(one: Mapping[str, Any]) -> tuple[str, ...]:
    words = input_words().get(one["input"])
    name = one["input"] if words is None else words.description
    contraction, shift = (f"{one[k]:+.2f}".replace("-", "−") for k in ("contraction", "shift"))
    return (name, contraction, shift, _points(one["prior"]), _points(one["posterior"]))


def _points(values: Iterable[float]) -> str:
    return " · ".join(_short(v) for v in values)


def _short(value: float) -> str:
    """Write a value: grouped where long, plain where short.

    >>> _short(0.1234), _short(-12345.0)
    ('0.123', '−12,345')
    """
    return number(value) if abs(value) >= 1e3 else f"{value:.3g}".replace("-", "−")


def _pairs(pairs: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [(f"{p['first']} · {p['second']}", _signed(p["prior"]), _signed(p["posterior"])) for p in pairs]


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _rejection(one: Mapping[str, Any]) -> tuple[str, ...]:
    return (one["title"], one["period"], _share(one["prior"], 1), _share(one["posterior"], 1))
