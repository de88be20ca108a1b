"""Write a brief or any other document as the file whose name says its form."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fabcast._versions import stamped
from fabcast.cli._output import check_writable, json_text, write_whole
from fabcast.errors import BadInput

if TYPE_CHECKING:
    from fabcast.report import Brief, Document

BRIEF_FORMS = (".html", ".md", ".pdf", ".json")
PAGE_FORMS = (".html", ".md", ".pdf")
DOCUMENT_FORMS = (".md", ".pdf")


def check_target(target: Path, forms: tuple[str, ...], paper: str, what: str = "a brief") -> None:
    """Refuse a file that cannot be written in the form that its name says, before the work is done.

    Parameters
    ----------
    target
        The file.
    forms
        Endings that it may have.
    paper
        Name of the paper; matters for PDF alone.
    what
        What is written, for the sentence.

    Raises
    ------
    BadInput
        An unknown ending or paper, a package that is not installed, a place that cannot be written.

    Examples
    --------
    >>> check_target(Path("b.doc"), BRIEF_FORMS, "a4")
    Traceback (most recent call last):
    fabcast.errors.BadInput: b.doc: a brief is written as .html, .md, .pdf or .json; choose one of them.
    """
    check_writable(target)
    form = target.suffix.lower()
    if form not in forms:
        told = f"{', '.join(forms[:-1])} or {forms[-1]}"
        raise BadInput(f"{target}: {what} is written as {told}; choose one of them.")
    if form == ".pdf":
        from fabcast.report import check_paper, check_pdf

        check_paper(paper)
        check_pdf()
    if form == ".md" and figure_folder(target).is_file():
        raise BadInput(f"cannot write {target}: its figures go to {figure_folder(target)}, which is a file.")


def write_brief(made: Brief, target: Path, paper: str) -> None:
    """Write a brief in the form that the file's ending says."""
    from fabcast.report import brief_document, to_html, to_json

    if target.suffix.lower() == ".json":
        write_whole(target, json_text(stamped(to_json(made))))
    else:
        write_page(target, paper, lambda: to_html(made), lambda: brief_document(made))


def write_page(target: Path, paper: str, page: Callable[[], str], document: Callable[[], Document]) -> None:
    """Write what is both a page and a document, in the form that the file's ending says."""
    if target.suffix.lower() == ".html":
        write_whole(target, page())
    else:
        write_document(document(), target, paper)


def tell_written(target: Path) -> None:
    """Say on stderr where the result is."""
    where = ": open it in a browser" if target.suffix.lower() == ".html" else ""
    print(f"Wrote {target}{where}.", file=sys.stderr)


def write_document(document: Document, target: Path, paper: str) -> None:
    """Write a document as Markdown, its figures in a folder beside it, or as PDF."""
    from fabcast.report import figure_file, standalone, to_markdown, to_pdf

    if target.suffix.lower() == ".pdf":
        write_whole(target, to_pdf(document, paper))
        return
    folder = figure_folder(target)
    if document.figures:
        folder.mkdir(exist_ok=True)
    for figure in document.figures:
        write_whole(folder / figure_file(figure), standalone(figure.svg, paper="#fff"))
    write_whole(target, to_markdown(document, folder.name))


def figure_folder(target: Path) -> Path:
    """Folder beside a Markdown file in which its figures stand.

    >>> figure_folder(Path("reports/brief.md")).as_posix()
    'reports/brief-figures'
    """
    return target.with_name(f"{target.stem}-figures")
