"""The page reads no file that a visitor names, and serves none beside its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from fabcast.web import create_app


def asked(path: str, **query: str) -> httpx.Response:
    """Ask the application itself, on a thread of its own: a browser driver may keep a loop on this one."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, params=query or None)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, ask()).result()


def test_a_static_file_is_served() -> None:
    assert asked("/static/page.css").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../_app.py",
        "/static/%2e%2e/_app.py",
        "/static/..%2f_app.py",
        "/static/vendor/../../_app.py",
        "/static//etc/passwd",
        "/static/%00",
    ],
)
def test_nothing_beside_the_static_files_is_served(path: str) -> None:
    answer = asked(path)
    assert answer.status_code in {400, 404}
    assert "create_app" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("name", ["../actual", "/etc/passwd", "mine.yaml", "..%2Factual", "\x1b[2J"])
def test_a_scenario_is_named_by_id_only(name: str) -> None:
    answer = asked("/compare.json", a=name)
    assert answer.status_code in {400, 404, 422}
    assert "\x1b" not in answer.text
