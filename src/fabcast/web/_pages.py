"""Templates: words and order of the pages; what they show arrives as finished content."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from fabcast.facts import AS_OF, _age
from fabcast.report import numbers, words

VIEWS = (
    ("/compare", "Compare"),
    ("/claims", "Claims"),
    ("/rules", "Rules"),
    ("/chain", "Chain"),
    ("/evidence", "Evidence"),
    ("/record", "How good is it"),
)
"""Views in the order of the menu."""
STATIC = files("fabcast.web") / "static"


@cache
def environment() -> Environment:
    """Return the template engine: every text is escaped, and an unknown name is an error."""
    env = Environment(
        loader=PackageLoader("fabcast.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared = {name: getattr(numbers, name) for name in ("change", "share", "level_interval", "number")}
    said = {name: getattr(words, name) for name in ("chances", "relative_change", "sampling", "effect")}
    env.globals.update(shared | said)
    env.globals.update(
        cell=_cell,
        age=_age_line,
        views=VIEWS,
        version=version("fabcast"),
        as_of=AS_OF.isoformat(),
        stamp=_stamp(),
    )
    return env


def _age_line() -> str:
    return _age.age_line(_age.today())


def page(request: Request, template: str, **content: Any) -> HTMLResponse:
    """Fill a template."""
    status = int(content.get("status", 200))
    here = str(request.url.path)
    text = environment().get_template(template).render(content | {"here": here})
    return HTMLResponse(text, status)


def pending(request: Request, title: str, heading: str) -> Response:
    """Say that a page is being worked out; the page then asks again by itself."""
    if "awaited" in request.query_params:
        return Response(status_code=204)
    return page(request, "pending.html.j2", title=title, heading=heading)


def arrived(request: Request) -> Response | None:
    """Answer a page that waits for one that is ready now: it loads itself anew."""
    if "awaited" in request.query_params:
        return Response(headers={"HX-Refresh": "true"})
    return None


def fill(template: str, **content: Any) -> str:
    """Fill a template to text."""
    return environment().get_template(template).render(content)


def wants_fragment(request: Request) -> bool:
    """Tell whether a script asked, for a part of the page."""
    return request.headers.get("hx-request") == "true"


def _cell(contrast: Any) -> tuple[str, str]:
    """Write a change for a cell whose row says its outcome: the middle, and its interval."""
    if words.hardly_moves(contrast):
        return "no change", ""
    unit = contrast.unit.removesuffix(" a year")
    return numbers.interval_parts(contrast.contrast, unit, difference=True)


def _stamp() -> str:
    """Hash of the page's own files: part of their addresses, so that a browser never mixes versions."""
    import hashlib

    total = hashlib.sha256()
    for name in sorted(f.name for f in STATIC.iterdir() if f.is_file()):
        total.update((STATIC / name).read_bytes())
    return total.hexdigest()[:10]
