"""Washington's gate: the rules are run on each import chip, then licensing practice is applied.

The rules say, for a chip and a day, whether a licence is needed and how requests are reviewed.
They do not say how many are granted: that is practice, which scenarios set by levers. Chip
access is nowhere typed in; a change of the rules moves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from fabcast import facts, rules
from fabcast.errors import BadInput

from ._chips import catalogue_id
from ._days import DAYS, Days

DESTINATION = "CN"


class Review(StrEnum):
    """How a licence request for a chip to China stands under the rules of a day."""

    free = "no licence needed"
    approval = "presumption of approval"
    case = "case by case, or no published policy"
    denial = "presumption of denial"
    unknown = "the rules give no answer"


REVIEW_LEVERS: dict[Review, str] = {
    Review.approval: "grant_under_approval",
    Review.case: "licence_grant",
    Review.denial: "grant_despite_denial",
    Review.unknown: "licence_grant",
}
"""Which lever says what share is granted."""
_POLICIES = {
    "presumption_of_approval": Review.approval,
    "case_by_case": Review.case,
    "presumption_of_denial": Review.denial,
    "not_applicable": Review.case,
    "unknown": Review.unknown,
}


def review_on(chip: str, day: date) -> Review:
    """Run the rules on one chip for one day.

    Assumes an export from the United States by its maker, with all certificates made, to a
    buyer in China that no list names.

    >>> review_on("H20", date(2024, 6, 1)).value
    'no licence needed'
    """
    found = rules.classify(
        catalogue_id(chip),
        on=day,
        to=DESTINATION,
        kind="export",
        ship_from="US",
        certifications_made=True,
    )
    if found.licence_required == "no" or _exempt(found):
        return Review.free
    if found.licence_required == "unknown":
        return Review.unknown
    if found.review_policy not in _POLICIES:
        raise BadInput(
            f"{chip} on {day}: the rules gave review policy {found.review_policy!r}, which has no lever"
        )
    return _POLICIES[found.review_policy]


def _exempt(found: rules.Finding) -> bool:
    return any(exception.available == "yes" for exception in found.exceptions)


@cache
def review_history(chip: str) -> tuple[tuple[date, Review], ...]:
    """Every change of a chip's review, with the day from which it holds.

    Looks at each day on which a recorded step took effect and the day after it ended.

    >>> review_history("H20")[-1][1].value
    'case by case, or no published policy'
    """
    seen: list[tuple[date, Review]] = []
    for day in change_days():
        review = review_on(chip, day)
        if not seen or seen[-1][1] != review:
            seen.append((day, review))
    return tuple(seen)


@cache
def change_days() -> tuple[date, ...]:
    """Days on which the law may have changed, from the record of events; in order."""
    days = {date.fromordinal(int(DAYS[0]))}
    for event in facts.events().values():
        stated = [*event.effective, event.ends, event.date, event.published]
        for text in stated:
            day = _day(text)
            if day:
                days |= {day, day + timedelta(days=1)}
    return tuple(sorted(days))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def us_gate(chip: str, in_force: Days, granted: Mapping[str, Days]) -> Float[np.ndarray, " day"]:
    """Share of offered units that U.S. rules and practice let go to China on each day.

    Parameters
    ----------
    chip
        Import chip class.
    in_force
        1 on days on which the chip rules apply, else 0.
    granted
        Lever id to share granted on each day.
    """
    gate = np.ones_like(in_force)
    history = review_history(chip)
    edges = [*(start.toordinal() for start, _ in history), int(DAYS[-1]) + 1]
    for (_, review), (first, last) in zip(history, pairwise(edges), strict=True):
        window = slice(first - int(DAYS[0]), last - int(DAYS[0]))
        if review is not Review.free:
            gate[window] = granted[REVIEW_LEVERS[review]][window]
    return np.asarray(1.0 - in_force * (1.0 - gate))
