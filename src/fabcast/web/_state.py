"""What a visitor looks at, as an address and back: two scenarios, moved levers, an outcome, a year.

An address holds moved levers only: ``a.us_fee.H200=0.5@2027-01-01`` sets a lever of the first
scenario from a day on, ``b.`` one of the second. The form of the page sends the position of
every lever (``v.a.…`` its value, ``q.a.…`` its quarter); what stands where the scenario itself
has it is not moved, and drops out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import quote, urlencode

from fabcast.errors import BadInput
from fabcast.model import QUARTERS
from fabcast.report import FANS
from fabcast.scenario import LEVERS, load

from ._positions import Place, dated, first_day, position, quarter_index

Side = Literal["a", "b"]
SIDES: tuple[Side, Side] = ("a", "b")
MOST_MOVES = 24
FIRST, LAST = "2022Q4", "2030Q4"
"""Quarters from and to which a lever may be moved."""


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """One moved lever: its value from a day on."""

    side: Side
    lever: str
    key: str
    start: date
    value: float | str

    @property
    def place(self) -> Place:
        """Lever and key."""
        return self.lever, self.key

    @property
    def name(self) -> str:
        """Name in the address."""
        return ".".join(part for part in (self.side, self.lever, self.key) if part)

    @property
    def text(self) -> str:
        """Value in the address."""
        value = self.value if isinstance(self.value, str) else f"{self.value:g}"
        return f"{value}@{self.start.isoformat()}"


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a view of two scenarios depends on."""

    a: str = "h200_licensed"
    b: str = "h200_denied"
    outcome: str = FANS[0]
    year: int = 2030
    moves: tuple[Move, ...] = ()
    side: Side = "a"
    """Whose levers are laid out."""

    def of(self, side: Side) -> tuple[Move, ...]:
        """Moves of one scenario."""
        return tuple(move for move in self.moves if move.side == side)

    def query(self, **changes: object) -> str:
        """Write the state as the query of an address; what is by default is left out."""
        here = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        pairs = [("a", here.a), ("b", here.b)]
        plain = State()
        for name in ("outcome", "year", "side"):
            if getattr(here, name) != getattr(plain, name):
                pairs.append((name, str(getattr(here, name))))
        pairs += [(move.name, move.text) for move in here.moves]
        return urlencode(pairs, quote_via=quote, safe="@.")


@dataclass(frozen=True, slots=True)
class Form:
    """What came with a request: the state, and whether it came as positions of levers."""

    state: State
    positions: bool = field(default=False)


def read(pairs: Iterable[tuple[str, str]]) -> Form:
    """Read a query.

    Raises
    ------
    BadInput
        An unknown scenario, lever, outcome or year; a value out of range; too many moves.

    Examples
    --------
    >>> read([("a", "h200_open"), ("a.us_fee.H200", "0.5@2027-01-01")]).state.query()
    'a=h200_open&b=h200_denied&a.us_fee.H200=0.5@2027-01-01'
    """
    given, plain = dict(pairs), State()
    state = State(
        a=_scenario(given.get("a", plain.a)),
        b=_scenario(given.get("b", plain.b)),
        outcome=_outcome(given.get("outcome", plain.outcome)),
        year=_year(given.get("year", str(plain.year))),
        side="b" if given.get("side") == "b" else "a",
    )
    moves = [_written(name, text) for name, text in given.items() if name[:2] in ("a.", "b.")]
    moves += _positions(given)
    if len(moves) > MOST_MOVES:
        raise BadInput(f"{len(moves)} levers are moved; move at most {MOST_MOVES} at once")
    return Form(replace(state, moves=tuple(sorted(moves))), any(name.startswith("v.") for name in given))


def _scenario(name: str) -> str:
    """Take an id of the library; files are never read for a visitor."""
    if name.casefold().endswith((".yaml", ".yml")):
        raise BadInput("scenarios are named by id here; see the list at /api/scenarios")
    return load(name).id


def _outcome(name: str) -> str:
    if name not in FANS:
        raise BadInput(f"outcome '{name[:60]}' is not one of: {', '.join(FANS)}")
    return name


def _year(text: str) -> int:
    first, last = 2026, int(QUARTERS[-1][:4])
    if not (text.isascii() and text.isdigit() and first <= int(text) <= last):
        raise BadInput(f"year '{text[:20]}' is not a year from {first} to {last}")
    return int(text)


def _written(name: str, text: str) -> Move:
    side, place = _place(name)
    value, at, day = text.rpartition("@")
    if not at:
        raise BadInput(f"{name[:60]}: write VALUE@DATE, as 0.5@2027-01-01")
    return Move(side, *place, _day(name, day), _value(name, place[0], value))


def _place(name: str) -> tuple[Side, Place]:
    side, lever, *rest = name.split(".", 2)
    key = rest[0] if rest else ""
    if lever not in LEVERS:
        raise BadInput(f"there is no lever '{lever[:60]}'; see /api/levers")
    if key not in LEVERS[lever].keys:
        known = ", ".join(LEVERS[lever].keys) or "nothing after its name"
        raise BadInput(f"lever {lever} is not set for '{key[:60]}'; it takes {known}")
    return ("b" if side == "b" else "a"), (lever, key)


def _day(name: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{name[:60]}: '{text[:20]}' is not a date; write it as 2027-01-01") from None
    if not first_day(FIRST) <= day <= first_day(LAST):
        raise BadInput(f"{name[:60]}: {day} is outside {first_day(FIRST)} to {first_day(LAST)}")
    return day


def _value(name: str, lever_id: str, text: str) -> float | str:
    lever = LEVERS[lever_id]
    if lever.unit == "rules":
        if text not in ("in_force", "off"):
            raise BadInput(f"{name[:60]}: '{text[:20]}' is neither in_force nor off")
        return text
    if text == "none" and lever.high == float("inf"):
        return float("inf")
    try:
        value = float(text)
    except ValueError:
        raise BadInput(f"{name[:60]}: '{text[:20]}' is not a number") from None
    if not lever.low <= value <= lever.high:
        raise BadInput(f"{name[:60]}: {value:g} is outside {lever.low:g} to {lever.high:g} ({lever.unit})")
    return value


def _positions(given: Mapping[str, str]) -> list[Move]:
    """Moves that positions of levers amount to, against the scenarios that they were laid out for."""
    found, own = [], {}
    for name, text in given.items():
        if not name.startswith("v."):
            continue
        side, place = _place(name[2:])
        if side not in own:
            base = given.get(f"was.{side}", given.get(side, getattr(State(), side)))
            own[side] = dated(load(_scenario(base)))
        quarter = _quarter(name, given.get(f"q.{name[2:]}", ""))
        value = _value(name, place[0], text)
        at_rest = position(own[side], place)
        if (value, quarter) != (at_rest.value, at_rest.quarter):
            found.append(Move(side, *place, first_day(QUARTERS[quarter]), value))
    return found


def _quarter(name: str, text: str) -> int:
    first, last = quarter_index(FIRST), quarter_index(LAST)
    if not (text.isascii() and text.isdigit() and first <= int(text) <= last):
        raise BadInput(f"{name[:60]}: its quarter must be a number from {first} to {last}")
    return int(text)
