"""The page in a real browser: clean, reachable by keys, readable at every width, true to its address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PAIR = "a=h200_licensed&b=h200_denied"
VIEWS = (
    f"/compare?{PAIR}",
    "/rules?chip=H20&on=2024-06-01",
    "/chain?stage=memory",
    "/evidence?q=HBM",
    "/evidence/hbm_cycle",
    "/record",
    "/record/history",
    "/claims",
    "/api",
)
LOOKS: tuple[tuple[int, Any], ...] = ((1440, "light"), (360, "dark"))
SLIDER = "#v-a-licence_grant-H200"


@contextmanager
def opened(browser: Browser, address: str, path: str, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """Open a page and collect everything that should not happen on it."""
    context = browser.new_context(**options)
    page, faults = context.new_page(), []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else faults.append(r.url))
    page.goto(address + path, wait_until="load")
    yield page, faults
    context.close()


def until(page: Page, condition: str) -> None:
    """Wait for a condition. The page's policy forbids the eval that the browser driver would use for it."""
    end = time.monotonic() + 20.0
    while not _holds(page, condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(20)


def _holds(page: Page, condition: str) -> bool:
    try:
        return bool(page.evaluate(condition))
    except Error as error:
        if "navigation" in str(error):  # the page is being loaded anew
            return False
        raise


def settled(page: Page) -> None:
    """Wait until the picture has come to rest: all draws in, nothing under way."""
    until(
        page,
        "document.querySelector('#results:not([data-coarse])') && !document.querySelector('.htmx-request')",
    )


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.split("?")[0])
def test_every_view_is_clean_accessible_and_fits(browser: Browser, address: str, path: str) -> None:
    for width, scheme in LOOKS:
        size = {"width": width, "height": 900}
        with opened(browser, address, path, viewport=size, color_scheme=scheme) as (
            page,
            faults,
        ):
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.evaluate(AXE)
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            serious = [
                (v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")
            ]
            assert not serious
            page.emulate_media(media="print")
            assert not page.locator("nav").first.is_visible()
            assert not faults


def test_a_lever_moves_figures_and_address_and_back_undoes_it(browser: Browser, address: str) -> None:
    with opened(browser, address, f"/compare?{PAIR}") as (page, faults):
        settled(page)
        number, figure = page.inner_text(".number"), page.locator("#figure-change .chart svg").first
        before = figure.inner_html()
        page.focus(SLIDER)
        for _ in range(10):
            page.keyboard.press("ArrowLeft")
        until(page, "location.search.includes('a.licence_grant.H200=0.5@')")
        settled(page)
        moved = page.inner_text(".number")
        assert moved != number
        until(page, "document.documentElement.dataset.drawn")
        assert page.locator("#figure-change .chart svg").first.inner_html() != before
        assert "Licences granted" in page.inner_text(".lever.moved")
        page.reload()
        settled(page)
        assert page.inner_text(".number") == moved
        page.go_back()
        until(page, "!location.search.includes('licence_grant.H200=0.5@')")
        assert not faults


def test_a_lever_that_changes_nothing_says_so(browser: Browser, address: str) -> None:
    with opened(browser, address, f"/compare?{PAIR}&a.licence_grant.H200=1@2027-01-01") as (page, _):
        assert "Changes nothing" in page.inner_text("#strip-a-licence_grant-H200")


def test_the_tab_key_reaches_every_control(browser: Browser, address: str) -> None:
    with opened(browser, address, f"/compare?{PAIR}", viewport={"width": 1440, "height": 900}) as (page, _):
        settled(page)
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden])')]"
            ".filter(e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))"
            ".map((e, i) => (e.dataset.seen = '', i)).length"
        )
        for _ in range(wanted + 20):
            page.keyboard.press("Tab")
            page.evaluate("delete document.activeElement.dataset.seen")
        missed = page.evaluate(
            "[...document.querySelectorAll('[data-seen]')].map(e => e.outerHTML.slice(0, 120))"
        )
        assert missed == []


def test_without_scripts_the_page_answers_and_its_form_works(browser: Browser, address: str) -> None:
    with opened(browser, address, f"/compare?{PAIR}", java_script_enabled=False) as (page, faults):
        assert "H100e" in page.inner_text(".number")
        assert page.locator(".chart svg").count() == 4
        page.fill(SLIDER, "0.5")
        page.click("#ask button >> nth=0")
        assert "a.licence_grant.H200=0.5@" in page.url
        assert not faults


def test_the_finding_follows_the_form(browser: Browser, address: str) -> None:
    with opened(browser, address, "/rules?chip=H20&on=2024-06-01") as (page, faults):
        assert page.inner_text(".number") == "No licence required"
        page.fill("input[name=on]", "2025-06-01")
        until(page, "document.querySelector('.number').textContent.startsWith('Licence')")
        assert "on=2025-06-01" in page.url
        assert not faults
