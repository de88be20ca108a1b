"""Links of the pages: a dead one is found, wherever it comes from, and the build of the site warns of it."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^()\s]+)\)")
PAGE = """<html><head><link rel="canonical" href="https://here.invalid/sub/page.html"></head><body>
<h1 id="top">Top</h1><a href="../index.html#start">back</a><a href="#top">up</a><a href="{}">tried</a>
<img src="../figure.svg"><a href="https://example.org/a_(b)?c=d">away</a><a href="mailto:a@b.invalid">mail</a>
</body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a small site, one link of which is tried."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "figure.svg").write_text("<svg/>", "utf-8")
    (tmp_path / "index.html").write_text('<h1 id="start">Start</h1><a name="old"></a>', "utf-8")

    def make(link: str) -> Path:
        (tmp_path / "sub" / "page.html").write_text(PAGE.format(link), "utf-8")
        return tmp_path

    return make


@pytest.fixture
def links(hook: Callable[[str], ModuleType]) -> ModuleType:
    module = hook("links")
    module.read.cache_clear()
    return module


@pytest.mark.parametrize(
    "link", ["../index.html", "../index.html#old", "..", "/figure.svg#any", "#top", "http://a.b"]
)
def test_a_live_link_is_passed(link: str, site: Callable[[str], Path], links: ModuleType) -> None:
    assert list(links.dead(site(link))) == []


@pytest.mark.parametrize(
    "link",
    ["", "gone.html", "../index.html#gone", "#gone", "../../etc/passwd", "https:/example.org", "https://a b",
     "ftp://example.org", "//[", "../figure.png"],
)  # fmt: skip
def test_a_dead_link_is_found(link: str, site: Callable[[str], Path], links: ModuleType) -> None:
    assert list(links.dead(site(link))) == [("sub/page.html", link)]


def test_the_build_warns_and_so_fails_where_it_is_strict(
    site: Callable[[str], Path], links: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    links.on_post_build({"site_dir": str(site("gone.html"))})
    (told,) = caplog.records
    assert told.name.startswith("mkdocs.")
    assert told.levelno == logging.WARNING
    assert told.getMessage() == "sub/page.html: the link gone.html leads nowhere"
    asked = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"^hooks: .*docs/_hooks/links\.py\]$", asked, re.MULTILINE | re.DOTALL)
    assert 'mkdocs" build --strict' in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "DATA_LICENSE.md"])
def test_pages_outside_of_the_site_link_to_what_is_there(name: str, links: ModuleType) -> None:
    for link in LINK.findall((ROOT / name).read_text("utf-8")):
        there = (
            (ROOT / link.partition("#")[0]).exists() if "://" not in link else links.leads(link, ROOT, ROOT)
        )
        assert there, (name, link)


def test_every_page_stands_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    listed = set(re.findall(r": (\S+\.md)$", menu, re.MULTILINE))
    assert listed == {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    assert yaml.safe_load(f"nav:\n{menu}")
