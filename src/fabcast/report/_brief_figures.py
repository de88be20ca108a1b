"""Figures of a brief, drawn: with titles, captions and table twins. Forms choose among them."""

from __future__ import annotations

from dataclasses import replace

from . import _figures as draw
from . import _headline as plan
from . import _tables
from ._content import Bound, Brief, Fan
from ._document import Figure
from ._marks import Spec
from ._svg import render


def fan_figures(fan: Fan, brief: Brief) -> tuple[Figure, Figure]:
    """Draw both scenarios over time, and beside them what changes."""
    return fan_levels(fan, brief), fan_change(fan, brief)


def fan_levels(fan: Fan, brief: Brief) -> Figure:
    """Draw both scenarios over time."""
    ours, base = brief.scenario.title, brief.against.title
    return _figure(
        f"{fan.outcome.id}-levels",
        "Both scenarios",
        f"Filled, blue: {ours}. Dashed outline, ochre: {base}. Bands hold 50 % and 90 % of draws.",
        draw.levels(fan),
        _tables.fan_table(fan, ours, base, contrast=False),
    )


def fan_change(fan: Fan, brief: Brief) -> Figure:
    """Draw the paired contrast over time."""
    return _figure(
        f"{fan.outcome.id}-change",
        "What changes",
        "First minus second scenario, draw by draw. Bands hold 50 % and 90 % of draws.",
        draw.contrasts(fan),
        _tables.fan_table(fan, brief.scenario.title, brief.against.title, contrast=True),
    )


def bounds_figure(brief: Brief) -> Figure | None:
    """Draw the headline outcome in each scenario and year; None where no bound was run."""
    if not brief.bounds:
        return None
    main = Bound(brief.scenario, brief.contrasts)
    name, unit = brief.headline.outcome, brief.headline.unit
    caption = (
        f"Change in {plan.SUBJECTS.get(name, name)} against “{brief.against.title}”: "
        "median (point), 50 % (thick) and 90 % (thin) of draws."
    )
    return _figure(
        "bounds",
        "The answer between its bounds",
        caption,
        draw.bounds(main, brief.bounds, name, unit),
        _tables.bounds_table(main, brief.bounds, name),
    )


def headline_bounds(brief: Brief) -> Figure | None:
    """Draw the same for the headline year alone, small enough for a first page."""
    year = brief.headline.year
    cut = replace(
        brief,
        contrasts=tuple(c for c in brief.contrasts if c.year == year),
        bounds=tuple(
            replace(b, contrasts=tuple(c for c in b.contrasts if c.year == year)) for b in brief.bounds
        ),
    )
    made = bounds_figure(cut)
    return None if made is None else replace(made, name="headline-bounds")


def parity_figure(brief: Brief) -> Figure | None:
    """Draw when parity comes; None where no date was run."""
    if brief.parity is None:
        return None
    ours, base = brief.scenario.title, brief.against.title
    caption = f"Share of draws in which parity has come. {ours}: solid blue. {base}: dashed ochre."
    table = _tables.parity_table(brief.parity, ours, base)
    return _figure("parity", "When parity comes, if it does", caption, draw.parity(brief.parity), table)


def binding_figures(brief: Brief) -> tuple[Figure, ...]:
    """Draw bands of what binds in both scenarios, over the years that figures show."""
    pairs = ((brief.scenario, brief.binding), (brief.against, brief.binding_against))
    figures = []
    for role, (words, shares) in zip(("scenario", "base"), pairs, strict=True):
        if shares is not None:
            inside = [i for i, q in enumerate(shares.quarters) if _shown(q)]
            spec = draw.binding(shares, slice(inside[0], inside[-1] + 1))
            caption = "Share of draws in which each input limits domestic accelerator output, by quarter."
            twin = _tables.binding_table(shares, plan.FAN_YEARS)
            table = replace(twin, caption=f"{words.title}: {twin.caption}")
            figures.append(_figure(f"binding-{role}", words.title, caption, spec, table))
    return tuple(figures)


def _shown(quarter: str) -> bool:
    return plan.FAN_YEARS[0] <= int(quarter[:4]) <= plan.FAN_YEARS[1]


def _figure(name: str, title: str, caption: str, spec: Spec, table: _tables.Table) -> Figure:
    """Draw a figure; those who hear it are told what its table holds besides the caption."""
    return Figure(name, title, caption, render(spec, name, title, f"{table.caption}. {caption}"), table)
