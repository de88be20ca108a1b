"""The page that lists what programs may ask for, made from the API's own description."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ._pages import page

router = APIRouter(include_in_schema=False)


@router.get("/api")
async def show(request: Request) -> Response:
    """List every address of the API."""
    described = request.app.openapi()
    lines = [
        (
            method.upper(),
            path,
            about.get("description") or about.get("summary", ""),
            about.get("parameters", []),
        )
        for path, methods in described["paths"].items()
        for method, about in methods.items()
    ]
    return page(request, "api.html.j2", lines=lines, limits=request.app.state.room.limits)
