"""The brief as one HTML file: figures inside, no script, nothing fetched, fit for print.

The template holds words and order only; numbers arrive written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fabcast.analysis import Contrast

from . import _figures as draw
from . import _format, _tables
from . import _headline as plan
from ._content import Bound, Brief, Fan
from ._forms import forms_table, forms_words
from ._marks import Spec
from ._svg import render
from ._theme import dark_rules
from ._words import chances, hardly_moves, relative_change, sampling, standing

TEMPLATES = files("fabcast.report") / "templates"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure with its caption and its table twin."""

    name: str
    title: str
    caption: str
    svg: str
    table: _tables.Table


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
        "relative_change": relative_change,
        "sampling": sampling,
    }
    return numbers | words | {"cell": _cell, "unit_words": _unit_words}


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
        "fans": [(fan.outcome, _fan_figures(fan, brief)) for fan in brief.fans],
        "bounds": _bounds(brief),
        "parity": _parity(brief),
        "binding": _binding(brief),
        "forms": forms_table(brief.forms, *headline) if brief.forms else None,
        "forms_say": forms_words(brief.forms, *headline),
        "record": _flat(brief.record),
    }


def _figure(name: str, title: str, caption: str, spec: Spec, table: _tables.Table) -> Figure:
    """Draw a figure; those who hear it are told what its table holds besides the caption."""
    return Figure(name, title, caption, render(spec, name, title, f"{table.caption}. {caption}"), table)


def _fan_figures(fan: Fan, brief: Brief) -> tuple[Figure, Figure]:
    ours, base = brief.scenario.title, brief.against.title
    return (
        _figure(
            f"{fan.outcome.id}-levels",
            "Both scenarios",
            f"Blue: {ours}. Dashed ochre: {base}. Bands hold 50 % and 90 % of draws.",
            draw.levels(fan),
            _tables.fan_table(fan, ours, base, contrast=False),
        ),
        _figure(
            f"{fan.outcome.id}-change",
            "What changes",
            "First minus second scenario, draw by draw. Bands hold 50 % and 90 % of draws.",
            draw.contrasts(fan),
            _tables.fan_table(fan, ours, base, contrast=True),
        ),
    )


def _bounds(brief: Brief) -> Figure | None:
    if not brief.bounds:
        return None
    main = Bound(brief.scenario, brief.contrasts)
    name, unit = brief.headline.outcome, brief.headline.unit
    caption = (
        f"Change in {plan.SUBJECTS.get(name, name)} against “{brief.against.title}”: "
        "median (point), 50 % (thick) and 90 % (thin) of draws."
    )
    spec = draw.bounds(main, brief.bounds, name, unit)
    return _figure(
        "bounds",
        "The answer between its bounds",
        caption,
        spec,
        _tables.bounds_table(main, brief.bounds, name),
    )


def _parity(brief: Brief) -> Figure | None:
    if brief.parity is None:
        return None
    ours, base = brief.scenario.title, brief.against.title
    caption = f"Share of draws in which parity has come. {ours}: solid blue. {base}: dashed ochre."
    table = _tables.parity_table(brief.parity, ours, base)
    return _figure("parity", "When parity comes, if it does", caption, draw.parity(brief.parity), table)


def _binding(brief: Brief) -> list[Figure]:
    """Bands of both scenarios, over the years that figures show."""
    pairs = ((brief.scenario, brief.binding), (brief.against, brief.binding_against))
    figures = []
    for role, (words, shares) in zip(("scenario", "base"), pairs, strict=True):
        if shares is not None:
            inside = [i for i, q in enumerate(shares.quarters) if _shown(q)]
            spec = draw.binding(shares, slice(inside[0], inside[-1] + 1))
            caption = "Share of draws in which each input limits domestic accelerator output, by quarter."
            table = _tables.binding_table(shares, plan.FAN_YEARS)
            figures.append(_figure(f"binding-{role}", words.title, caption, spec, table))
    return figures


def _shown(quarter: str) -> bool:
    return plan.FAN_YEARS[0] <= int(quarter[:4]) <= plan.FAN_YEARS[1]


def _flat(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Lay a nested record out as lines.

    >>> _flat({"a": {"b": 1}, "c": ["x", "y"]})
    [('a b', '1'), ('c', 'x, y')]
    """
    lines: list[tuple[str, str]] = []
    for key, value in record.items():
        name = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            lines += _flat(value, f"{name} ")
        elif isinstance(value, list | tuple):
            lines.append((name, ", ".join(map(str, value))))
        else:
            lines.append((name, str(value)))
    return lines


def _unit_words(unit: str) -> str:
    """Say the unit of a row before its definition, unless the cells say it.

    >>> _unit_words("H100e a year"), _unit_words("percent")
    ('H100e a year. ', '')
    """
    return f"{unit}. " if unit.endswith(" a year") else ""
