"""One answer on one HTML page: sentences, tables, figures, notes; no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from ._document import Figure
from ._marks import Spec
from ._svg import render
from ._tables import Table
from ._theme import dark_rules

TEMPLATES = files("fabcast.report") / "templates"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page holds, all of it written."""

    kicker: str
    question: str
    standing: str
    words: Sequence[str]
    """The answer; the first sentence leads."""
    tables: Sequence[Table]
    figures: Sequence[Figure]
    notes: Sequence[str]


def sheet_html(sheet: Sheet) -> str:
    """Render a sheet as one self-contained HTML document.

    Parameters
    ----------
    sheet
        What the page holds.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((TEMPLATES / "sheet.html.j2").read_text(encoding="utf-8"))
    css = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    return template.render(sheet=sheet, style=css.replace("/* dark figures */", dark_rules(".figure svg")))


def drawn(name: str, title: str, caption: str, spec: Spec, twin: Table) -> Figure:
    """Draw a figure of a sheet; those who hear it are told what its table holds besides the caption."""
    return Figure(name, title, caption, render(spec, name, title, f"{twin.caption}. {caption}"), twin)
