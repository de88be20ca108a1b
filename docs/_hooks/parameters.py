"""Fills the reference of parameters from the facts, the fitted priors and the shipped fit.

Marks: ``<!-- parameters: table -->``, ``<!-- parameters: others -->`` and ``<!-- parameters: planned -->``.
The build fails where a parameter has no source.
"""

import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import model_pages as pages

from fabcast import facts
from fabcast.calibration import read_taught, shipped
from fabcast.ensemble import Priors
from fabcast.model import FAMILIES, RIVALS
from model import source_link, span, table

MARK = re.compile(r"<!-- parameters: (\w+) -->")
WIDTH, TALL, POINTS = 96.0, 26.0, 41
FEW = 6
"""Series with more reports than this are named alone."""
ENDS = 2.6
"""How far the curve is drawn, in standard deviations of the underlying normal."""
HEAD = ("Prior and fit", "Parameter", "Prior, 5 · 50 · 95 %", "After the fit", "Grade and sources")


class NoSource(Exception):
    """A parameter that rests on nothing."""


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def sections() -> str:
    """Write one table a stage, in the order of the chain."""
    return "\n\n".join(_section(page) for page in pages.PAGES if page in pages.places().values())


def _section(page: pages.Page) -> str:
    mine = [facts.parameters()[name] for name, place in pages.places().items() if place == page]
    rows = [row(one, page) for one in sorted(mine, key=lambda one: one.distribution == "fixed")]
    return (
        f"## {page.title}\n\nStage: [{page.title}](../explanation/model/{page.id}.md).\n\n{table(HEAD, rows)}"
    )


def row(one: facts.Parameter, home: pages.Page | None = None) -> tuple[str, ...]:
    """Write a parameter.

    Raises
    ------
    NoSource
        It has no source.
    """
    if not one.source_ids:
        raise NoSource(f"parameter {one.id} has no source")
    lesson = lessons().get(one.id)
    return (
        figure(one, lesson),
        f'<a id="{one.id}"></a>**`{one.id}`**<br>{one.description}{_words(one, home)}',
        f"{span(one)}<br>{one.unit.replace('_', ' ')}<br>*{one.distribution.value}*",
        _after(lesson, one),
        f"{one.grade.value}, {one.kind.value}: {', '.join(source_link(s) for s in one.source_ids)}",
    )


def _words(one: facts.Parameter, home: pages.Page | None) -> str:
    parts = [f"<br><small>{one.note}</small>"] if one.note else []
    if one.rests_on:
        parts.append(f"<br><small>Rests on: {'; '.join(reports(name) for name in one.rests_on)}.</small>")
    if one.id in RIVALS:
        parts.append("<br><small>Read by a rival form only.</small>")
    others = [page for page in pages.readers(_field(one.id)) if page != home]
    if others:
        shown = ", ".join(f"[{p.title.lower()}](../explanation/model/{p.id}.md)" for p in others)
        parts.append(f"<br><small>Also read by: {shown}.</small>")
    return "".join(parts)


def reports(name: str) -> str:
    """Name what a number rests on; a series with its reports, rivals among them, where they are few.

    >>> reports("cn.smic.ascend_wpm")
    '`cn.smic.ascend_wpm` (2025: 7000, grade C)'
    """
    found = facts.series().get(name, ())
    shown = ", ".join(_report(one) for one in found)
    return f"`{name}` ({shown})" if 0 < len(found) <= FEW else f"`{name}`"


def _report(one: facts.Observation) -> str:
    ends = [f"{value:g}" for value in (one.low, one.high) if value is not None]
    middle = f"{one.central:g}" if one.central is not None else " to ".join(ends)
    between = f" [{' to '.join(ends)}]" if one.central is not None and len(ends) > 1 else ""
    return f"{one.period}: {middle}{between}, grade {one.grade.value}"


def _field(name: str) -> str:
    return next((field for field, ids in FAMILIES.items() if name in ids), name)


@cache
def lessons() -> dict[str, dict[str, Any]]:
    """What the shipped fit says of each input that it moves."""
    return {one["input"]: one for one in read_taught(shipped())["lessons"]}


def _after(lesson: dict[str, Any] | None, one: facts.Parameter) -> str:
    """Quantiles after the fit, and how far it moved and narrowed the prior."""
    if lesson is None:
        return "fixed" if one.distribution == "fixed" else "not in the fit"
    low, middle, high = lesson["posterior"]
    narrowed = max(lesson["contraction"], 0.0)
    return (
        f"{low:.3g} · {middle:.3g} · {high:.3g}<br><small>moved {lesson['shift']:+.2f} sd, "
        f"variance {narrowed:.0%} less</small>"
    )


@cache
def priors() -> Priors:
    """Fitted priors of every parameter, those that nothing reads among them; once a build."""
    return Priors.from_facts(facts.parameters())


def figure(one: facts.Parameter, lesson: dict[str, Any] | None) -> str:
    """Draw the prior's density and, below it, the interval after the fit."""
    fitted = priors().fitted.get(one.id)
    if fitted is None or fitted.kind == "fixed":
        return ""
    z = np.linspace(-ENDS, ENDS, POINTS)
    x, density = curve(np.asarray(fitted.at(z)), z)
    ends = lesson["posterior"] if lesson else []
    low, high = min([x[0], *ends]), max([x[-1], *ends])
    across = lambda v: 2 + (WIDTH - 4) * (v - low) / (high - low)  # noqa: E731 - a scale
    points = " ".join(f"{across(a):.1f},{17 - 15 * b:.1f}" for a, b in zip(x, density, strict=True))
    shape = f'<polygon class="prior" points="{across(x[0]):.1f},17 {points} {across(x[-1]):.1f},17"/>'
    after = ""
    if lesson:
        a, b, c = (f"{across(v):.1f}" for v in lesson["posterior"])
        after = f'<path class="after" d="M{a} 22H{c}"/><circle class="after" cx="{b}" cy="22" r="2.4"/>'
    said = f"Prior of {one.id}" + (" with the interval after the fit below it" if lesson else "")
    head = f'<svg class="spark" role="img" aria-label="{said}" viewBox="0 0 {WIDTH:g} {TALL:g}">'
    return f"{head}{shape}{after}</svg>"


def curve(x: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Density over the quantile function, highest point one.

    Parameters
    ----------
    x
        Values at the standard normal numbers `z`, rising.

    >>> import numpy as np
    >>> z = np.linspace(-2, 2, 5)
    >>> curve(3 * z, z)[1].round(3).tolist()
    [0.135, 0.607, 1.0, 0.607, 0.135]
    """
    slope = np.maximum(np.gradient(x, z), 1e-12 * max(float(np.ptp(x)), 1e-300))
    density = np.exp(-0.5 * z**2) / slope
    return x, density / density.max()


def others() -> str:
    """Write parameters of rival forms and those that serve the comparison with the record."""
    known = pages.places()
    found = [p for p in facts.parameters().values() if p.status != "planned" and p.id not in known]
    return table(HEAD, [row(one) for one in found])


def planned() -> str:
    """Write parameters that are in the facts and that nothing reads yet."""
    return table(HEAD, [row(one) for one in facts.parameters().values() if one.status == "planned"])


PARTS: dict[str, Callable[[], str]] = {"table": sections, "others": others, "planned": planned}
