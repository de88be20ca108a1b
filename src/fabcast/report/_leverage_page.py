"""Leverage by chokepoint: the sentences and the table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fabcast import facts
from fabcast.analysis import HOLDERS, Chokepoint, Spread

from ._answer_page import AnswerPage, Part, Picture
from ._format import MISSING, number, share
from ._leverage_figure import leverage_figure
from ._tables import Table
from ._words import draws_in_words

SHORT = {
    "us": "U.S. alone",
    "coalition": "U.S., Japan, Netherlands",
    "foreign": "makers abroad",
    "cn": "China",
}
"""Holders as the table names them."""
METHOD = (
    "Share: of purchases in China in the year (minerals: of world supply). Power: ln[1 / (1 − share)] "
    "over (σ − 1), for each unit of the input’s cost share; σ, the elasticity of substitution, is read as at "
    "least 1.2. Lost if cut: the share of the input’s use that is lost. Concentration: sum of squared shares "
    "of provider countries, local makers as one. Brackets hold 90 % of draws."
)


@dataclass(frozen=True)
class LeveragePage:
    """Chokepoints with what they were asked of."""

    points: tuple[Chokepoint, ...]
    scenario: str
    year: int
    draws: int
    seed: int
    basis: str


def leverage_words(page: LeveragePage) -> tuple[str, ...]:
    """Say where a cut would cost most, where a share misleads, and how long rebuilding takes.

    Parameters
    ----------
    page
        Chokepoints of one year.
    """
    over = [one for one in page.points if one.holder not in ("cn",)]
    return (*filter(None, (_misleads(over), _most(over), _slowest(over), _minerals(page.points))),)


def _misleads(points: Sequence[Chokepoint]) -> str:
    """A pair of tool classes where the smaller share is worth more."""
    pairs = [
        (one, other)
        for one in points
        for other in points
        if one.holder == other.holder and one.share.p50 < other.share.p50 and one.loss.p50 > other.loss.p50
    ]
    if not pairs:
        return ""
    one, other = max(pairs, key=lambda pair: pair[0].loss.p50 - pair[1].loss.p50)
    return (
        f"A share alone misleads: {HOLDERS[one.holder]} hold{_s(one)} {_percent(one.share)} of China’s "
        f"purchases of {one.label} and {_percent(other.share)} of those of {other.label}, but a cut would "
        f"cost {_percent(one.loss)} of the use of the first and {_percent(other.loss)} of the second, as "
        "makers of the second can better stand in for one another."
    )


def _s(one: Chokepoint) -> str:
    """End the verb as the holder asks."""
    return "s" if one.holder in ("us", "cn") else ""


def _most(points: Sequence[Chokepoint]) -> str:
    """Where the United States alone takes most, and where allies add most."""
    alone = {one.id: one for one in points if one.holder == "us"}
    both = {one.id: one for one in points if one.holder == "coalition" and one.id in alone}
    if not both:
        return ""
    most = max(alone.values(), key=lambda one: one.loss.p50)
    added = max(both.values(), key=lambda one: one.loss.p50 - alone[one.id].loss.p50)
    return (
        f"Alone, the United States would take most from {most.label}: {_percent(most.loss)} of their use. "
        f"Japan and the Netherlands add most for {added.label}: {_percent(added.loss)} together, "
        f"{_percent(alone[added.id].loss)} alone."
    )


def _slowest(points: Sequence[Chokepoint]) -> str:
    """The input whose supply takes longest to rebuild, and the one that takes least."""
    known = {one.id: (one, one.months) for one in points if one.months and math.isfinite(one.months.p50)}
    if not known:
        return ""
    (slow, most), (fast, least) = (pick(known.values(), key=lambda pair: pair[1].p50) for pick in (max, min))
    return (
        f"Leverage lasts until supply is rebuilt: {_whole(most)} months for {slow.label}, {_whole(least)} "
        f"months for {fast.label}."
    )


def _minerals(points: Sequence[Chokepoint]) -> str:
    held = [one for one in points if one.holder == "cn"]
    if not held:
        return ""
    told = [f"{_percent(one.share)} of {one.label} (lost if cut: {_percent(one.loss)})" for one in held]
    stock, months = held[0].stock_months, held[0].months
    last = f"; stocks abroad last {_whole(stock)} months" if stock else ""
    rebuilt = (
        f"Others would take {_whole(months)} months to rebuild that supply."
        if months
        else "How long others would take to rebuild that supply is not in the facts."
    )
    return f"China supplies {' and '.join(told)}{last}. {rebuilt}"


def leverage_page(page: LeveragePage, words: Sequence[str]) -> AnswerPage:
    """Lay chokepoints out: who holds how much, what a cut would cost, how long until it is replaced."""
    columns = ("Input", "Held by", "Share", "Power", "Lost if cut", "Concentration", "Months to rebuild")
    table = Table(
        f"Chokepoints in {page.year} under “{page.scenario}”", columns, tuple(_row(p) for p in page.points)
    )
    cost = [p for p in page.points if p.cost_share is not None and p.holder == "us"]
    notes = (
        METHOD,
        "Cost shares of tool classes in spending on tools: "
        + ", ".join(f"{p.label} {_percent(p.cost_share)}" for p in cost if p.cost_share)
        + ". Power stands for each unit of cost share.",
        *dict.fromkeys(f"{p.label}: {p.note}" for p in page.points if p.holder != "coalition"),
    )
    picture = Picture(
        "leverage",
        "What a cut would cost, beside the share held",
        "Ochre: share of supply that is held. Blue: share of the input’s use lost if it is cut. Medians with "
        "90 % of draws. Where a share were worth itself the two would stand together.",
        lambda: leverage_figure(page.points),
    )
    standing = (
        f"{draws_in_words(page.draws)} · seed {page.seed} · {page.basis} · facts as of "
        f"{facts.AS_OF.isoformat()}"
    )
    return AnswerPage(
        "Fabcast leverage",
        "Who could cut off whom, what would it cost, and for how long?",
        standing,
        tuple(words),
        (Part("chokepoints", "Chokepoints", (), (table,), (picture,), notes),),
    )


def _row(one: Chokepoint) -> tuple[str, ...]:
    least = "\n(at least)" if one.capped > 0.5 else ""
    spread = one.concentration
    return (
        one.label,
        SHORT[one.holder],
        _percent(one.share),
        f"{_plain(one.power, 2)}{least}",
        _percent(one.loss),
        _plain(spread, 2) if spread else MISSING,
        _rebuilt(one),
    )


def _rebuilt(one: Chokepoint) -> str:
    if one.months is None:
        return f"unknown; stocks last {_whole(one.stock_months)}" if one.stock_months else "unknown"
    if one.holder == "coalition":
        return "the same"
    stock = f"\nstocks last {_whole(one.stock_months)}" if one.stock_months else ""
    never = f"\nnot by 2040 in {share(one.never)}" if one.never else ""
    return f"{_whole(one.months)}{never}{stock}"


def _percent(spread: Spread | None) -> str:
    """Write a share with its interval in percent.

    >>> _percent(Spread(0.1, 0, 0.25, 0, 0.5, 0.3)).split()
    ['25', '%', '(10', 'to', '50)']
    """
    if spread is None:
        return MISSING
    low, middle, high = (number(100.0 * v) for v in (spread.p5, spread.p50, spread.p95))
    return f"{middle}\u00a0%" if low == high else f"{middle}\u00a0% ({low} to {high})"


def _plain(spread: Spread, decimals: int) -> str:
    low, middle, high = (number(v, decimals) for v in (spread.p5, spread.p50, spread.p95))
    return f"{middle} ({low} to {high})"


def _whole(spread: Spread | None) -> str:
    return MISSING if spread is None else _plain(spread, 0)
