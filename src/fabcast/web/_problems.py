"""Errors as pages for people and as problem details (RFC 9457) for machines: a sentence each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from fabcast.errors import FabcastError

from ._limits import Busy, TooLong
from ._pages import page, wants_fragment

PROBLEM = "application/problem+json"
_MACHINES = (".json", ".csv", ".svg", ".png")
_SENTENCES = {
    404: "There is nothing at this address; start at /.",
    405: "This address is for reading; use GET.",
    500: "This is a defect in Fabcast, not in your request. Please report it with the address.",
}


def problem(status: int, sentence: str, **more: Any) -> Response:
    """Make a problem document."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    return JSONResponse(content | more, status, media_type=PROBLEM)


def respond(request: Request, status: int, sentence: str) -> Response:
    """Say what went wrong in the form that the address asks for."""
    if for_machines(request.url.path):
        answer = problem(status, sentence)
    elif wants_fragment(request):
        answer = PlainTextResponse(sentence, status)
    else:
        title = HTTPStatus(status).phrase
        answer = page(request, "problem.html.j2", status=status, title=title, sentence=sentence)
    if status in (429, 503):
        answer.headers["Retry-After"] = "2"
    return answer


def for_machines(path: str) -> bool:
    """Tell whether an address is read by programs.

    >>> for_machines("/api/compare"), for_machines("/compare")
    (True, False)
    """
    return path.startswith("/api/") or path.endswith(_MACHINES)


def install(app: FastAPI) -> None:
    """Let an app answer every error with a sentence."""
    handlers: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
        FabcastError: _refused,
        Busy: _busy,
        TooLong: _too_long,
        RequestValidationError: _invalid,
        HTTPException: _http,
        Exception: _defect,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _refused(request: Request, error: FabcastError) -> Response:
    return respond(request, 400, str(error))


async def _busy(request: Request, error: Busy) -> Response:
    return respond(request, error.status, str(error))


async def _too_long(request: Request, error: TooLong) -> Response:
    return respond(request, 503, str(error))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    return respond(request, 422, "; ".join(_line(e) for e in error.errors()))


def _line(error: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    return f"{place}: {error['msg'][:1].lower()}{error['msg'][1:]}"


async def _http(request: Request, error: HTTPException) -> Response:
    return respond(request, error.status_code, _SENTENCES.get(error.status_code, str(error.detail)))


async def _defect(request: Request, error: Exception) -> Response:
    del error
    return respond(request, 500, _SENTENCES[500])
