"""Scenario discovery in sentences: how often a condition holds, in which futures, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fabcast.analysis import Discovery, Limit, Proportion, ToldBox
from fabcast.facts import Claim

from ._evidence import ParameterWords
from ._format import MISSING, NBSP, number

PARAMETERS = Mapping[str, ParameterWords]
CAUTION = (
    "A box says where the model's futures differ, not what causes what; and shares are of the model's draws, "
    "not of the world."
)


@dataclass(frozen=True)
class Asked:
    """A condition, with words for its quantity and its scenarios."""

    condition: Claim
    label: str
    """The quantity as the subject of a sentence."""
    unit: str
    titles: tuple[str, ...]
    """Titles of the scenarios."""


@dataclass(frozen=True)
class DiscoverPage:
    """What was found, with what it was asked of."""

    asked: Asked
    found: Discovery
    parameters: PARAMETERS
    draws: int
    seed: int
    basis: str


def percent(value: float) -> str:
    """Write a share as a percentage, to a tenth below ten percent, where it is rare.

    >>> print(percent(0.0104), percent(0.62), percent(1.0), percent(0.00001))
    1.0 % 62 % 100 % <0.1 %
    """
    if not math.isfinite(value):
        return MISSING
    hundredfold = 100.0 * value
    if 0.0 < hundredfold < 0.05:
        return f"<0.1{NBSP}%"
    if 99.5 <= hundredfold < 100.0:
        return f">99{NBSP}%"
    return f"{hundredfold:.{1 if 0.0 < hundredfold < 10.0 else 0}f}{NBSP}%"


def proportion(one: Proportion) -> str:
    """Write a share with its 90 % interval.

    >>> print(proportion(Proportion.of(20, 100)))
    20 % (14 to 27)
    """
    low, high = (percent(end).removesuffix(f"{NBSP}%") for end in (one.low, one.high))
    return f"{percent(one.value)} ({low} to {high})"


def condition_words(asked: Asked) -> str:
    """Say a condition as a sentence: its own where it has one, else from its parts."""
    claim = asked.condition
    if claim.claim:
        return claim.claim.rstrip(".")
    where = " against ".join(f"“{title}”" for title in asked.titles)
    ends = " to ".join(f"{float(end):,.12g}".replace("-", "−") for end in claim.threshold.split(".."))
    when = f" ({claim.horizon})" if claim.horizon else ""
    words = f"{asked.label}{when} is {SIGNS[claim.comparator]} {ends} {asked.unit}".strip()
    return f"{words[:1].upper()}{words[1:]}, in {where}"


SIGNS = {
    ">=": "at least",
    ">": "above",
    "<=": "at most",
    "<": "below",
    "==": "exactly",
    "within": "within",
}


def rate_words(page: DiscoverPage) -> str:
    """Say how often the condition holds."""
    rate = page.found.rate
    counts = f"{rate.part:,} of {rate.whole:,} draws"
    return f"“{condition_words(page.asked)}” holds in {proportion(rate)} of futures: {counts}."


def box_words(page: DiscoverPage) -> tuple[str, ...]:
    """Say each box, then what boxes are worth on draws that they were not made from.

    Returns
    -------
    tuple of str
        Sentences.
    """
    found = page.found
    if not found.boxes:
        return ("No limits on a few inputs tell these futures from others on draws left out.",)
    told = [_one_box(box, page.parameters, i) for i, box in enumerate(found.boxes)]
    return (*told, _judged(found), _stable(found, page.parameters))


def _one_box(box: ToldBox, parameters: PARAMETERS, index: int) -> str:
    parts = [limit_words(limit, parameters) for limit in box.limits]
    made = box.made_from
    start = "It holds more often when" if index == 0 else "Or when"
    return (
        f"{start} {'; and '.join(parts)}: {percent(made.density.value)} of such draws are cases, and "
        f"{percent(made.coverage.value)} of all cases are among them, counted on the draws that made the box."
    )


def _judged(found: Discovery) -> str:
    density, coverage = found.left_out.density, found.left_out.coverage
    many = "the boxes" if len(found.boxes) > 1 else "the box"
    numbers = (
        "On draws that it has not seen, such a search is right in "
        f"{proportion(density)} of the futures that it picks (density), against "
        f"{percent(found.rate.value)} of all, and it picks {proportion(coverage)} of all cases (coverage)"
    )
    if not found.helps:
        return f"{numbers}: no better than chance beyond doubt, so {many} should not be relied on."
    return f"{numbers}: {density.value / found.rate.value:.1f} times as often as in all futures."


def _stable(found: Discovery, parameters: PARAMETERS) -> str:
    """Name the firmest input and the least firm of the first box, by resampling."""
    limits = found.boxes[0].limits
    first, last = limits[0], limits[-1]
    name = name_of(first.name, parameters)
    firm = f"Of {found.resamples} resamples, {percent(first.stability)} restrict “{name}”"
    if len(limits) == 1:
        return f"{firm}."
    return f"{firm} in this way and {percent(last.stability)} “{name_of(last.name, parameters)}”."


def limit_words(limit: Limit, parameters: PARAMETERS) -> str:
    """Say a limit: the input, on which side of which of its percentiles, and the value with its unit."""
    unit = parameters[limit.name].unit if limit.name in parameters else ""
    name = f"“{name_of(limit.name, parameters)}”"
    if limit.low is None:
        return f"{name} is below its {ordinal(limit.high_quantile)} percentile (≤ {amount(limit.high, unit)})"
    if limit.high is None:
        return f"{name} is above its {ordinal(limit.low_quantile)} percentile (≥ {amount(limit.low, unit)})"
    return (
        f"{name} is between its {ordinal(limit.low_quantile)} and {ordinal(limit.high_quantile)} percentiles "
        f"({amount(limit.low, '')} to {amount(limit.high, unit)})"
    )


def name_of(parameter: str, parameters: PARAMETERS) -> str:
    """Name an input for people; the id where there are no words."""
    return parameters[parameter].description if parameter in parameters else parameter


def amount(value: float | None, unit: str) -> str:
    """Write a limit to three digits, with its unit where that says something.

    >>> amount(0.27867, "1/year"), amount(54.97, "billion USD"), amount(0.5, "fraction")
    ('0.279 1/year', '55.0 billion USD', '0.500')
    """
    if value is None or not math.isfinite(value):
        return MISSING
    decimals = 0 if value == 0.0 else min(4, max(0, 2 - math.floor(math.log10(abs(value)))))
    plain = number(value, decimals)
    return plain if unit in ("", "fraction", "ratio") else f"{plain} {unit}"


def ordinal(quantile: float | None) -> str:
    """Write a quantile as an ordinal of percentiles.

    >>> ordinal(0.61), ordinal(0.12), ordinal(0.03)
    ('61st', '12th', '3rd')
    """
    rank = round(100.0 * (quantile or 0.0))
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def never_words(condition: str, draws: int, *, always: bool) -> str:
    """Say what it means that no draw, or every draw, meets a condition.

    The bound is exact: with 95 % confidence the probability lies beyond 1 − 0.05^(1/n).

    >>> print(never_words("It rains", 4000, always=False)[:77])
    “It rains” holds in none of 4,000 draws: its probability is below 0.1 % (95 %
    """
    bound = 1.0 - 0.05 ** (1.0 / draws)
    decimals = 1 if bound < 0.1 else 0
    limit = math.ceil(bound * 100.0 * 10**decimals) / 10**decimals
    if always:
        side, held = f"above {100.0 - limit:.{decimals}f}", "every one"
    else:
        side, held = f"below {limit:.{decimals}f}", "none"
    return (
        f"“{condition}” holds in {held} of {draws:,} draws: its probability is {side} % "
        "(95 % confidence). No box can be drawn."
    )
