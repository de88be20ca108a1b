"""*Claims*: the board of statements, and one claim in full."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from fabcast.report import ORDERS, STATUS_WORDS

from . import _claims as content
from ._figure import Figure, as_file, rows_csv
from ._limits import Busy
from ._pages import arrived, fill, page, pending, wants_fragment
from ._room import Room, room_of

router = APIRouter(include_in_schema=False)
_COLUMNS = ("claim_id", "status", "probability", "quantity", "comparator", "threshold", "horizon", "because")


@router.get("/claims")
async def show(request: Request, sort: str = "open", status: str = "", find: str = "") -> Response:
    """Show the board, or its list alone where a script asks."""
    room = room_of(request)
    board = begin(room)
    if board is None:
        return pending(request, "Claims", "Which statements hold?")
    rows = await room.quick(request, lambda: content.picked(board, sort, status, find))
    chosen = {"sort": sort, "kept": status, "find": find}
    if wants_fragment(request):
        return arrived(request) or HTMLResponse(fill("claims_list.html.j2", rows=rows, **chosen))
    shown = {"rows": rows, "orders": ORDERS, "statuses": STATUS_WORDS, "tally": content.tally(board)}
    return page(request, "claims.html.j2", **shown, **chosen)


@router.get("/claims.json")
async def as_json(request: Request) -> Response:
    """Give the board in the published form of ``fabcast claims --json``."""
    return JSONResponse(content.plain(await ready(request)))


@router.get("/claims.csv")
async def as_csv(request: Request) -> Response:
    """Give the board as a table, one row a claim."""
    rows: list[tuple[Any, ...]] = [_COLUMNS]
    rows += [tuple(row.get(name) for name in _COLUMNS) for row in content.plain(await ready(request))]
    return rows_csv(rows)


@router.get("/claims/{name}")
async def one(request: Request, name: str) -> Response:
    """Show one claim in full."""
    board = begin(room_of(request))
    if board is None:
        return pending(request, "Claims", "Which statements hold?")
    found = content.one(board, name)
    return arrived(request) or page(request, "claim.html.j2", c=found, figures=content.drawn(found))


@router.get("/claims/{name}/{part}.{ending}")
async def figure(request: Request, name: str, part: str, ending: str) -> Response:
    """Give one figure of a claim as a file."""
    found = content.drawn(content.one(await ready(request), name))
    wanted: Figure | None = next((f for f in found if f.name == part), None)
    if wanted is None or ending not in ("svg", "png", "csv", "json"):
        raise HTTPException(404)
    return await room_of(request).slow(request, lambda: as_file(wanted, ending))


def begin(room: Room, wait: float = 0.0) -> content.Board | None:
    """Return the board, or None while it is being worked out."""
    draws = room.limits.full_draws
    return room.background.result("claims", lambda: content.check(room.runner, draws), wait)


async def ready(request: Request) -> content.Board:
    """Wait for the board as long as a request may wait.

    Raises
    ------
    Busy
        It is not ready yet.
    """
    room = room_of(request)
    found = begin(room) or await asyncio.to_thread(begin, room, room.limits.patience)
    if found is None:
        raise Busy(503, "the claims are still being worked out; ask again in some seconds")
    return found
