"""The hindcasts as one HTML file: figures inside, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from . import _hindcast_figures as draw
from . import _hindcast_tables as tables
from ._document import Figure
from ._marks import Spec
from ._svg import render
from ._tables import Table
from ._theme import dark_rules

if TYPE_CHECKING:
    from fabcast.calibration import HindcastSummary

TEMPLATES = files("fabcast.report") / "templates"
FORECASTS = (
    "Thin: 90 %. Thick: 50 %. Point: median. Black diamond: what the record says happened. "
    "One colour an origin."
)
PIT = (
    "Outcomes by tenth of what was forecast. A flat row of bars is right; a heap in the last bars says "
    "that the model expected too little."
)


def hindcast_figures(summary: HindcastSummary) -> tuple[Figure, ...]:
    """Draw where outcomes fell, then each series' forecasts and outcomes, each with its table twin."""
    pit = _figure("hindcast-pit", "Where outcomes fell", PIT, draw.pit(summary), tables.by_origin(summary))
    series = dict.fromkeys(row.series for row in summary.rows)
    return (pit, *(_of_series(summary, name) for name in series))


def _of_series(summary: HindcastSummary, series: str) -> Figure:
    spec, twin = draw.forecasts(summary, series), tables.full(summary, series)
    return _figure(f"hindcast-{series.replace('_', '-')}", tables.title(series), "", spec, twin)


def _figure(name: str, title: str, caption: str, spec: Spec, twin: Table) -> Figure:
    return Figure(name, title, caption, render(spec, name, title, caption or FORECASTS), twin)


def hindcast_page(summary: HindcastSummary, stale: Sequence[str] = ()) -> str:
    """Render hindcasts as one self-contained HTML document.

    Parameters
    ----------
    summary
        Hindcasts of one policy feed.
    stale
        What has changed since they were made.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.from_string((TEMPLATES / "hindcast.html.j2").read_text(encoding="utf-8"))
    figures = hindcast_figures(summary)
    css = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    return template.render(
        style=css.replace("/* dark figures */", dark_rules(".figure svg")),
        words=tables.words(summary, stale),
        pit=figures[0],
        figures=figures[1:],
        how=FORECASTS,
        tables=[tables.by_series(summary), tables.by_horizon(summary), tables.by_origin(summary)],
        misses=tables.miss_words(summary),
    )
