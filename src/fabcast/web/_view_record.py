"""*How good is it*: forecasts from past dates beside what happened, and the recorded years."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from . import _hindcasts as hindcasts
from . import _record as content
from ._figure import alone, as_file, png, rows_csv, table_csv
from ._limits import Busy
from ._pages import arrived, page, pending
from ._room import Room, room_of

router = APIRouter(include_in_schema=False)
_QUESTION = "What does the model say of years that are known?"


@router.get("/record")
async def show(request: Request, policy: str = "as_happened") -> Response:
    """Show how forecasts from past dates did."""
    found = await room_of(request).slow(request, lambda: hindcasts.scores(policy))
    return page(request, "record.html.j2", scores=found, policies=hindcasts.POLICIES)


@router.get("/record.json")
async def as_json(request: Request, policy: str = "as_happened") -> Response:
    """Give the hindcasts in the form of ``fabcast hindcast --json``."""
    found = await room_of(request).slow(request, lambda: hindcasts.scores(policy))
    return JSONResponse(found.plain)


@router.get("/record.csv")
async def as_csv(request: Request, policy: str = "as_happened") -> Response:
    """Give the scores by series as a table."""
    found = await room_of(request).slow(request, lambda: hindcasts.scores(policy))
    return table_csv(found.tables[0])


@router.get("/record/history")
async def history(request: Request, series: str = "") -> Response:
    """Show every recorded series in a line, and the chosen one as a figure."""
    room = room_of(request)
    found = begin(room)
    if found is None:
        return pending(request, "How good is it", _QUESTION)
    chosen = _line(found, series) if series else found.lines[0]
    drawn = await room.slow(request, lambda: content.figure(chosen))
    return arrived(request) or page(
        request,
        "history.html.j2",
        record=found,
        inside=content.share_inside(found),
        groups=content.GROUPS,
        chosen=chosen,
        figure=drawn,
    )


@router.get("/record/history.json")
async def history_json(request: Request) -> Response:
    """Give every report beside the model's numbers."""
    found = await _ready(request)
    return JSONResponse({"tally": found.tally, "points": list(found.rows)})


@router.get("/record/history.csv")
async def history_csv(request: Request) -> Response:
    """Give the same as a table."""
    found = await _ready(request)
    rows: list[tuple[Any, ...]] = [tuple(found.rows[0])]
    return rows_csv([*rows, *(tuple(_flat(v) for v in row.values()) for row in found.rows)])


@router.get("/record/history/{name}.{ending}")
async def history_figure(request: Request, name: str, ending: str) -> Response:
    """Give the figure of one series as a file."""
    if ending not in ("svg", "png", "csv", "json"):
        raise HTTPException(404)
    line = _line(await _ready(request), name)
    return await room_of(request).slow(request, lambda: as_file(content.figure(line), ending))


@router.get("/record/{name}.{ending}")
async def figure(request: Request, name: str, ending: str, policy: str = "as_happened") -> Response:
    """Give one figure of the hindcasts as a file."""
    room = room_of(request)
    found = await room.slow(request, lambda: hindcasts.scores(policy))
    wanted = next((f for f in found.figures if f.name == name), None)
    if wanted is None or ending not in ("svg", "png", "csv"):
        raise HTTPException(404)
    if ending == "csv":
        return table_csv(wanted.table)
    if ending == "svg":
        return Response(alone(wanted.markup), media_type="image/svg+xml")
    return Response(await room.slow(request, lambda: png(wanted.markup)), media_type="image/png")


def begin(room: Room, wait: float = 0.0) -> content.Record | None:
    """Return the recorded years beside the model, or None while they are being worked out."""
    return room.background.result("history", content.record, wait)


async def _ready(request: Request) -> content.Record:
    room = room_of(request)
    found = begin(room) or await asyncio.to_thread(begin, room, room.limits.patience)
    if found is None:
        raise Busy(503, "the recorded years are still being worked out; ask again in some seconds")
    return found


def _line(found: content.Record, name: str) -> content.Line:
    line = next((line for line in found.lines if line.id == name), None)
    if line is None:
        raise HTTPException(404)
    return line


def _flat(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value
