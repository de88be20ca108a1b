"""The levers of the page: which, where they stand, their path over time, and policy events beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fabcast import facts
from fabcast.model import QUARTERS
from fabcast.scenario import LEVERS, Scenario, cited

from ._positions import Dated, Place, dated, first_day, on_step, position, quarter_index, span
from ._scenarios import idle, short
from ._state import FIRST, LAST, Move, Side

SHOWN: tuple[Place, ...] = (
    ("licence_grant", "H200"),
    ("volume_cap", "H200"),
    ("us_fee", "H200"),
    ("us_chip_rules", ""),
    ("enforcement", ""),
    ("hbm_import_open", ""),
    ("tool_severity_advanced", "US"),
    ("service_withdrawn", ""),
    ("ally_alignment", ""),
    ("import_permission", "H200"),
    ("import_discouragement", ""),
    ("local_tool_mandate", ""),
    ("state_support", ""),
)
"""Levers laid out on the page; any other may be moved through the address."""
WIDTH, HEIGHT = 320.0, 26.0
_MARGIN = 3.0
_ORDER = "UC"
"""First letters of those who set levers, in the order of the page; others come last."""


@dataclass(frozen=True, slots=True)
class Row:
    """One lever as the page lays it out."""

    side: Side
    lever: str
    key: str
    title: str
    meaning: str
    unit: str
    kind: str
    """``slider``, ``switch`` or ``rules``."""
    low: float
    high: float
    step: float
    value: float | str
    quarter: int
    moved: bool
    note: str
    own_path: str
    path: str

    @property
    def name(self) -> str:
        """Name in forms and addresses."""
        return ".".join(part for part in (self.side, self.lever, self.key) if part)

    @property
    def slug(self) -> str:
        """Name in ids."""
        return self.name.replace(".", "-")

    @property
    def on(self) -> bool:
        """Whether a switch is on."""
        return self.value in (1.0, "in_force")

    @property
    def said(self) -> str:
        """Value in words."""
        if self.kind != "slider":
            return "on" if self.on else "off"
        return say(self.unit, float(self.value))

    @property
    def since(self) -> str:
        """Quarter in words."""
        return f"{QUARTERS[self.quarter][:4]} {QUARTERS[self.quarter][4:]}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A policy event on the timeline."""

    id: str
    title: str
    day: date
    actor: str
    lane: int
    x: float


def say(unit: str, value: float) -> str:
    """Write a lever's value.

    >>> [text.split() for text in (say("share", 0.25), say("ratio to 2024", 2.0))]
    [['25', '%'], ['2', '×']]
    """
    if unit.startswith("share"):
        return f"{100 * value:.0f}\u00a0%"
    return f"{value:.3g}\u00a0×" if unit.startswith("ratio") else f"{value:,g}"


def rows(
    base: Scenario, scenario: Scenario, moves: Sequence[Move], side: Side
) -> list[tuple[str, list[Row]]]:
    """Lay out the levers of one scenario by who sets them; moved ones that are not usual come last.

    Parameters
    ----------
    base
        The scenario of the library.
    scenario
        The same with levers moved.
    moves
        What was moved.
    side
        Which of the two scenarios it is.
    """
    by_place = {move.place: move for move in moves}
    vain = idle(scenario) if moves else frozenset()
    places = [*SHOWN, *(place for place in by_place if place not in SHOWN)]
    own, now = dated(base), dated(scenario)
    found = [_row(own, now, place, by_place.get(place), side, vain) for place in places]
    found.sort(key=lambda row: (_ORDER + LEVERS[row.lever].side[0]).index(LEVERS[row.lever].side[0]))
    return [(who, list(group)) for who, group in groupby(found, key=lambda row: LEVERS[row.lever].side)]


def _row(own: Dated, now: Dated, place: Place, move: Move | None, side: Side, vain: frozenset[str]) -> Row:
    lever = LEVERS[place[0]]
    rest = position(own, place)
    low, high, step = span(lever)
    value: float | str = rest.value if move is None else move.value
    if isinstance(value, float):
        value = on_step(lever, value)
    quarter = rest.quarter if move is None else _quarter_of(move.start)
    kind = "rules" if lever.unit == "rules" else "switch" if lever.unit == "0 or 1" else "slider"
    top = max(high, *(float(v) for _, v in _numbers(own[place]) if v < 1e6))
    return Row(
        side=side,
        lever=place[0],
        key=place[1],
        title=short(place[0]),
        meaning=lever.meaning,
        unit=lever.unit,
        kind=kind,
        low=low,
        high=high,
        step=step,
        value=value,
        quarter=quarter,
        moved=move is not None,
        note=_note(own, place, move, vain),
        own_path=line(_numbers(own[place]), top),
        path=line(_numbers(now[place]), top),
    )


def _note(own: Dated, place: Place, move: Move | None, vain: frozenset[str]) -> str:
    """Say what a reader would otherwise get wrong about a lever."""
    if move is not None and move.lever in vain:
        return "Changes nothing: the model's inputs stay the same under this scenario."
    if place[0] == "import_permission" and move is None:
        day, weight = own["import_permission_drawn", place[1]][-1]
        if isinstance(weight, float) and weight > 0.0:
            return f"Not known from {day} on: each draw has its own. Moving this fixes it."
    return ""


def _quarter_of(day: date) -> int:
    return max(i for i, quarter in enumerate(QUARTERS) if first_day(quarter) <= day)


def _numbers(steps: Iterable[tuple[date, float | str]]) -> list[tuple[date, float]]:
    return [(day, float(value == "in_force") if isinstance(value, str) else value) for day, value in steps]


def line(steps: Sequence[tuple[date, float]], top: float) -> str:
    """Draw dated values as a step line, in the box of the timeline.

    >>> line([(date(2014, 1, 1), 0.0), (date(2026, 10, 1), 1.0)], 1.0)
    'M0.0 23.0H160.0V3.0H320.0'
    """
    parts: list[str] = []
    for day, value in steps:
        y = HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * min(max(value, 0.0), top) / (top or 1.0)
        if day <= first_day(FIRST):
            parts = [f"M0.0 {y:.1f}"]
        elif day <= first_day(LAST):
            parts.append(f"H{x_of(day):.1f}V{y:.1f}")
    return "".join(parts) + f"H{WIDTH}"


def x_of(day: date) -> float:
    """Place of a day on the timeline.

    >>> x_of(date(2022, 10, 1)), x_of(date(2030, 10, 1))
    (0.0, 320.0)
    """
    start, end = first_day(FIRST).toordinal(), first_day(LAST).toordinal()
    return WIDTH * (day.toordinal() - start) / (end - start)


def year_ticks() -> list[tuple[int, float]]:
    """Years of the timeline and their places."""
    return [(year, x_of(date(year, 1, 1))) for year in range(int(FIRST[:4]) + 1, int(LAST[:4]) + 1)]


def marks(*scenarios: Scenario) -> list[Mark]:
    """Policy events that the scenarios cite, in order of time."""
    known = facts.events()
    ids = dict.fromkeys(name for scenario in scenarios for name in cited(scenario) if name in known)
    found = []
    for name in ids:
        event = known[name]
        day = _day_of(event.date)
        if day is not None and first_day(FIRST) <= day <= first_day(LAST):
            found.append(Mark(name, event.title, day, event.actor, _lane(event.actor), x_of(day)))
    return sorted(found, key=lambda mark: mark.day)


def _day_of(text: str | None) -> date | None:
    """Read a date that may name a month only: its first day then."""
    if not text:
        return None
    try:
        return date.fromisoformat(text if len(text) == 10 else f"{text}-01"[:10])
    except ValueError:
        return None


def _lane(actor: str) -> int:
    return 0 if actor.startswith("United States") else 2 if actor.startswith("China") else 1


def quarter_bounds() -> tuple[int, int]:
    """First and last quarter that a lever may be moved from."""
    return quarter_index(FIRST), quarter_index(LAST)
