"""*Rules*: chip, day, destination, headquarters → finding, trace, nearest lines; a reform laid over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from fabcast import facts, rules
from fabcast.errors import BadInput

from . import _rules as content
from ._figure import rows_csv
from ._kept import Kept
from ._pages import fill, page, wants_fragment
from ._room import room_of

router = APIRouter(include_in_schema=False)
_reforms: Kept[rules.Reform] = Kept(8)
_timelines: Kept[tuple[list[str], list[content.Stretch]]] = Kept(16)


@router.get("/rules")
async def show(request: Request) -> Response:
    """Show the page, or the finding alone where a script asks."""
    question = content.read(dict(request.query_params))
    room = room_of(request)
    parts = await room.quick(request, lambda: _parts(question, oob=wants_fragment(request)))
    if wants_fragment(request):
        return HTMLResponse("".join(parts), headers={"HX-Push-Url": f"/rules?{question.query()}"})
    return page(
        request,
        "rules.html.j2",
        q=question,
        chosen=facts.find_chip(question.chip).name,
        finding=parts[0],
        timeline=parts[1],
        chips=content.chips(),
        places=content.PLACES,
        stated=content.STATED_WORDS,
    )


@router.get("/rules.json")
async def as_json(request: Request) -> Response:
    """Give the finding in the published form of ``fabcast classify --json``, with its trace."""
    question = content.read(dict(request.query_params))
    made = await room_of(request).quick(request, lambda: _answer(question))
    found: dict[str, Any] = {"finding": made.finding.to_dict()}
    if made.reformed is not None:
        found |= {"reformed": made.reformed.to_dict(), "moved": made.moved}
    return JSONResponse(found)


@router.get("/rules.csv")
async def as_csv(request: Request) -> Response:
    """Give how the chip's standing moved, one row a day."""
    question = content.read(dict(request.query_params))
    made = await room_of(request).quick(request, lambda: _answer(question))
    rows: list[tuple[Any, ...]] = [("day", "paragraphs", "licence_required", "review_policy", "events")]
    for shift in made.shifts:
        after = shift.after
        what = (" ".join(after.eccn), after.licence_required, after.review_policy, " ".join(shift.events))
        rows.append((shift.day.isoformat(), *what))
    return rows_csv(rows)


@router.get("/rules/timeline.{ending}")
async def timeline(request: Request, ending: str) -> Response:
    """Give the status timeline of the catalogue as a file."""
    question = content.read(dict(request.query_params))
    names, bars = await room_of(request).quick(request, lambda: _timeline(question.to))
    if ending == "csv":
        return rows_csv([("chip", "from", "words"), *((bar.chip, bar.start, bar.words) for bar in bars)])
    if ending == "json":
        return JSONResponse(rules.spans(question.to))
    if ending == "svg":
        text = fill("rules_timeline.svg.j2", alone=True, **_drawing(question, names, bars))
        return Response(text, media_type="image/svg+xml")
    if ending == "png":
        import vl_convert

        text = fill("rules_timeline.svg.j2", alone=True, **_drawing(question, names, bars))
        return Response(bytes(vl_convert.svg_to_png(text, scale=2)), media_type="image/png")
    raise HTTPException(404)


def _answer(question: content.Question) -> content.Answer:
    reform = None
    if question.reform:
        reform = _reforms.get(question.reform, lambda: rules.Reform.from_text(question.reform))
    return content.answer(question, reform)


def _timeline(to: str) -> tuple[list[str], list[content.Stretch]]:
    return _timelines.get(to, lambda: content.timeline(to))


def _drawing(question: content.Question, names: list[str], bars: list[content.Stretch]) -> dict[str, Any]:
    years = [(year, content.x_of(date(year, 1, 1))) for year in range(2023, content.END.year + 1)]
    used = sorted({bar.status for bar in bars})
    return {
        "q": question,
        "names": names,
        "bars": bars,
        "years": years,
        "here": content.x_of(question.on),
        "standings": [(i, list(rules.STANDINGS)[i], list(rules.STANDINGS.values())[i]) for i in used],
        "row": content.ROW,
        "width": content.WIDTH,
        "place": content.PLACES.get(question.to, question.to),
    }


def _parts(question: content.Question, *, oob: bool) -> tuple[str, str]:
    """Fill the finding and the timeline. A reform that cannot be read is told beside the finding."""
    fault = ""
    try:
        made = _answer(question)
    except BadInput as error:
        if not question.reform:
            raise
        fault = str(error)
        made = _answer(replace(question, reform=""))
    lines = made.finding.lines[:4]
    finding = fill(
        "rules_finding.html.j2",
        a=made,
        q=question,
        fault=fault,
        lines=lines,
        trace=made.finding.trace,
        title_of=rules.event_title,
        stated=content.STATED_WORDS[question.stated],
        names={chip.id: chip.name for chip in facts.chips().values()},
    )
    drawing = fill("rules_timeline.html.j2", oob=oob, **_drawing(question, *_timeline(question.to)))
    return finding, drawing
