"""A tested claim in one sentence that can be quoted, its numbers those of the tables."""

from __future__ import annotations

import math

from fabcast import facts, scenario
from fabcast.analysis import Answer, CheckedClaim, Spread

from ._format import MISSING, Scale, change_parts, level, level_interval, number, scale_for, share

LIKELIHOOD = (
    (0.99, "virtually certain to be true"),
    (0.90, "very likely to be true"),
    (0.66, "likely to be true"),
    (0.34, "as likely true as not"),
    (0.10, "unlikely to be true"),
    (0.01, "very unlikely to be true"),
    (0.0, "virtually certain not to be true"),
)
"""Least probability and words, on the scale of the climate assessments."""
CLAIMANT = "claimant"
"""Whose threshold a verdict needs."""
UNLIKELY, LIKELY = 0.34, 0.66
"""A bound must lie beyond one of these to carry a verdict."""
NEVER = "not by 2040"
_LIMITS = {"": "", "at most": "no more than ", "at least": "no less than "}
PLAIN = {"probability", "share", "0 or 1", "ratio"}
"""Units that sentences leave out."""


def because(tested: CheckedClaim) -> str:
    """Say in one sentence what comes of a claim.

    Parameters
    ----------
    tested
        A claim with its answer.

    Returns
    -------
    str
        One sentence with its interval, its probability, and whose threshold it is.
    """
    say = {"settled": _settled, "rule": _rule, "modelled": _modelled, "not_modelled": _not_modelled}
    return say[tested.status](tested)


def verdict(tested: CheckedClaim) -> str | None:
    """Judge a claim in words; None where the threshold is not the claimant's, or there is no answer."""
    if tested.claim.threshold_by != CLAIMANT or tested.answer is None or tested.status == "not_modelled":
        return None
    if not tested.bases_agree:
        return "it depends on the basis"
    if tested.status in ("settled", "rule"):
        return "true" if tested.answer.probability == 1.0 else "not true"
    p, side = tested.answer.probability, tested.answer.probability_is
    if (side == "at_most" and p >= UNLIKELY) or (side == "at_least" and p < LIKELY):
        return None
    return next((words for least, words in LIKELIHOOD if p >= least), None)


def _settled(tested: CheckedClaim) -> str:
    answer = _sure(tested)
    reports = [report for report in tested.record if report.covers]
    source = facts.sources()[reports[0].source_ids[0]].title
    who = source if len(reports) == 1 else f"{len(reports)} reports"
    return (
        f"The record settles it: {tested.label} stood at {amount(answer, tested.unit)} {tested.horizon} "
        f"({who}), {_not(answer)}{threshold(tested)}{_whose(tested)}."
    )


def _rule(tested: CheckedClaim) -> str:
    answer = _sure(tested)
    others = ", ".join(f"{amount(a, tested.unit)} by {a.basis}" for a in tested.bases[1:])
    return (
        f"By arithmetic on published figures, {tested.label} stood at {amount(answer, tested.unit)} by "
        f"{answer.basis} {tested.horizon}{f' ({others})' if others else ''}, "
        f"{_not(answer)}{threshold(tested)}{_apart(tested)}{_whose(tested)}."
    )


def _apart(tested: CheckedClaim) -> str:
    return "" if tested.bases_agree else " on the first basis, while others differ"


def _not(answer: Answer) -> str:
    return "" if answer.probability == 1.0 else "not "


def _modelled(tested: CheckedClaim) -> str:
    answer = _sure(tested)
    value = amount(answer, tested.unit, signed=len(tested.scenarios) > 1)
    limit = _LIMITS[answer.bound]
    when = "" if tested.unit == "year" else f" {tested.horizon}"
    return (
        f"{where(tested)}, the model puts {tested.label}{when} at {limit}{value}, and {threshold(tested)} "
        f"in {probability_words(answer)} of draws{_later(tested, answer)}{_apart(tested)}{_told(tested)}"
        f"{_whose(tested)}."
    )


def _told(tested: CheckedClaim) -> str:
    """Tell what reports say that cover the horizon and do not settle it."""
    covering = [report for report in tested.record if report.covers]
    if not covering:
        return ""
    low, high = min(r.range.low for r in covering), max(r.range.high for r in covering)
    return f"; reports of it lie between {level(low, tested.unit)} and {level(high, tested.unit)}"


def _not_modelled(tested: CheckedClaim) -> str:
    nearest = ""
    if tested.record:
        report = tested.record[0]
        found = Answer("", "", "", 0.0, report.range.low, report.central, report.range.high, 1.0)
        nearest = f"; the nearest report, {report.period}, has {amount(found, tested.unit)}"
    if tested.answer is not None:
        limit = f"{tested.answer.bound} {amount(tested.answer, tested.unit)}"
        return f"Not modelled: {tested.reason}: {tested.label} {tested.horizon} is {limit}{nearest}."
    return f"Not modelled: {tested.reason}{nearest}."


def _sure(tested: CheckedClaim) -> Answer:
    if tested.answer is None:
        raise ValueError(f"claim {tested.claim.id} has status {tested.status} and no answer")
    return tested.answer


def _whose(tested: CheckedClaim) -> str:
    return "; the threshold is ours, so this is no verdict on the claimant" if tested.ours else ""


def _later(tested: CheckedClaim, answer: Answer) -> str:
    """Tell how the probability of a contrast moves with the date."""
    years = (2030, 2035) if len(tested.scenarios) > 1 else ()
    told = [(y, p) for y, p in answer.by_year if y in years and str(y) not in tested.claim.horizon]
    return "".join(f", for {year} in {share(p)}" for year, p in told)


def where(tested: CheckedClaim) -> str:
    """Say in which scenario, or between which two.

    >>> from fabcast import facts
    >>> from fabcast.analysis import CheckedClaim
    >>> where(CheckedClaim(facts.claims()[0], "modelled", "", "", ""))
    'With “H200 licensed, and China lets all in”'
    """
    titles = [title(name) for name in tested.scenarios]
    return f"With {' rather than '.join(f'“{one}”' for one in titles)}"


def title(name: str) -> str:
    """Title of a scenario.

    >>> title("h200_denied")
    'No H200 licences'
    """
    return scenario.load(name).title


def threshold(tested: CheckedClaim) -> str:
    """Write what a claim demands, with its unit, to stand after *puts it*.

    >>> from fabcast import facts
    >>> from fabcast.analysis import CheckedClaim
    >>> print(threshold(CheckedClaim(facts.claims()[2], "modelled", "", "chips", "")))
    at 2,000,000 chips or more
    """
    unit = "" if tested.unit in PLAIN | {"year"} else tested.unit
    ends = [_number(end, tested.unit) for end in tested.claim.threshold.split("..")]
    less, more = ("sooner", "later") if tested.unit == "year" else ("less", "more")
    body = signed_wrap(scale_for(unit, 1.0), " and ".join(ends))
    match tested.claim.comparator:
        case ">=":
            return f"at {body} or {more}"
        case "<=":
            return f"at {body} or {less}"
        case ">":
            return f"above {body}"
        case "<":
            return f"below {body}"
        case "==":
            return f"at exactly {body}"
    return f"between {body}"


def signed_wrap(scale: Scale, text: str) -> str:
    """Put the unit to a number, the sign in front of a currency sign.

    >>> print(signed_wrap(scale_for("USD bn", 1.0), "−2"))
    −$2 bn
    """
    if scale.before and text[:1] in "+−":
        return text[:1] + scale.wrap(text[1:])
    return scale.wrap(text)


def _number(text: str, unit: str) -> str:
    if unit == "year":
        return text
    return number(float(text), len(text.partition(".")[2]))


def probability_words(answer: Answer) -> str:
    """Write a probability, or the bound that it is.

    >>> print(probability_words(Answer("", "", "", 0.584, 0, 0, 0, 1, probability_is="at_most")))
    at most 58 %
    """
    side = "" if answer.probability_is == "exact" else answer.probability_is.replace("_", " ") + " "
    return f"{side}{share(answer.probability)}".replace("at most <", "under ")


def amount(answer: Answer, unit: str, *, signed: bool = False) -> str:
    """Write the middle of a quantity with its 90 % interval and unit.

    Examples
    --------
    >>> print(amount(Answer("", "", "", 1.0, 20.0, 25.0, 30.0, 1.0), "percent"))
    25.0 % (20.0 to 30.0)
    >>> print(amount(Answer("", "", "", 1.0, -2.0, 8.0, 30.0, 1.0), "percent", signed=True))
    +8.0 % (−2.0 to +30.0)
    >>> amount(Answer("", "", "", 0.0, 2039.0, float("inf"), float("inf"), 1.0), "year")
    'not by 2040 (2039 to not by 2040)'
    """
    points = (answer.p5, answer.p50, answer.p95)
    if math.isnan(answer.p50):
        return MISSING
    if unit == "year":
        low, middle, high = (NEVER if math.isinf(p) else f"{p:.0f}" for p in points)
        return middle if low == high else f"{middle} ({low} to {high})"
    known = "" if unit in PLAIN else unit
    if all(p == points[0] for p in points):
        return level(answer.p50, known)
    if math.isinf(answer.p5) or math.isinf(answer.p95):
        return _open(points, known)
    if signed:
        return _change(points, known)
    return level_interval(Spread(answer.p5, math.nan, answer.p50, math.nan, answer.p95, math.nan), known)


def _change(points: tuple[float, float, float], unit: str) -> str:
    """Write a contrast with its sign; a relative one stays in percent."""
    middle, ends = change_parts(points, unit)
    return f"{middle.replace('points', '%') if unit == 'percent' else middle} ({ends})"


def _open(points: tuple[float, float, float], unit: str) -> str:
    """Write an interval without an end on one side: a bare bound, or a delay that may not end."""
    low, middle, high = points
    if math.isinf(low):
        return f"at most {level(high, unit)}"
    if middle == low:
        return f"at least {level(low, unit)}"
    return f"{'never' if math.isinf(middle) else level(middle, unit)} ({level(low, unit)} to never)"
