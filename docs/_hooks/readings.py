"""Fills the page on readings of law from the rules' switches and the facts' open questions.

Marks: ``<!-- readings: switches -->``, ``questions`` and ``strictness``.
"""

import re
from collections.abc import Callable
from typing import Any

from fabcast import facts
from fabcast.rules._clauses import Switch
from fabcast.rules._law import current

MARK = re.compile(r"<!-- readings: (\w+) -->")
STRICTNESS = ("tool_rule_strictness", "alignment_strictness", "parts_denied_share")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def switches() -> str:
    """Write every switch: the question, its readings, the default, and the clauses that turn on it."""
    return "\n\n".join(_switch(switch) for switch in current().book.switches.values())


def clauses(switch: str) -> list[str]:
    """Clauses whose conditions turn on a switch, with their citations.

    >>> clauses("transistor_count_2028")
    ['`note1.transistors` (90 FR 5298)']
    """
    asked = re.compile(rf"switch='{re.escape(switch)}'")
    found = [clause for clause in current().book.clauses.values() if asked.search(repr(clause))]
    return [f"`{clause.id}` ({clause.versions[-1].source.citation})" for clause in found]


def _switch(switch: Switch) -> str:
    default = (
        f"`{switch.default}`" if switch.default else "none: an answer that turns on it shows each reading"
    )
    values = " · ".join(f"`{value}`" for value in switch.values)
    note = f"\n\n{switch.note}" if switch.note else ""
    return (
        f"### {switch.id} {{: #{switch.id} }}\n\n**{switch.title}**{note}\n\n"
        f"*Turns:* {', '.join(clauses(switch.id))}.\n\n"
        f"*Readings:* {values}. *Default:* {default}. *Choose:* `--reading {switch.id}={switch.values[0]}`."
    )


def questions() -> str:
    """Write what sources contradict each other on, or leave open, and what was taken."""
    head = ["| Question | One side | Other side | Taken |", "| --- | --- | --- | --- |"]
    rows = [
        f"| {_cell(q.topic)} | {_cell(q.side_a)} | {_cell(q.side_b)} | {_cell(q.resolved) or 'open'} |"
        for q in facts.questions()
    ]
    return "\n".join([*head, *rows])


def _cell(text: str) -> str:
    return text.replace("|", "&#124;")


def strictness() -> str:
    """Write the parameters that say how strictly a draw reads the record of rules."""
    known = facts.parameters()
    lines = [
        f"- [`{name}`](../reference/parameters.md#{name}): {known[name].description} "
        f"({known[name].low:g} to {known[name].high:g}, centre {known[name].central:g})."
        for name in STRICTNESS
        if name in known
    ]
    return "\n".join(lines)


PARTS: dict[str, Callable[[], str]] = {
    "switches": switches,
    "questions": questions,
    "strictness": strictness,
}
