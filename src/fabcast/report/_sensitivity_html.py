"""A sensitivity as one HTML file: sentences, figures and their tables; no script, nothing fetched."""

from __future__ import annotations

from fabcast import facts

from . import _sensitivity_figures as draw
from . import _sensitivity_tables as tables
from ._document import Figure
from ._sensitivity_page import METHODS, SensitivityPage
from ._sensitivity_words import (
    INTERVALS,
    agreement,
    answer,
    basis_words,
    enough_words,
    over_time_words,
    subject,
)
from ._sheet import Sheet, drawn, sheet_html


def sensitivity_figures(page: SensitivityPage) -> tuple[Figure, ...]:
    """Draw every part of a page, each with what it asks and its table twin."""
    made = [
        drawn(
            f"sensitivity-{found.method}",
            METHODS[found.method].title,
            METHODS[found.method].asks,
            draw.weights(page, found),
            tables.method_table(page, found),
        )
        for found in page.found
    ]
    if page.over_time is not None:
        spec, twin = draw.over_time(page.over_time), tables.over_time_table(page.over_time)
        made.append(drawn("sensitivity-by-quarter", "By quarter", "What matters when?", spec, twin))
    if page.enough is not None:
        spec, twin = draw.enough(page, page.enough), tables.enough_table(page, page.enough)
        caption = "The answer against the number of draws."
        made.append(drawn("sensitivity-enough", "Have enough draws been run?", caption, spec, twin))
    return tuple(made)


def sensitivity_page(page: SensitivityPage) -> str:
    """Render a sensitivity as one self-contained HTML document."""
    figures = sensitivity_figures(page)
    answers = [answer(page, found) for found in page.found]
    said = (*answers, agreement(page.found), over_time_words(page), *enough_words(page))
    hows = [
        f"{METHODS[found.method].title}: {METHODS[found.method].how} {basis_words(page, found)}"
        for found in page.found
    ]
    return sheet_html(
        Sheet(
            kicker="Fabcast sensitivity",
            question=f"What matters for {subject(page)}?",
            standing=f"seed {page.seed} · facts as of {facts.AS_OF.isoformat()}",
            words=[text for text in said if text],
            tables=[figure.table for figure in figures],
            figures=figures,
            notes=(*hows, INTERVALS),
        )
    )
