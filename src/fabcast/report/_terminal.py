"""The brief in a terminal: the answer, the tables and the reasons, eighty columns or more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fabcast.analysis import BindingShares, Contrast

from . import _headline as plan
from ._content import Bound, Brief, DriverLine
from ._figures import in_words
from ._format import change, interval_parts, share
from ._forms import forms_part
from ._tables import HeadlineRow, headline_rows
from ._words import change_or_none, hardly_moves, sampling, standing

SCENARIO, BASE, SOFT = "blue", "dark_orange3", "bright_black"
WIDEST = 104
BAR = 24
ELSEWHERE = "What every other number turns on stands in the written file, and under drivers with --json."
_LESS_THAN_THIS_IS_OTHERS = 0.05


def print_brief(brief: Brief, console: Console) -> None:
    """Print a brief.

    Parameters
    ----------
    brief
        The content tree.
    console
        Where to; text is kept to 104 columns even if it is wider.
    """
    width = min(console.width, WIDEST)
    for part in _parts(brief):
        console.print(Padding(part, (0, 1)), width=width)


def _parts(brief: Brief) -> Iterator[RenderableType]:
    yield from _answer(brief)
    yield from _section("What changes", headline_table(brief), _parity(brief))
    if brief.bounds:
        yield from _section("Bounds", _bounds(brief))
    if brief.binding is not None:
        yield from _section("What binds Chinese accelerator output", _binding(brief.binding, brief))
    yield from _section("What drives the answer", *_drivers(brief))
    if brief.forms:
        yield from _section("Under other equations", *forms_part(brief.forms, *_asked(brief)))
    yield from _section("How far to trust it", *_limits(brief))
    yield from _section("Run record", _record(brief))


def _asked(brief: Brief) -> tuple[str, int | None]:
    return brief.headline.outcome, brief.headline.year


def _section(title: str, *parts: RenderableType | None) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(title, style="bold"), align="left", style=SOFT, characters="─")
    yield from (part for part in parts if part is not None)


def _answer(brief: Brief) -> Iterator[RenderableType]:
    yield Text()
    yield Text(brief.question, style=f"bold {SCENARIO}")
    yield Text(standing(brief), style=SOFT)
    for words, style in ((brief.scenario, SCENARIO), (brief.against, BASE)):
        yield Text.assemble(
            "\n", (f"{words.title} ", f"bold {style}"), (f"({words.id})", SOFT), f"\n{words.text}"
        )
    yield Text()
    yield Text(brief.answer[0], style="bold")
    for text in brief.answer[1:]:
        yield Text("\n" + text)


def headline_table(brief: Brief) -> Table:
    """Lay out the contrasts: one row an outcome, one column a year."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=True, show_edge=False)
    table.add_column(Text("Change in …", style=SOFT), ratio=5)
    for year in plan.YEARS:
        table.add_column(str(year), ratio=4)
    for row in headline_rows(brief):
        if not row.is_date:
            table.add_row(_name(row), *(change_cell(c) for c in row.cells))
            table.add_row()
    return table


def _name(row: HeadlineRow) -> Text:
    unit = row.cells[0].unit
    return Text.assemble(row.label, (f"\n{unit}" if unit.endswith(" a year") else "", SOFT))


def change_cell(c: Contrast) -> Text:
    """Write a contrast for a cell: median, interval, shares of draws by sign."""
    if hardly_moves(c):
        return Text.assemble(("no change\n", SOFT), _signs(c) if c.probability_zero < 1.0 else "")
    middle, ends = interval_parts(c.contrast, c.unit.removesuffix(" a year"), difference=True)
    return Text.assemble((middle, "bold"), "\n", (f"({ends})\n" if ends else "", SOFT), _signs(c))


def _signs(c: Contrast) -> Text:
    """Tell the shares of draws above, below and at zero; a share of none is left out."""
    parts = (
        ("▲", c.probability_positive, SCENARIO),
        ("▼", c.probability_negative, BASE),
        ("=", c.probability_zero, SOFT),
    )
    shown = [(f"{sign} {share(p)}", style) for sign, p, style in parts if p > 0.0]
    return Text(" ").join(Text(text, style=style) for text, style in shown)


def _parity(brief: Brief) -> Text | None:
    dates = [c for c in brief.contrasts if c.is_date]
    if not dates:
        return None
    c = dates[0]
    text = Text.assemble(
        (f"{c.label}: ", ""),
        (f"not by 2040 in {share(c.probability_never)} of draws", "bold"),
        f" ({brief.scenario.title}), {share(c.probability_never_against)} ({brief.against.title}).",
    )
    if c.share_defined > 0.0:
        text.append(
            f" Where it comes in both ({share(c.share_defined)}), it moves by {change(c.contrast, c.unit)}."
        )
    text.append("\n▲ share of draws higher  ▼ lower  = the same; brackets hold 90 % of draws", style=SOFT)
    return text


def _bounds(brief: Brief) -> Group:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, expand=True)
    table.add_column("", ratio=5)
    for year in plan.YEARS:
        table.add_column(str(year), ratio=4)
    for bound in (Bound(brief.scenario, brief.contrasts), *brief.bounds):
        cells = (change_or_none(c) for c in bound.contrasts if c.outcome == brief.headline.outcome)
        table.add_row(Text(bound.scenario.title), *cells)
    what = f"{brief.headline.label}: change against “{brief.against.title}”"
    return Group(Text(what, style=SOFT), table)


def _binding(shares: BindingShares, brief: Brief) -> Group:
    lines = [Text(f"Share of draws, fourth quarter, {brief.scenario.title}", style=SOFT)]
    for year in plan.YEARS:
        if f"{year}Q4" in shares.quarters:
            column = shares.shares[:, shares.quarters.index(f"{year}Q4")]
            lines.append(Text.assemble((f"{year}  ", "bold"), _ranked(shares.inputs, column)))
    return Group(*lines)


def _ranked(names: Sequence[str], column: np.ndarray) -> Text:
    """Name the inputs that bind most often; rare ones are summed up."""
    order = [i for i in np.argsort(-column, kind="stable") if column[i] >= _LESS_THAN_THIS_IS_OTHERS]
    parts = [f"{in_words(names[i])} {share(float(column[i]))}" for i in order]
    rest = float(column.sum() - column[order].sum())
    return Text(", ".join(parts + ([f"others {share(rest)}"] if rest > 0.005 else [])))


def _drivers(brief: Brief) -> Iterator[RenderableType]:
    if not brief.drivers:
        yield Text("Too few draws, or no change at all: no honest ranking of inputs can be given.")
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, expand=True)
    for column, ratio in (("Input", 6), ("Weight", 4), ("Rests on", 2)):
        table.add_column(Text(column, style=SOFT), ratio=ratio)
    most = max(d.share for d in brief.drivers)
    for d in brief.drivers:
        table.add_row(*_driver(d, most))
    yield table
    yield Text(f"Weight: {brief.measure}; chance alone reaches {share(brief.noise_floor)}.", style=SOFT)
    if brief.why:
        yield Text(ELSEWHERE, style=SOFT)
    if brief.judgement is not None:
        yield Text()
        yield _split(brief)


def _driver(d: DriverLine, most: float) -> tuple[Text, Text, Text]:
    style = "" if d.above_noise else SOFT
    bar = "█" * max(1, round(14 * d.share / most))
    arrow = ("▲" if d.raises else "▼") if d.above_noise else " "
    basis = f"{'judgement' if d.judged else 'evidence'}{f' ({d.grade})' if d.grade else ''}"
    weight = Text.assemble((bar, SCENARIO if d.above_noise else SOFT), f" {share(d.share)} {arrow}")
    return Text(d.description, style=style), weight, Text(basis, style=style)


def _split(brief: Brief) -> Text:
    split = brief.judgement
    parts = [] if split is None else [
        ("judgement", split.judgement, BASE),
        ("evidence", split.evidence, SCENARIO),
        ("neither alone", split.unexplained, SOFT),
    ]  # fmt: skip
    text = Text("Rests on  ")
    for _, value, style in parts:
        text.append("█" * round(BAR * value), style=style)
    for name, value, style in parts:
        text.append(f"  {name} {share(value)}", style=style)
    return text


def _limits(brief: Brief) -> Iterator[RenderableType]:
    if brief.hindcast is None:
        yield Text(
            "Not yet scored against the past. Conditional projections, not forecasts of what governments do."
        )
    else:
        yield Text(brief.hindcast.sentence)
    yield Text(sampling(brief.draws))
    yield Text("The model leaves out:", style=SOFT)
    for text in plan.LEFT_OUT:
        yield Padding(Text(f"· {text}"), (0, 0, 0, 1))
    yield Text("What each outcome leaves out: fabcast outcomes show ID", style=SOFT)


def _record(brief: Brief) -> Group:
    lines = [Text.assemble(("Again    ", SOFT), brief.command)]
    if "hash" in brief.record:
        lines.append(Text.assemble(("Record   ", SOFT), str(brief.record["hash"])))
    graded = sorted(s.grade for s in brief.sources)
    counts = ", ".join(f"{graded.count(g)} of grade {g}" for g in dict.fromkeys(graded))
    if graded:
        lines.append(Text.assemble(("Sources  ", SOFT), f"{len(graded)}: {counts}"))
    return Group(*lines)
