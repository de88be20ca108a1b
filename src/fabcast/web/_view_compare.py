"""*Compare*: two scenarios, levers over time, what changes, and why. The page and its twins."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from fabcast import model
from fabcast.model import QUARTERS
from fabcast.report import FANS, OUTCOMES, Brief, build_brief, gather, to_html, to_json
from fabcast.scenario import Scenario, library, load

from . import _levers as levers
from ._compare import Picture, picture, same
from ._figure import as_file, rows_csv
from ._pages import fill, page
from ._room import Room, room_of
from ._scenarios import moved, pair
from ._state import SIDES, State, read

router = APIRouter(include_in_schema=False)
Parts = tuple[str, ...]
FIGURES = ("levels", "change", "binding", "binding-base")


@router.get("/")
async def start() -> Response:
    """Begin with the H200 question."""
    return RedirectResponse(f"/compare?{State().query()}", 303)


@router.get("/compare")
async def show(request: Request) -> Response:
    """Show the page; positions of levers are first written as an address."""
    form = read(request.query_params.multi_items())
    if form.positions:
        return RedirectResponse(f"/compare?{form.state.query()}", 303)
    room = room_of(request)
    parts, content = await room.quick(request, lambda: _whole(room, form.state))
    return page(request, "compare.html.j2", answer=parts[0], results=parts[1], **content)


@router.get("/compare/live")
async def live(request: Request) -> Response:
    """Give the parts of the page that a lever moves, from fewer draws."""
    form = read(request.query_params.multi_items())
    room = room_of(request)
    parts = await room.quick(request, lambda: _parts(room, form.state, full=False))
    return _fragment(request, form.state, "".join(parts))


@router.get("/compare/full")
async def full(request: Request) -> Response:
    """Give the same parts from all draws, with what the answer rests on."""
    form = read(request.query_params.multi_items())
    room = room_of(request)
    parts = await room.slow(request, lambda: _parts(room, form.state, full=True))
    return HTMLResponse("".join(parts))


@router.get("/compare.json")
async def as_json(request: Request) -> Response:
    """Give the comparison in the published form of ``fabcast compare --json``."""
    return JSONResponse(to_json(await _brief(request)))


@router.get("/compare.csv")
async def as_csv(request: Request) -> Response:
    """Give every change with its interval, one row an outcome and year."""
    made = await _brief(request)
    head = (
        "outcome",
        "year",
        "unit",
        *(f"{part}_{q}" for part in ("scenario", "against", "change") for q in _POINTS),
    )
    rows: list[tuple[Any, ...]] = [(*head, "share_higher", "share_lower", "share_same")]
    for c in made.contrasts:
        points = [getattr(s, q) for s in (c.scenario, c.against, c.contrast) for q in _POINTS]
        signs = (c.probability_positive, c.probability_negative, c.probability_zero)
        rows.append((c.outcome, c.year or "", c.unit, *points, *signs))
    return rows_csv(rows)


@router.get("/compare.html")
async def as_brief(request: Request) -> Response:
    """Give the brief, one file for a minister, as a download."""
    made = await _brief(request)
    room = room_of(request)
    text = await room.slow(request, lambda: to_html(made))
    name = f'attachment; filename="brief-{made.scenario.id}-{made.against.id}.html"'
    return HTMLResponse(text, headers={"content-disposition": name})


@router.get("/compare/{name}.{ending}")
async def figure(request: Request, name: str, ending: str) -> Response:
    """Give one figure as a file."""
    if name not in FIGURES or ending not in ("svg", "png", "csv", "json"):
        raise HTTPException(404)
    state = read(request.query_params.multi_items()).state
    room = room_of(request)
    found = await room.slow(request, lambda: _picture(room, state, full=True))
    wanted = next(f for f in found.figures if f.name == name)
    return await room.slow(request, lambda: as_file(wanted, ending))


_POINTS = ("p5", "p50", "p95")


def _fragment(request: Request, state: State, text: str) -> Response:
    """Send parts of the page; the address follows when a lever comes to rest."""
    headers = {} if request.headers.get("x-moving") == "1" else {"HX-Push-Url": f"/compare?{state.query()}"}
    return HTMLResponse(text, headers=headers)


def _picture(room: Room, state: State, *, full: bool) -> Picture:
    ours, base = pair(state)
    draws = room.limits.full_draws if full else room.limits.live_draws
    runs = room.runner.pair(ours, base, draws)
    vain = full and _moved_in_vain(room, state, (ours, base), draws)
    return picture(runs, (ours, base), state, full=full, unmoved=vain, note=room.runner.chosen.why)


def _moved_in_vain(room: Room, state: State, scenarios: tuple[Scenario, Scenario], draws: int) -> bool:
    """Tell whether levers were moved and no outcome answers, in any draw."""
    run = room.runner.single
    changed = [s for s, side in zip(scenarios, SIDES, strict=True) if state.of(side)]
    return bool(changed) and all(s.parent and same(run(s, draws), run(s.parent, draws)) for s in changed)


def _whole(room: Room, state: State) -> tuple[Parts, dict[str, Any]]:
    """Fill the whole page: from all draws where these are at hand, else from the quick ones."""
    full = ("parts", state, True, False) in room.pages
    return _parts(room, state, full=full, whole=True), _controls(state)


def _parts(room: Room, state: State, *, full: bool, whole: bool = False) -> Parts:
    """Fill what holds numbers: the answer, the figures, and beside them the paths of levers.

    For a whole page figures are drawn here; elsewhere the script draws them.
    """

    def make() -> Parts:
        content = {
            "p": _picture(room, state, full=full),
            "query": state.query(),
            "whole": whole,
            "groups": _groups(state),
            "cite": _citation(state),
        }
        names = ("answer", "results") if whole else ("answer", "results", "strips")
        return tuple(fill(f"compare_{name}.html.j2", **content) for name in names)

    return room.pages.get(("parts", state, full, whole), make)


def _groups(state: State) -> Any:
    base = load(getattr(state, state.side))
    return levers.rows(base, moved(base, state.of(state.side), state.side), state.of(state.side), state.side)


def _controls(state: State) -> dict[str, Any]:
    """Everything of the page that is not a result."""
    ours, base = pair(state)
    first, last = levers.quarter_bounds()
    return {
        "state": state,
        "query": state.query(),
        "library": library(),
        "outcomes": _outcome_names(),
        "years": range(2026, 2036),
        "groups": _groups(state),
        "marks": levers.marks(ours, base),
        "ticks": levers.year_ticks(),
        "first": first,
        "last": last,
        "quarters": QUARTERS[first : last + 1],
        "others": [move for move in state.moves if move.side != state.side],
    }


def _outcome_names() -> dict[str, str]:
    return {name: model.OUTCOMES[name].label for name in FANS}


def _citation(state: State) -> str:
    from fabcast.facts import AS_OF

    from ._pages import environment

    version = environment().globals["version"]
    return f"Fabcast {version}, /compare?{state.query()}, facts as of {AS_OF}"


async def _brief(request: Request) -> Brief:
    """Build the published content of a comparison, with the record that names its inputs."""
    state = read(request.query_params.multi_items()).state
    room = room_of(request)

    def make() -> Brief:
        ours, base = pair(state)
        runs = room.runner.run([ours, base], room.limits.full_draws, OUTCOMES)
        return build_brief(runs, ours.id, base.id, (), gather([ours, base]))

    return await room.slow(request, make)


def warm_up(room: Room) -> None:
    """Compile the model, start the drawing engine, and keep the first picture."""
    state = State()
    for full in (False, True):
        _parts(room, state, full=full, whole=True)
        _parts(room, state, full=full)
