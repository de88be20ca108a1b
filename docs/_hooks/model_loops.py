"""Fills the page of feedback loops from the table that ``fabcast attribute`` cuts them by.

A loop that the model comes to hold, or to lack, changes its panel and its row at the next build.
"""

import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import model_pages as pages
from diagram import arrow, box, box_height, frame, label

from fabcast.analysis import loops
from fabcast.analysis._attribute import Loop
from fabcast.model import DEFAULT, FAMILIES

MARK = re.compile(r"<!-- loops: (\w+) -->")
WIDTH, LEFT, TOP, GAP = 240.0, 40.0, 34.0, 20.0
BOX = WIDTH - LEFT - 8
NAMED = re.compile(r"[RB]\d+\b")
SIGNS = {"+": "reinforcing", "-": "balancing"}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def steps(loop: Loop) -> list[str]:
    """Take the path of a loop apart.

    >>> steps(loops()["depletion"])
    ['foreign memory stock drawn', 'output falls until local memory ramps']
    """
    found = [step.strip() for step in loop.path.split("->")]
    return found[:-1] if len(found) > 1 and found[-1] == found[0] else found


def closed(loop: Loop) -> bool:
    """Whether it is a loop with a number; else it is one link that can be cut."""
    return bool(NAMED.match(loop.name))


def state(loop: Loop) -> str:
    """Say what cuts it, or why there is nothing to cut."""
    if not loop.present:
        return f"not modelled: {loop.absent}"
    sets = [f"{_parameter(name)} = {value:g}" for name, value in loop.sets]
    forms = [
        f"form `{name}` = {value:g}"
        for name, value in zip(loop.structure._fields, loop.structure, strict=True)
        if value != getattr(DEFAULT, name)
    ]
    return ", ".join((*sets, *forms))


def _parameter(name: str) -> str:
    target = FAMILIES.get(name, (name,))[0]
    place = pages.places().get(target)
    return f"[`{name}`](../../reference/parameters.md#{target})" if place else f"`{name}`"


def panels(*, numbered: bool) -> str:
    """Draw one panel a loop."""
    drawn = (_panel(loop) for loop in loops().values() if closed(loop) == numbered)
    return f'<div class="diagram-row">{"".join(drawn)}</div>'


def _panel(loop: Loop) -> str:
    """Draw the steps of a loop from top to bottom, and the way back on the left."""
    name, y, parts, middles = f"loop-{loop.id}", TOP, [], []
    kind = "box" if loop.present else "box missing"
    for step in steps(loop):
        tall = box_height(step, BOX)
        parts.append(box(step, LEFT, y, BOX, kind))
        middles.append((y, y + tall))
        y += tall + GAP
    for (_, end), (start, _) in pairwise(middles):
        parts.append(arrow(name, f"M{LEFT + BOX / 2:g} {end:g}V{start - 2:g}"))
    if closed(loop) and len(middles) > 1:
        parts += _way_back(loop, name, sum(middles[0]) / 2, sum(middles[-1]) / 2)
    parts.append(label(_title(loop), 4, 18, "heading", "start"))
    said = f"{' leads to '.join(steps(loop))}. {_kind(loop)}"
    return frame(name, _title(loop), said, (WIDTH, y - GAP + 8), "".join(parts))


def _way_back(loop: Loop, name: str, first: float, last: float) -> Iterator[str]:
    yield arrow(name, f"M{LEFT:g} {last:g}C6 {last:g} 6 {first:g} {LEFT - 2:g} {first:g}")
    yield label("+" if loop.sign == "+" else "−", 7, (first + last) / 2 + 5, f"sign {_kind_word(loop)}")


def _title(loop: Loop) -> str:
    return loop.name if loop.present else f"{loop.name} (not modelled)"


def _kind_word(loop: Loop) -> str:
    return SIGNS[loop.sign]


def _kind(loop: Loop) -> str:
    if not closed(loop):
        return "A link that can be cut."
    return f"A {_kind_word(loop)} loop." if loop.present else "Not modelled."


def table() -> str:
    """Write every loop with its sign, its path, and what cuts it."""
    head = ["| Loop | Sign | Path | Cut by |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(loop) for loop in loops().values())])


def _row(loop: Loop) -> str:
    path = " → ".join(steps(loop))
    sign = f"{loop.sign} {SIGNS[loop.sign]}".replace("-", "−") if closed(loop) else "a link"
    return f"| {loop.name}<br>`{loop.id}` | {sign} | {path} | {state(loop)} |"


PARTS: dict[str, Callable[[], str]] = {
    "loops": lambda: panels(numbered=True),
    "links": lambda: panels(numbered=False),
    "table": table,
}
