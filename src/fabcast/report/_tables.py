"""Tables that forms of the brief share: the headline table, and the table twin of each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabcast.analysis import BindingShares, Contrast

from ._content import Bound, Brief, CellDrivers, DriverLine, Fan, Parity
from ._figures import in_words
from ._format import (
    MISSING,
    NBSP,
    decimals_for,
    interval_parts,
    level_interval,
    number,
    percent_change,
    scale_for,
    share,
)
from ._marks import unit_title
from ._words import change_or_none, hardly_moves


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: heading cells, then rows of text; the first cell of a row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """One outcome of the headline table with its contrast in each year."""

    label: str
    definition: str
    leaves_out: str
    cells: tuple[Contrast, ...]

    @property
    def is_date(self) -> bool:
        """Whether the row is a date, which has one cell for all years."""
        return self.cells[0].is_date


def headline_rows(brief: Brief) -> tuple[HeadlineRow, ...]:
    """Group a brief's contrasts by outcome, in the brief's order."""
    return tuple(
        HeadlineRow(words.label, words.definition, words.leaves_out, cells)
        for name, words in brief.outcomes.items()
        if (cells := tuple(c for c in brief.contrasts if c.outcome == name))
    )


def headline_table(brief: Brief) -> Table:
    """Change in each outcome by year, written to be read: median, interval and signs; dates stand apart."""
    rows = [row for row in headline_rows(brief) if not row.is_date]
    cells = tuple((_name(row), *(_headline_cell(c) for c in row.cells)) for row in rows)
    years = tuple(str(c.year) for c in rows[0].cells) if rows else ()
    return Table("Change in each headline outcome", ("Change in …", *years), cells)


def _name(row: HeadlineRow) -> str:
    unit = row.cells[0].unit
    return f"{row.label}\n{unit}" if unit.endswith(" a year") else row.label


def _headline_cell(c: Contrast) -> str:
    if hardly_moves(c):
        return "no change"
    middle, ends = interval_parts(c.contrast, c.unit.removesuffix(" a year"), difference=True)
    return f"{middle}\n({ends}) {leading_sign(c)}"


def leading_sign(c: Contrast) -> str:
    """Tell the commonest sign of a contrast with its share of draws.

    >>> from types import SimpleNamespace as C
    >>> leading_sign(C(probability_positive=0.9, probability_negative=0.1, probability_zero=0.0)).split()
    ['▲', '90', '%']
    """
    told = (("▲", c.probability_positive), ("▼", c.probability_negative), ("=", c.probability_zero))
    sign, p = max(told, key=lambda pair: pair[1])
    return f"{sign}{NBSP}{share(p)}"


def why_tables(brief: Brief) -> tuple[Table, Table]:
    """What each headline cell turns on, in the shape of the headline table; and the inputs by number."""
    inputs = list({line.parameter: line for cell in brief.why for line in cell.lines}.values())
    numbers = {line.parameter: i for i, line in enumerate(inputs, 1)}
    rows = [(r.label, *(_why_cell(brief.why_of(c.outcome, c.year), numbers) for c in r.cells))
            for r in headline_rows(brief) if not r.is_date]  # fmt: skip
    cells = Table("What each change turns on", headline_table(brief).columns, tuple(rows))
    key = tuple((f"[{numbers[d.parameter]}]", d.description, d.range or MISSING, rests_on(d)) for d in inputs)
    return cells, Table("Inputs by number", ("No.", "Input", "Range (5 · 50 · 95 %)", "Rests on"), key)


def _why_cell(cell: CellDrivers | None, numbers: Mapping[str, int]) -> str:
    """Write the inputs of a cell by number, which way each moves the change, and its weight."""
    if cell is None or not cell.lines:
        return cell.note if cell else MISSING
    parts = (
        f"[{numbers[d.parameter]}]{NBSP}{'▲' if d.raises else '▼'}{NBSP}{share(d.share)}" for d in cell.lines
    )
    return "  ".join(parts)


def rests_on(line: DriverLine) -> str:
    """Say whether an input rests on judgement or evidence, with its grade."""
    return f"{'judgement' if line.judged else 'evidence'}{f', grade {line.grade}' if line.grade else ''}"


def full_table(brief: Brief) -> Table:
    """Every contrast of the brief with both levels, interval and signs."""
    pair = (brief.scenario.title, brief.against.title)
    columns = ("Outcome", "Year", *pair, "Change", "Relative", "Higher", "Lower", "Same")
    rows = tuple(_full_row(c) for c in brief.contrasts)
    return Table("All headline numbers: median (5 % to 95 %)", columns, rows)


def _full_row(c: Contrast) -> tuple[str, ...]:
    signs = (c.probability_positive, c.probability_negative, c.probability_zero)
    return (
        c.label,
        "date" if c.year is None else str(c.year),
        level_interval(c.scenario, c.unit),
        level_interval(c.against, c.unit),
        change_or_none(c),
        percent_change(c.relative),
        *(share(p) for p in signs),
    )


def fan_table(fan: Fan, scenario: str, against: str, *, contrast: bool) -> Table:
    """Year-end numbers behind a fan."""
    arrays = [("Change", fan.contrast)] if contrast else [(scenario, fan.scenario), (against, fan.against)]
    scale = scale_for(fan.outcome.unit, max(_size(a) for _, a in arrays), difference=contrast)
    columns = ("Year end", *(f"{name}, {what}" for name, _ in arrays for what in ("5 %", "median", "95 %")))
    rows = tuple(
        (quarter[:4], *(text for _, a in arrays for text in _three(a[:, i] / scale.factor, signed=contrast)))
        for i, quarter in enumerate(fan.quarters)
        if quarter.endswith("Q4")
    )
    what = "change, " if contrast else ""
    return Table(f"{fan.outcome.label}, {what}{unit_title(scale)}", columns, rows)


def _size(values: NDArray[np.float64]) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _three(column: NDArray[np.float64], *, signed: bool) -> tuple[str, ...]:
    decimals = decimals_for(max(abs(column[2]), (column[4] - column[0]) / 10.0), 3)
    return tuple(number(float(column[k]), decimals, signed=signed) for k in (0, 2, 4))


def parity_table(data: Parity, scenario: str, against: str) -> Table:
    """Share of draws in which parity has come by the end of each year."""
    rows = tuple(
        (quarter[:4], share(float(data.scenario[i])), share(float(data.against[i])))
        for i, quarter in enumerate(data.quarters)
        if quarter.endswith("Q4")
    )
    return Table("Share of draws in which parity has come", ("By the end of", scenario, against), rows)


def binding_table(shares: BindingShares, years: tuple[int, int]) -> Table:
    """Share of draws in which each input binds at the end of each year."""
    shown = [i for i in range(len(shares.inputs)) if shares.shares[i].max() > 0.0]
    rows = tuple(
        (quarter[:4], *(share(float(shares.shares[i, k])) for i in shown))
        for k, quarter in enumerate(shares.quarters)
        if quarter.endswith("Q4") and years[0] <= int(quarter[:4]) <= years[1]
    )
    names = tuple(in_words(shares.inputs[i]) for i in shown)
    return Table("Share of draws in which each input binds, fourth quarter", ("Year", *names), rows)


def bounds_table(main: Bound, beside: Sequence[Bound], outcome: str) -> Table:
    """Contrast of the headline outcome in each scenario and year, against the same base."""
    rows = tuple(
        (b.scenario.title, str(c.year), change_or_none(c), percent_change(c.relative),
         share(c.probability_positive))
        for b in (main, *beside)
        for c in b.contrasts
        if c.outcome == outcome and c.year
    )  # fmt: skip
    return Table("Change against the same base", ("Scenario", "Year", "Change", "Relative", "Higher"), rows)


def record_lines(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Lay a nested record out as lines.

    >>> record_lines({"a": {"b": 1}, "c": ["x", "y"]})
    [('a b', '1'), ('c', 'x, y')]
    """
    lines: list[tuple[str, str]] = []
    for key, value in record.items():
        name = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            lines += record_lines(value, f"{name} ")
        elif isinstance(value, list | tuple):
            lines.append((name, ", ".join(map(str, value))))
        else:
            lines.append((name, str(value)))
    return lines
