"""Geography with dates: who is in a country group or a named set of places on a day.

Hong Kong counts as China. Membership is three-valued: where the record cannot tell whether a place had
already joined or left, the answer is *unknown*.
"""

from datetime import date

from fabcast.rules._clauses import Move, PlaceVersion, Rulebook
from fabcast.rules._logic import NO, UNKNOWN, YES, opposite

__all__ = ["group_on", "places_on"]

CHINA = "CN"
HONG_KONG = "HK"


def group_on(book: Rulebook, group: str, day: date) -> dict[str, int]:
    """Return the members of a country group on a day; places not named are out.

    >>> from fabcast.rules._law import current
    >>> macau_dates = [date(2026, 7, 9), date(2026, 7, 10)]
    >>> [group_on(current().book, "A:5", day).get("AE", NO) for day in macau_dates] == [NO, YES]
    True
    """
    found = dict.fromkeys(book.groups[group], YES)
    for move in book.moves:
        if move.group == group and day < move.effective:
            found[move.place] = _before(move, day)
    if CHINA in found:
        found[HONG_KONG] = found[CHINA]
    return found


def _before(move: Move, day: date) -> int:
    doubtful = move.unsettled_from is not None and day >= move.unsettled_from
    return UNKNOWN if doubtful else {"member": YES, "out": NO, "unsettled": UNKNOWN}[move.before]


def places_on(book: Rulebook, name: str, day: date) -> dict[str, int]:
    """Return the members of a named set of places on a day.

    >>> from fabcast.rules._law import current
    >>> members = places_on(current().book, "macau_or_d5", date(2024, 1, 1))
    >>> [members.get(place, NO) == YES for place in ("CN", "HK", "MO", "TW")]
    [True, True, True, False]
    """
    versions = [version for version in book.places[name].versions if version.effective <= day]
    return _members(book, versions[-1], day) if versions else {}


def _members(book: Rulebook, version: PlaceVersion, day: date) -> dict[str, int]:
    found = _union(book, version.any, day)
    for place, value in _union(book, version.without, day).items():
        if place in found:
            found[place] = min(found[place], opposite(value))
    for place in _union(book, version.unsettled, day):
        found[place] = max(found.get(place, NO), UNKNOWN)
    for place, value in _union(book, version.also, day).items():
        found[place] = max(found.get(place, NO), value)
    return {place: value for place, value in found.items() if value != NO}


def _union(book: Rulebook, terms: tuple[str, ...], day: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for term in terms:
        for place, value in _term(book, term, day).items():
            found[place] = max(found.get(place, NO), value)
    return found


def _term(book: Rulebook, term: str, day: date) -> dict[str, int]:
    kind, _, name = term.partition(" ")
    if kind == "group":
        return group_on(book, name, day)
    return {name: YES, HONG_KONG: YES} if name == CHINA else {name: YES}
