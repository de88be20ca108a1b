"""Small figures of the board, drawn by hand as SVG: colours come from the page, so both modes work."""

from __future__ import annotations

import math
from html import escape

from fabcast.analysis import Answer, CheckedClaim, Condition

from ._format import share

WIDTH, HEIGHT = 260.0, 74.0
LEFT, RIGHT, TOP, BOTTOM = 4.0, 4.0, 6.0, 18.0


def across_thresholds(tested: CheckedClaim, answer: Answer) -> str:
    """Draw the probability of a claim across all thresholds, with its own marked.

    Returns
    -------
    str
        An ``<svg>``; empty where the claim has no single threshold or the quantity does not vary.
    """
    if len(answer.curve) < 2:
        return ""
    own = Condition.of(tested.claim.comparator, tested.claim.threshold).low
    low, high = min(answer.curve[0][0], own), max(answer.curve[-1][0], own)
    before, after = (1.0, 0.0) if tested.claim.comparator.startswith(">") else (0.0, 1.0)
    marks = [(low, before), *answer.curve, (high, after)]
    points = [(_across(t, low, high), _up(p)) for t, p in marks]
    x, y = _across(own, low, high), _up(answer.probability)
    labels = _label(_across(low, low, high), "start", low) + _label(_across(high, low, high), "end", high)
    own_line = f'<line class="own" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
    body = (
        f'{_line(points, "curve")}{own_line}<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>{labels}'
    )
    told = f"Probability across thresholds; at {tested.claim.threshold} it is {share(answer.probability)}"
    return _svg(told, body)


def by_date(answer: Answer) -> str:
    """Draw the probability of a claim by year; dashed: by thirds of the displacement elasticity."""
    if len(answer.by_year) < 2:
        return ""
    first, last = answer.by_year[0][0], answer.by_year[-1][0]
    whole = [(_across(year, first, last), _up(p)) for year, p in answer.by_year]
    thirds = "".join(
        _line([(_across(row[0], first, last), _up(float(row[k]))) for row in answer.by_displacement], name)
        for k, name in ((1, "low"), (3, "high"))
        if answer.by_displacement
    )
    ends = _text(_across(first, first, last), "start", str(first)) + _text(
        _across(last, first, last), "end", str(last)
    )
    sooner, later = share(answer.by_year[0][1]), share(answer.by_year[-1][1])
    told = f"Probability by year: {sooner} in {first}, {later} in {last}"
    return _svg(told, f"{thirds}{_line(whole, 'curve')}{ends}")


def _across(value: float, low: float, high: float) -> float:
    width = WIDTH - LEFT - RIGHT
    return LEFT + (width * (value - low) / (high - low) if high > low else width / 2)


def _up(probability: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - (0.0 if math.isnan(probability) else probability))


def _line(points: list[tuple[float, float]], name: str) -> str:
    return f'<polyline class="{name}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _label(x: float, anchor: str, value: float) -> str:
    return _text(x, anchor, f"{value:,.3g}" if abs(value) < 1e4 else f"{value:,.0f}")


def _text(x: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.1f}" y="{HEIGHT - 4}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(told: str, body: str) -> str:
    """Frame a small figure: a base line at no chance, a faint one at certainty."""
    frame = "".join(
        f'<line class="{name}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_up(p)}" y2="{_up(p)}"/>'
        for name, p in (("axis", 0.0), ("grid", 1.0))
    )
    return (
        f'<svg class="small" role="img" aria-label="{escape(told)}" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        f"{frame}{body}</svg>"
    )
