"""An answer under rival forms of the equations, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from fabcast.analysis import Contrast, Spread, UnderForm

from ._content import Brief
from ._format import interval_parts, share
from ._headline import SUBJECTS
from ._tables import Table
from ._words import change_or_none, hardly_moves

FAR = 0.25
"""A median that differs by more than this part of the default's counts as another size."""
SURE = 0.66
"""Share of draws from which a sign is told; below it the answer may go either way."""
SAME = 0.01
"""Below this part of the default's median a form counts as changing hardly anything."""
_SIGNS = ("higher", "lower", "the same", "either way")


def asked(forms: Sequence[UnderForm], year: int | None) -> tuple[tuple[str, int | None], ...]:
    """List the outcomes that were run under each form, with the year to speak of: `year`, or the last run."""
    if not forms:
        return ()
    years: dict[str, list[int | None]] = {}
    for c in forms[0].contrasts:
        years.setdefault(c.outcome, []).append(c.year)
    return tuple((name, year if year in run else run[-1]) for name, run in years.items())


def all_words(forms: Sequence[UnderForm], year: int | None) -> tuple[str, ...]:
    """Say of each outcome whether its contrast depends on the form of the equations."""
    return tuple(text for place in asked(forms, year) for text in forms_words(forms, *place))


def forms_words(forms: Sequence[UnderForm], outcome: str, year: int | None) -> tuple[str, ...]:
    """Say whether the sign and the size of a contrast depend on the form of the equations.

    Parameters
    ----------
    forms
        Contrasts under each form, the default first; may be empty.
    outcome, year
        Which contrast to speak of.

    Returns
    -------
    tuple of str
        Sentences: on the sign, on the size, on forms that change nothing. Empty without forms.
    """
    if not forms:
        return ()
    cells = [(form.name, form.at(outcome, year)) for form in forms]
    subject = SUBJECTS.get(outcome) or f"the outcome “{cells[0][1].label}”"
    when = "" if year is None else f" at the end of {year}"
    said = (_sign_words(cells, f"{subject}{when}"), _size_words(cells), _idle_words(cells))
    return tuple(text for text in said if text)


def sign_of(c: Contrast) -> str:
    """Tell the sign of a contrast: *higher*, *lower*, *the same*, or *either way*."""
    if hardly_moves(c):
        return "the same"
    if max(c.probability_positive, c.probability_negative) < SURE:
        return "either way"
    return "higher" if c.probability_positive > c.probability_negative else "lower"


def _sign_words(cells: Sequence[tuple[str, Contrast]], subject: str) -> str:
    by_sign = {sign: [name for name, c in cells if sign_of(c) == sign] for sign in _SIGNS}
    told = {sign: names for sign, names in by_sign.items() if names}
    if len(told) > 1:
        parts = [f"{sign} under {_listed(names)}" for sign, names in told.items()]
        return f"The sign depends on the form of the equations: {subject} is {'; '.join(parts)}."
    sign = next(iter(told))
    if sign in {"the same", "either way"}:
        words = {"the same": "does not move", "either way": "may go either way"}[sign]
        return f"The sign does not depend on the form of the equations: {subject} {words} under each."
    chances = [_chance(c, sign) for _, c in cells]
    return (
        f"The sign does not depend on the form of the equations: {subject} is {sign} "
        f"in {_range(min(chances), max(chances))} of draws under each."
    )


def _chance(c: Contrast, sign: str) -> float:
    return c.probability_positive if sign == "higher" else c.probability_negative


def _range(low: float, high: float) -> str:
    return share(low) if share(low) == share(high) else f"{share(low)} to {share(high)}"


def _size_words(cells: Sequence[tuple[str, Contrast]]) -> str:
    base = cells[0][1]
    middle = base.contrast.p50
    if hardly_moves(base) or middle == 0.0:
        return ""
    if len(_idle(cells)) == len(cells) - 1:
        return "Nor does the size: hardly anything changes under any form."
    ranked = sorted(cells[1:], key=lambda cell: cell[1].contrast.p50)
    far = [name for name, c in cells[1:] if abs(c.contrast.p50 / middle - 1.0) > FAR]
    ends = " to ".join(f"{_middle(c)} ({name})" for name, c in (ranked[0], ranked[-1]))
    run = f"the median runs from {ends}, and is {_middle(base)} by default"
    if not far:
        return f"Nor does the size depend on it much: {run}."
    return f"The size depends on it: {run}. More than a quarter off: {_listed(far)}."


def _middle(c: Contrast) -> str:
    return interval_parts(c.contrast, c.unit, difference=True)[0]


def _idle_words(cells: Sequence[tuple[str, Contrast]]) -> str:
    same = _idle(cells)
    return f"Hardly anything changes under {_listed(same)}." if 0 < len(same) < len(cells) - 1 else ""


def _idle(cells: Sequence[tuple[str, Contrast]]) -> list[str]:
    """Rivals whose contrast is that of the default; none where the default does not move."""
    base = cells[0][1].contrast
    return [name for name, c in cells[1:] if base.p50 != 0.0 and _close(c.contrast, base)]


def _close(one: Spread, base: Spread) -> bool:
    """Tell whether the middle and both ends differ by less than a hundredth of the default's middle."""
    pairs = ((one.p5, base.p5), (one.p50, base.p50), (one.p95, base.p95))
    return all(abs(a - b) < SAME * abs(base.p50) for a, b in pairs)


def _listed(names: Sequence[str]) -> str:
    """Join names.

    >>> _listed(["a"]), _listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def forms_table(forms: Sequence[UnderForm], outcome: str, year: int | None) -> Table:
    """Lay out one contrast under each form, the default first."""
    first = forms[0].at(outcome, year)
    when = "" if year is None else f", end of {year}"
    columns = ("Form", "Change", "Higher", "Lower", "Same", "Instead of")
    rows = tuple(_row(form, form.at(outcome, year)) for form in forms)
    return Table(f"{first.label}{when}: median (5 % to 95 %) under each form", columns, rows)


def _row(form: UnderForm, c: Contrast) -> tuple[str, ...]:
    signs = (c.probability_positive, c.probability_negative, c.probability_zero)
    return (
        _sentence(form.name),
        change_or_none(c),
        *(share(p) for p in signs),
        form.instead_of or "–",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def forms_part(forms: Sequence[UnderForm], outcome: str, year: int | None) -> Iterator[RenderableType]:
    """Print the same in a terminal: sentences, then the table."""
    for text in forms_words(forms, outcome, year):
        yield Text(text)
    table = RichTable(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, expand=True)
    for name, ratio in (("Form", 4), ("Change", 6), ("Share of draws", 3)):
        table.add_column(name, ratio=ratio)
    for form in forms:
        c = form.at(outcome, year)
        table.add_row(_sentence(form.name), change_or_none(c), _arrows(c))
    yield Text()
    yield table


def forms_parts(brief: Brief) -> Iterator[RenderableType]:
    """Print each outcome that was run under rival forms, under its name and year; nothing without them."""
    for outcome, year in asked(brief.forms, brief.headline.year):
        label = brief.forms[0].at(outcome, year).label
        yield Text(f"\n{label}{'' if year is None else f', end of {year}'}: under other equations", "bold")
        yield from forms_part(brief.forms, outcome, year)


def _arrows(c: Contrast) -> str:
    """Tell shares of draws by sign; a share of none is left out."""
    signs = (("▲", c.probability_positive), ("▼", c.probability_negative), ("=", c.probability_zero))
    return " ".join(f"{sign} {share(p)}" for sign, p in signs if p > 0.0)
