"""Tables that forms of the brief share: the headline table, and the table twin of each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fabcast.analysis import BindingShares, Contrast

from ._content import Bound, Brief, Fan, Parity
from ._figures import in_words
from ._format import decimals_for, level_interval, number, percent_change, scale_for, share
from ._marks import unit_title
from ._words import change_or_none


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
    return Table(f"{fan.outcome.label}, {unit_title(scale)}", columns, rows)


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
