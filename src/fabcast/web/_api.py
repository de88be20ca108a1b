"""The REST API: the same answers for programs. Read-only; described at /api/openapi.json."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from fabcast import facts, rules
from fabcast.errors import BadInput
from fabcast.facts import AS_OF
from fabcast.model import OUTCOMES, QUARTERS
from fabcast.report import OUTCOMES as HEADLINES
from fabcast.report import YEARS, build_brief, gather, runs_json, to_json
from fabcast.scenario import LEVERS, library, load

from . import _evidence as evidence
from ._claims import picked
from ._limits import Limits
from ._room import room_of
from ._scenarios import moved, pair
from ._state import State, read
from ._view_claims import ready

_PROBLEM = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}
_FAULTS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The input cannot be used; `detail` says why.", **_PROBLEM},
    413: {"description": "The request is too large.", **_PROBLEM},
    422: {"description": "A field has the wrong type or range.", **_PROBLEM},
    429: {"description": "Too many of your requests wait.", **_PROBLEM},
    503: {"description": "The server is busy, or the run took too long.", **_PROBLEM},
}
router = APIRouter(prefix="/api", tags=["api"], responses=_FAULTS)

Name = Annotated[str, Field(min_length=1, max_length=80)]


class Transaction(BaseModel):
    """One item in one transaction. Any column of ``fabcast classify`` may stand in `facts`."""

    model_config = ConfigDict(extra="forbid")

    item: Name | None = None
    on: date = AS_OF
    to: Annotated[str, Field(pattern="^[A-Za-z]{2}$")] = "CN"
    hq: Annotated[str, Field(pattern="^[A-Za-z]{2}$")] | None = None
    facts: Annotated[dict[str, str | float | bool], Field(max_length=40)] = {}
    readings: Annotated[dict[str, str], Field(max_length=8)] = {}
    reform: Annotated[str, Field(max_length=4000)] = ""


class Batch(BaseModel):
    """Transactions to judge, at most 500."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[Transaction], Field(min_length=1, max_length=500)]


class Simulation(BaseModel):
    """Scenarios to run. `levers` moves levers of all of them, as ``{"us_fee.H200": "0.5@2027-01-01"}``."""

    model_config = ConfigDict(extra="forbid")

    scenarios: Annotated[list[Name], Field(min_length=1, max_length=6)]
    levers: Annotated[dict[str, Annotated[str, Field(max_length=60)]], Field(max_length=24)] = {}
    outcomes: Annotated[list[Name], Field(max_length=40)] = []
    years: Annotated[list[int], Field(max_length=12)] = []
    draws: Annotated[int, Field(ge=1, le=5000)] | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1


@router.get("/classify")
async def classify(
    request: Request,
    item: Annotated[str, Query(min_length=1, max_length=80)],
    on: date = AS_OF,
    to: Annotated[str, Query(pattern="^[A-Za-z]{2}$")] = "CN",
    hq: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$")] = None,
) -> dict[str, Any]:
    """Say what the rules of a day make of a chip, in the form of ``fabcast classify --json``."""
    one = Transaction(item=item, on=on, to=to, hq=hq)
    return await room_of(request).quick(request, lambda: _finding(one, 1))


@router.post("/classify")
async def classify_rows(request: Request, batch: Batch) -> list[dict[str, Any]]:
    """Judge up to 500 transactions; a row that cannot be used keeps its place with an ``error``."""
    return await room_of(request).slow(request, lambda: [_row(r, i + 1) for i, r in enumerate(batch.rows)])


def _row(one: Transaction, row: int) -> dict[str, Any]:
    try:
        return _finding(one, row)
    except BadInput as error:
        return {"row": row, "error": str(error)}


def _finding(one: Transaction, row: int) -> dict[str, Any]:
    reform = rules.Reform.from_text(one.reform) if one.reform else None
    given: dict[str, Any] = {"to": one.to.upper(), "hq": one.hq.upper() if one.hq else None}
    given |= {name: _text(value) for name, value in one.facts.items()}
    found = rules.classify(one.item, on=one.on, reform=reform, switches=one.readings, **given)
    return found.to_dict(row=row)


def _text(value: str | float | bool) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f"{value:.12g}"
        if isinstance(value, float)
        else value
    )


@router.post("/simulate")
async def simulate(request: Request, asked: Simulation) -> dict[str, Any]:
    """Run scenarios and give each outcome by year with its interval, as ``fabcast run --json``."""
    room = room_of(request)
    outcomes = _outcomes(asked.outcomes)
    years = _years(asked.years)
    moves = read([(f"a.{name}", text) for name, text in asked.levers.items()]).state.of("a")
    scenarios = [moved(load(_scenario(name)), moves, "a") for name in asked.scenarios]
    draws = _draws(asked.draws, room.limits)

    def work() -> dict[str, Any]:
        runs = room.runner.run(scenarios, draws, outcomes, asked.seed)
        return {"record": runs.record, "results": runs_json(runs, outcomes, years)}

    return await room.slow(request, work)


@router.get("/compare")
async def compare(
    request: Request,
    a: Annotated[str, Query(max_length=80)] = State().a,
    b: Annotated[str, Query(max_length=80)] = State().b,
    draws: Annotated[int | None, Query(ge=1, le=5000)] = None,
    seed: Annotated[int, Query(ge=0, le=2**31 - 1)] = 1,
) -> dict[str, Any]:
    """Compare two scenarios, in the form of ``fabcast compare --json``; levers move as on the page."""
    moves = [(k, v) for k, v in request.query_params.multi_items() if k[:2] in ("a.", "b.")]
    ours, base = pair(read([("a", a), ("b", b), *moves]).state)
    room = room_of(request)
    number = _draws(draws, room.limits)

    def work() -> dict[str, Any]:
        runs = room.runner.run([ours, base], number, HEADLINES, seed)
        return to_json(build_brief(runs, ours.id, base.id, (), gather([ours, base])))

    return await room.slow(request, work)


@router.get("/claims")
async def claims(
    request: Request,
    sort: Annotated[str, Query(max_length=20)] = "given",
    status: Annotated[str, Query(max_length=20)] = "",
    find: Annotated[str, Query(max_length=120)] = "",
) -> list[dict[str, Any]]:
    """Say of each claim how likely it is to be true, in the form of ``fabcast claims --json``."""
    board = await ready(request)
    return await room_of(request).quick(request, lambda: picked(board, sort, status, find))


@router.get("/facts")
async def find_facts(request: Request, q: Annotated[str, Query(max_length=120)] = "") -> list[dict[str, Any]]:
    """Look facts up by words."""
    found = await room_of(request).quick(request, lambda: evidence.search(q))
    return [_entry(entry) for entry in found]


@router.get("/facts/{name}")
async def one_fact(request: Request, name: str) -> dict[str, Any]:
    """Give one fact with its records and sources."""
    card = await room_of(request).quick(request, lambda: evidence.card(name[:120]))
    records = [record.model_dump(mode="json") for record in card.entry.records]
    return _entry(card.entry) | {
        "records": records,
        "sources": [s.model_dump(mode="json") for s in card.sources],
    }


@router.get("/scenarios")
async def scenarios() -> list[dict[str, Any]]:
    """List the scenarios."""
    return [{"id": s.id, "title": s.title, "description": s.description} for s in library().values()]


@router.get("/levers")
async def levers() -> list[dict[str, Any]]:
    """List the levers, with unit and range; a top of null has no end."""
    return [
        {
            "id": lever.id,
            "label": lever.label,
            "side": lever.side,
            "keys": [key for key in lever.keys if key],
            "unit": lever.unit,
            "low": lever.low,
            "high": None if lever.high == float("inf") else lever.high,
            "meaning": lever.meaning,
        }
        for lever in LEVERS.values()
    ]


@router.get("/outcomes")
async def outcomes() -> list[dict[str, Any]]:
    """List what is measured."""
    return [
        {"id": o.id, "label": o.label, "unit": o.unit, "kind": o.kind, "definition": o.definition}
        for o in OUTCOMES.values()
    ]


def _entry(entry: facts.Entry) -> dict[str, Any]:
    grade = str(getattr(entry.grade, "value", entry.grade))
    return {"kind": entry.kind, "id": entry.id, "title": entry.title, "value": entry.value, "grade": grade}


def _scenario(name: str) -> str:
    if name.casefold().endswith((".yaml", ".yml")):
        raise BadInput("scenarios are named by id here; see the list at /api/scenarios")
    return name


def _draws(asked: int | None, limits: Limits) -> int:
    """Return the number of draws: the server's own where none is asked for, never more than it grants."""
    if asked is not None and asked > limits.most_draws:
        raise BadInput(f"draws must be at most {limits.most_draws}; run more with fabcast run")
    return asked or limits.full_draws


def _outcomes(names: list[str]) -> tuple[str, ...]:
    for name in names:
        if name not in OUTCOMES:
            raise BadInput(f"outcome '{name}' is not known; see the list at /api/outcomes")
    return tuple(dict.fromkeys(names)) or HEADLINES


def _years(years: list[int]) -> tuple[int, ...]:
    first, last = int(QUARTERS[0][:4]), int(QUARTERS[-1][:4])
    for year in years:
        if not first <= year <= last:
            raise BadInput(f"year {year} is outside the run, which goes from {first} to {last}")
    return tuple(dict.fromkeys(years)) or YEARS
