"""Fills the reference of outcomes and of quantities, at ``<!-- vocabulary: outcomes -->`` and ``quantities``.

The model runs once a build: 256 draws of the actual path, for the small figures.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np

from fabcast.analysis import Quantity, Reading, Spread, vocabulary
from fabcast.analysis._claims_formula import names_in
from fabcast.analysis._claims_model import Reader
from fabcast.calibration import choose_basis
from fabcast.ensemble import RunSet, run_scenarios
from fabcast.model import OUTCOMES, Outcome, year_end_index
from fabcast.report import numbers

MARK = re.compile(r"<!-- vocabulary: (\w+) -->")
DRAWS, SEED = 256, 1
FIRST, LAST, READ = 2018, 2040, 2030
WIDTH, TALL = 220.0, 52.0
GROWS = 30
"""From this growth on a figure is drawn on a log scale."""
HEADINGS = {
    "an outcome of the model": "Outcomes of the model",
    "worked out from outcomes": "Worked out from outcomes",
    "a matter of record": "Matters of record",
    "arithmetic of rules and chips": "Arithmetic of rules and chips",
    "not modelled": "Not modelled",
}
PAIRS = {
    "level": "",
    "difference": "first scenario less second: ",
    "relative": "first scenario over second, less one: ",
    "delay": "months later that the first scenario reaches what the second has: ",
    "exchange": "change of the one over change of the other: ",
}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in place of its mark; called by the site builder."""
    return MARK.sub(lambda found: PARTS[found[1]](), markdown)


@cache
def runs() -> RunSet:
    """Run the actual path, once a build."""
    return run_scenarios(("actual",), DRAWS, SEED, basis=choose_basis()[0])


def outcomes() -> str:
    """Write every outcome: figure, unit, definition, what it leaves out, which claims are about it."""
    return "\n\n".join(_outcome(outcome) for outcome in OUTCOMES.values())


def _outcome(outcome: Outcome) -> str:
    quantity = vocabulary()[outcome.id]
    parts = [
        f"## {outcome.id}",
        f"**{outcome.label}** · {outcome.unit} · {outcome.kind}{' · headline' if outcome.headline else ''}",
        figure(outcome.id, outcome.label, outcome.unit),
        outcome.definition,
        f"*Leaves out:* {outcome.leaves_out}",
        *_others(outcome.id, quantity),
    ]
    return "\n\n".join(part for part in parts if part)


def _others(name: str, quantity: Quantity) -> Iterator[str]:
    """Other readings of an outcome, quantities that use it, claims about it."""
    other = [_reading(r) for r in quantity.readings if r.formula != name]
    if other:
        yield "*Also read as:* " + "; ".join(other)
    used = [q.id for q in vocabulary().values() if q.id != name and name in _pieces(q.readings)]
    if used:
        yield "*Used by:* " + ", ".join(_named(one) for one in used)
    if quantity.claims:
        yield f"*Claims about it:* {', '.join(quantity.claims)}"


def _named(name: str) -> str:
    page = "outcomes" if name in OUTCOMES else "quantities"
    return f"[`{name}`]({page}.md#{name})"


def _pieces(found: tuple[Reading, ...]) -> set[str]:
    """Names that readings use."""
    formulas = [part.strip() for one in found if one.formula for part in one.formula.split("|")]
    return {name for formula in formulas for name in names_in(formula)}


def figure(formula: str, label: str, unit: str, bound: str = "", year: int = READ) -> str:
    """Draw a formula of outcomes under the actual path, one year in words; a date is words alone."""
    values = np.asarray(Reader(runs(), "actual").read(formula), dtype=float)
    if values.ndim == 1:
        never = float(np.isnan(values).mean())
        middle = f", else {Spread.of(values[~np.isnan(values)]).p50:.1f} (median)" if never < 1 else ""
        return f"Under `actual`: never by 2040 in {numbers.share(never)} of draws{middle}."
    years = np.arange(FIRST, LAST + 1)
    shown = values[:, [year_end_index(int(year)) for year in years]]
    known = ~np.isnan(shown).all(0)
    points = np.nanpercentile(shown[:, known], (5, 50, 95), axis=0)
    at = values[:, year_end_index(year)]
    read = f"{bound} {numbers.level_interval(Spread.of(at[~np.isnan(at)]), unit)}".strip()
    said = f"<figcaption>Under <code>actual</code>, {year}: {read}</figcaption>"
    return f'<figure class="band">{_band(label, years[known], points)}{said}</figure>'


def _band(label: str, years: np.ndarray, points: np.ndarray) -> str:
    """Draw the 5-95 % band and the median of a series; on a log scale where it grows thirtyfold."""
    log = bool(points.min() > 0 and points.max() > GROWS * points[1].min())
    low, middle, high = np.log(points) if log else points
    bottom, top = (low.min(), high.max()) if log else (min(low.min(), 0.0), max(high.max(), 1e-12))
    x = 2 + (WIDTH - 4) * (years - FIRST) / (LAST - FIRST)

    def line(values: np.ndarray) -> list[str]:
        y = TALL - 12 - (TALL - 16) * (values - bottom) / (top - bottom)
        return [f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True)]

    band = " ".join([*line(high), *reversed(line(low))])
    scale = "log scale" if log else "from zero" if bottom == 0.0 else ""
    words = (
        (2.0, "start", FIRST),
        (WIDTH * (READ - FIRST) / (LAST - FIRST), "middle", READ),
        (218.0, "end", LAST),
    )
    texts = "".join(
        f'<text x="{at:.0f}" y="{TALL - 1:g}" text-anchor="{anchor}">{text}</text>'
        for at, anchor, text in words
    )
    said = f"{label}, {FIRST} to {LAST}: 5 to 95 percent of draws, and the median; {scale}"
    return (
        f'<svg class="spark wide" role="img" aria-label="{said}" viewBox="0 0 {WIDTH:g} {TALL:g}">'
        f'<polygon class="prior" points="{band}"/>'
        f'<polyline class="middle" points="{" ".join(line(middle))}"/>'
        f'{texts}<text x="4" y="9">{scale}</text></svg>'
    )


def listed() -> str:
    """Write every quantity that is no outcome, by what can be said of it."""
    parts = [f"## {HEADINGS['an outcome of the model']}\n\n{_pointers()}"]
    for status, heading in list(HEADINGS.items())[1:]:
        found = [q for q in vocabulary().values() if q.status[0] == status or status in q.status[1:]]
        mine = [q for q in found if q.status[-1] == status and q.id not in OUTCOMES]
        parts.append(f"## {heading}\n\n" + "\n\n".join(_quantity(q) for q in mine))
    return "\n\n".join(parts)


def _pointers() -> str:
    rows = ["| Quantity | Unit | Claims |", "| --- | --- | --- |"]
    for q in vocabulary().values():
        if q.id in OUTCOMES:
            rows.append(f"| [`{q.id}`](outcomes.md#{q.id}) | {q.unit} | {', '.join(q.claims)} |")
    return "\n".join(rows)


def _quantity(q: Quantity) -> str:
    anchor = f"### {q.id} {{: #{q.id} }}"
    parts = [anchor, *_drawn(q), q.definition, f"*Unit:* {q.unit}. *Status:* {', '.join(q.status)}."]
    parts += ["\n".join(f"- {_reading(reading)}" for reading in q.readings)] if q.readings else []
    used = [name for name in OUTCOMES if name in _pieces(q.readings)]
    if used:
        parts.append("*Outcomes used:* " + ", ".join(f"[`{n}`](outcomes.md#{n})" for n in used))
    parts += [f"*{'Beyond that' if q.readings else 'Not modelled'}:* {q.why_not}."] if q.why_not else []
    parts += [f"*Claims about it:* {', '.join(q.claims)}"] if q.claims else []
    return "\n\n".join(parts)


def _drawn(q: Quantity) -> Iterator[str]:
    """Draw the first reading that outcomes of one scenario answer."""
    year = int(found[1]) if (found := re.search(r"_(20\d\d)_over_", q.id)) else READ
    levels = [r for r in q.readings if r.route == "model" and r.pair == "level" and r.unit != "probability"]
    for reading in levels[:1]:
        if _pieces((reading,)) <= set(OUTCOMES):
            yield figure(reading.formula, reading.label, reading.unit, reading.bound, year)


def _reading(reading: Reading) -> str:
    """Say how a quantity is read: basis, bound, formula, note."""
    basis = f"{reading.basis}: " if reading.basis else ""
    bound = f"{reading.bound} " if reading.bound else ""
    note = f" ({reading.note.rstrip('.')})" if reading.note else ""
    return f"{basis}{PAIRS[reading.pair]}{bound}`{reading.formula}`{note}"


def tally() -> str:
    """Count quantities by what can be said of them."""
    count = {status: sum(q.status[0] == status for q in vocabulary().values()) for status in HEADINGS}
    words = "; ".join(f"{HEADINGS[status].lower()}: {n}" for status, n in count.items())
    return f"{len(vocabulary())} quantities by what is said of them first. {words[:1].upper()}{words[1:]}."


PARTS: dict[str, Callable[[], str]] = {"outcomes": outcomes, "quantities": listed, "tally": tally}
