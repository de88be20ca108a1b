"""The content of *Compare*: one question, one answer with its interval, then why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fabcast.analysis import (
    BindingShares,
    Contrast,
    Judgement,
    at_year_end,
    binding_shares,
    compare,
    contrast_of,
    difference,
    judgement_share,
    rank_drivers,
)
from fabcast.ensemble import RunSet
from fabcast.report import (
    FAN_YEARS,
    OUTCOMES,
    YEARS,
    Evidence,
    Fan,
    ParameterWords,
    ScenarioWords,
    figures,
    gather,
    quantiles_over_time,
    tables,
    words,
)
from fabcast.scenario import Scenario

from ._figure import Figure
from ._runs import side_by_side
from ._scenarios import FOLLOWS, in_words, short
from ._state import State

DRIVERS = 8
FEWEST = 50


@dataclass(frozen=True, slots=True)
class Driver:
    """An input that the answer varies with, and what is known of it."""

    id: str
    share: float
    raises: bool
    above_noise: bool
    words: ParameterWords | None


@dataclass(frozen=True, slots=True)
class Why:
    """What the answer rests on: drivers of the shown change, and how much of it is judgement."""

    drivers: tuple[Driver, ...]
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the view shows of two scenarios."""

    state: State
    scenario: ScenarioWords
    against: ScenarioWords
    question: str
    answer: tuple[str, ...]
    headline: Contrast
    definition: str
    """What the headline's outcome counts."""
    rows: tuple[tables.HeadlineRow, ...]
    years: tuple[int, ...]
    figures: tuple[Figure, ...]
    why: Why | None
    draws: int
    basis: str
    moves: tuple[str, ...]
    """What was moved, in words."""
    unmoved: bool
    """Whether nothing shown here differs from the scenarios without the moves."""
    note: str
    """Why the draws are not from the fit to the record, if they are not."""


def picture(
    apart: tuple[RunSet, RunSet],
    pair: tuple[Scenario, Scenario],
    state: State,
    *,
    full: bool,
    unmoved: bool = False,
    note: str = "",
) -> Picture:
    """Make the content of the view.

    Parameters
    ----------
    apart
        Finished runs of both scenarios, in order, on the same draws.
    pair
        The scenarios.
    state
        Outcome and year that the headline tells.
    full
        Whether to say what the answer rests on, which costs as much as the rest.
    unmoved
        Whether the moved levers are known to change no outcome.
    note
        What to say of the draws.
    """
    books = gather(pair)
    ours, base = (scenario_words(one, books) for one in pair)
    years = tuple(sorted({*YEARS, state.year}))
    ends = side_by_side(apart, quarters=tuple(f"{year}Q4" for year in years))
    runs = side_by_side(apart, (state.outcome, "binding"))
    contrasts = compare(ends, ours.id, base.id, [name for name in OUTCOMES if name in ends.values], years)
    headline = contrast_of(ends, ours.id, base.id, state.outcome, state.year)
    why = _why(runs, pair, state, books) if full else None
    told = words.answer((ours, base), headline, contrasts, (), why.judgement if why else None)
    return Picture(
        state=state,
        scenario=ours,
        against=base,
        question=words.question(ours, base),
        answer=told if full else told[:-1],
        headline=headline,
        definition=books.outcomes[state.outcome].definition,
        rows=_rows(contrasts, books),
        years=years,
        figures=drawn(runs, (ours, base), state.outcome, books),
        why=why,
        draws=runs.values[state.outcome].shape[1],
        basis=str(runs.record.get("basis", "prior")),
        moves=tuple(f"{_title(move.side, pair)}: {in_words(move)}" for move in state.moves),
        unmoved=unmoved,
        note=note,
    )


def _title(side: str, pair: tuple[Scenario, Scenario]) -> str:
    scenario = pair[0] if side == "a" else pair[1]
    return scenario.parent.title if scenario.parent else scenario.title


def same(one: RunSet, other: RunSet) -> bool:
    """Tell whether two runs give the same outcomes in every draw."""
    return all(np.array_equal(one.values[name], other.values[name], equal_nan=True) for name in one.values)


def scenario_words(scenario: Scenario, books: Evidence) -> ScenarioWords:
    """Put a scenario in words; one with moved levers names its origin and what was moved."""
    known = books.scenario(scenario.id)
    parent = scenario.parent
    if scenario.file is not None or parent is None:
        return known
    names = list(dict.fromkeys(short(s.lever) for s in scenario.settings if s.lever not in FOLLOWS))
    what = f"“{names[0]}” moved" if len(names) == 1 else f"{len(names)} levers moved"
    phrase = gather([parent]).scenario(parent.id).phrase
    return replace(known, phrase=f"{phrase} ({what})")


def drawn(
    runs: RunSet, pair: tuple[ScenarioWords, ScenarioWords], outcome: str, books: Evidence
) -> tuple[Figure, ...]:
    """Draw the figures of the view: both scenarios, the change, and what binds in each."""
    ours, base = pair
    fan = fan_of(runs, pair, outcome, books)
    bands = "Bands hold 50 % and 90 % of draws."
    found = [
        Figure(
            "levels",
            f"{fan.outcome.label}: both scenarios",
            f"Blue: {ours.title}. Dashed ochre: {base.title}. {bands}",
            figures.levels(fan),
            tables.fan_table(fan, ours.title, base.title, contrast=False),
        ),
        Figure(
            "change",
            f"{fan.outcome.label}: the change",
            f"{ours.title} minus {base.title}, draw by draw. {bands}",
            figures.contrasts(fan),
            tables.fan_table(fan, ours.title, base.title, contrast=True),
        ),
    ]
    for name, one in (("binding", ours), ("binding-base", base)):
        shares = binding_shares(runs, one.id)
        if shares is not None:
            found.append(_binding(name, one, shares))
    return tuple(found)


def _binding(name: str, scenario: ScenarioWords, shares: BindingShares) -> Figure:
    inside = [i for i, quarter in enumerate(shares.quarters) if _shown(quarter)]
    return Figure(
        name,
        f"What holds Chinese AI chip output back: {scenario.title}",
        "Share of draws in which each input is the scarcest, by quarter.",
        figures.binding(shares, slice(inside[0], inside[-1] + 1)),
        tables.binding_table(shares, FAN_YEARS),
    )


def fan_of(runs: RunSet, pair: tuple[ScenarioWords, ScenarioWords], outcome: str, books: Evidence) -> Fan:
    """Quantiles over time of one outcome in both scenarios, and of the paired change."""
    inside = [i for i, quarter in enumerate(runs.quarters) if _shown(quarter)]
    window = slice(inside[0], inside[-1] + 1)
    ours, base = (
        np.asarray(runs.values[outcome][runs.scenarios.index(one.id)][:, window], dtype=float) for one in pair
    )
    bands = (quantiles_over_time(values) for values in (ours, base, difference(ours, base)))
    return Fan(books.outcomes[outcome], tuple(runs.quarters[window]), *bands)


def _shown(quarter: str) -> bool:
    return FAN_YEARS[0] <= int(quarter[:4]) <= FAN_YEARS[1]


def _rows(contrasts: Sequence[Contrast], books: Evidence) -> tuple[tables.HeadlineRow, ...]:
    found = []
    for name in dict.fromkeys(c.outcome for c in contrasts):
        known = books.outcomes[name]
        cells = tuple(c for c in contrasts if c.outcome == name)
        found.append(tables.HeadlineRow(known.label, known.definition, known.leaves_out, cells))
    return tuple(found)


def _why(runs: RunSet, pair: tuple[Scenario, Scenario], state: State, books: Evidence) -> Why:
    ends = (at_year_end(runs, state.outcome, one.id, state.year) for one in pair)
    change = difference(*ends)
    if np.isfinite(change).sum() < FEWEST or np.nanmax(change) == np.nanmin(change):
        return Why((), None)
    ranking = rank_drivers(runs.parameters, change)
    drivers = tuple(
        Driver(
            d.parameter, d.share, d.rank_correlation >= 0.0, d.above_noise, books.parameters.get(d.parameter)
        )
        for d in ranking.top(DRIVERS)
        if d.share > 0.0
    )
    judged = {name for name, known in books.parameters.items() if known.judged}
    return Why(drivers, judgement_share(runs.parameters, change, judged))
