"""Results in a notebook: a brief, a contrast, a tested claim, as HTML with Markdown behind it.

Text takes the notebook's own colour and lines are half transparent, so that light and dark both
work; styles stand inline, because a style sheet in one cell would reach all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fabcast.analysis import CheckedClaim, Contrast, html_of, markdown_of

from . import _figures as draw
from ._claims_order import STATUS_WORDS
from ._claims_words import because, probability_words
from ._content import Brief, CellDrivers
from ._document import Document, Paragraph, TableBlock
from ._format import MISSING, level_interval, share
from ._markdown import to_markdown
from ._svg import render
from ._tables import Table, headline_table, rests_on
from ._theme import either_way
from ._words import chances, change_or_none, date_words, lead, relative_change, standing

_LINE = "1px solid rgba(128,128,128,.4)"
_CELL = f"padding:.25em .9em .25em .2em;border:0;border-bottom:{_LINE};text-align:left;vertical-align:top"
_SOFT = "opacity:.75;font-size:.9em"


def brief_html(brief: Brief) -> str:
    """Show a brief: its question, its answer, the headline table and the change over time."""
    sentence, rest = lead(brief.answer[0])
    dates = [date_words(c, brief.scenario, brief.against) for c in brief.contrasts if c.is_date]
    parts = [
        f'<p style="font-size:1.15em;font-weight:600;margin:.2em 0">{escape(brief.question)}</p>',
        _paragraph(standing(brief), _SOFT),
        _paragraph(sentence, f"border-left:4px solid {either_way('#1f5fa8')};padding-left:.8em"),
        _paragraph(f"{rest} {' '.join(dates)}"),
        table_html(headline_table(brief)),
        _change(brief),
        _paragraph(brief.answer[-1], _SOFT),
    ]
    return boxed(parts)


def _change(brief: Brief) -> str:
    fans = [fan for fan in brief.fans if fan.outcome.id == brief.headline.outcome]
    if not fans:
        return ""
    title = f"Change: {fans[0].outcome.label}"
    name = f"change-{str(brief.record.get('hash', ''))[:8]}"
    caption = "Median, 50 % and 90 % of draws."
    drawn = either_way(render(draw.contrasts(fans[0]), name, title, caption))
    return (
        f'<figure style="max-width:30em;margin:.6em 0">{drawn}'
        f'<figcaption style="{_SOFT}">{escape(title)}. {caption}</figcaption></figure>'
    )


def brief_markdown(brief: Brief) -> str:
    """Write the same as Markdown, without the figure."""
    sentence, rest = lead(brief.answer[0])
    blocks = (
        Paragraph(sentence, "lead"),
        Paragraph(rest),
        TableBlock(headline_table(brief), ()),
        Paragraph(brief.answer[-1]),
    )
    return to_markdown(Document("Fabcast brief", brief.question, standing(brief), "", brief.command, blocks))


def contrast_html(c: Contrast) -> str:
    """Show one contrast: both levels, the change with its interval, and its sign."""
    return boxed([table_html(_contrast_table(c)), _paragraph(f"{_sentence(c)}", _SOFT)])


def contrast_markdown(c: Contrast) -> str:
    """Write the same as Markdown."""
    when = "" if c.year is None else f", end of {c.year}"
    return f"**{c.label}{when}**: {change_or_none(c)}; {chances(c)}."


def _contrast_table(c: Contrast) -> Table:
    when = "" if c.year is None else f", end of {c.year}"
    rows = [
        ("with", level_interval(c.scenario, c.unit)),
        ("without", level_interval(c.against, c.unit)),
        ("change", change_or_none(c)),
    ]
    if told := relative_change(c):
        rows.append(("relative", told))
    return Table(f"{c.label}{when}", ("", "median (5 % to 95 %)"), tuple(rows))


def _sentence(c: Contrast) -> str:
    never = ""
    if c.is_date:
        with_it, without = share(c.probability_never), share(c.probability_never_against)
        never = f" Never in {with_it} of draws with, {without} without."
    words = chances(c)
    return f"{words[:1].upper()}{words[1:]}.{never}"


def why_html(cell: CellDrivers) -> str:
    """Show what one number turns on."""
    rows = tuple(
        (d.description, share(d.share), "up" if d.raises else "down", d.range or MISSING, rests_on(d))
        for d in cell.lines
    )
    columns = ("Input", "Weight", "More of it moves the number", "Range (5 · 50 · 95 %)", "Rests on")
    table = table_html(Table(_why_title(cell), columns, rows))
    return boxed([table if rows else _paragraph(f"{_why_title(cell)}: {cell.note}.")])


def why_markdown(cell: CellDrivers) -> str:
    """Write the same as Markdown."""
    lines = (f"- {d.description}: {share(d.share)}, {rests_on(d)}" for d in cell.lines)
    return "\n".join([f"**{_why_title(cell)}**\n", *lines]) + cell.note


def _why_title(cell: CellDrivers) -> str:
    when = "" if cell.year is None else f", end of {cell.year}"
    return f"What the change turns on: {cell.label}{when}"


def claim_html(one: CheckedClaim) -> str:
    """Show a tested claim: its words, its probability, and why."""
    parts = [
        f'<p style="font-weight:600;margin:.2em 0">{escape(one.claim.claim or one.claim.quantity)}</p>',
        _paragraph(
            f"{one.claim.id} · {one.claim.claimant or 'claimant not given'} · {STATUS_WORDS[one.status]}",
            _SOFT,
        ),
        _paragraph(_chance(one)),
        _paragraph(because(one)),
    ]
    return boxed(parts)


def claim_markdown(one: CheckedClaim) -> str:
    """Write the same as Markdown."""
    return f"**{one.claim.claim or one.claim.quantity}** {_chance(one)} {because(one)}"


def _chance(one: CheckedClaim) -> str:
    answer = one.answer if one.status != "not_modelled" else None
    if answer is None:
        return "No answer: not modelled."
    where = "of draws" if one.status == "modelled" else "by the record or the rules"
    return f"True: {probability_words(answer)} {where}{', at our threshold' if one.ours else ''}."


def boxed(parts: Iterable[str]) -> str:
    """Put parts into one box that takes the notebook's colours."""
    return f'<div style="max-width:60em;color:inherit;line-height:1.45">{"".join(filter(None, parts))}</div>'


def table_html(table: Table) -> str:
    """Write a table; a cell's first line is bold where it has two."""
    head = "".join(f'<th scope="col" style="{_CELL};{_SOFT}">{escape(name)}</th>' for name in table.columns)
    rows = "".join(_row(row) for row in table.rows)
    aside = f"text-align:left;caption-side:top;color:inherit;{_SOFT}"
    caption = f'<caption style="{aside}">{escape(table.caption)}</caption>'
    look = "border-collapse:collapse;margin:.5em 0;color:inherit;background:none"
    return f'<table style="{look}">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(cells: tuple[str, ...]) -> str:
    first = f'<th scope="row" style="{_CELL};font-weight:600">{_cell(cells[0])}</th>'
    rest = "".join(f'<td style="{_CELL}">{_cell(cell)}</td>' for cell in cells[1:])
    return f'<tr style="background:none">{first}{rest}</tr>'


def _cell(text: str) -> str:
    first, _, rest = text.partition("\n")
    small = f'<br><span style="{_SOFT};font-weight:400">{escape(rest)}</span>'
    return f"<strong>{escape(first)}</strong>{small}" if rest else escape(first)


def _paragraph(text: str, style: str = "") -> str:
    look = f"margin:.4em 0;{style}"
    return f'<p style="{look}">{escape(text.strip())}</p>' if text.strip() else ""


html_of.register(Contrast, contrast_html)
markdown_of.register(Contrast, contrast_markdown)
html_of.register(CheckedClaim, claim_html)
markdown_of.register(CheckedClaim, claim_markdown)
