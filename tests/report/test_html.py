"""The HTML brief: whole in one file, fetches nothing, runs nothing, readable by everyone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from fabcast.report import Brief, ScenarioWords, build_brief, to_html
from fabcast.report._format import NBSP, change
from tests.report.conftest import synthetic_books
from tests.synthetic import SyntheticRuns, synthetic_runs


class Reader(HTMLParser):
    """Collects tags with attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(brief: Brief) -> str:
    return to_html(brief)


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


def test_nothing_is_fetched_and_nothing_runs(page: str, read: Reader) -> None:
    for tag in ("script", "link", "img", "iframe", "object", "embed", "form", "base"):
        assert read.all(tag) == []
    assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
    assert not re.search(r"@import|url\((?!#)", page)
    elsewhere = [a.get("href") or "" for name, a in read.tags if name != "a" and "href" in a]
    assert all(link.startswith("#") for link in elsewhere)


def test_it_has_language_title_one_heading_and_a_way_past_the_head(read: Reader) -> None:
    assert read.all("html")[0]["lang"] == "en"
    assert len(read.all("h1")) == len(read.all("main")) == len(read.all("title")[:1]) == 1
    assert read.all("a")[0]["href"] == "#answer"


def test_heading_levels_never_skip(read: Reader) -> None:
    levels = [int(name[1]) for name, _ in read.tags if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_inner_link_arrives(read: Reader) -> None:
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    targets = {(a.get("href") or "")[1:] for a in read.all("a") if (a.get("href") or "").startswith("#")}
    assert targets <= set(ids)


def test_every_figure_has_a_name_a_caption_and_its_table(page: str, read: Reader) -> None:
    figures = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert len(figures) == 2 * 7 + 2 + 2
    for figure in figures:
        assert 'role="img"' in figure
        assert re.search(r"<title id=\"[^\"]+\">[^<]+</title><desc[^>]*>[^<]+</desc>", figure)
        assert "<figcaption>" in figure
        assert "<table" in figure
    assert all("scope" in attrs for attrs in read.all("th"))


def test_every_region_has_a_name_of_its_own(read: Reader) -> None:
    names = [str(a["aria-label"]) for _, a in read.tags if a.get("role") == "region"]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_it_follows_light_dark_and_print(page: str) -> None:
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert 'name="viewport"' in page


def test_the_headline_table_shows_the_numbers(brief: Brief, page: str) -> None:
    plain = page.replace(NBSP, " ")
    for c in brief.contrasts:
        if not c.is_date and c.probability_zero < 1.0:
            middle = change(c.contrast, c.unit.removesuffix(" a year")).replace(NBSP, " ").split(" (")[0]
            assert middle in plain, c.outcome


def test_text_from_tables_is_escaped(page: str) -> None:
    assert "Press &lt;report&gt; &amp; more" in page
    assert "<report>" not in page


def test_a_hostile_scenario_title_stays_text(runs: SyntheticRuns) -> None:
    evil = ScenarioWords("h200_open", "<script>x</script>", '"><img src=x onerror=y>', "</style><b>z")
    books = replace(synthetic_books(), scenarios={name: replace(evil, id=name) for name in runs.scenarios})
    page = to_html(build_brief(runs, "h200_licensed", "h200_denied", ("h200_open",), books))
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("</style>") == 1


def test_a_source_without_a_web_address_is_no_link(page: str) -> None:
    assert "Own judgement (own)" in page
    assert 'href="own"' not in page


def test_it_says_what_it_does_not_know(page: str) -> None:
    assert "Not yet scored against the past" in page
    assert "What the model leaves out" in page


def test_a_poor_brief_still_makes_a_whole_page() -> None:
    page = to_html(build_brief(synthetic_runs(draws=3), "h200_open", "h200_denied"))
    assert "Too few draws" in page
    assert "No sources are recorded" in page
    assert page.rstrip().endswith("</html>")


def test_same_brief_same_bytes(brief: Brief, page: str) -> None:
    assert to_html(brief) == page
