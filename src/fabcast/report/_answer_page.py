"""An answer with its tables and figures, as one tree: for the terminal and as one HTML file.

The first sentences are the answer; every section below shows what they are made of. Figures are drawn
only where a page is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from ._svg import render
from ._tables import Table
from ._terminal import SOFT, WIDEST
from ._theme import dark_rules

TEMPLATES = files("fabcast.report") / "templates"
Spec = dict[str, object]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that is yet to be drawn; its section's first table holds the same numbers."""

    name: str
    title: str
    caption: str
    spec: Callable[[], Spec]

    def svg(self) -> str:
        """Draw it."""
        return render(self.spec(), self.name, self.title, self.caption)


@dataclass(frozen=True, slots=True)
class Part:
    """A section: words, tables, figures, notes."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A question, its answer in sentences, and what the answer is made of."""

    kicker: str
    question: str
    standing: str
    """Draws, seed, basis and date, in one line."""
    words: tuple[str, ...]
    parts: tuple[Part, ...]


def answer_html(page: AnswerPage) -> str:
    """Render an answer as one self-contained HTML document, nothing fetched and no script.

    Parameters
    ----------
    page
        The content tree.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.from_string((TEMPLATES / "answer.html.j2").read_text(encoding="utf-8"))
    css = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    return template.render(page=page, style=css.replace("/* dark figures */", dark_rules(".figure svg")))


def print_answer(page: AnswerPage, console: Console) -> None:
    """Print an answer with its tables.

    Parameters
    ----------
    page
        The content tree.
    console
        Where to; text is kept to 104 columns even if it is wider.
    """
    width = min(console.width, WIDEST)
    console.print(Text(page.question, style="bold"), width=width)
    console.print(Text(page.standing, style=SOFT), width=width)
    for words in page.words:
        console.print(Padding(Text(words), (1, 0, 0, 0)), width=width, highlight=False)
    for part in page.parts:
        console.print(Padding(Text(part.title, style="bold"), (1, 0, 0, 0)), width=width)
        for words in part.words:
            console.print(Text(words), width=width, highlight=False)
        for table in part.tables:
            console.print(_grid(table), width=width)
        for note in part.notes:
            console.print(Text(note, style=SOFT), width=width)


def _grid(table: Table) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for column in table.columns:
        grid.add_column(Text(column, style=SOFT))
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid
