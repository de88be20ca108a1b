"""The brief as a printed document: the answer on the first page, the reasons after it, tables last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from . import _tables
from ._brief_figures import (
    binding_figures,
    bounds_figure,
    fan_change,
    fan_figures,
    headline_bounds,
    parity_figure,
)
from ._content import Brief, DriverLine
from ._document import (
    Block,
    Command,
    Document,
    Figures,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    SourceList,
    TableBlock,
    Terms,
)
from ._format import share
from ._forms import all_words, asked, forms_table
from ._words import date_words, hindcast_words, lead, sampling, standing

HOW_TO_READ = (
    "Median change at the end of the year, or in the year for yearly amounts: “{scenario}” minus "
    "“{against}”, draw by draw. Brackets hold 90 % of draws. ▲, ▼ or = with the share of draws in which the "
    "outcome is higher, lower or exactly the same, whichever is most common. H100e: the 16-bit arithmetic "
    "of one NVIDIA H100. Points: percentage points."
)
FOOT = "Conditional projections, not forecasts of what governments will do."
GRADES = (
    "Grade A: official or peer-reviewed document, company filing or maintained data set. B: major or "
    "specialist press. C: derived, relayed or on a disputed basis. D: judgement, or known only by an index "
    "number. Sources of the inputs that matter most come first."
)


def brief_document(brief: Brief) -> Document:
    """Lay a brief out for paper.

    Parameters
    ----------
    brief
        The content tree.

    Returns
    -------
    Document
        Blocks in reading order. The first page holds the question, the answer with its interval,
        the headline table and a figure.
    """
    blocks = (*_first_page(brief), *_reasons(brief), *_trust(brief), *_appendix(brief))
    record, as_of = brief.record.get("hash"), brief.record.get("facts_as_of")
    running = [f"record {str(record)[:16]}"] * bool(record) + [f"facts as of {as_of}"] * bool(as_of)
    return Document(
        kind="Fabcast brief",
        title=brief.question,
        standing=standing(brief),
        running=" · ".join(running),
        foot=FOOT,
        blocks=blocks,
        keywords=("export controls", "semiconductors", brief.scenario.id, brief.against.id),
    )


def _first_page(brief: Brief) -> Iterator[Block]:
    sentence, rest = lead(brief.answer[0])
    yield Paragraph(sentence, "lead")
    if rest:
        yield Paragraph(rest)
    yield TableBlock(_tables.headline_table(brief), (1.35, 1.0, 1.0, 1.0), "headline")
    dates = (c for c in brief.contrasts if c.is_date)
    yield from (Paragraph(date_words(c, brief.scenario, brief.against), "note") for c in dates)
    yield Paragraph(HOW_TO_READ.format(scenario=brief.scenario.title, against=brief.against.title), "note")
    headline = [fan for fan in brief.fans if fan.outcome.id == brief.headline.outcome]
    over_time = (replace(fan_change(fan, brief), title=f"Change: {fan.outcome.label}") for fan in headline)
    drawn = (*over_time, headline_bounds(brief))
    figures = tuple(figure for figure in drawn if figure is not None)
    if figures:
        yield Figures(figures)
    yield Paragraph(" ".join(filter(None, (_turns(brief), brief.answer[-1], _past(brief)))))
    yield PageBreak()


def _turns(brief: Brief) -> str:
    """Name the inputs that the headline turns on; empty where none stands out."""
    cell = brief.why_of(brief.headline.outcome, brief.headline.year)
    named = "; ".join(f"{d.description} ({share(d.share)})" for d in cell.lines) if cell else ""
    return f"The headline turns most on: {named}." if named else ""


def _past(brief: Brief) -> str:
    return brief.hindcast.sentence if brief.hindcast else ""


def _reasons(brief: Brief) -> Iterator[Block]:
    yield Heading("The answer in full")
    yield from (Paragraph(text) for text in brief.answer[1:-1])
    yield Heading("What is compared")
    compared = (brief.scenario, brief.against, *(bound.scenario for bound in brief.bounds))
    yield Terms(tuple((words.title, words.id, words.text or "No description.") for words in compared))
    yield from _beside(brief)
    yield Heading("Over time")
    yield Paragraph(
        f"On the left both scenarios: “{brief.scenario.title}” filled, “{brief.against.title}” as a dashed "
        "outline. On the right the change, draw by draw. Dark band: 50 % of draws; light band: 90 %. Before "
        "the scenarios part, they are identical.",
        "intro",
    )
    for fan in brief.fans:
        yield Heading(fan.outcome.label, 2)
        yield Figures(tuple(replace(figure, caption="") for figure in fan_figures(fan, brief)))
    if binding := binding_figures(brief):
        yield Heading("What binds")
        yield Paragraph(
            "Output of Chinese accelerators is held back by one input at a time. "
            "The bands show in how many draws each one is the limit.",
            "intro",
        )
        yield Figures(binding)
    yield from _drivers(brief)
    yield from _forms(brief)


def _beside(brief: Brief) -> Iterator[Block]:
    drawn = (bounds_figure(brief), parity_figure(brief))
    figures = tuple(figure for figure in drawn if figure is not None)
    if not figures:
        return
    yield Heading("Bounds and parity" if len(figures) > 1 else figures[0].title)
    if brief.bounds:
        yield Paragraph(
            "The answer depends on decisions that no one has data on. Beside it stands the same change "
            "under scenarios that bound it.",
            "intro",
        )
    yield Figures(figures)


def _drivers(brief: Brief) -> Iterator[Block]:
    yield Heading("What drives it")
    if not brief.drivers:
        yield Paragraph("Too few draws, or no change at all: no honest ranking of inputs can be given.")
        return
    yield Paragraph(
        f"Which uncertain inputs decide the change in {brief.headline.label} at the end of "
        f"{brief.headline.year}. Weight: {brief.measure}; chance alone reaches {share(brief.noise_floor)}. "
        "Weights do not add up: correlated inputs carry part of each other.",
        "intro",
    )
    yield TableBlock(_driver_table(brief.drivers), (2.6, 0.6, 1.0, 1.3, 1.0))


def _driver_table(drivers: tuple[DriverLine, ...]) -> _tables.Table:
    columns = ("Input", "Weight", "More of it means", "Range (5 · 50 · 95 %)", "Rests on")
    return _tables.Table("Inputs that matter most", columns, tuple(_driver_row(d) for d in drivers))


def _driver_row(d: DriverLine) -> tuple[str, ...]:
    way = ("a larger change" if d.raises else "a smaller change") if d.above_noise else "no more than chance"
    return d.description, share(d.share), way, d.range or "–", _tables.rests_on(d)


def _forms(brief: Brief) -> Iterator[Block]:
    if not brief.forms:
        return
    yield Heading("Under other equations")
    yield from (Paragraph(text) for text in all_words(brief.forms, brief.headline.year))
    for outcome, year in asked(brief.forms, brief.headline.year):
        yield TableBlock(forms_table(brief.forms, outcome, year), (2.0, 1.8, 0.5, 0.5, 0.5, 1.7))


def _trust(brief: Brief) -> Iterator[Block]:
    yield Heading("How far to trust it")
    yield Paragraph(f"{hindcast_words(brief)} {sampling(brief.draws)}")
    yield Heading("What the model leaves out", 2)
    yield Items(brief.left_out)


def _appendix(brief: Brief) -> Iterator[Block]:
    yield PageBreak()
    yield Heading("Appendix: the numbers")
    yield TableBlock(_tables.full_table(brief), (1.9, 0.5, 1.5, 1.5, 1.6, 1.15, 0.6, 0.6, 0.6))
    yield from _why(brief)
    yield Heading("Appendix: what is counted")
    yield Terms(tuple((w.label, w.unit, w.definition) for w in brief.outcomes.values() if w.definition))
    if brief.sources:
        yield Heading("Appendix: sources")
        yield Paragraph(GRADES)
        yield SourceList(brief.sources)
    yield Heading("Appendix: run record")
    yield Paragraph("The same brief again:")
    yield Command(brief.command)
    rows = tuple(_tables.record_lines(brief.record))
    yield TableBlock(_tables.Table("What the run was made of", ("Field", "Value"), rows), (1.0, 3.0))


def _why(brief: Brief) -> Iterator[Block]:
    cells, inputs = _tables.why_tables(brief)
    yield Heading("Appendix: what each number turns on")
    yield Paragraph(
        "Each cell stands where its number stands on the first page, and gives the inputs that it turns on "
        f"most. The weight is the {brief.measure}; inputs that weigh no more than chance are left out. "
        "Inputs stand by number, listed below. ▲: more of the input moves the number up; ▼: down."
    )
    yield TableBlock(cells, (1.35, 1.0, 1.0, 1.0))
    if inputs.rows:
        yield TableBlock(inputs, (0.2, 2.6, 1.2, 0.9))
