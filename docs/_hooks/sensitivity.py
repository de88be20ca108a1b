"""Fills the page on what matters from the model, at marks such as ``<!-- sensitivity: shapley -->``.

The model runs once a build: Shapley effects from some 8,000 runs of two scenarios, the rest from 2,048.
"""

import re
from functools import cache
from typing import Any

from fabcast.cli.sensitivity import _page, _question
from fabcast.report import SensitivityPage, sensitivity_figures
from fabcast.report._sensitivity_page import METHODS
from fabcast.report._sensitivity_words import answer, basis_words, enough_words, over_time_words

MARK = re.compile(r"<!-- sensitivity: (\w+) -->")
RUNS, DRAWS = 4096, 2048


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


@cache
def pages() -> tuple[SensitivityPage, SensitivityPage]:
    """Ask the headline question: shares; then quarters and draws."""
    asked = _question(None, None, "china_compute_stock", 2030, level=False)
    shares = _page(asked, ("shapley",), (RUNS, 1), prior=False, by_quarter=False, enough=False)
    return shares, _page(asked, (), (DRAWS, 1), prior=False, by_quarter=True, enough=True)


def _figure(page: SensitivityPage, place: int) -> str:
    found = sensitivity_figures(page)[place]
    return f"<figure>{found.svg}<figcaption>{found.table.caption}.</figcaption></figure>"


def shapley() -> str:
    """Sentence, figure and basis of the Shapley effects."""
    page = pages()[0]
    found = page.found[0]
    return f"> {answer(page, found)}\n\n{_figure(page, 0)}\n\n{basis_words(page, found)}"


def quarters() -> str:
    """First-order shares over time."""
    page = pages()[1]
    return f"> {over_time_words(page)}\n\n{_figure(page, 0)}"


def enough() -> str:
    """The answer against the number of draws."""
    page = pages()[1]
    return f"> {' '.join(enough_words(page))}\n\n{_figure(page, 1)}"


def methods() -> str:
    """Say what each method asks, and how to read it."""
    parts = [f"### {one.title}\n\n{one.asks}\n\n{one.how}" for one in METHODS.values()]
    return "\n\n".join(parts)


PARTS = {"shapley": shapley, "quarters": quarters, "enough": enough, "methods": methods}
