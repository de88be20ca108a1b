"""The hindcasts as a printed document: scores in sentences, the misses, every forecast beside its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from . import _hindcast_tables as tables
from ._document import Block, Document, Figure, Figures, Heading, Items, Paragraph, TableBlock
from ._hindcast_html import FORECASTS, hindcast_figures
from ._tables import Table

if TYPE_CHECKING:
    from fabcast.calibration import HindcastSummary


def hindcast_document(summary: HindcastSummary, stale: Sequence[str] = ()) -> Document:
    """Lay hindcasts of one policy feed out for paper.

    Parameters
    ----------
    summary
        Hindcasts of one policy feed.
    stale
        What has changed since they were made.

    Returns
    -------
    Document
        Blocks in reading order.
    """
    said, figures = tables.words(summary, stale), hindcast_figures(summary)
    misses = tuple(tables.miss_words(summary))
    scores = (tables.by_series(summary), tables.by_horizon(summary), tables.by_origin(summary))
    blocks: tuple[Block, ...] = (
        Paragraph(said[1], "lead"),
        *(Paragraph(text) for text in (said[0], *said[2:])),
        Heading("Scores"),
        *(_even(table) for table in scores),
        Heading("Calibration"),
        Figures(figures[:1]),
        Heading("Outside the 90 % interval"),
        Items(misses) if misses else Paragraph("No outcome lies outside its 90 % interval."),
        Heading("Forecasts and outcomes"),
        Paragraph(FORECASTS, "intro"),
        *(Figures(pair) for pair in _pairs(figures[1:])),
    )
    return Document(
        kind="Fabcast hindcasts",
        title="What would the model have said, and what happened?",
        standing=tables.FEEDS[summary.policy],
        running=f"{len(summary.rows)} outcomes",
        foot="Pseudo-out-of-sample: today's vintage of the series.",
        blocks=blocks,
        keywords=("hindcast", "semiconductors"),
    )


def _even(table: Table) -> TableBlock:
    return TableBlock(table, (2.0, *(1.0 for _ in table.columns[1:])))


def _pairs(figures: Sequence[Figure]) -> list[tuple[Figure, ...]]:
    left = iter(figures)
    return list(iter(lambda: tuple(islice(left, 2)), ()))
