"""Why two scenarios differ, as a printed document."""

from __future__ import annotations

from fabcast.analysis import Explanation, Share

from ._document import Document, Paragraph, TableBlock
from ._explain import cell_words, headline, how_made
from ._tables import Table


def explanation_document(made: Explanation) -> Document:
    """Lay an explanation out for paper: a sentence a year, then the parts and the whole.

    Parameters
    ----------
    made
        The explanation.

    Returns
    -------
    Document
        Blocks in reading order.
    """
    sentences = [headline(made, year) for year in made.years]
    rows = [
        (words, *_cells([one for one in made.shares if one.part == name], made.unit))
        for name, words in made.parts
    ]
    whole = ("The whole", *_cells(list(made.total), made.unit))
    columns = ("What adds to it", *(f"end of {year}" for year in made.years))
    table = Table(f"{made.label}, {made.unit}", columns, (*rows, whole))
    return Document(
        kind="Fabcast explanation",
        title=f"Why “{made.scenario}” differs from “{made.against}”: {made.label}",
        standing=f"{int(made.whole.shape[0]):,} draws, by {made.by}",
        running="",
        foot="Conditional projections, not forecasts of what governments will do.",
        blocks=(
            *(Paragraph(text, "lead") for text in sentences[-1:]),
            *(Paragraph(text) for text in sentences[:-1]),
            TableBlock(table, (1.6, *(1.0 for _ in made.years)), "headline"),
            Paragraph(how_made(made), "note"),
        ),
        keywords=("export controls", made.scenario, made.against),
    )


def _of(made: Explanation, part: str) -> list[Share]:
    return [one for one in made.shares if one.part == part]


def _cells(shares: list[Share], unit: str) -> list[str]:
    return [cell_words(one, unit) for one in shares]
