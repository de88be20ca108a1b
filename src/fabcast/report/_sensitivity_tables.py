"""Tables of a sensitivity: one a method, one by quarter, one by number of draws."""

from __future__ import annotations

from fabcast.analysis import Enough, OverTime, Sensitivity

from ._sensitivity_page import METHODS, SensitivityPage, input_label, player_label
from ._sensitivity_words import amount, cell, percent
from ._tables import Table

SHOWN = 12
"""Rows of a table for people; data for machines hold all."""


def method_table(page: SensitivityPage, found: Sensitivity) -> Table:
    """Lay out what a method finds, heaviest first, everything else last."""
    method = METHODS[found.method]
    rest = tuple(row for row in found.rows if row.player.kind == "rest")
    rows = tuple(
        (
            player_label(row.player),
            *(
                cell(row.measures[name], measure, name, page.unit) if name in row.measures else ""
                for name, measure in method.measures.items()
            ),
        )
        for row in (*found.named()[:SHOWN], *rest)
    )
    titles = tuple(measure.title for measure in method.measures.values())
    return Table(f"{method.title}, with 95 % intervals", ("Input", *titles), rows)


def over_time_table(found: OverTime) -> Table:
    """Lay out first-order shares at year ends."""
    ends = [k for k, quarter in enumerate(found.quarters) if quarter.endswith("Q4")]
    rows = tuple((found.quarters[k][:4], *(percent(shares[k]) for shares in found.shares)) for k in ends)
    columns = ("End of", *(input_label(name) for name in found.inputs))
    return Table("First-order share of the variance, with 95 % intervals", columns, rows)


def enough_table(page: SensitivityPage, found: Enough) -> Table:
    """Lay out the numbers by number of draws."""
    rows = tuple(
        (
            f"{row.draws:,}",
            *(amount(one, page.unit) for one in (row.low, row.middle, row.high)),
            percent(row.positive),
        )
        for row in found.rows
    )
    columns = ("Draws", "5 % point", "Median", "95 % point", "Above zero")
    return Table("The answer against the number of draws, with 95 % intervals", columns, rows)
