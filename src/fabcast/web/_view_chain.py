"""*Chain*: the flows of a quarter from tools to compute, where it binds, and what each stage rests on."""

from __future__ import annotations

import math
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from fabcast.errors import BadInput
from fabcast.model import QUARTERS
from fabcast.report import numbers
from fabcast.scenario import library, load

from . import _chain as content
from ._figure import rows_csv
from ._pages import fill, page, wants_fragment
from ._room import Room, room_of
from ._scenarios import moved
from ._state import State, read

router = APIRouter(include_in_schema=False)


@router.get("/chain")
async def show(request: Request) -> Response:
    """Show the page, or the diagram alone where a script asks."""
    state, quarter, chosen = _asked(request)
    room = room_of(request)
    shown = await room.quick(request, lambda: _content(room, state, quarter, chosen))
    if wants_fragment(request):
        push = f"/chain?{shown['query']}&stage={chosen.id}"
        return HTMLResponse(fill("chain_parts.html.j2", **shown), headers={"HX-Push-Url": push})
    return page(request, "chain.html.j2", **shown)


@router.get("/chain.json")
async def as_json(request: Request) -> Response:
    """Give the numbers of the quarter, stage by stage."""
    found = await _boxes(request)
    return JSONResponse([_plain(box) for box in found])


@router.get("/chain.csv")
async def as_csv(request: Request) -> Response:
    """Give the numbers of the quarter as a table."""
    rows: list[tuple[Any, ...]] = [("stage", "measure", "unit", "p5", "p50", "p95", "share_of_draws_binding")]
    rows += [tuple(_plain(box).values()) for box in await _boxes(request)]
    return rows_csv(rows)


@router.get("/chain.{ending}")
async def as_picture(request: Request, ending: str) -> Response:
    """Give the diagram as a file."""
    if ending not in ("svg", "png"):
        raise HTTPException(404)
    state, quarter, chosen = _asked(request)
    room = room_of(request)
    shown = await room.slow(request, lambda: _content(room, state, quarter, chosen))
    text = fill("chain.svg.j2", alone=True, **shown)
    if ending == "svg":
        return Response(text, media_type="image/svg+xml")
    import vl_convert

    return Response(bytes(vl_convert.svg_to_png(text, scale=2)), media_type="image/png")


def _asked(request: Request) -> tuple[State, str, content.Stage]:
    state = read(request.query_params.multi_items()).state
    given = request.query_params.get("quarter", "2027Q4").replace(" ", "")
    if given.isdigit():
        given = QUARTERS[min(int(given), len(QUARTERS) - 1)]
    if given not in QUARTERS or not content.FIRST <= given <= content.LAST:
        raise BadInput(f"quarter '{given[:12]}' is not one from {content.FIRST} to {content.LAST}")
    name = request.query_params.get("stage", "packaging")
    chosen = content.stage(name)
    if chosen is None:
        raise BadInput(f"stage '{name[:20]}' is not one of: {', '.join(s.id for s in content.STAGES)}")
    return state, given, chosen


def _content(room: Room, state: State, quarter: str, chosen: content.Stage) -> dict[str, Any]:
    scenario = moved(load(state.a), state.of("a"), "a")
    runs = room.runner.single(scenario, room.limits.live_draws, content.outcomes())
    first, last = QUARTERS.index(content.FIRST), QUARTERS.index(content.LAST)
    return {
        "state": state,
        "scenario": scenario,
        "library": library(),
        "quarter": quarter,
        "index": QUARTERS.index(quarter),
        "first": first,
        "last": last,
        "quarters": QUARTERS[first : last + 1],
        "boxes": content.boxes(runs, quarter),
        "arrows": content.arrows(),
        "chosen": chosen,
        "heads": [head for head in map(content.told, chosen.modules) if head.equations],
        "uses": content.uses(chosen.modules),
        "draws": room.limits.live_draws,
        "query": f"{state.query(b=State().b)}&quarter={quarter}",
        "width": content.WIDTH,
        "height": content.HEIGHT,
        "parts": numbers.interval_parts,
        "measures": content.MEASURES,
    }


async def _boxes(request: Request) -> list[content.Box]:
    state, quarter, chosen = _asked(request)
    room = room_of(request)
    shown = await room.quick(request, lambda: _content(room, state, quarter, chosen))
    found: list[content.Box] = shown["boxes"]
    return found


def _plain(box: content.Box) -> dict[str, Any]:
    spread = box.spread
    points = {q: getattr(spread, q) if spread else math.nan for q in ("p5", "p50", "p95")}
    finite = {q: value if math.isfinite(value) else None for q, value in points.items()}
    return {"stage": box.stage.id, "measure": box.label, "unit": box.unit, **finite, "binding": box.binding}
