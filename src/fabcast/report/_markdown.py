"""A document as Markdown (CommonMark with pipe tables): texts escaped, figures as files beside it.

No HTML inside, so that it renders wherever Markdown does.
"""

from __future__ import annotations

import re

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
from ._tables import Table

_MARKS = re.compile(r"([\\`*_\[\]<>|#~&$])")
"""Signs that mean something to Markdown wherever they stand."""
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
"""What would start a list, a heading's underline or a number at the start of a line."""


def to_markdown(document: Document, figures: str = "") -> str:
    """Write a document as Markdown.

    Parameters
    ----------
    document
        What to write.
    figures
        Folder of the figures as the text's links name it; without one, figures are left out and
        their tables stand in.

    Returns
    -------
    str
        The text, with a line end at its end.
    """
    head = [f"# {escaped(document.title)}", f"*{escaped(document.standing)}*"]
    body = (text for block in document.blocks for text in _block(block, figures))
    foot = " · ".join(filter(None, (document.kind, document.running, document.foot)))
    return "\n\n".join([*head, *body, "---", f"*{escaped(foot)}*"]) + "\n"


def escaped(text: str) -> str:
    r"""Escape what Markdown would read as a mark.

    >>> print(escaped("<1 % of a_b | c"), escaped("- no list"), sep=" / ")
    \<1 % of a\_b \| c / \- no list
    """
    return _STARTS.sub(_kept, _MARKS.sub(r"\\\1", text))


def _kept(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def figure_file(figure: Figure) -> str:
    """Name the file of a figure.

    >>> figure_file(Figure("nvidia_china_revenue-levels", "", "", "", Table("", (), ())))
    'nvidia_china_revenue-levels.svg'
    """
    return f"{figure.name}.svg"


def _block(block: Block, figures: str) -> list[str]:  # noqa: PLR0911 - one line a kind of block
    match block:
        case Heading(text, level):
            return [f"{'#' * (level + 1)} {escaped(text)}"]
        case Paragraph(text, role):
            return [_paragraph(text, role)]
        case Items(items):
            return ["\n".join(f"- {escaped(text)}" for text in items)]
        case Terms(items):
            return ["\n".join(f"- **{escaped(name)}** ({escaped(mark)}): {escaped(text)}"
                              for name, mark, text in items)]  # fmt: skip
        case TableBlock(table):
            return _table(table)
        case Figures(drawn):
            return [text for figure in drawn for text in _figure(figure, figures)]
        case SourceList(sources):
            lines = (f"{escaped(s.title)}. {_address(s.address)} (grade {s.grade})" for s in sources)
            return ["\n".join(f"{i}. {line}" for i, line in enumerate(lines, 1))]
        case Command(text):
            return [f"```sh\n{text}\n```"]
        case PageBreak():
            return []


def _paragraph(text: str, role: str) -> str:
    return {"lead": f"**{escaped(text)}**", "note": f"*{escaped(text)}*"}.get(role, escaped(text))


def _address(address: str) -> str:
    return f"<{address}>" if re.fullmatch(r"https?://[^\s<>]+", address) else escaped(address)


def _figure(figure: Figure, folder: str) -> list[str]:
    caption = f"*{escaped(figure.title)}. {escaped(figure.caption)}*"
    if not folder:
        return [*_table(figure.table), caption]
    return [f"![{escaped(figure.description)}]({folder}/{figure_file(figure)})", caption]


def _table(table: Table) -> list[str]:
    """Write a pipe table: its caption in bold above it, a cell's first line in bold where it has two."""
    rule = "|".join(["", *(" --- " for _ in table.columns), ""])
    rows = [_row(table.columns), rule, *(_row(tuple(map(_cell, row)), plain=False) for row in table.rows)]
    return [f"**{escaped(table.caption)}**", "\n".join(rows)]


def _row(cells: tuple[str, ...], *, plain: bool = True) -> str:
    return "| " + " | ".join(escaped(cell) if plain else cell for cell in cells) + " |"


def _cell(text: str) -> str:
    first, _, rest = text.partition("\n")
    return f"**{escaped(first)}** {escaped(rest)}" if rest else escaped(text)
