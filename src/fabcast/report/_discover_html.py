"""Scenario discovery as one HTML page: sentences, boxes as tables and figures, the way they were found."""

from __future__ import annotations

from textwrap import wrap

from fabcast import facts
from fabcast.analysis import Quality, ToldBox

from . import _theme as theme
from ._discover import COLUMNS, how_words, limit_rows, restricted_words
from ._discover_words import (
    CAUTION,
    DiscoverPage,
    box_words,
    condition_words,
    name_of,
    percent,
    proportion,
    rate_words,
)
from ._document import Figure
from ._marks import WIDTH, Spec
from ._sheet import Sheet, drawn, sheet_html
from ._tables import Table
from ._words import draws_in_words

ROW = 34
"""Height of a row of bars, in pixels."""
SHOWN = 10
LABEL = 34
"""Characters a line of a label."""


def discover_html(page: DiscoverPage) -> str:
    """Render a discovery as one self-contained HTML document.

    Parameters
    ----------
    page
        What was found, with what it was asked of.
    """
    boxes = page.found.boxes
    tables = [_limits(one, number, page) for number, one in enumerate(boxes, 1)]
    spans = [_percentiles(one, number, page) for number, one in enumerate(boxes, 1)]
    fitted = "fitted to the record" if page.basis == "posterior" else "prior ranges, not fitted to the record"
    return sheet_html(
        Sheet(
            kicker="Fabcast scenario discovery",
            question=f"In which futures does it hold? {condition_words(page.asked)}",
            standing=(
                f"{draws_in_words(page.draws)} · seed {page.seed} · {fitted} · "
                f"facts as of {facts.AS_OF.isoformat()}"
            ),
            words=(rate_words(page), *box_words(page)),
            tables=[*tables, _tried(page)],
            figures=[*spans, _way(page), _picked(page)],
            notes=(how_words(page.found), restricted_words(page.found), CAUTION),
        )
    )


def _limits(one: ToldBox, number: int, page: DiscoverPage) -> Table:
    rows = tuple((row[0], *row[2:]) for row in limit_rows(one, page))
    return Table(f"Box {number}: limits on inputs", ("Input", *COLUMNS[1:]), rows)


def _tried(page: DiscoverPage) -> Table:
    columns = ("Size tried", "Sought", "Inputs", "Density", "Coverage")
    prim = page.found.method == "prim"
    rows = tuple(
        (
            f"{percent(s.setting.size)} of draws" if prim else f"{s.setting.size:.0f} leaves",
            f"nearest {percent(s.setting.near)}" if s.setting.near else "cases",
            str(s.inputs),
            proportion(s.left_out.density),
            proportion(s.left_out.coverage),
        )
        for s in page.found.steps
    )
    return Table("Sizes that were tried, on draws left out", columns, rows)


def _percentiles(one: ToldBox, number: int, page: DiscoverPage) -> Figure:
    """Draw the limits of a box as spans of percentiles."""
    rows = [
        {
            "label": label_lines(name_of(x.name, page.parameters)),
            "from": 100.0 * x.places[0],
            "to": 100.0 * x.places[1],
        }
        for x in one.limits
    ]
    x_axis = _hundred("percentile of the draws")
    bars: Spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": theme.SCENARIO, "height": 12},
        "encoding": {"y": bar_labels(), "x": {"field": "from", **x_axis}, "x2": {"field": "to"}},
    }
    whole: Spec = {
        "data": {"values": [row | {"from": 0.0, "to": 100.0} for row in rows]},
        "mark": {"type": "bar", "color": theme.GRID, "height": 12},
        "encoding": {"y": bar_labels(), "x": {"field": "from", **x_axis}, "x2": {"field": "to"}},
    }
    twin = Table(
        f"Box {number}: percentiles",
        ("Input", "From", "To"),
        tuple((str(r["label"]).replace("\n", " "), f"{r['from']:.0f}", f"{r['to']:.0f}") for r in rows),
    )
    caption = "Blue: values inside the box. Grey: all draws."
    return drawn(f"box-{number}", f"Box {number}", caption, _sized([whole, bars], len(rows)), twin)


def _way(page: DiscoverPage) -> Figure:
    """Draw density over coverage: the whole way on all draws, and sizes on draws left out."""
    made = [_point(step.made_from) for step in page.found.trajectory]
    tried = [_point(step.left_out) for step in page.found.steps]
    own = [_point(page.found.left_out)]
    axis_x = {"type": "quantitative", "title": "coverage, % of cases", "scale": {"domain": [0, 100]}}
    axis_y = {"type": "quantitative", "title": "density, % of draws inside", "scale": {"domainMin": 0}}
    places: Spec = {"x": {"field": "c", **axis_x}, "y": {"field": "d", **axis_y}}
    line: Spec = {"type": "line", "color": theme.NEUTRAL, "strokeDash": [4, 3]}
    layers: list[Spec] = [
        {"data": {"values": made}, "mark": line, "encoding": places | {"order": {"field": "n"}}},
        {"data": {"values": tried}, "mark": {"type": "point", "color": theme.SCENARIO}, "encoding": places},
        {
            "data": {"values": own},
            "mark": {"type": "point", "color": theme.BASE, "filled": True, "size": 110, "shape": "diamond"},
            "encoding": places,
        },
    ]
    if not made:
        layers = layers[1:]
    for n, row in enumerate(made):
        row["n"] = float(n)
    twin = Table(
        "Density and coverage in percent",
        ("Draws", "Coverage", "Density"),
        tuple(
            (words, f"{row['c']:.1f}", f"{row['d']:.1f}")
            for words, rows in (("left out, this search", own), ("left out", tried), ("made from", made))
            for row in rows
        ),
    )
    dashed = "Dashed: the whole way, on the draws it was made from, which flatters. " if made else ""
    caption = f"{dashed}Circles: sizes tried, on draws left out. Diamond: the search as judged."
    spec: Spec = {"layer": layers, "width": WIDTH, "height": 220, "config": theme.CONFIG}
    return drawn("way", "What coverage costs in density", caption, spec, twin)


def _point(one: Quality) -> dict[str, float]:
    density = one.density.value if one.density.whole else 0.0
    return {"c": round(100.0 * one.coverage.value, 3), "d": round(100.0 * density, 3)}


def _picked(page: DiscoverPage) -> Figure:
    """Draw how often resamples restrict each input."""
    inside = {x.name for one in page.found.boxes for x in one.limits}
    rows = [
        {
            "label": label_lines(name_of(name, page.parameters)),
            "share": 100.0 * share,
            "inside": name in inside,
        }
        for name, share in page.found.restricted[:SHOWN]
    ]
    colour = {"condition": {"test": "datum.inside", "value": theme.SCENARIO}, "value": theme.NEUTRAL}
    bars: Spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "y": bar_labels(),
            "x": {"field": "share", **_hundred("% of resamples")},
            "color": colour,
        },
    }
    twin = Table(
        "Share of resamples that restrict an input",
        ("Input", "%", "In a box"),
        tuple(
            (str(r["label"]).replace("\n", " "), f"{r['share']:.0f}", "yes" if r["inside"] else "no")
            for r in rows
        ),
    )
    caption = "Blue: inputs of a box shown here. Grey: others that resamples restrict."
    return drawn("picked", "Which inputs come back in resamples", caption, _sized([bars], len(rows)), twin)


def _sized(layers: list[Spec], rows: int) -> Spec:
    return {"layer": layers, "width": WIDTH - 80, "height": ROW * max(rows, 1), "config": theme.CONFIG}


def _hundred(title: str) -> Spec:
    return {"type": "quantitative", "title": title, "scale": {"domain": [0, 100]}, "axis": {"tickCount": 5}}


def bar_labels() -> Spec:
    """Make the axis of labels: in the order given, with line ends, as a legend would have them."""
    axis = {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 240, "ticks": False, "domain": False}
    return {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": axis}


def label_lines(label: str) -> str:
    r"""Break a label into at most two lines.

    >>> label_lines("A very long description of an input that nobody can read in one go, nor in two")
    'A very long description of an\ninput that nobody can read in one …'
    """
    lines = wrap(label, LABEL)
    return "\n".join(lines[:2]) if len(lines) <= 2 else f"{lines[0]}\n{lines[1]} …"
