"""The brief as one HTML file: figures inside, no script, nothing fetched, fit for print.

The template holds words and order only; numbers arrive written.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fabcast.analysis import Contrast

from . import _format, _tables
from . import _headline as plan
from ._brief_figures import binding_figures, bounds_figure, fan_figures, parity_figure
from ._content import Brief
from ._forms import forms_table, forms_words
from ._theme import dark_rules
from ._words import chances, hardly_moves, hindcast_words, lead, relative_change, sampling, standing

TEMPLATES = files("fabcast.report") / "templates"


def to_html(brief: Brief) -> str:
    """Render a brief as one self-contained HTML document.

    Parameters
    ----------
    brief
        The content tree.

    Returns
    -------
    str
        A whole document: style, vector figures and tables inside, no address fetched.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(_helpers())
    template = environment.from_string((TEMPLATES / "brief.html.j2").read_text(encoding="utf-8"))
    return template.render(_view(brief))


def _helpers() -> dict[str, Any]:
    numbers = {name: getattr(_format, name) for name in ("change", "share")}
    words = {
        "chances": chances,
        "hindcast_words": hindcast_words,
        "lead": lead,
        "relative_change": relative_change,
        "sampling": sampling,
    }
    return numbers | words | {"cell": _cell, "unit_words": _unit_words, "rests_on": _tables.rests_on}


def _cell(c: Contrast) -> tuple[str, str]:
    """Write a contrast for a cell whose row already says that it is a yearly amount."""
    if hardly_moves(c):
        return "no change", ""
    return _format.interval_parts(c.contrast, c.unit.removesuffix(" a year"), difference=True)


def _view(brief: Brief) -> dict[str, Any]:
    headline = brief.headline.outcome, brief.headline.year
    css = (TEMPLATES / "brief.css").read_text(encoding="utf-8")
    return {
        "brief": brief,
        "standing": standing(brief),
        "style": css.replace("/* dark figures */", dark_rules(".figure svg")),
        "rows": _tables.headline_rows(brief),
        "years": plan.YEARS,
        "full": _tables.full_table(brief),
        "fans": [(fan.outcome, fan_figures(fan, brief)) for fan in brief.fans],
        "bounds": bounds_figure(brief),
        "parity": parity_figure(brief),
        "binding": binding_figures(brief),
        "forms": forms_table(brief.forms, *headline) if brief.forms else None,
        "forms_say": forms_words(brief.forms, *headline),
        "record": _tables.record_lines(brief.record),
    }


def _unit_words(unit: str) -> str:
    """Say the unit of a row before its definition, unless the cells say it.

    >>> _unit_words("H100e a year"), _unit_words("percent")
    ('H100e a year. ', '')
    """
    return f"{unit}. " if unit.endswith(" a year") else ""
