"""What stands before every request: who may ask, how much, and the headers of every answer.

Written against ASGI itself, so that a large body is refused while it comes in.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fabcast._versions import versions

from ._limits import Limits
from ._problems import respond

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
READING = {"GET", "HEAD"}
STAMP = "fabcast-made-with"
"""Header that names the versions which an answer rests on."""


class _TooLarge(HTTPException):
    """The body passed its limit while it came in."""


class Guard:
    """Middleware: hosts, methods, sizes, headers.

    Parameters
    ----------
    app
        What answers.
    hosts
        Names under which this server may be asked; others are refused, so that a page elsewhere
        cannot reach it by a name of its own.
    limits
        Sizes of query and body.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], limits: Limits) -> None:
        self._app, self._hosts, self._limits = app, hosts, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outgoing = _with_headers(send, scope["path"])
        fault = self._fault(scope)
        if fault is not None:
            await _refuse(scope, receive, outgoing, *fault)
            return
        await self._app(scope, self._bounded(receive), outgoing)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self._hosts:
            return 421, "This server does not answer under that name; ask it by the address it printed."
        if scope["method"] not in READING and not _may_post(scope):
            return 405, "This address is for reading; use GET."
        if len(scope["query_string"]) > self._limits.query:
            return 414, f"The address is longer than {self._limits.query} characters; change fewer levers."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._limits.body:
            return 413, self._too_large()
        return None

    def _bounded(self, receive: Receive) -> Receive:
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limits.body:
                raise _TooLarge(413, self._too_large())
            return message

        return bounded

    def _too_large(self) -> str:
        return f"The request is larger than {self._limits.body} bytes; send less."


def host_name(header: str) -> str:
    """Take the name out of a Host header.

    >>> host_name("localhost:8000"), host_name("[::1]:8000")
    ('localhost', '::1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].casefold()


def _may_post(scope: Scope) -> bool:
    return scope["method"] == "POST" and str(scope["path"]).startswith("/api/")


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers[STAMP] = stamp()
            headers.setdefault("cache-control", "max-age=3600" if path.startswith("/static/") else "no-cache")
        await send(message)

    return sending


@cache
def stamp() -> str:
    """Write the versions that answers rest on, in one line.

    >>> [part.partition("=")[0] for part in stamp().split("; ")]
    ['fabcast', 'facts', 'rules', 'posterior']
    """
    return "; ".join(f"{name}={value}" for name, value in versions().items())


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    await respond(Request(scope), status, sentence)(scope, receive, send)
