"""Sentences on what an answer is sensitive to, from the numbers of the tables and no others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from fabcast.analysis import Estimate, OverTime, Sensitivity, SensitivityRow

from ._format import MISSING, NBSP, decimals_for, number, scale_for, share
from ._headline import SUBJECTS
from ._sensitivity_page import AMOUNT, METHODS, Measure, SensitivityPage, input_label, player_label

INTERVALS = "In brackets, and as lines in figures: 95 % intervals, from the number of draws alone."
BASES = {
    "prior": "the priors",
    "posterior": "the fit to the record",
}


def percent(one: Estimate) -> str:
    """Write a share with its interval.

    >>> print(percent(Estimate(0.649, 0.559, 0.741)), percent(Estimate(0.014, -0.002, 0.041)), sep=" | ")
    65 % (56 to 74) | 1.4 % (−0.2 to 4.1)
    """
    middle, low, high = (100.0 * v for v in (one.value, one.low, one.high))
    decimals = 0 if max(abs(middle), abs(low), abs(high)) >= 10.0 else 1
    return f"{number(middle, decimals)}{NBSP}% ({number(low, decimals)} to {number(high, decimals)})"


def amount(one: Estimate, unit: str, *, signed: bool = False) -> str:
    """Write an effect in the outcome's unit with its interval.

    >>> print(amount(Estimate(1.73e6, 1.51e6, 1.95e6), "H100e"))
    1.73 million H100e (1.51 to 1.95)
    """
    if not math.isfinite(one.value):
        return MISSING
    scale = scale_for(unit, max(abs(one.low), abs(one.value), abs(one.high)), difference=True)
    low, middle, high = (v / scale.factor for v in (one.low, one.value, one.high))
    decimals = decimals_for(max(abs(middle), (high - low) / 4.0), 3)
    a, b, c = (number(v, decimals, signed=signed) for v in (low, middle, high))
    return f"{scale.wrap(b)} ({a} to {c})"


def cell(one: Estimate, measure: Measure, name: str, unit: str) -> str:
    """Write one cell of a table; sentences use the same."""
    return amount(one, unit, signed=name == "step") if measure.kind == AMOUNT else percent(one)


def subject(page: SensitivityPage) -> str:
    """Say what is asked about, as it stands in the middle of a sentence."""
    name = SUBJECTS.get(page.outcome) or f"“{page.label}”"
    when = "" if page.year is None else f" at the end of {page.year}"
    if page.against is None:
        return f"{name}{when} under “{page.scenario}”"
    return f"the change in {name}{when}, “{page.scenario}” against “{page.against}”"


def answer(page: SensitivityPage, found: Sensitivity) -> str:
    """Say in a sentence or two what a method finds.

    Parameters
    ----------
    page
        What was asked.
    found
        One of its methods.
    """
    return _ANSWERS[found.method](page, found)


def _cell(page: SensitivityPage, row: SensitivityRow, method: str, name: str) -> str:
    return cell(row.measures[name], METHODS[method].measures[name], name, page.unit)


def _quoted(row: SensitivityRow) -> str:
    return f"“{player_label(row.player)}”"


def _morris(page: SensitivityPage, found: Sensitivity) -> str:
    first, second = found.named()[:2]
    size, next_size = (_cell(page, row, "morris", "mu_star") for row in (first, second))
    return (
        f"Moving {_quoted(first)} across its 90 % range, with all else as it is, moves {subject(page)} by "
        f"{size} on average; {_quoted(second)} comes next with {next_size}."
    )


def _sobol(page: SensitivityPage, found: Sensitivity) -> str:
    first = found.named()[0]
    alone, whole = first.measures["first"], first.measures["total"]
    said = (
        f"If {_quoted(first)} were known, {percent(alone)} of the variance of {subject(page)} would be "
        f"expected to go; in all it has a hand in {percent(whole)}"
    )
    return (
        f"{said}: part of what it does, it does together with other inputs."
        if alone.apart(whole)
        else f"{said}."
    )


def _shapley(page: SensitivityPage, found: Sensitivity) -> str:
    first, second = found.named()[:2]
    text = (
        f"Of the variance of {subject(page)}, {_cell(page, first, 'shapley', 'share')} is due to "
        f"{_quoted(first)} and {_cell(page, second, 'shapley', 'share')} to {_quoted(second)}"
    )
    rest = [row for row in found.rows if row.player.kind == "rest"]
    if not rest:
        return f"{text}."
    count = len(rest[0].player.inputs)
    return (
        f"{text}; the {count} inputs without a name here come to {_cell(page, rest[0], 'shapley', 'share')}."
    )


def _delta(page: SensitivityPage, found: Sensitivity) -> str:
    first, second = found.named()[:2]
    text = (
        f"Knowing {_quoted(first)} would move {_cell(page, first, 'delta', 'delta')} of the probability of "
        f"{subject(page)} to other values; {_quoted(second)}, {_cell(page, second, 'delta', 'delta')}."
    )
    never = found.checks.get("never", 0.0)
    if never == 0.0:
        return text
    if page.against is None:
        return f"{text} In {share(never)} of draws it never comes by 2040, which counts as a value."
    return (
        f"{text} In {share(never)} of draws it comes by 2040 in one of the two only, which counts as a value."
    )


def _gradient(page: SensitivityPage, found: Sensitivity) -> str:
    first = found.named()[0]
    text = (
        f"A step of one standard deviation in {_quoted(first)} moves {subject(page)} by "
        f"{_cell(page, first, 'gradient', 'step')} at a typical draw. Were the model straight, that would be "
        f"{percent(first.measures['straight'])} of the variance; over its whole range it is "
        f"{percent(first.measures['first'])}."
    )
    flat = [row for row in found.named() if row.measures["flat"].value > 0.5]
    if not flat:
        return text
    return (
        f"{text} For {len(flat)} of the {len(found.named())} inputs the slope is zero in most draws: they "
        "act past a threshold, if at all, which a slope cannot see."
    )


_ANSWERS: dict[str, Callable[[SensitivityPage, Sensitivity], str]] = {
    "morris": _morris,
    "sobol": _sobol,
    "shapley": _shapley,
    "delta": _delta,
    "gradient": _gradient,
}


def basis_words(page: SensitivityPage, found: Sensitivity) -> str:
    """Say what was drawn from, how many runs it took, and what is left out."""
    parts = [f"Drawn from {BASES[found.basis]}", f"{found.runs:,} runs of each scenario"]
    if found.method == "shapley" and found.basis == "posterior":
        checks = found.checks
        spreads = [Estimate(*(checks[f"{who}_p{p}"] for p in (50, 5, 95))) for who in ("copula", "basis")]
        own, members = (amount(one, page.unit) for one in spreads)
        parts[0] += (
            " by way of a Gaussian copula (each input's own distribution, and correlations), which gives "
            f"a median and 90 % interval of {own} where the fit gives {members}"
        )
    elif found.method in {"morris", "sobol"}:
        parts[0] += ", as the method needs scores that are independent"
    return f"{'; '.join(parts)}. The equations alone: what they leave out is no input here."


def agreement(found: Sequence[Sensitivity]) -> str:
    """Say whether methods put the same input first.

    Parameters
    ----------
    found
        What each method says; one gives an empty sentence.
    """
    if len(found) < 2:
        return ""
    heads: dict[str, list[str]] = {}
    for one in found:
        heads.setdefault(player_label(one.named()[0].player), []).append(METHODS[one.method].title)
    if len(heads) == 1:
        who = "Both" if len(found) == 2 else f"All {len(found)}"
        return f"{who} methods put “{next(iter(heads))}” first."
    told = "; ".join(f"“{label}” by {', '.join(titles)}" for label, titles in heads.items())
    return f"Methods ask different questions, and put different inputs first: {told}."


def over_time_words(page: SensitivityPage) -> str:
    """Say which input alone tells most in the year asked, and which at the end of the run."""
    found = page.over_time
    if found is None:
        return ""
    asked = found.quarters.index(f"{page.year}Q4")
    name, one = _most(found, asked)
    text = f"Knowing “{name}” alone would take {percent(one)} off the variance of {subject(page)}"
    last = len(found.quarters) - 1
    if asked == last:
        return f"{text}, more than any other input."
    name, one = _most(found, last)
    end = found.quarters[last][:4]
    return (
        f"{text}; at the end of {end} the most that one input alone would take is {percent(one)}, “{name}”."
    )


def _most(found: OverTime, at: int) -> tuple[str, Estimate]:
    """Input with the largest share in a quarter, and that share."""
    best = max(range(len(found.inputs)), key=lambda k: found.shares[k][at].value)
    return input_label(found.inputs[best]), found.shares[best][at]


def enough_words(page: SensitivityPage) -> tuple[str, ...]:
    """Say how far chance may have moved the numbers, and how far they moved when draws were doubled."""
    found = page.enough
    if found is None:
        return ()
    last = found.rows[-1]
    if not math.isfinite(found.error_of_ends):
        return (
            f"With {last.draws:,} draws the answer is the same in 90 % of draws: nothing is to be refined.",
        )
    return (
        f"With {last.draws:,} draws, chance moves either end of the 90 % interval of {subject(page)} by less "
        f"than {_up(found.error_of_ends)} of its width, and the median by less than "
        f"{_up(found.error_of_middle)} (95 % confidence).",
        f"From {found.rows[-2].draws:,} to {last.draws:,} draws the ends moved by {_up(found.moved)} of the "
        f"width at most. The share of draws above zero is {percent(last.positive)}.",
    )


def _up(part: float) -> str:
    """Write a part of a width in percent, rounded up: a bound stays a bound.

    >>> print(_up(0.0312), _up(0.0))
    3.2 % 0.0 %
    """
    return f"{math.ceil(1000.0 * part - 1e-9) / 10.0:.1f}{NBSP}%"
