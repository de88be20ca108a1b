"""A document as PDF: vector figures, fonts inside, tagged for readers of every kind (PDF/UA-1).

Typst sets the pages; it comes as a wheel and needs no browser and nothing of the system. The
document reaches it as data, never as markup, so no text can break the page. Only fonts of the
extra are used and no clock is read: the same run gives the same bytes on every machine.
"""

from __future__ import annotations

import importlib.util
import json
from importlib.resources import files
from typing import Any, Literal

from fabcast.errors import BadInput

from ._document import (
    Block,
    Command,
    Document,
    Figure,
    Figures,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    SourceList,
    TableBlock,
    Terms,
)
from ._svg import standalone

Paper = Literal["a4", "us-letter"]
PAPERS: dict[str, Paper] = {"a4": "a4", "letter": "us-letter"}
"""Names of paper, and what Typst calls them."""
FONT_PACKAGE = "font_source_sans_pro"
SANS = "Source Sans Pro"
_TEMPLATE = files("fabcast.report") / "templates" / "document.typ"


def check_pdf() -> None:
    """Refuse to write PDF where its packages are missing, before any work is done.

    Raises
    ------
    BadInput
        With how to install them.
    """
    for name, package in (("typst", "typst"), (FONT_PACKAGE, "font-source-sans-pro")):
        if importlib.util.find_spec(name) is None:
            raise BadInput(
                f"PDF needs the package {package}; install it with: pip install 'fabcast[report]' "
                "(in a checkout: uv sync --extra report)."
            )


def check_paper(paper: str) -> Paper:
    """Take a name of paper.

    >>> check_paper("A5")
    Traceback (most recent call last):
    fabcast.errors.BadInput: --paper: 'A5' is not known; choose a4 or letter.
    """
    if paper.lower() not in PAPERS:
        raise BadInput(f"--paper: '{paper}' is not known; choose {' or '.join(PAPERS)}.")
    return PAPERS[paper.lower()]


def to_pdf(document: Document, paper: str = "a4") -> bytes:
    """Set a document as PDF.

    Parameters
    ----------
    document
        What to set.
    paper
        ``a4`` or ``letter``.

    Returns
    -------
    bytes
        A tagged PDF, the same for the same document.

    Raises
    ------
    BadInput
        Unknown paper, or the extra `report` is not installed.
    """
    size = check_paper(paper)
    check_pdf()
    import typst

    drawn = {_path(f): standalone(f.svg, font=SANS).encode() for f in document.figures}
    data = json.dumps(_plain(document, size), ensure_ascii=False).encode()
    made = typst.compile(  # type: ignore[call-overload]  # takes files by name, which its stubs leave out
        {"main.typ": _TEMPLATE.read_bytes(), "document.json": data, **drawn},
        format="pdf",
        font_paths=_font_folders(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    return bytes(made)


def _font_folders() -> list[str]:
    spec = importlib.util.find_spec(FONT_PACKAGE)
    return list(spec.submodule_search_locations or ()) if spec else []


def _path(figure: Figure) -> str:
    return f"{figure.name}.svg"


def _plain(document: Document, paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper,
        "kind": document.kind,
        "title": document.title,
        "standing": document.standing,
        "running": document.running,
        "foot": document.foot,
        "keywords": list(document.keywords),
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:  # noqa: PLR0911 - one line a kind of block
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(text, role):
            return {"kind": role, "text": text}
        case Items(items):
            return {"kind": "items", "items": list(items)}
        case Terms(items):
            return {"kind": "terms", "items": [list(item) for item in items]}
        case TableBlock(table, widths, role):
            rows = [[cell.split("\n") for cell in row] for row in table.rows]
            plain = {"caption": table.caption, "columns": list(table.columns), "rows": rows}
            return {"kind": "table", "role": role, "widths": list(widths), **plain}
        case Figures(drawn):
            return {"kind": "figures", "figures": [_figure(f) for f in drawn]}
        case SourceList(sources):
            return {"kind": "sources", "sources": [[s.title, s.address, s.grade] for s in sources]}
        case Command(text):
            return {"kind": "command", "text": text}
        case PageBreak():
            return {"kind": "break"}


def _figure(figure: Figure) -> dict[str, str]:
    return {
        "path": _path(figure),
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.description,
    }
