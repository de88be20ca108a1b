"""*How good is it*: what the model says of years that are known."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from . import _record as content
from ._figure import as_file, rows_csv
from ._pages import page
from ._room import room_of

router = APIRouter(include_in_schema=False)


@router.get("/record")
async def show(request: Request, series: str = "") -> Response:
    """Show every series in a line, and the chosen one as a figure."""
    room = room_of(request)
    found = await room.slow(request, content.record)
    chosen = _line(found, series) if series else found.lines[0]
    drawn = await room.slow(request, lambda: content.figure(chosen))
    return page(
        request,
        "record.html.j2",
        record=found,
        inside=content.share_inside(found),
        groups=content.GROUPS,
        chosen=chosen,
        figure=drawn,
    )


@router.get("/record.json")
async def as_json(request: Request) -> Response:
    """Give every report beside the model's numbers."""
    found = await room_of(request).slow(request, content.record)
    return JSONResponse({"tally": found.tally, "points": list(found.rows)})


@router.get("/record.csv")
async def as_csv(request: Request) -> Response:
    """Give the same as a table."""
    found = await room_of(request).slow(request, content.record)
    rows: list[tuple[Any, ...]] = [tuple(found.rows[0])]
    return rows_csv([*rows, *(tuple(_flat(v) for v in row.values()) for row in found.rows)])


@router.get("/record/{name}.{ending}")
async def figure(request: Request, name: str, ending: str) -> Response:
    """Give the figure of one series as a file."""
    if ending not in ("svg", "png", "csv", "json"):
        raise HTTPException(404)
    room = room_of(request)
    found = await room.slow(request, content.record)
    line = _line(found, name.removeprefix("history-"))
    return await room.slow(request, lambda: as_file(content.figure(line), ending))


def _line(found: content.Record, name: str) -> content.Line:
    line = next((line for line in found.lines if line.id == name), None)
    if line is None:
        raise HTTPException(404)
    return line


def _flat(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value
