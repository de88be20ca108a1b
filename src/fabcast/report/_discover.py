"""Scenario discovery as a table in the terminal and as data for machines."""

from __future__ import annotations

import math
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fabcast.analysis import Discovery, Limit, Proportion, Quality, ToldBox

from ._discover_words import (
    CAUTION,
    DiscoverPage,
    amount,
    box_words,
    condition_words,
    name_of,
    percent,
    rate_words,
)
from ._format import MISSING
from ._terminal import SOFT, WIDEST

Plain = dict[str, Any]
RIVALS = 6
"""Inputs shown that resamples restrict most."""


def discover_json(page: DiscoverPage) -> Plain:
    """Give a discovery as plain data.

    Returns
    -------
    dict
        See ``schemas/discover.schema.json``.
    """
    found, claim = page.found, page.asked.condition
    return {
        "condition": {
            "id": claim.id,
            "words": condition_words(page.asked),
            "quantity": claim.quantity,
            "unit": page.asked.unit,
            "comparator": claim.comparator,
            "threshold": claim.threshold,
            "horizon": claim.horizon,
            "scenarios": [name for name in claim.scenario_pair.split("|") if name not in ("", "-")],
        },
        "method": found.method,
        "ensemble": page.basis,
        "draws": page.draws,
        "seed": page.seed,
        "because": [rate_words(page), *box_words(page), CAUTION],
        "rate": _proportion(found.rate),
        "helps": found.helps,
        "left_out": _quality(found.left_out),
        "boxes": [
            {"made_from": _quality(one.made_from), "limits": [_limit(x, page) for x in one.limits]}
            for one in found.boxes
        ],
        "restricted": [{"parameter": name, "share": share} for name, share in found.restricted],
        "resamples": found.resamples,
        "sought": found.near,
        "tried": [
            {"size": s.setting.size, "near": s.setting.near, "inputs": s.inputs} | _quality(s.left_out)
            for s in found.steps
        ],
        "trajectory": [
            {"share": s.share, "inputs": s.inputs} | _quality(s.made_from) for s in found.trajectory
        ],
    }


def _limit(limit: Limit, page: DiscoverPage) -> Plain:
    unit = page.parameters[limit.name].unit if limit.name in page.parameters else ""
    return {
        "parameter": limit.name,
        "label": name_of(limit.name, page.parameters),
        "unit": unit,
        "low": limit.low,
        "high": limit.high,
        "low_quantile": limit.low_quantile,
        "high_quantile": limit.high_quantile,
        "low_resampled": list(limit.low_resampled) if limit.low_resampled else None,
        "high_resampled": list(limit.high_resampled) if limit.high_resampled else None,
        "quasi_p": limit.quasi_p,
        "stability": limit.stability,
    }


def _quality(one: Quality) -> Plain:
    return {"density": _proportion(one.density), "coverage": _proportion(one.coverage)}


def _proportion(one: Proportion) -> Plain:
    value = one.value if math.isfinite(one.value) else None
    return {"value": value, "low": one.low, "high": one.high, "part": one.part, "whole": one.whole}


def print_discovery(page: DiscoverPage, console: Console) -> None:
    """Print the sentences, then a table a box, then what resamples restrict most."""
    width = min(console.width, WIDEST)
    console.print(Text(rate_words(page), style="bold"), width=width)
    for text in box_words(page):
        console.print(text, width=width, highlight=False, markup=False)
    for number, one in enumerate(page.found.boxes, 1):
        console.print(_table(one, number, page), width=width)
    console.print(Text(restricted_words(page.found), style=SOFT), width=width)
    console.print(Text(f"{how_words(page.found)} {CAUTION}", style=SOFT), width=width)


def _table(one: ToldBox, number: int, page: DiscoverPage) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for head in COLUMNS:
        table.add_column(head)
    for cells in limit_rows(one, page):
        table.add_row(Text.assemble(cells[0], (f"\n{cells[1]}", SOFT)), *cells[2:])
    table.columns[0].header = f"Box {number}"
    return table


COLUMNS = ("Box", "Limits", "Percentiles", "In resamples", "Picked in", "Quasi-p")


def limit_rows(one: ToldBox, page: DiscoverPage) -> list[tuple[str, ...]]:
    """Write one row an input: label, id, limits, percentiles, limits in resamples, stability, quasi-p."""
    rows: list[tuple[str, ...]] = []
    for x in one.limits:
        unit = page.parameters[x.name].unit if x.name in page.parameters else ""
        pairs = (("≥", x.low), ("≤", x.high))
        ends = [f"{sign} {amount(end, unit)}" for sign, end in pairs if end is not None]
        low, high = (100.0 * place for place in x.places)
        spans = [
            f"{sign} {amount(span[0], '')} to {amount(span[1], '')}"
            for sign, span in (("≥", x.low_resampled), ("≤", x.high_resampled))
            if span is not None
        ]
        rows.append(
            (
                name_of(x.name, page.parameters),
                x.name,
                ", ".join(ends),
                f"{low:.0f} to {high:.0f}",
                "; ".join(spans) or MISSING,
                percent(x.stability),
                f"{x.quasi_p:.1g}" if x.quasi_p >= 1e-4 else "<0.0001",
            )
        )
    return rows


def restricted_words(found: Discovery) -> str:
    """Name the inputs that resamples restrict most."""
    told = ", ".join(f"{name} ({percent(share)})" for name, share in found.restricted[:RIVALS])
    return f"Inputs that {found.resamples} resamples restrict most: {told}." if told else ""


def how_words(found: Discovery) -> str:
    """Say how boxes were found and judged."""
    ways = {"prim": "PRIM (peeling and pasting)", "cart": "CART (a tree cut back)"}
    sought = ""
    if found.near > found.rate.part:
        sought = (
            f" As cases are few, boxes were sought for the {found.near:,} draws nearest to the condition."
        )
    return (
        f"{ways[found.method]}; its size was chosen, and its worth judged, on draws left out, in five folds; "
        f"intervals hold 90 %.{sought} Quasi-p: chance of as many cases if that limit did nothing."
    )
