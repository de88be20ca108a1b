"""Fills the page on hindcasts from the shipped results, at marks such as ``<!-- hindcast: words -->``.

Nothing is fitted here: results are read from the table in the package.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from fabcast.calibration import HindcastSummary, load_hindcasts, summarise
from fabcast.calibration._hindcast_series import hindcast_series
from fabcast.calibration._lines import line_named
from fabcast.report import hindcast_figures, hindcast_miss_words, hindcast_tables, hindcast_words

MARK = re.compile(r"<!-- hindcast: (\w+) -->")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


@cache
def summary(policy: str = "as_happened") -> HindcastSummary:
    """Shipped hindcasts of a policy feed."""
    return summarise(load_hindcasts().rows, "as_happened" if policy == "as_happened" else "known_at_origin")


def words() -> str:
    """Sentences, one a point."""
    return "\n".join(f"- {line}" for line in hindcast_words(summary(), load_hindcasts().stale))


def known() -> str:
    """The same for law as it stood at each origin."""
    return "\n".join(f"- {line}" for line in hindcast_words(summary("known_at_origin")))


def scores() -> str:
    """Scores by series, horizon and origin."""
    tables = (hindcast_tables.by_series, hindcast_tables.by_horizon, hindcast_tables.by_origin)
    return "\n\n".join(_table(make(summary())) for make in tables)


def _table(table: hindcast_tables.Table) -> str:
    lines = [table.columns, ("---", *["---:"] * (len(table.columns) - 1)), *table.rows]
    return f"**{table.caption}**\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def figures() -> str:
    """Forecasts and outcomes of every series, then the PIT."""
    pit, *series = hindcast_figures(summary())
    drawn = [
        f"<figure>{f.svg}<figcaption>{f.title}. {f.caption}</figcaption></figure>" for f in (*series, pit)
    ]
    return f'<div class="small-figures">{"".join(drawn)}</div>'


def misses() -> str:
    """Outcomes outside their interval, with reasons."""
    found = hindcast_miss_words(summary())
    return "\n".join(f"- {line}" for line in found) or "None."


def series() -> str:
    """What is scored."""
    rows = [("Series", "Unit", "Lines of the record", "Note")]
    rows += [("---", "---", "---", "---")]
    for one in hindcast_series():
        lines = ", ".join(line_named(name).title for name in one.line_ids)
        rows.append((hindcast_tables.title(one.id), one.unit, lines, one.why))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


PARTS: dict[str, Callable[[], str]] = {
    "words": words,
    "known": known,
    "scores": scores,
    "figures": figures,
    "misses": misses,
    "series": series,
}
