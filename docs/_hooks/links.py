"""Follows every link of the built site: each page, file and anchor that one names is there.

The builder itself looks at the links of a page's text; those that hooks, figures and docstrings bring are
seen here. A dead link is a warning, so that ``mkdocs build --strict`` fails on it.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LOG = logging.getLogger("mkdocs.hooks.links")
NAMES = ("href", "src", "xlink:href")
NO_PLACE = ("mailto", "data", "javascript")
"""Schemes of links that name no page."""


@dataclass
class Found(HTMLParser):
    """What a page links to, and what it can be linked to by."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and anchors; that a page is at home at its own address is no link."""
        given = {name: value for name, value in attrs if value is not None}
        if (tag, given.get("rel")) != ("link", "canonical"):
            self.links += [given[name] for name in NAMES if name in given]
        self.anchors |= {given[name] for name in ("id", "name") if name in given}


def on_post_build(config: Any, **_: Any) -> None:
    """Warn of each link that leads nowhere; called by the site builder."""
    for page, link in dead(Path(config["site_dir"])):
        LOG.warning("%s: the link %s leads nowhere", page, link)


def dead(site: Path) -> Iterator[tuple[str, str]]:
    """Yield each page of a site and a link on it that leads nowhere."""
    for page in sorted(site.rglob("*.html")):
        for link in dict.fromkeys(read(page).links):
            if not leads(link, page, site):
                yield str(page.relative_to(site)), link


@cache
def read(page: Path) -> Found:
    """Read the links and anchors of a page once."""
    found = Found()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def leads(link: str, page: Path, site: Path) -> bool:
    """Whether a link leads somewhere; one to elsewhere is only held to be well-formed.

    >>> [leads(link, Path("a.html"), Path()) for link in ("https://example.org/a", "https:/example.org", "")]
    [True, False, False]
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme in NO_PLACE:
        return True
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https"} and "." in parts.netloc and not set(link) & set(' <>"')
    return bool(link) and _is_here(unquote(parts.path), unquote(parts.fragment), page, site)


def _is_here(path: str, anchor: str, page: Path, site: Path) -> bool:
    target = (site if path.startswith("/") else page.parent) / path.lstrip("/") if path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file() or not target.resolve().is_relative_to(site.resolve()):
        return False
    return not anchor or target.suffix != ".html" or anchor in read(target).anchors
