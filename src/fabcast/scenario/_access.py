"""Washington's gate: the rules are run on each import chip, then licensing practice is applied.

The rules say, for a chip and a day, whether a licence is needed and how requests are reviewed.
They do not say how many are granted: that is practice, which scenarios set by levers. Chip
access is nowhere typed in; a change of the rules, or a reform laid over them, moves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

from fabcast import rules

from ._chips import catalogue_id
from ._days import DAYS, Days
from ._levers import IN_FORCE, OFF

T = TypeVar("T")
_FIRST, _END = int(DAYS[0]), int(DAYS[-1]) + 1


class Review(StrEnum):
    """How a licence request for a chip to China stands under the rules of a day."""

    free = "no licence needed"
    approval = "presumption of approval"
    case = "case by case"
    denial = "presumption of denial"
    unsaid = "no published policy, or the rules give no answer"


GRANTED_BY: dict[Review, str] = {
    Review.approval: "grant_under_approval",
    Review.case: "licence_grant",
    Review.denial: "grant_despite_denial",
    Review.unsaid: "licence_grant",
}
"""Which lever says what share is granted."""
_POLICIES = {
    "presumption_of_approval": Review.approval,
    "case_by_case": Review.case,
    "presumption_of_denial": Review.denial,
}


def review_on(chip: str, day: date, regime: str = IN_FORCE) -> Review:
    """Run the rules on one chip for one day.

    Assumes an export from the United States by its maker, with all certificates made, to a
    Chinese buyer in China that no list names. Before the record of rules nothing is asked.

    Parameters
    ----------
    chip
        Import chip class.
    day
        Day of the export.
    regime
        ``in_force``, ``off``, or the path of a reform.

    Examples
    --------
    >>> review_on("H20", date(2024, 6, 1)).value, review_on("H20", date(2026, 2, 1)).value
    ('no licence needed', 'case by case')
    """
    if regime == OFF or day < rules.FIRST_DAY:
        return Review.free
    found = _finding(chip, day, regime)
    if found.licence_required == "no" or any(e["available"] == "yes" for e in found.exceptions):
        return Review.free
    return _POLICIES.get(found.review_policy, Review.unsaid)


def _finding(chip: str, day: date, regime: str) -> rules.Finding:
    return rules.classify(
        catalogue_id(chip),
        on=day,
        to="CN",
        hq="CN",
        reform=reform_of(regime),
        kind="export",
        ship_from="US",
        certifications_made=True,
    )


@cache
def reform_of(regime: str) -> rules.Reform | None:
    """Read a regime's reform; none for the law as it stands."""
    return None if regime == IN_FORCE else rules.Reform.from_yaml(regime)


@cache
def review_history(chip: str, regime: str = IN_FORCE) -> tuple[tuple[date, Review], ...]:
    """List every change of a chip's review, with the day from which it holds.

    >>> [day.isoformat() for day, review in review_history("H20") if review is not Review.free]
    ['2025-04-09', '2025-07-14']
    """
    seen: list[tuple[date, Review]] = []
    for day in change_days(regime):
        review = review_on(chip, day, regime)
        if not seen or seen[-1][1] != review:
            seen.append((day, review))
    return tuple(seen)


@cache
def change_days(regime: str = IN_FORCE) -> tuple[date, ...]:
    """List the days on which anything in the law changes, from the rules' own calendar."""
    start = date.fromordinal(_FIRST)
    if regime == OFF:
        return (start,)
    return (start, *(day for day in rules.change_days(reform_of(regime)) if day.toordinal() < _END))


def us_gate(chip: str, regimes: Sequence[tuple[date, str]], granted: Mapping[str, Days]) -> Days:
    """Share of offered units that U.S. rules and practice let go to China on each day.

    Parameters
    ----------
    chip
        Import chip class.
    regimes
        The rules' regime with the day from which it holds, in order; ``in_force`` before.
    granted
        Lever id to share granted on each day.
    """
    gate = np.ones(len(DAYS))
    for regime, in_regime in windows([(date.fromordinal(_FIRST), IN_FORCE), *regimes]):
        for review, in_review in windows(review_history(chip, regime)):
            days = slice(max(in_regime.start, in_review.start), min(in_regime.stop, in_review.stop))
            if days.start < days.stop and review is not Review.free:
                gate[days] = granted[GRANTED_BY[review]][days]
    return gate


def windows(dated: Sequence[tuple[date, T]]) -> list[tuple[T, slice]]:
    """Turn dated values into values with the days on which each holds."""
    edges = [*(min(start.toordinal(), _END) - _FIRST for start, _ in dated), _END - _FIRST]
    return [(value, slice(*edge)) for (_, value), edge in zip(dated, pairwise(edges), strict=True)]
