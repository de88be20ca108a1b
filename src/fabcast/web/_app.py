"""The application: guard, errors, static files, views, API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from fabcast.report import dark_rules

from ._api import router as api
from ._guard import Guard
from ._limits import Limits
from ._pages import STATIC
from ._problems import install
from ._room import Room
from ._view_api import router as api_page
from ._view_chain import router as chain_views
from ._view_claims import router as claims_views
from ._view_compare import router as compare_views
from ._view_evidence import router as evidence_views
from ._view_record import router as record_views
from ._view_rules import router as rules_views

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def create_app(limits: Limits | None = None, hosts: frozenset[str] = LOOPBACK) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    limits
        Bounds on what a visitor may ask for.
    hosts
        Names under which it answers.

    Returns
    -------
    fastapi.FastAPI
        An ASGI application; it keeps results in memory and writes nothing.
    """
    bounds = limits or Limits()
    app = FastAPI(
        title="Fabcast",
        version=version("fabcast"),
        summary="What chip export controls do, with intervals and reasons.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_life,
    )
    app.state.room = Room(bounds)
    install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, hosts=hosts, limits=bounds)
    app.add_api_route("/static/figures.css", _figure_style, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=str(STATIC)), name="static")
    for router in (
        compare_views,
        rules_views,
        claims_views,
        chain_views,
        evidence_views,
        record_views,
        api_page,
        api,
    ):
        app.include_router(router)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Give up what runs when the server stops."""
    yield
    app.state.room.runner.stopping.set()


async def _figure_style() -> Response:
    """Give the style that turns figures dark: one rule a colour, from the report's own table."""
    rules = dark_rules(".chart svg")
    return Response(
        f"@media screen and (prefers-color-scheme: dark) {{\n{rules}\n}}\n", media_type="text/css"
    )
