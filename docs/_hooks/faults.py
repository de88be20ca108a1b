"""Fills the page of known faults from the tables of misses, at ``<!-- faults: history -->`` and ``hindcast``.

The tables are those that `fabcast history` and `fabcast hindcast` print their reasons from.
"""

import csv
import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from fabcast.analysis import history_lines
from fabcast.analysis._history import miss_reasons
from fabcast.calibration import read_taught, shipped

MARK = re.compile(r"<!-- faults: (\w+) -->")
HUNDREDTH = 0.01
STRONG = 0.2
"""From this correlation on a pair that the fit ties is listed."""
CAUSES = {
    "model": "an equation is at fault",
    "input": "a number that the model is told is at fault",
    "definition": "the two count different things",
    "record": "reports contradict each other or are rounded",
    "unexplained": "no cause is known",
}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table."""
    cells = [list(head), *map(list, rows)]
    cells.insert(1, ["---"] * len(cells[0]))
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in cells)


def history() -> str:
    """Misses of the recorded years, those of equations first."""
    titles = {line.id: line.title for line in history_lines()}
    order = list(CAUSES)
    found = sorted(miss_reasons(), key=lambda reason: order.index(reason.cause))
    rows = ((titles[r.id], r.period or "all", CAUSES[r.cause], r.reason) for r in found)
    return table(("Series", "Period", "Cause", "Reason"), rows)


def hindcast() -> str:
    """Misses of the forecasts, with the link of the chain that they point to."""
    text = files("fabcast.calibration").joinpath("data/hindcast_misses.csv").read_text("utf-8")
    rows = (
        (row["series"].replace("_", " "), row["origin"] or "all", row["link"], row["reason"])
        for row in csv.DictReader(text.splitlines())
    )
    return table(("Series", "Origin", "Link", "Reason"), rows)


def rests() -> str:
    """Say how much rests on judgement, and how little the record narrowed."""
    told = read_taught(shipped())
    return (
        f"Of the variance that the fit leaves in the headline contrast, {told['judgement']:.0%} traces to "
        f"inputs of judgement, and {told['not_narrowed']:.0%} to inputs that the record did not narrow."
    )


def confounded() -> str:
    """Pairs of inputs that the record cannot tell apart: expected, then found."""
    told = read_taught(shipped())
    pairs = [("declared", pair) for pair in told["declared"]]
    pairs += [("confounded", pair) for pair in told["confounded"] if abs(pair["posterior"]) >= STRONG]
    words = {"declared": "expected", "confounded": "found"}
    rows = (
        (
            f"`{pair['first']}`",
            f"`{pair['second']}`",
            words[kind],
            _signed(pair["posterior"]),
        )
        for kind, pair in pairs
    )
    return table(("One", "Other", "How known", "Correlation after the fit"), rows)


def _signed(value: float) -> str:
    """Write a correlation.

    >>> _signed(-0.234), _signed(0.001)
    ('−0.23', '0.00')
    """
    return "0.00" if abs(value) < HUNDREDTH / 2 else f"{value:+.2f}".replace("-", "−")


PARTS: dict[str, Callable[[], str]] = {
    "history": history,
    "hindcast": hindcast,
    "rests": rests,
    "confounded": confounded,
}
