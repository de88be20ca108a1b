"""The hindcasts as one HTML file: figures inside, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from . import _hindcast_figures as draw
from . import _hindcast_tables as tables
from ._html import Figure
from ._marks import Spec
from ._svg import render
from ._theme import dark_rules

if TYPE_CHECKING:
    from fabcast.calibration import HindcastSummary

TEMPLATES = files("fabcast.report") / "templates"
FORECASTS = (
    "Thin: 90 %. Thick: 50 %. Point: median. Black diamond: what the record says happened, at the end of "
    "its period. One colour an origin."
)
PIT = "A flat row of bars is right; a heap in the last bars says that the model expected too little."


def hindcast_figures(summary: HindcastSummary) -> tuple[Figure, Figure]:
    """Draw forecasts against outcomes, and the PIT, each with its table twin."""
    return (
        _figure("hindcast-forecasts", "Forecasts and outcomes", FORECASTS, draw.forecasts(summary), summary),
        _figure("hindcast-pit", "Where outcomes fell", PIT, draw.pit(summary), summary),
    )


def _figure(name: str, title: str, caption: str, spec: Spec, summary: HindcastSummary) -> Figure:
    twin = tables.full(summary) if name == "hindcast-forecasts" else tables.by_origin(summary)
    return Figure(name, title, caption, render(spec, name, title, caption), twin)


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
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((TEMPLATES / "hindcast.html.j2").read_text(encoding="utf-8"))
    css = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    return template.render(
        style=css.replace("/* dark figures */", dark_rules(".figure svg")),
        words=tables.words(summary, stale),
        figures=hindcast_figures(summary),
        tables=[tables.by_series(summary), tables.by_horizon(summary), tables.by_origin(summary)],
        misses=tables.miss_words(summary),
    )
