"""A printed document as a tree of plain blocks: made once, written as PDF and as Markdown.

Texts are plain: no markup inside, so that nothing needs escaping before a writer escapes it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ._content import SourceLine
from ._tables import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure with its caption and its table twin."""

    name: str
    title: str
    caption: str
    svg: str
    table: Table

    @property
    def description(self) -> str:
        """What those who hear the figure are told."""
        return f"{self.title}. {self.table.caption}. {self.caption}".strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 below the document's title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Its role: ``text``, ``lead`` for the answer, ``intro`` to what follows, ``note``."""

    text: str
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Names, each with a mark (an id) and what it means."""

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table. A line end inside a cell parts what is bold (above) from what is not.

    `widths` are shares of the page's width; the first column is told apart as the row's name.
    """

    table: Table
    widths: tuple[float, ...]
    role: str = "numbers"
    """``headline`` for the one table of the first page, ``numbers`` for the rest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure, or two side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """Sources, numbered."""

    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command line."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Here paper starts a new page."""


Block = Heading | Paragraph | Items | Terms | TableBlock | Figures | SourceList | Command | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `running` stands at the head of every page, `foot` at its foot."""

    kind: str
    title: str
    standing: str
    running: str
    foot: str
    blocks: tuple[Block, ...]
    keywords: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures in order."""
        groups: Sequence[Figures] = [block for block in self.blocks if isinstance(block, Figures)]
        return tuple(figure for group in groups for figure in group.figures)
