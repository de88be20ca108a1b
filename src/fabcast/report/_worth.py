"""The value of information as a table in the terminal and as data for machines."""

from __future__ import annotations

import math
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from fabcast.analysis import Gain, Known

from ._discover_words import percent
from ._format import MISSING
from ._tables import Table
from ._terminal import SOFT, WIDEST
from ._worth_words import (
    NOTHING,
    WorthPage,
    known_name,
    terms_of,
    utility,
    with_interval,
    worth_words,
)

Plain = dict[str, Any]
SHOWN = 8
HOW = (
    "Value of perfect information on a group: the mean utility of choosing by a regression on that group's "
    "inputs (splines with ridge), fitted to other draws, less that of choosing once. Brackets hold 90 %, by "
    "resampling. Values do not add up; what changes no choice is left out. “What the equations leave out” "
    "cannot be found out; it is shown for size."
)


def worth_json(page: WorthPage) -> Plain:
    """Give the value of information as plain data.

    Returns
    -------
    dict
        See ``schemas/voi.schema.json``.
    """
    decision, found = page.decision, page.found
    return {
        "decision": {
            "id": decision.id,
            "question": decision.question,
            "government": decision.government,
            "year": decision.year,
        },
        "weights": {
            "id": decision.weights.id,
            "label": decision.weights.label,
            "example": decision.weights.example,
            "values": dict(decision.weights.values),
        },
        "ensemble": page.basis,
        "draws": page.draws,
        "seed": page.seed,
        "because": list(worth_words(page)),
        "options": [
            {
                "scenario": one.scenario,
                "label": one.label,
                "mean": one.mean,
                "lead": {"value": one.lead, "low": one.low, "high": one.high},
                "best_in": one.best_in,
            }
            for one in found.options
        ],
        "everything": _worth(found.everything),
        "groups": [_known(one, page) for one in found.groups],
        "inputs": [_known(one, page) for one in found.inputs],
        "turnings": [
            {
                "term": one.term,
                "label": terms_of(page)[one.term].label,
                "weight": one.weight,
                "turns_at": one.turns_at,
                "everything": _worth(one.everything) if one.everything else None,
                "first": _known(one.first, page) if one.first else None,
            }
            for one in page.turnings
        ],
        "elsewhere": [
            {"weights": w.id, "label": w.label, "choice": choice, "everything": _worth(worth)}
            for w, choice, worth in page.elsewhere
        ],
    }


def _worth(one: Gain) -> Plain:
    return {"value": one.value, "low": one.low, "high": one.high, "changes": one.changes}


def _known(one: Known, page: WorthPage) -> Plain:
    share = one.share if math.isfinite(one.share) else None
    named = {"id": one.id, "label": known_name(page, one), "inputs": list(one.inputs)}
    return {**named, **_worth(one.worth), "share": share, "learnable": one.learnable}


def worth_tables(page: WorthPage) -> tuple[Table, ...]:
    """Lay the answer out as tables: options, groups, inputs, turning weights, other examples."""
    found = page.found
    options = tuple(
        (
            one.label,
            utility(one.lead),
            f"{utility(one.low)} to {utility(one.high)}",
            percent(one.best_in),
        )
        for one in found.options
    )
    return (
        Table("Options", ("Option", "Lead, units", "90 %", "Best in"), options),
        _ranking("Groups of inputs", found.groups, page),
        _ranking("Single inputs", found.inputs, page),
        _turning_table(page),
        Table(
            "Other example weights",
            ("Weights", "Choice", "Knowing everything"),
            tuple((w.label, choice, with_interval(worth)) for w, choice, worth in page.elsewhere),
        ),
    )


def _ranking(caption: str, known: tuple[Known, ...], page: WorthPage) -> Table:
    everything = (
        "Everything",
        with_interval(page.found.everything),
        "",
        percent(page.found.everything.changes),
    )
    rows = tuple(
        (
            known_name(page, one),
            with_interval(one.worth),
            percent(max(one.share, 0.0)) if math.isfinite(one.share) else MISSING,
            percent(one.worth.changes),
        )
        for one in shown(known)
    )
    return Table(
        caption, ("Known", "Worth, units", "Of everything", "Changes choice in"), (everything, *rows)
    )


def shown(known: tuple[Known, ...]) -> tuple[Known, ...]:
    """Pick the rows of a table: the first few, those that are worth nothing left out."""
    return tuple(one for one in known if one.worth.high >= NOTHING)[:SHOWN]


def _turning_table(page: WorthPage) -> Table:
    rows = tuple(
        (
            terms_of(page)[one.term].label,
            f"{one.weight:g}",
            utility(one.turns_at) if one.turns_at is not None else "nowhere",
            with_interval(one.everything) if one.everything else MISSING,
            one.first.label if one.first else MISSING,
            with_interval(one.first.worth) if one.first else MISSING,
        )
        for one in page.turnings
    )
    columns = ("Term", "Weight", "Turns at", "Everything there", "First group there", "Its worth")
    return Table("Where the weight of one term turns the choice", columns, rows)


def print_worth(page: WorthPage, console: Console) -> None:
    """Print the sentences, then the tables."""
    width = min(console.width, WIDEST)
    first, *rest = worth_words(page)
    console.print(Text(first, style="bold"), width=width)
    for text in rest:
        console.print(Text(text), width=width)
    for table in worth_tables(page):
        console.print(Text(f"\n{table.caption}", style="bold"), width=width)
        console.print(_grid(table), width=width)
    console.print(Text(HOW, style=SOFT), width=width)


def _grid(table: Table) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for head in table.columns:
        grid.add_column(head)
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
