"""The value of information as one HTML page."""

from __future__ import annotations

from fabcast import facts
from fabcast.analysis import Known

from . import _theme as theme
from ._discover_html import ROW, bar_labels, label_lines
from ._document import Figure
from ._marks import WIDTH, Spec
from ._sheet import Sheet, drawn, sheet_html
from ._tables import Table
from ._words import draws_in_words
from ._worth import HOW, shown, worth_tables
from ._worth_words import WorthPage, known_name, with_interval, worth_words


def worth_html(page: WorthPage) -> str:
    """Render the value of information as one self-contained HTML document.

    Parameters
    ----------
    page
        What was found, with what it was asked of.
    """
    fitted = "fitted to the record" if page.basis == "posterior" else "prior ranges, not fitted to the record"
    return sheet_html(
        Sheet(
            kicker="Fabcast value of information",
            question=f"What would it be worth to know? {page.decision.question}",
            standing=(
                f"{draws_in_words(page.draws)} · seed {page.seed} · {fitted} · "
                f"facts as of {facts.AS_OF.isoformat()}"
            ),
            words=worth_words(page),
            tables=worth_tables(page),
            figures=[
                _bars(name, title, known, page)
                for name, title, known in (
                    ("groups", "Groups of inputs", page.found.groups),
                    ("inputs", "Single inputs", page.found.inputs),
                )
                if shown(known)
            ],
            notes=(HOW,),
        )
    )


def _bars(name: str, title: str, known: tuple[Known, ...], page: WorthPage) -> Figure:
    """Draw values of information with their intervals."""
    rows = [
        {
            "label": label_lines(known_name(page, one)),
            "value": one.worth.value,
            "low": one.worth.low,
            "high": one.worth.high,
        }
        for one in shown(known)
    ]
    x: Spec = {
        "type": "quantitative",
        "title": "worth, units of utility",
        "axis": {"tickCount": 5, "format": "~g"},
    }
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "color": theme.SCENARIO, "height": 12},
            "encoding": {"y": bar_labels(), "x": {"field": "value", **x}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": theme.INK, "strokeWidth": 1.5},
            "encoding": {"y": bar_labels(), "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
    ]
    twin = Table(
        f"{title}: worth, units",
        ("Known", "Worth (90 %)"),
        tuple((known_name(page, one), with_interval(one.worth)) for one in shown(known)),
    )
    spec: Spec = {
        "layer": layers,
        "width": WIDTH - 80,
        "height": ROW * max(len(rows), 1),
        "config": theme.CONFIG,
    }
    return drawn(f"worth-{name}", title, "Bar: value. Line: 90 % interval.", spec, twin)
