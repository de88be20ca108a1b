"""Fills the model document from the stages' own files, at marks such as ``<!-- stage: memory -->``.

The build fails where a stage lacks a part, where an equation cannot be read, and where a file or a
parameter of the model has no page.
"""

import ast
import csv
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import model_pages as pages
from equations import equation, inline
from model_heads import Head, fields_of, head, tuples
from model_tests import tests_of

from fabcast import facts
from fabcast.model import FAMILIES, RIVALS
from fabcast.model._structure import Structure

MARK = re.compile(r"<!-- (stage|model): (\w+) -->")
UP = "../../"
DELAYS = pages.MODEL / "_erlang.py"
NAMES = frozenset((*pages.groups(), *Structure._fields))


class Incomplete(Exception):
    """A stage of the model that lacks a part of its head."""


class Link(NamedTuple):
    """A link of the chain, its test, and how it is switched off."""

    stage: str
    link: str
    test: str
    kind: str
    switch: str


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: stage(found[2]) if found[1] == "stage" else PARTS[found[2]](), markdown)


@cache
def links() -> tuple[Link, ...]:
    """Read the links of the chain."""
    with Path(__file__).with_name("model_links.csv").open(encoding="utf-8") as text:
        return tuple(Link(**row) for row in csv.DictReader(text))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |" for cells in lines)


def stage(name: str) -> str:
    """Write a page's sections, file by file, then what they share."""
    page = next(page for page in pages.PAGES if page.id == name)
    parts = [_file(file, page) for file in pages.files(page)]
    parts += [_parameters(page), _drivers(page), _state(page), _cut(page), _tests(page)]
    return "\n\n".join(part for part in parts if part)


def _file(file: Path, page: pages.Page) -> str:
    made = complete(file)
    number = f" (§{made.number})" if made.number else ""
    parts = [f"## {made.title}{number}", drawn(made), *(_linked(words, page) for words in made.words)]
    if made.symbols:
        parts.append(_symbols(made, page))
    parts += [f"**Where the form comes from.** {_linked(_capital(made.source), page)}"] if made.source else []
    parts += [f"**Left out.** {_linked(_capital(made.leaves_out), page)}"] if made.leaves_out else []
    return "\n\n".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def complete(file: Path) -> Head:
    """Read a head, and fail where a stage of the chain lacks a part.

    Raises
    ------
    Incomplete
        Naming the file and what it lacks.
    """
    made = head(file)
    parts = {
        "a title": made.title,
        "equations": made.equations,
        "symbols with units": made.symbols,
        "a source": made.source,
        "what it leaves out": made.leaves_out,
    }
    missing = [part for part, text in parts.items() if not text]
    if missing and file.stem != "_outcomes":  # outcomes say these things one by one, in their list
        raise Incomplete(f"{file.name}: its docstring lacks {', '.join(missing)}")
    return made


def drawn(made: Head) -> str:
    """Draw the equations, captions between them."""
    lines = []
    for line in made.equations:
        if not line.startswith(" "):
            lines.append(f'<p class="equation-caption">{escape(line)}</p>')
        elif made.symbols or "=" in line:
            lines.append(equation(line, NAMES))
        else:
            lines.append(f'<p class="equation-caption">{escape(line.strip())}</p>')
    return f'<div class="equations">{"".join(lines)}</div>'


def _symbols(made: Head, page: pages.Page) -> str:
    rows = [(inline(s.symbol), _linked(s.meaning, page), s.unit) for s in made.symbols]
    return table(("Symbol", "Meaning", "Unit"), rows)


def _linked(text: str, page: pages.Page) -> str:
    """Turn names in backticks into links: files of the model, parameters, sources."""
    return re.sub(r"`([\w.-]+)`", lambda found: _link(found[1], page), text)


def _link(name: str, page: pages.Page) -> str:
    if name in facts.sources():
        return source_link(name)
    other = pages.page_of_module(name.removeprefix("_"))
    if name.startswith("_") and other:
        return other.title.lower() if other == page else f"[{other.title.lower()}]({other.id}.md)"
    target = FAMILIES.get(name, (name,))[0]
    return f"[`{name}`]({UP}reference/parameters.md#{target})" if target in pages.places() else f"`{name}`"


def source_link(name: str) -> str:
    """Name a source by its title, with its address where it has one."""
    source = facts.sources()[name]
    title = source.title.replace("[", "(").replace("]", ")")
    return f"[{title}]({source.address})" if source.address.startswith("http") else title


def _parameters(page: pages.Page) -> str:
    """Write the parameters that stand on this page."""
    mine = [name for name, place in pages.places().items() if place == page]
    if not mine:
        return ""
    head = ("Parameter", "5 · 50 · 95 %", "Unit", "Grade", "Sources")
    return "## Parameters\n\n" + table(head, [_parameter(facts.parameters()[name]) for name in mine])


def _parameter(one: facts.Parameter) -> tuple[str, ...]:
    rival = " *Rival form only.*" if one.id in RIVALS else ""
    return (
        f"{one.description}{rival}<br>[`{one.id}`]({UP}reference/parameters.md#{one.id})",
        span(one),
        one.unit.replace("_", " "),
        one.grade.value,
        ", ".join(source_link(name) for name in one.source_ids),
    )


def span(one: facts.Parameter) -> str:
    r"""Write the three points of a prior.

    >>> span(facts.parameters()["hbm_y_max"])
    '0.45\xa0· 0.62\xa0· 0.78'
    """
    if one.distribution == "fixed":
        return f"{one.central:g} (fixed)"
    return f"{one.low:g}\u00a0· {one.central:g}\u00a0· {one.high:g}"


def _drivers(page: pages.Page) -> str:
    """Write the dated inputs that enter here."""
    if not page.drivers:
        return ""
    rows = [(f"`{name}`", driver_words()[name]) for name in page.drivers]
    words = "Nobody in the model decides these: paths of the record, continued as their parameters say."
    return f"## Dated inputs\n\n{words}\n\n{table(('Input', 'What it is'), rows)}"


@cache
def driver_words() -> dict[str, str]:
    """What each dated input is, from its own file."""
    return {field.name: field.meaning for field in fields_of(pages.MODEL / "_drivers.py", "Drivers")}


def _state(page: pages.Page) -> str:
    """Write state and flows as the code holds them."""
    groups = [group for file in pages.files(page) for group in tuples(file)]
    rows = [
        (f"`{group.name}.{field.name}`", field.axes, field.meaning or f"see: {group.meaning}")
        for group in groups
        for field in group.fields
    ]
    said = [f"- `{group.name}`: {group.meaning}" for group in groups]
    shown = "\n".join(said) + "\n\n" + table(("Field", "Axes", "Meaning"), rows)
    return f"## State and flows\n\n{shown}" if rows else ""


def _cut(page: pages.Page) -> str:
    rows = [_linkrow(link) for link in links() if link.stage == page.id]
    return "## Links, and how to cut them\n\n" + table(LINK_HEAD, rows) if rows else ""


LINK_HEAD = ("Link", "Tested in", "Switched off by")


def _linkrow(link: Link) -> tuple[str, str, str]:
    return link.link, f"`{link.test}`", f"{link.kind} `{link.switch}`"


def _tests(page: pages.Page) -> str:
    """Name the tests that call the page's files."""
    names = [name for file in pages.files(page) for name in tests_of().get(file.stem.removeprefix("_"), ())]
    if not names:
        return ""
    shown = "\n".join(f"- `{name}`" for name in dict.fromkeys(names))
    whole = "Beside these, the whole chain is held by `tests/model/test_conservation.py`, "
    return f"## Tests that call it\n\n{shown}\n\n{whole}`test_limits.py` and `test_step.py`."


def all_links() -> str:
    """Write every link of the chain with its test and its switch."""
    known = {page.id: f"[{page.title}](model/{page.id}.md)" for page in pages.PAGES}
    return table(("Stage", *LINK_HEAD), [(known[link.stage], *_linkrow(link)) for link in links()])


def overview() -> str:
    """List the pages in the order of the chain; fail where a file has none."""
    if lost := pages.unplaced():
        raise pages.Unplaced(f"no page of docs/_hooks/model_pages.py shows {', '.join(lost)}")
    rows = [(f"[{page.title}](model/{page.id}.md)", *_counts(page)) for page in pages.PAGES]
    return table(("Stage", "What it does", "Parameters", "Dated inputs"), rows)


def _counts(page: pages.Page) -> Iterator[str]:
    titles = [head(file).title for file in pages.files(page)]
    yield "; ".join(titles) or "no such stage in this version"
    yield str(sum(place == page for place in pages.places().values()))
    yield str(len(page.drivers))


def delays() -> str:
    """Explain delays, from the head of their own file."""
    text = inspect.cleandoc(ast.get_docstring(ast.parse(DELAYS.read_text(encoding="utf-8"))) or "")
    blocks = text.replace(" (model document §0,\n§12)", "").split("\n\n")[1:]
    return "\n\n".join(equation(b, NAMES) if b.startswith(" ") else b for b in blocks)


PARTS: dict[str, Callable[[], str]] = {"links": all_links, "stages": overview, "delays": delays}
