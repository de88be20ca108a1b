"""Small parts of diagrams: boxes of text, arrows, and the frame that names them for those who hear them.

Colours come from the site's own style sheet, so that a diagram follows light and dark.
"""

import textwrap
from html import escape

LINE = 15
"""Height of a line of text."""
CHAR = 6.4
"""Width of a letter of 12 units, on average and a little more."""


def frame(name: str, title: str, said: str, size: tuple[float, float], body: str) -> str:
    """Frame a diagram: a title and a description, an arrow head, and what it shows.

    Parameters
    ----------
    name
        Short and unique on the page.
    said
        The same in words.
    """
    width, height = size
    head = (
        f'<marker id="{name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/></marker>'
    )
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(said)}</desc>'
    return (
        f'<svg class="diagram" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'viewBox="0 0 {width:g} {height:g}" style="max-width: {width:g}px">'
        f"{words}<defs>{head}</defs>{body}</svg>"
    )


def lines(text: str, width: float) -> list[str]:
    """Break a text so that it fits a box.

    >>> lines("denial raises demand", 110)
    ['denial raises', 'demand']
    """
    return textwrap.wrap(text, max(int((width - 12) / CHAR), 6)) or [""]


def box(text: str, x: float, y: float, width: float, kind: str = "box", height: float = 0.0) -> str:
    """Draw a box with text in its middle; its height follows the text unless given."""
    found = lines(text, width)
    tall = height or box_height(text, width)
    first = y + tall / 2 - LINE * (len(found) - 1) / 2 + 4
    spans = "".join(
        f'<tspan x="{x + width / 2:g}" y="{first + LINE * i:g}">{escape(line)}</tspan>'
        for i, line in enumerate(found)
    )
    shape = f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{tall:g}" rx="4"/>'
    return f'{shape}<text text-anchor="middle">{spans}</text>'


def box_height(text: str, width: float) -> float:
    """Height that a text needs in a box."""
    return LINE * len(lines(text, width)) + 12


def arrow(name: str, path: str, kind: str = "flow") -> str:
    """Draw an arrow along a path of the diagram `name`."""
    return f'<path class="{kind}" d="{path}" marker-end="url(#{name}-tip)"/>'


def label(text: str, x: float, y: float, kind: str = "label", anchor: str = "middle") -> str:
    """Write a line of text."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
