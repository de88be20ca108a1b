"""*Evidence*: look any number up; see where it comes from, how good it is, and what uses it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from fabcast.facts import Entry

from . import _evidence as content
from ._figure import rows_csv
from ._pages import fill, page, wants_fragment
from ._room import room_of

router = APIRouter(include_in_schema=False)


@router.get("/evidence")
async def show(request: Request, q: str = "") -> Response:
    """Show the search and what it finds."""
    found = await room_of(request).quick(request, lambda: content.search(q))
    if wants_fragment(request):
        return HTMLResponse(
            fill("evidence_list.html.j2", found=found, q=q), headers={"HX-Replace-Url": _address(q)}
        )
    return page(request, "evidence.html.j2", found=found, q=q)


@router.get("/evidence.json")
async def as_json(request: Request, q: str = "") -> Response:
    """Give what a search finds."""
    found = await room_of(request).quick(request, lambda: content.search(q))
    return JSONResponse([_plain(entry) for entry in found])


@router.get("/evidence.csv")
async def as_csv(request: Request, q: str = "") -> Response:
    """Give what a search finds as a table."""
    found = await room_of(request).quick(request, lambda: content.search(q))
    rows: list[tuple[Any, ...]] = [("kind", "id", "title", "value", "grade")]
    return rows_csv([*rows, *(tuple(_plain(entry).values()) for entry in found)])


@router.get("/evidence/{name}.json")
async def card_json(request: Request, name: str) -> Response:
    """Give one fact with its sources."""
    card = await room_of(request).quick(request, lambda: content.card(name))
    records = [record.model_dump(mode="json") for record in card.entry.records]
    sources = [source.model_dump(mode="json") for source in card.sources]
    return JSONResponse({**_plain(card.entry), "records": records, "sources": sources})


@router.get("/evidence/{name}")
async def card(request: Request, name: str) -> Response:
    """Show one fact."""
    found = await room_of(request).quick(request, lambda: content.card(name))
    return page(request, "evidence_card.html.j2", c=found)


def _address(q: str) -> str:
    return f"/evidence?{urlencode({'q': q})}" if q else "/evidence"


def _plain(entry: Entry) -> dict[str, Any]:
    grade = str(getattr(entry.grade, "value", entry.grade))
    return {"kind": entry.kind, "id": entry.id, "title": entry.title, "value": entry.value, "grade": grade}
