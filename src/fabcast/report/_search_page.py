"""A policy search in words and tables: the front, what each point gives away, what moved nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabcast import facts
from fabcast.analysis import FrontPoint, Objective, Searched, Spread
from fabcast.model import OUTCOMES
from fabcast.scenario import LEVERS

from ._answer_page import AnswerPage, Part, Picture
from ._format import MISSING, change, level, level_interval, share
from ._search_figure import front_figure
from ._tables import Table
from ._words import draws_in_words


@dataclass(frozen=True)
class SearchPage:
    """A finished search with what it rests on."""

    found: Searched
    basis: str
    files: tuple[str, ...] = ()
    """Files that the points were written to, if they were."""

    @property
    def standing(self) -> str:
        """Draws, seeds, basis and date in one line."""
        found = self.found
        return (
            f"searched on {draws_in_words(found.draws)} (seed {found.seed}), told on "
            f"{draws_in_words(found.fresh_draws)} (seed {found.fresh_seed}) · {self.basis} · facts as of "
            f"{facts.AS_OF.isoformat()}"
        )


def wish(objective: Objective) -> str:
    """Say an objective.

    >>> wish(Objective("china_compute_stock", "min"))
    'least “AI compute located in China”'
    """
    return f"{'least' if objective.sense == 'min' else 'most'} “{OUTCOMES[objective.outcome].label}”"


def search_words(page: SearchPage) -> tuple[str, ...]:
    """Say what the front is, what its ends cost each other, how far to trust it, and what moved nothing.

    Parameters
    ----------
    page
        A finished search.
    """
    return tuple(filter(None, (_front(page), *_ends(page), _inert(page), _honest(page))))


def _front(page: SearchPage) -> str:
    found = page.found
    wishes = " and ".join(wish(one) for one in found.task.objectives)
    tried = f"Of {len(found.tried.values)} settings tried from {found.task.day.isoformat()} on"
    when = f"at the end of {found.task.year}"
    if found.front_size == 1:
        return f"{tried}, one is best for {wishes} {when}: these wishes do not conflict."
    return (
        f"{tried}, {found.front_size} are such that no other is better for {wishes} at once {when}; "
        f"{len(found.points)} of them, far apart, are told."
    )


def _ends(page: SearchPage) -> tuple[str, ...]:
    """The best point of each wish, with what it changes on every objective."""
    found = page.found
    told = []
    for k, one in enumerate(found.task.objectives):
        best = min(found.points, key=lambda p, k=k, one=one: one.sign * p.found[k].p50)  # type: ignore[misc]
        changes = [
            f"{OUTCOMES[o.outcome].label} by {change(spread, OUTCOMES[o.outcome].unit)}"
            for o, spread in zip(found.task.objectives, best.change, strict=True)
        ]
        number = found.points.index(best) + 1
        told.append(
            f"{_start(wish(one))}: point {number} ({settings_words(found, best)}). "
            f"Against “{found.task.base.title}” it changes {', and '.join(changes)}. It is on the front in "
            f"{share(best.on_front)} of draws."
        )
    return tuple(dict.fromkeys(told))


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def settings_words(found: Searched, point: FrontPoint) -> str:
    """Say what a point sets; levers that move nothing are left as they are."""
    told = [
        f"{LEVERS[one.lever].label}{f' ({one.key})' if one.key else ''} {value:g}"
        for one, value in zip(found.task.ranges, point.settings, strict=True)
        if value is not None
    ]
    return ", ".join(told) or "nothing set"


def _settings(found: Searched, point: FrontPoint) -> str:
    """Settings by the names that a scenario file has."""
    pairs = zip(found.task.ranges, point.settings, strict=True)
    return "\n".join(f"{one.id} {value:g}" for one, value in pairs if value is not None)


def _inert(page: SearchPage) -> str:
    if not page.found.inert:
        return ""
    names = " and ".join(one.id for one in page.found.inert)
    return (
        f"No objective moved with {names}, swung between bounds from the best setting of each objective; the "
        "points leave that to the scenario."
    )


def _honest(page: SearchPage) -> str:
    """How much of what the search hoped for is left on fresh draws."""
    found = page.found
    kept = round(found.kept * len(found.points))
    less = [
        f"{level(abs(x), OUTCOMES[o.outcome].unit)} {'smaller' if x > 0 else 'larger'} in "
        f"{OUTCOMES[o.outcome].label}"
        for o, x in zip(found.task.objectives, found.optimism, strict=True)
    ]
    return (
        f"On fresh draws {kept} of {len(found.points)} points are still on the front by their medians. Their "
        f"gain over the scenario as it is, on average over points, is {' and '.join(less)} than the search "
        "saw on its own draws. Settings that were not tried may be better still."
    )


def search_page(page: SearchPage, words: Sequence[str]) -> AnswerPage:
    """Lay a search out: the front, what each point gives away, and the levers.

    Parameters
    ----------
    page
        The search.
    words
        Its answer, from `search_words`.
    """
    return AnswerPage(
        "Fabcast policy search",
        f"Which settings give {' and '.join(wish(one) for one in page.found.task.objectives)}?",
        page.standing,
        tuple(words),
        (_points(page), _regrets(page), _levers(page)),
    )


def _points(page: SearchPage) -> Part:
    objectives = page.found.task.objectives
    columns = ("Point", "Sets", *(OUTCOMES[o.outcome].label for o in objectives), "On the front in")
    base = tuple(_two(*_level(spread, o)) for spread, o in zip(page.found.base, objectives, strict=True))
    rows = tuple(
        (
            str(n),
            _settings(page.found, point),
            *(_two(*_level(spread, o)) for spread, o in zip(point.found, objectives, strict=True)),
            share(point.on_front),
        )
        for n, point in enumerate(page.found.points, 1)
    )
    table = Table(
        "The front, on fresh draws: median and 90 % of draws",
        columns,
        (*rows, ("–", page.found.task.base.title, *base, MISSING)),
    )
    picture = Picture(
        "front",
        "The front",
        "Medians on the draws of the search. Faint: every setting tried. Blue: the front; numbers as in the "
        "table. Ochre: the scenario as it is.",
        lambda: front_figure(page.found),
    )
    files = (f"Written: {', '.join(page.files)}.",) if page.files else ()
    return Part("front-part", "The front", (), (table,), (picture,), files)


def _regrets(page: SearchPage) -> Part:
    objectives = page.found.task.objectives
    columns = ("Point", *(OUTCOMES[o.outcome].label for o in objectives))
    rows = tuple(
        (str(n), *(_given(spread, o) for spread, o in zip(point.regret, objectives, strict=True)))
        for n, point in enumerate(page.found.points, 1)
    )
    table = Table("What each point gives away against the best point of the same draw", columns, rows)
    note = "Median, and what it is in one draw of twenty at least. Zero: it is the best of the front there."
    return Part("regret", "Regret", (), (table,), (), (note,))


def _levers(page: SearchPage) -> Part:
    rows = tuple(
        (
            one.id,
            LEVERS[one.lever].meaning,
            f"{one.low:g} to {one.high:g}",
            "moved nothing" if one in page.found.inert else "",
        )
        for one in page.found.task.ranges
    )
    table = Table("Levers searched", ("Lever", "What it means", "Bounds", ""), rows)
    return Part("levers", "Levers", (), (table,))


def _given(spread: Spread, objective: Objective) -> str:
    unit = OUTCOMES[objective.outcome].unit
    return f"{level(spread.p50, unit)}\nup to {level(spread.p95, unit)}"


def _level(spread: Spread, objective: Objective) -> tuple[str, str]:
    middle, _, ends = level_interval(spread, OUTCOMES[objective.outcome].unit).partition(" (")
    return middle, f"({ends}" if ends else ""


def _two(middle: str, ends: str) -> str:
    return f"{middle}\n{ends}" if ends else middle
