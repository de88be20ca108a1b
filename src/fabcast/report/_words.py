"""The answer in plain words, made from the same numbers as the tables.

Likelihood words follow the scale of the climate assessments: *virtually certain* from
99 %, *very likely* from 90 %, *likely* from 66 %; below that the text says that it may
go either way. Each sentence carries its interval and its probability.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from fabcast.analysis import Contrast, Judgement

from ._content import Bound, Brief, ScenarioWords
from ._format import change, level, number, percent_change, share
from ._headline import SUBJECTS, TOLD

UNMOVED = 0.5
"""Above this share of exact ties a contrast counts as not moved."""
BRACKETS = "Brackets hold 90 % of draws."
PRIOR_RESTS = "They come from the stated ranges of the inputs, which were not fitted to the record."
FIT_RESTS = (
    "They come from inputs fitted to the record. Levels also carry what the equations leave out, which "
    "grows with the horizon; both scenarios of a draw share it, so it moves no contrast’s sign."
)
CONDITIONAL = (
    "They hold if the governments keep to the scenarios; they are not forecasts of what governments will do."
)
TIED = 0.95
"""From this share of exact ties on, tables write *no change*."""


def question(scenario: ScenarioWords, against: ScenarioWords) -> str:
    """Ask the brief's question.

    >>> question(ScenarioWords("a", "A", "licensing chips"), ScenarioWords("b", "B", "denying them"))
    'What does licensing chips change, against denying them?'
    """
    return f"What does {scenario.phrase} change, against {against.phrase}?"


def answer(
    pair: tuple[ScenarioWords, ScenarioWords],
    headline: Contrast,
    contrasts: Sequence[Contrast],
    bounds: Sequence[Bound],
    judgement: Judgement | None,
) -> tuple[str, ...]:
    """Write the answer as a few paragraphs: the headline, the rest, the bounds, what it rests on."""
    scenario, against = pair
    told = [c for name in TOLD for c in contrasts if c.outcome == name and c.year == headline.year]
    parity = [_parity(c, scenario, against) for c in contrasts if c.is_date]
    parts = (
        _headline(scenario, against, headline),
        " ".join(filter(None, [_others(told, headline.year), *parity])),
        _bounds(bounds, headline),
        _rests_on(judgement),
    )
    return tuple(part for part in parts if part)


def lead(text: str) -> tuple[str, str]:
    """Part the answer's first paragraph into its one sentence with interval, and the rest.

    >>> lead("It rises by 3 (1 to 5). Brackets hold 90 % of draws. It is higher in 99 %.")
    ('It rises by 3 (1 to 5).', 'Brackets hold 90 % of draws. It is higher in 99 %.')
    """
    sentence, mark, rest = text.partition(f" {BRACKETS}")
    return sentence, (mark + rest).strip()


def date_words(c: Contrast, scenario: ScenarioWords, against: ScenarioWords) -> str:
    """Say of a date outcome how often it never comes, and by how much it moves where it does."""
    never = (
        f"not by 2040 in {share(c.probability_never)} of draws ({scenario.title}) against "
        f"{share(c.probability_never_against)} ({against.title})"
    )
    moved = ""
    if c.share_defined and not hardly_moves(c):
        comes = f"where it comes in both ({share(c.share_defined)} of draws)"
        moved = f"; {comes}, it moves by {change(c.contrast, c.unit)}"
    return f"{c.label}: {never}{moved}."


def _headline(scenario: ScenarioWords, against: ScenarioWords, c: Contrast) -> str:
    who = f"{scenario.phrase[:1].upper()}{scenario.phrase[1:]}, compared with {against.phrase},"
    opening = f"{who} {effect(c)} at the end of {c.year}"
    if c.probability_zero > UNMOVED:
        return f"{opening}: the two are the same in {share(c.probability_zero)} of draws."
    amounts = [percent_change(c.relative)] * (c.relative is not None) + [change(c.contrast, c.unit)]
    return (
        f"{opening}: by {', or '.join(amounts)}. {BRACKETS} "
        f"It is {chances(c)}; the median without it is {level(c.against.p50, c.unit)}."
    )


def effect(c: Contrast) -> str:
    """Say what happens to an outcome, with a likelihood word.

    The word follows the probability of the sign; a contrast that is mostly ties is not moved.
    """
    subject = SUBJECTS.get(c.outcome, c.label)
    if c.probability_zero > UNMOVED or math.isnan(c.probability_positive):
        return f"does not move {subject}"
    up = c.probability_positive >= c.probability_negative
    word = likelihood(max(c.probability_positive, c.probability_negative))
    return f"{word} to {'raise' if up else 'lower'} {subject}" if word else f"may raise or lower {subject}"


def likelihood(probability: float) -> str:
    """Likelihood word for a probability; empty where it could go either way.

    >>> [likelihood(p) for p in (0.995, 0.93, 0.7, 0.55)]
    ['is virtually certain', 'is very likely', 'is likely', '']
    """
    for least, word in ((0.99, "is virtually certain"), (0.90, "is very likely"), (0.66, "is likely")):
        if probability >= least:
            return word
    return ""


def chances(c: Contrast) -> str:
    """Tell the sign by shares of draws, ties told where there are any."""
    up, down, same = c.probability_positive, c.probability_negative, c.probability_zero
    for word, probability in (("higher", up), ("lower", down), ("exactly the same", same)):
        if probability == 1.0:
            return f"{word} in every draw"
    if same > 0.0:
        return f"higher in {share(up)} of draws, lower in {share(down)} and exactly the same in {share(same)}"
    return f"higher in {share(up)} of draws and lower in {share(down)}"


def hardly_moves(c: Contrast) -> bool:
    """Tell whether nineteen of twenty draws are exact ties: then no number stands for a change."""
    return c.probability_zero >= TIED


def change_or_none(c: Contrast) -> str:
    """Write a contrast, or that there is none."""
    return "no change" if hardly_moves(c) else change(c.contrast, c.unit)


def relative_change(c: Contrast) -> str:
    """Write the relative change of an amount; empty for shares, ratios and months, where it misleads."""
    if c.relative is None or hardly_moves(c) or c.unit in {"percent", "ratio", "months"}:
        return ""
    return percent_change(c.relative)


def _others(told: Sequence[Contrast], year: int | None) -> str:
    if not told:
        return ""
    lines = [_moves(c) for c in told]
    return f"In {year}, {'; '.join(lines)}."


def _moves(c: Contrast) -> str:
    subject = SUBJECTS.get(c.outcome, c.label)
    return f"{subject} stays" if hardly_moves(c) else f"{subject} moves by {change(c.contrast, c.unit)}"


def _parity(c: Contrast, scenario: ScenarioWords, against: ScenarioWords) -> str:
    ours, base = share(c.probability_never), share(c.probability_never_against)
    return (
        f"Parity with U.S. compute does not come by 2040 in {ours} of draws "
        f"with {scenario.phrase}, and in {base} with {against.phrase}."
    )


def _bounds(bounds: Sequence[Bound], headline: Contrast) -> str:
    lines = [
        f"{bound.scenario.phrase}, {change_or_none(c)}"
        for bound in bounds
        for c in bound.contrasts
        if (c.outcome, c.year) == (headline.outcome, headline.year)
    ]
    if not lines:
        return ""
    return f"Bounds on the same measure, against the same base: {'; '.join(lines)}."


def _rests_on(judgement: Judgement | None) -> str:
    if judgement is None:
        return "What share of this answer rests on judgement cannot be told from so few or unmoved draws."
    judged, sourced = share(judgement.judgement), share(judgement.evidence)
    return (
        f"Of the variation between draws, {judged} traces to inputs that rest on judgement, {sourced} to "
        f"inputs with evidence behind them, and {share(judgement.unexplained)} to neither alone. "
        "These are conditional projections, not forecasts of what governments will do."
    )


def sampling(draws: int) -> str:
    """Say how far chance alone may move a share of draws: 1.96 √(¼ / draws).

    >>> sampling(2000)
    'With 2,000 draws, chance alone may move a share of draws by up to 2 points.'
    """
    points = 196.0 * math.sqrt(0.25 / draws)
    size = number(points, 0 if points >= 1.5 else 1)
    return f"With {draws_in_words(draws)}, chance alone may move a share of draws by up to {size} points."


def hindcast_words(brief: Brief) -> str:
    """Say how good past forecasts were, and what the intervals rest on."""
    past = (
        brief.hindcast.sentence
        if brief.hindcast
        else "Not yet scored against the past: no hindcast stands behind these intervals."
    )
    return f"{past} {PRIOR_RESTS if brief.basis == 'prior' else FIT_RESTS} {CONDITIONAL}"


def draws_in_words(draws: int) -> str:
    """Write a number of draws.

    >>> draws_in_words(2000)
    '2,000 draws'
    """
    return f"{number(draws)} draw{'' if draws == 1 else 's'}"


def standing(brief: Brief) -> str:
    """Say in one line what a brief stands on: draws, seed, basis, and the day of its facts."""
    basis = "fitted to the record" if brief.basis == "posterior" else "prior ranges, not fitted to the record"
    parts = [draws_in_words(brief.draws), f"seed {brief.seed}", basis]
    as_of = brief.record.get("facts_as_of")
    return " · ".join([*parts, f"facts as of {as_of}"] if as_of else parts)
