"""Specifications to inline SVG: vector, no script, with a title and a description for readers.

vl-convert carries its own Vega-Lite, so nothing is fetched and no browser is needed.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from ._theme import FONT

VEGA_LITE = "6.4"
"""Version of Vega-Lite that the specifications are written for."""
_IDS = re.compile(r'(\bid="|url\(#|href="#)')


def render(spec: dict[str, Any], name: str, title: str, description: str) -> str:
    """Draw a specification.

    Parameters
    ----------
    spec
        Vega-Lite specification as a dictionary.
    name
        Short unique name; keeps the ids of several figures on a page apart.
    title, description
        What the figure shows, for those who hear it.

    Returns
    -------
    str
        An ``<svg>`` element that scales with its box.
    """
    import vl_convert

    return accessible(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE), name, title, description)


def warm_up() -> None:
    """Start the drawing engine early, for instance beside the simulation: the first figure costs most."""
    render({"mark": "point", "data": {"values": []}}, "warm", "", "")


def accessible(svg: str, name: str, title: str, description: str) -> str:
    """Give an SVG a role, title and description, its own ids, and a width that follows the page.

    >>> accessible('<svg width="9" height="9" viewBox="0 0 9 9"><g/></svg>', "a", "T", "D")[:67]
    '<svg role="img" aria-labelledby="a-title a-desc" viewBox="0 0 9 9">'
    """
    head, body = svg[: svg.index(">")], svg[svg.index(">") + 1 :]
    box = re.search(r'viewBox="[^"]*"', head)
    opening = f'<svg role="img" aria-labelledby="{name}-title {name}-desc" {box[0] if box else ""}>'
    words = _element("title", name, title) + _element("desc", name, description)
    return opening + words + _IDS.sub(rf"\g<1>{name}-", _without_labels(body))


def _element(tag: str, name: str, text: str) -> str:
    return f'<{tag} id="{name}-{tag}">{escape(text)}</{tag}>'


def _without_labels(body: str) -> str:
    """Drop inner labels and roles: the figure is one image with a table beside it."""
    return re.sub(r' (?:aria-[a-z]+|role|aria-roledescription)="[^"]*"', "", body)


def standalone(svg: str, *, font: str = "", paper: str = "") -> str:
    """Make an SVG of `render` a file of its own.

    Parameters
    ----------
    svg
        An ``<svg>`` element as it stands in a page.
    font
        Family to set it in; as drawn if empty.
    paper
        Colour behind it; none if empty.

    Examples
    --------
    >>> standalone('<svg viewBox="0 0 9 9"></svg>', paper="#fff").split("xlink")[-1]
    '" style="background:#fff" viewBox="0 0 9 9"></svg>'
    """
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ground = f' style="background:{paper}"' if paper else ""
    made = svg.replace("<svg ", f"<svg {spaces}{ground} ", 1)
    return made.replace(FONT, font) if font else made
